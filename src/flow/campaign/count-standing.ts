import type { Day } from '../../book/rules/calendar/working-days.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { inPieces } from '../pieces.ts';
import type { Reads } from '../ports/store.ts';
import { nextTurn } from '../turn.ts';
import { migrates, newItem, PIECE } from './enrol.ts';
import { type Aim, seeMachines } from './standing.ts';

/** How many of them would be given no day: they come into the campaign all the same. */
export interface CountedStanding {
  /** Something blocks them now; once nothing does, they are given a day. */
  blocked: number;
  /** They have the target image already: their part ends at once. */
  already: number;
}

/** How machines would stand in a campaign, by the rule by which it plans them once it is open; nothing is written. */
export async function countStanding(
  reads: Pick<Reads, 'find' | 'get'>,
  aim: Aim,
  machines: readonly WorkstationRow[],
  { now, today }: { now: number; today: Day },
): Promise<CountedStanding> {
  const counted = { blocked: 0, already: 0 };
  for (const piece of inPieces(machines, PIECE)) {
    const items = piece.map((machine) => newItem(machine.id, { id: '' }, migrates(machine), now));
    for (const { blocked, outcome } of await seeMachines(reads, { ...aim, state: 'open' }, items, today)) {
      if (outcome === 'already') counted.already += 1;
      else if (outcome === undefined && blocked !== null) counted.blocked += 1;
    }
    await nextTurn();
  }
  return counted;
}
