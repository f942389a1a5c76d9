import { covers } from '../../book/rights/roles.ts';
import { asksTemporary } from '../../book/rules/asking.ts';
import { REQUEST_OPEN } from '../../book/tables/states.ts';
import type { CertificateRow, RequestRow } from '../../book/tables/tables.ts';
import type { Deps } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import { reviewReminders } from './review-reminders.ts';
import type { Notice } from './templates.ts';

const DAY_MS = 86_400_000;
/** A certificate's end is announced this long before it. */
const EXPIRY_MS = 30 * DAY_MS;
/** A receipt that nobody confirms is asked for after these days. */
const RECEIPT_DAYS = [3, 10];
/** Approvers hear of what waits for them on working days, once from each of these hours on. */
const DIGEST_HOURS = [8, 14];
const MOST = 1000;

/** Requests that wait for this person's approval: submitted, within a scope of theirs, neither held nor asked for by them. */
export async function waitingFor(reads: Reads, personId: string, now: number): Promise<RequestRow[]> {
  const scopes = (await activeHolders(reads, ['approver'], now)).filter((h) => h.personId === personId);
  const submitted = await reads.find('request', { state: 'submitted' }, { orderBy: 'submittedAt' });
  return submitted.filter((r) => mayApprove(r, personId, scopes));
}
const mayApprove = (r: RequestRow, personId: string, grants: readonly { scope: string }[]): boolean =>
  r.holderId !== personId && r.askerId !== personId && grants.some((g) => covers(g.scope, r.service));

/** The digest that is due at `now`, such as `2026-11-24 08`; undefined at night, before the first hour and at weekends. */
function digestDue(now: number, timeZone: string): string | undefined {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', hourCycle: 'h23' },
  }).formatToParts(now);
  const of = (type: string): string => parts.find((p) => p.type === type)?.value ?? '';
  const hour = DIGEST_HOURS.findLast((h) => h <= Number(of('hour')));
  if (hour === undefined || ['Sat', 'Sun'].includes(of('weekday'))) return undefined;
  return `${of('year')}-${of('month')}-${of('day')} ${String(hour).padStart(2, '0')}`;
}

/** What people are told without anybody acting: ends that come near, receipts not confirmed, approvals that wait. */
export function createReminders(deps: Deps, { timeZone = 'Europe/Paris' }: { timeZone?: string } = {}) {
  const { reads } = deps.store;
  /** Certificates that end by `to` were looked at since `since`; once a day all of them are again, for a token may have become active. */
  let seen = { to: 0, since: 0 };

  /** A temporary token's end was known from its first day, and one that is being replaced already needs no word. */
  const ending = async (certificate: CertificateRow): Promise<Notice[]> => {
    const { id, holderId, requestId, tokenId } = certificate;
    const request = requestId ? await reads.get('request', requestId) : undefined;
    const token = tokenId ? await reads.get('token', tokenId) : undefined;
    if (!request || holderId === null || asksTemporary(request)) return [];
    if (tokenId !== null && (token?.state !== 'active' || token.certificateId !== id)) return [];
    const replaced = tokenId
      ? await reads.count('request', { replacesTokenId: tokenId, state: REQUEST_OPEN })
      : await reads.count('request', { holderId, kind: 'nomade', state: REQUEST_OPEN });
    if (replaced > 0) return [];
    const whom = [...new Set([holderId, request.askerId])];
    const about = `certificate:${id}`;
    return whom.map((personId) => ({
      template: 'expiry-coming',
      personId,
      about,
      once: `expiry:${id}:${personId}`,
    }));
  };

  const expiring = async (now: number): Promise<{ notices: Notice[]; reached: typeof seen }> => {
    const until = now + EXPIRY_MS;
    const { to, since } = now - seen.since < DAY_MS ? seen : { to: now, since: now };
    const page = { orderBy: 'notAfter', from: to, limit: MOST } as const;
    const soonest = await reads.find('certificate', { state: 'good' }, page);
    const near = soonest.filter((c) => c.notAfter <= until);
    const last = near.at(-1);
    const furthest = near.length === MOST && last ? last.notAfter : until;
    return { notices: (await Promise.all(near.map(ending))).flat(), reached: { to: furthest, since } };
  };

  const unconfirmed = async (now: number): Promise<Notice[]> => {
    const handed = await reads.find('request', { state: 'handed_over' }, { orderBy: 'handedOverAt' });
    return handed.flatMap(({ id, handedOverAt, holderId, askerId }) => {
      const days = RECEIPT_DAYS.findLast((d) => (handedOverAt ?? now) + d * DAY_MS <= now);
      if (days === undefined) return [];
      const once = `receipt:${id}:${handedOverAt}:${days}`;
      return [...new Set([holderId, askerId])].map((personId) => ({
        ...{ template: 'receipt-reminder' as const, personId, about: `request:${id}`, once: `${once}:${personId}` },
      }));
    });
  };

  const digests = async (now: number): Promise<Notice[]> => {
    const due = digestDue(now, timeZone);
    const submitted = due === undefined ? [] : await reads.find('request', { state: 'submitted' });
    if (submitted.length === 0) return [];
    const grants = await activeHolders(reads, ['approver'], now);
    const people = [...new Set(grants.map((g) => g.personId))];
    const waiting = people.filter((id) => {
      const own = grants.filter((g) => g.personId === id);
      return submitted.some((r) => mayApprove(r, id, own));
    });
    return waiting.map((personId) => ({
      ...{ template: 'approvals-waiting' as const, personId, about: `person:${personId}` },
      once: `digest:${personId}:${due}`,
    }));
  };

  return {
    /** Administrators hear once a day of each thing that somebody has to look at, by readiness's names. */
    tellHealth: async (waiting: readonly string[]): Promise<void> => {
      if (waiting.length === 0) return;
      const now = deps.clock.now();
      const holders = await activeHolders(reads, ['administrator'], now);
      const day = new Date(now).toISOString().slice(0, 10);
      const notices = [...new Set(holders.map(({ personId }) => personId))].flatMap((personId) =>
        waiting.map((name): Notice => {
          const once = `health:${name}:${day}:${personId}`;
          return { template: 'health-bad', personId, about: `health:${name}`, once };
        }),
      );
      await deps.store.transact((unit) => unit.queueMail(...notices));
    },

    /** Queues every reminder that is due and was not queued before. Answers how many were looked at. */
    send: async (): Promise<number> => {
      const now = deps.clock.now();
      const ends = await expiring(now);
      const reviews = await reviewReminders(reads, now);
      const notices = [...ends.notices, ...(await unconfirmed(now)), ...(await digests(now)), ...reviews];
      if (notices.length > 0) await deps.store.transact((unit) => unit.queueMail(...notices));
      seen = ends.reached;
      return notices.length;
    },
  };
}
