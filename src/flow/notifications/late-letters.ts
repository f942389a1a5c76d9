import { dateOf, dayOf, isWorkingDay } from '../../book/rules/calendar/working-days.ts';
import { isPinWayOpen } from '../../book/rules/handover/pin-ways.ts';
import { letterWaitsFor } from '../../book/rules/handover/secret-letters.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { HandoverRow, LetterRow } from '../../book/tables/rows/handovers.ts';
import { SECRET_LETTERS } from '../../book/tables/states.ts';
import { DAY_MS } from '../../durations.ts';
import { waysOfPin } from '../handover/ways-of-pin.ts';
import { allOf, pagesOf } from '../pages.ts';
import { hasLeft } from '../people/holder-here.ts';
import type { NewEntry, Store, Unit } from '../ports/store.ts';
import { nextTurn } from '../turn.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice } from './templates.ts';

/** What is read, and how the directory said last that somebody stands. */
type Records = Pick<Store, 'reads' | 'standing'>;

/** So long a letter may wait for a printer before whoever may print it is told. */
const LATE_MS = 3 * DAY_MS;

/** Since when the secret of a letter may be told, by its request's hand-over; null: not yet. */
function readySince({ kind }: LetterRow, handover: HandoverRow | undefined): number | null {
  if (handover === undefined || letterWaitsFor(kind, handover) !== null) return null;
  return Math.max(handover.acceptedAt ?? 0, handover.receiptAt ?? 0);
}

/** Whether the holder of one of these requests is here: nobody may print the letter of somebody who has left. */
async function isAnyHere({ reads, standing }: Records, requestIds: readonly string[]): Promise<boolean> {
  const requests = await reads.find('request', { id: requestIds });
  for (const holderId of new Set(requests.map((request) => request.holderId)))
    if (!(await hasLeft(reads, holderId, await standing(holderId)))) return true;
  return false;
}

/** Whether a letter with a secret could have been printed for days, and was not. */
async function isAnyLate({ reads, standing }: Records, now: number): Promise<boolean> {
  const arePrinted = isPinWayOpen(await waysOfPin(reads), 'letter');
  // PINs that are only shown wait for their holder, and for no printer
  const printed = SECRET_LETTERS.filter((kind) => kind !== 'pin' || arePrinted);
  for (const kind of printed)
    for await (const letters of pagesOf(reads, 'letter', { state: 'waiting', kind })) {
      const requestId = [...new Set(letters.map((letter) => letter.requestId))];
      const handovers = await allOf(reads, 'handover', { requestId, failedAt: null });
      const of = new Map(handovers.map((handover) => [handover.requestId, handover]));
      const isLate = (letter: LetterRow): boolean => {
        const since = readySince(letter, of.get(letter.requestId));
        return since !== null && since + LATE_MS <= now;
      };
      const late = letters.filter(isLate).map((letter) => letter.requestId);
      if (late.length > 0 && (await isAnyHere({ reads, standing }, late))) return true;
      await nextTurn();
    }
  return false;
}

/** Whoever may print hears once a working day that secret letters wait too long: their holders have a token that they cannot use. */
export async function lateLetters(records: Records, now: number): Promise<Notice[]> {
  const today = dayOf(now);
  if (!isWorkingDay(today) || !(await isAnyLate(records, now))) return [];
  const holders = await activeHolders(records.reads, ['technician', 'approver', 'security-officer'], now);
  return [...new Set(holders.map(({ personId }) => personId))].map((personId) => ({
    template: 'letters-late',
    personId,
    about: `person:${personId}`,
    once: `letters-late:${personId}:${dateOf(today)}`,
  }));
}

/** Who printed a letter and never confirmed it: its secret is erased, and they know whether its holder needs another PIN. */
export async function ofUnconfirmed(unit: Unit, change: Change, { action }: NewEntry): Promise<Notice[]> {
  if (change.table !== 'letter' || action !== 'letter.expire') return [];
  const letter = await unit.get('letter', change.id);
  if (!letter?.printedBy) return [];
  return [{ template: 'letter-unconfirmed', personId: letter.printedBy, about: `request:${letter.requestId}` }];
}
