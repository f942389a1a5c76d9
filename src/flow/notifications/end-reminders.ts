import { dayOf } from '../../book/rules/calendar/working-days.ts';
import { carries } from '../../book/rules/certificates/carries.ts';
import { endsUntil, type RenewalPolicy } from '../../book/rules/certificates/renewals.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { currentHandover } from '../handover/letters.ts';
import type { Reads } from '../ports/store.ts';
import { type EndPlace, endingAfter } from '../request/ending-certificates.ts';
import { isLost } from '../request/overtaken.ts';
import { renewableBy } from '../request/renewal-candidates.ts';
import { renewalPolicy } from '../request/renewals.ts';
import { partiesOf } from './parties.ts';
import type { Notice, Template } from './templates.ts';

/** How many certificates one round looks at; the next round takes the rest. */
const ROUND = 500;

type Ending = Pick<CertificateRow, 'tokenId' | 'holderId' | 'requestId'>;
/**
 * The open request of what replaces it, where there is one. A temporary token replaces nothing, nor does its own request, nor one whose token
 * was lost.
 */
export async function replacementOf(
  reads: Pick<Reads, 'find' | 'get'>,
  { tokenId, holderId, requestId }: Ending,
): Promise<RequestRow | undefined> {
  if (holderId === null) return undefined;
  if (tokenId) {
    const open = await reads.find('request', { replacesTokenId: tokenId, state: REQUEST_OPEN });
    for (const request of open) if (!asksTemporary(request) && !(await isLost(reads, request))) return request;
    return undefined;
  }
  const deviceId = requestId === null ? null : ((await reads.get('request', requestId))?.deviceId ?? null);
  if (deviceId === null) return undefined;
  const open = await reads.find('request', { holderId, deviceId, state: REQUEST_OPEN });
  return open.find(({ id }) => id !== requestId);
}

/** Whether its holder has what the request is for in hand: what was sent may be lost on its way. */
export async function isInHand(reads: Pick<Reads, 'find'>, { id, state }: RequestRow): Promise<boolean> {
  return state === 'handed_over' && (await currentHandover(reads, id))?.mode !== 'shipment';
}

/**
 * Which of three mails is due: the service will ask for the renewal by itself; its end comes near; the last days. What the
 * service does not ask for has the latter two, and so has what was asked for and is not with its holder: a request that waits
 * for an approver or for blank tokens, a token that nobody fetches, and a parcel that is lost, would let it end unseen.
 */
async function stageOf(
  reads: Reads,
  certificate: CertificateRow,
  { now, policy }: { now: number; policy: RenewalPolicy },
): Promise<Template | undefined> {
  const replacement = await replacementOf(reads, certificate);
  if (replacement && (await isInHand(reads, replacement))) return undefined;
  const days = dayOf(certificate.notAfter) - dayOf(now);
  if (days <= policy.last) return 'expiry-near';
  if (days <= policy.second) return 'expiry-coming';
  if (replacement) return undefined;
  return days <= policy.first && (await renewableBy(reads, certificate, policy)) ? 'renewal-planned' : undefined;
}

/** Mails of certificates whose end comes near; each is told once a stage, and none once what replaces it is with its holder. */
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
    if (tokenId !== null && !carries(token, id)) return [];
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
      const until = endsUntil(now, policy);
      const place = seen?.day === today ? seen.place : { notAfter: now, id: '' };
      const page = await endingAfter(reads, place, { until, limit: ROUND });
      const notices: Notice[] = [];
      for (const certificate of page) {
        const due = await ending(certificate, { now, policy }).catch((error: unknown) => {
          if (!isAppError(error, 'record_tampered')) throw error;
          return []; // an edited row keeps nobody else's mail back; the daily comparison names it
        });
        notices.push(...due);
      }
      return {
        notices,
        queued(): void {
          seen = { day: today, place: page.at(-1) ?? place };
        },
      };
    },
  };
}
