import { endsUntil } from '../../book/rules/certificates/renewals.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { WORKSTATION_USABLE } from '../../book/tables/states.ts';
import { inPieces } from '../pieces.ts';
import type { Reads } from '../ports/store.ts';
import { type EndPlace, endingAfter } from '../request/ending-certificates.ts';
import { renewalPolicy } from '../request/renewals.ts';
import { nextTurn } from '../turn.ts';

/** Certificates, or machines, that one statement reads. */
const PIECE = 500;

/**
 * Machines whose own certificate ends within that window, the soonest first. The certificates of lost, blocked and retired ones
 * are revoked; edited rows are left out, and the daily comparison names them.
 */
export async function endingMachines(reads: Pick<Reads, 'find'>, now: number): Promise<WorkstationRow[]> {
  const until = endsUntil(now, await renewalPolicy(reads));
  const ids = new Set<string>();
  for (let place: EndPlace | undefined = { notAfter: now, id: '' }; place; ) {
    const page = await endingAfter(reads, place, { until, limit: PIECE });
    for (const { workstationId } of page) if (workstationId !== null) ids.add(workstationId);
    place = page.at(-1);
    await nextTurn();
  }
  const found = new Map<string, WorkstationRow>();
  for (const id of inPieces([...ids], PIECE))
    for (const machine of await reads.find('workstation', { id, state: WORKSTATION_USABLE }))
      found.set(machine.id, machine);
  return [...ids].flatMap((id) => found.get(id) ?? []);
}
