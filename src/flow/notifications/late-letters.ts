import { may, rolesWith } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { dateOf, dayOf, isWorkingDay } from '../../book/rules/calendar/working-days.ts';
import { isPinWayOpen } from '../../book/rules/handover/pin-ways.ts';
import { letterWaitsFor } from '../../book/rules/handover/secret-letters.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { HandoverRow, LetterRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { SECRET_LETTERS } from '../../book/tables/states.ts';
import { DAY_MS } from '../../durations.ts';
import { carriersOfLetter } from '../handover/letters.ts';
import { waysOfPin } from '../handover/ways-of-pin.ts';
import { allOf, type ByPage, pagesOf } from '../pages.ts';
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

/** What the right to print a letter depends on (book/rights/sentences.ts). */
type Printed = Pick<RequestRow, 'service' | 'producerId'> & { carrierIds: readonly string[] };

/** Letters with a secret that could have been printed for days and were not, in pages. Nobody may print one of somebody who has left. */
async function* lateOnes({ reads, standing }: Records, now: number): AsyncGenerator<Printed[]> {
  const arePrinted = isPinWayOpen(await waysOfPin(reads), 'letter');
  // PINs that are only shown wait for their holder, and for no printer
  const printed = SECRET_LETTERS.filter((kind) => kind !== 'pin' || arePrinted);
  for (const kind of printed)
    for await (const letters of pagesOf(reads, 'letter', { state: 'waiting', kind })) {
      const requestId = [...new Set(letters.map((letter) => letter.requestId))];
      const handovers = await allOf(reads, 'handover', { requestId, failedAt: null });
      const of = new Map(handovers.map((handover) => [handover.requestId, handover]));
      const late = letters.filter((letter) => {
        const since = readySince(letter, of.get(letter.requestId));
        return since !== null && since + LATE_MS <= now;
      });
      const requests = await allOf(reads, 'request', { id: late.map((letter) => letter.requestId) });
      const found: Printed[] = [];
      for (const { id, holderId, service, producerId } of requests) {
        if (await hasLeft(reads, holderId, await standing(holderId))) continue;
        for (const letter of late.filter((one) => one.requestId === id))
          found.push({ service, producerId, carrierIds: await carriersOfLetter(reads, letter) });
      }
      if (found.length > 0) yield found;
      await nextTurn();
    }
}

/** People with a role that may print letters, as the rights know them. */
async function printers(reads: ByPage, now: number): Promise<Map<string, Caller>> {
  const found = new Map<string, Caller>();
  for (const { personId, role, scope } of await activeHolders(reads, rolesWith('letter.print'), now)) {
    const grants = found.get(personId)?.grants ?? [];
    const grant = { role, scope, validFrom: null, validUntil: null, revokedAt: null };
    found.set(personId, { personId, service: '', grants: [...grants, grant], freshUntil: 0 });
  }
  return found;
}

/**
 * Whoever may print one hears once a working day that secret letters wait too long: their holders have a token that they cannot
 * use. Neither who made its token or had it in hand, nor an approver of other services, could do anything about it.
 */
export async function lateLetters(records: Records, now: number): Promise<Notice[]> {
  const today = dayOf(now);
  if (!isWorkingDay(today)) return [];
  const untold = await printers(records.reads, now);
  const whom: string[] = [];
  for await (const letters of lateOnes(records, now)) {
    for (const [personId, caller] of untold) {
      if (!letters.some((letter) => may(caller, 'letter.print', letter, now))) continue;
      whom.push(personId);
      untold.delete(personId);
    }
    if (untold.size === 0) break;
  }
  return whom.map((personId) => ({
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
