import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { DAY_MS } from '../../durations.ts';
import { pagesOf } from '../pages.ts';
import type { Reads } from '../ports/store.ts';
import { isLost } from '../request/overtaken.ts';
import { nextTurn } from '../turn.ts';
import { partiesOf } from './parties.ts';
import type { Notice } from './templates.ts';

/** Steps that wait for their holder, and after how many days each is asked for. */
const WAITS = [
  { state: 'produced', since: 'producedAt', days: [7, 21], template: 'pickup-reminder', name: 'pickup' },
  { state: 'handed_over', since: 'handedOverAt', days: [3, 10], template: 'receipt-reminder', name: 'receipt' },
] as const;
type Wait = (typeof WAITS)[number];

/** Whether its holder has a slot at the desk that is not over. Who came, and left without the token, has one that is. */
async function isExpected(reads: Reads, { id: requestId }: RequestRow, now: number): Promise<boolean> {
  return (await reads.count('appointment', { requestId, state: 'booked' }, { orderBy: 'endsAt', from: now })) > 0;
}

/** The mails that are due of one request, once for each of the days. */
async function ofRequest(reads: Reads, request: RequestRow, wait: Wait, now: number): Promise<Notice[]> {
  const since = request[wait.since];
  const days = wait.days.findLast((d) => (since ?? now) + d * DAY_MS <= now);
  if (days === undefined) return [];
  if (wait.state === 'produced' && (await isExpected(reads, request, now))) return [];
  // there is nothing to fetch, and no receipt to confirm
  if (await isLost(reads, request)) return [];
  const once = `${wait.name}:${request.id}:${since}:${days}`;
  return partiesOf(request).map((personId) => ({
    template: wait.template,
    personId,
    about: `request:${request.id}`,
    once: `${once}:${personId}`,
  }));
}

/** Reminders of tokens and credentials that nobody fetches, and of receipts that nobody confirms. */
export async function stepReminders(reads: Reads, now: number): Promise<Notice[]> {
  const notices: Notice[] = [];
  for (const wait of WAITS) {
    for await (const requests of pagesOf(reads, 'request', { state: wait.state })) {
      for (const request of requests) notices.push(...(await ofRequest(reads, request, wait, now)));
      await nextTurn();
    }
  }
  return notices;
}
