import { asksTemporary } from '../../book/rules/asking.ts';
import type { RenewalPolicy } from '../../book/rules/renewals.ts';
import { beginOf, dayOf } from '../../book/rules/working-days.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import type { CertificateRow } from '../../book/tables/tables.ts';
import type { Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { type EndPlace, endingAfter } from '../request/ending-certificates.ts';
import { renewableBy } from '../request/renewal-candidates.ts';
import { renewalPolicy } from '../request/renewals.ts';
import { partiesOf } from './parties.ts';
import type { Notice, Template } from './templates.ts';

/** How many certificates one round looks at; the next round takes the rest. */
const ROUND = 500;

/** Whether what replaces it is asked for already. */
export async function isBeingReplaced(
  reads: Pick<Reads, 'count' | 'get'>,
  { tokenId, holderId, requestId }: Pick<CertificateRow, 'tokenId' | 'holderId' | 'requestId'>,
): Promise<boolean> {
  if (holderId === null) return false;
  if (tokenId) return (await reads.count('request', { replacesTokenId: tokenId, state: REQUEST_OPEN })) > 0;
  const deviceId = requestId === null ? null : ((await reads.get('request', requestId))?.deviceId ?? null);
  return deviceId !== null && (await reads.count('request', { holderId, deviceId, state: REQUEST_OPEN })) > 0;
}

/**
 * Which of three mails is due: the service will ask for the renewal by itself; nothing was asked for yet; the last days. What
 * the service does not ask for has the latter two.
 */
async function stageOf(
  reads: Reads,
  certificate: CertificateRow,
  { now, policy }: { now: number; policy: RenewalPolicy },
): Promise<Template | undefined> {
  const days = dayOf(certificate.notAfter) - dayOf(now);
  if (days <= policy.last) return 'expiry-near';
  if (days <= policy.second) return 'expiry-coming';
  return days <= policy.first && (await renewableBy(reads, certificate, policy)) ? 'renewal-planned' : undefined;
}

/** Mails of certificates whose end comes near; each is told once a stage, and none once what replaces it is asked for. */
export function createEndReminders({ store: { reads } }: Pick<Deps, 'store'>) {
  /** How far the certificates were looked at today: every day all of them are again, for a token may have become active. */
  let seen: { day: number; place: EndPlace } | undefined;

  /** A temporary token's end was known from its first day. */
  const ending = async (
    certificate: CertificateRow,
    when: { now: number; policy: RenewalPolicy },
  ): Promise<Notice[]> => {
    const { id, holderId, requestId, tokenId } = certificate;
    const request = requestId ? await reads.get('request', requestId) : undefined;
    const token = tokenId ? await reads.get('token', tokenId) : undefined;
    if (!request || holderId === null || asksTemporary(request)) return [];
    if (tokenId !== null && (token?.state !== 'active' || token.certificateId !== id)) return [];
    if (await isBeingReplaced(reads, certificate)) return [];
    const template = await stageOf(reads, certificate, when);
    if (!template) return [];
    const whom = partiesOf({ ...request, holderId });
    const about = `certificate:${id}`;
    return whom.map((personId) => ({ template, personId, about, once: `${template}:${id}:${personId}` }));
  };

  return {
    /** What is due, and what to call once it was queued: the next round goes on from there. */
    due: async (now: number): Promise<{ notices: Notice[]; queued(): void }> => {
      const policy = await renewalPolicy(reads);
      const today = dayOf(now);
      const until = beginOf(today + policy.first + 1) - 1;
      const place = seen?.day === today ? seen.place : { notAfter: now, id: '' };
      const page = await endingAfter(reads, place, { until, limit: ROUND });
      const notices: Notice[] = [];
      for (const certificate of page) notices.push(...(await ending(certificate, { now, policy })));
      return {
        notices,
        queued(): void {
          seen = { day: today, place: page.at(-1) ?? place };
        },
      };
    },
  };
}
