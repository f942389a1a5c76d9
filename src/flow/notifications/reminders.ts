import { covers } from '../../book/rights/roles.ts';
import { dateOf, dayOf, isWorkingDay, momentOf } from '../../book/rules/calendar/working-days.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { Deps } from '../act.ts';
import { pagesOf } from '../pages.ts';
import type { Reads } from '../ports/store.ts';
import { nextTurn } from '../turn.ts';
import { activeHolders } from './active-holders.ts';
import { appointmentReminders } from './appointment-news.ts';
import { createEndReminders } from './end-reminders.ts';
import { lateLetters } from './late-letters.ts';
import { createMachineEndReminders } from './machine-ends.ts';
import { reviewReminders } from './review-reminders.ts';
import { stepReminders } from './step-reminders.ts';
import { type Short, stockEndsNotices } from './stock-ends.ts';
import type { Notice } from './templates.ts';

/** Approvers hear of what waits for them on working days, once from each of these hours on. */
const DIGEST_HOURS = [8, 14];

/** Every request that waits for an approval, page by page: however many there are, each approver's own are among them. */
async function* submittedOf(reads: Reads): AsyncGenerator<RequestRow[]> {
  for await (const page of pagesOf(reads, 'request', { state: 'submitted' })) {
    yield page;
    await nextTurn();
  }
}

/**
 * How many requests wait for this person's approval (submitted, within a scope of theirs, neither held nor asked for by them), and
 * since when; undefined for none.
 */
export async function waitingFor(
  reads: Reads,
  personId: string,
  now: number,
): Promise<{ count: number; since: number } | undefined> {
  const scopes = (await activeHolders(reads, ['approver'], now)).filter((h) => h.personId === personId);
  let [count, since] = [0, Number.POSITIVE_INFINITY];
  if (scopes.length === 0) return undefined;
  for await (const page of submittedOf(reads))
    for (const request of page.filter((r) => mayApprove(r, personId, scopes))) {
      count += 1;
      since = Math.min(since, request.submittedAt);
    }
  return count === 0 ? undefined : { count, since };
}
const mayApprove = (r: RequestRow, personId: string, grants: readonly { scope: string }[]): boolean =>
  r.holderId !== personId && r.askerId !== personId && grants.some((g) => covers(g.scope, r.service));

/** The digest that is due at `now`, such as `2026-11-24 08`; undefined at night, before the first hour and on days off. */
function digestDue(now: number): string | undefined {
  const day = dayOf(now);
  const hour = DIGEST_HOURS.findLast((h) => momentOf(day, h * 60) <= now);
  if (hour === undefined || !isWorkingDay(day)) return undefined;
  return `${dateOf(day)} ${String(hour).padStart(2, '0')}`;
}

/** What people are told without anybody acting: ends and appointments that come near, tokens not fetched, receipts not confirmed, approvals that wait. */
export function createReminders(deps: Deps) {
  const { reads } = deps.store;
  const ends = createEndReminders(deps);
  const machines = createMachineEndReminders(reads);

  const digests = async (now: number): Promise<Notice[]> => {
    const due = digestDue(now);
    if (due === undefined) return [];
    const left = new Map<string, { scope: string }[]>();
    for (const { personId, scope } of await activeHolders(reads, ['approver'], now))
      left.set(personId, [...(left.get(personId) ?? []), { scope }]);
    const waiting: string[] = [];
    for await (const page of submittedOf(reads)) {
      for (const [id, own] of left) {
        if (!page.some((r) => mayApprove(r, id, own))) continue;
        waiting.push(id);
        left.delete(id);
      }
      if (left.size === 0) break;
    }
    return waiting.map((personId) => ({
      template: 'approvals-waiting' as const,
      personId,
      about: `person:${personId}`,
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

    /** Supervisors hear that blank tokens will be missing, as was foreseen; null: there are enough. */
    tellStockEnds: async (short: Short | null): Promise<void> => {
      if (short === null) return;
      const notices = await stockEndsNotices(reads, short, deps.clock.now());
      await deps.store.transact((unit) => unit.queueMail(...notices));
    },

    /** Queues every reminder that is due and was not queued before. Answers how many were looked at. */
    send: async (): Promise<number> => {
      const now = deps.clock.now();
      const ending = await ends.due(now);
      const endingMachines = await machines.due(now);
      const reviews = await reviewReminders(reads, now);
      const coming = await appointmentReminders(reads, now);
      const notices = [
        ...ending.notices,
        ...endingMachines.notices,
        ...(await stepReminders(reads, now)),
        ...(await digests(now)),
        ...reviews,
        ...(await lateLetters(deps.store, now)),
        ...coming,
      ];
      if (notices.length > 0) await deps.store.transact((unit) => unit.queueMail(...notices));
      ending.queued();
      endingMachines.queued();
      return notices.length;
    },
  };
}
