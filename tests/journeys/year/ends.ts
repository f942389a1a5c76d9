import type { Recounted, Row } from './recount.ts';

/** What the service told somebody: of that there is no entry, so the outbox says it. */
export interface Told {
  template: string;
  personId: string | null;
  about: string;
  queuedAt: number;
}
/**
 * What became of a certificate that is no longer good: another one took its place in time, by a renewal or otherwise; it was
 * revoked; it was a temporary token's, or of a token that its holder never had; its holder was told three times, or not.
 */
export type End = 'renewed' | 'replaced' | 'revoked' | 'temporary' | 'never held' | 'told' | 'unseen';

const DAY = 86_400_000;
/** The old token is revoked as the new one is accepted, some minutes before it changes hands. */
const ACCEPTANCE = 3_600_000;
/** Days before the end, from and to, in which its holder has to hear of it, and by which mail. */
const STAGES = [
  [60, 30, ['renewal-planned', 'renewal-asked']],
  [30, 7, ['expiry-coming']],
  [7, 0, ['expiry-near']],
] as const satisfies readonly [number, number, readonly string[]][];

/** What a certificate is used on: a machine, or a device of its holder's. */
const usedOn = (told: Recounted, requestId: Row[string]): Row[string] => {
  const request = told.row('request', requestId);
  return request?.['workstationId'] ?? request?.['deviceId'];
};

/** What became of each certificate of a person that ended by `now`, and which of the three mails its holder did not get. */
export function endsOf(told: Recounted, mails: readonly Told[], now: number) {
  const over = told
    .rows('certificate')
    .filter(([, row]) => row['holderId'] != null && row['requestId'] != null)
    .filter(([, row]) => row['state'] === 'revoked' || Number(row['notAfter']) < now);
  return over.map(([id, row]) => endOf(told, mails, { ...row, id }));
}

/** When a certificate's token was given to its holder. */
function handedOver(told: Recounted, { requestId, tokenId }: Row): number | undefined {
  const handovers = told
    .rows('handover')
    .filter(([, row]) => row['requestId'] === requestId && row['tokenId'] === tokenId);
  const at = handovers.find(([, { handedOverAt }]) => handedOverAt != null)?.[1]['handedOverAt'];
  return at === undefined ? undefined : Number(at);
}

/** The kind of the request by which its holder had another token for the same machine before this certificate ended. */
function followedBy(told: Recounted, certificate: Row, endedAt: number): string | undefined {
  const place = usedOn(told, certificate['requestId']);
  for (const [, other] of told.rows('certificate')) {
    const request = told.row('request', other['requestId']);
    const isLater = Number(other['notAfter']) > Number(certificate['notAfter']);
    if (!isLater || other['holderId'] !== certificate['holderId'] || usedOn(told, other['requestId']) !== place)
      continue;
    if (request?.['reason'] !== 'forgotten' && (handedOver(told, other) ?? Infinity) <= endedAt + ACCEPTANCE)
      return String(request?.['kind']);
  }
  return undefined;
}

function endOf(told: Recounted, mails: readonly Told[], certificate: Row) {
  const { id, holderId, tokenId } = certificate;
  const notAfter = Number(certificate['notAfter']);
  const revokedAt = told.cameInto('certificate', id, 'revoked') ?? Infinity;
  const is = (end: End, missing: readonly string[] = []) => ({ id, end, missing });
  const successor = followedBy(told, certificate, Math.min(revokedAt, notAfter));
  if (successor !== undefined) return is(['renewal', 'nomade'].includes(successor) ? 'renewed' : 'replaced');
  if (revokedAt <= notAfter) return is('revoked');
  if (told.row('request', certificate['requestId'])?.['reason'] === 'forgotten') return is('temporary');
  if (handedOver(told, certificate) === undefined) return is('never held');
  const requests = told.rows('request').filter(([, { replacesTokenId }]) => replacesTokenId === tokenId);
  const about = [`certificate:${id}`, ...requests.map(([requestId]) => `request:${requestId}`)];
  const heard = mails.filter((mail) => mail.personId === holderId && about.includes(mail.about));
  const missing = STAGES.filter(([from, to, mails]) => {
    const [first, last] = [notAfter - (from + 1) * DAY, notAfter - to * DAY];
    return !heard.some(
      ({ template, queuedAt }) => queuedAt >= first && queuedAt < last && mails.some((one) => one === template),
    );
  });
  return is(
    missing.length === 0 ? 'told' : 'unseen',
    missing.map(([from]) => `${from} days`),
  );
}
