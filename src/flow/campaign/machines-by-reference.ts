import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { inPieces } from '../pieces.ts';
import type { Reads } from '../ports/store.ts';
import { workstationsCalled } from '../workstation/find-workstation.ts';
import { PIECE } from './enrol.ts';

/** The machines that a list calls, each once, and what nobody is called, in capitals. */
export async function machinesByReference(
  reads: Pick<Reads, 'find'>,
  references: readonly string[],
): Promise<{ machines: WorkstationRow[]; unknown: string[] }> {
  const machines = new Map<string, WorkstationRow>();
  const unknown: string[] = [];
  const all = [...new Set(references.map((one) => one.toUpperCase()))];
  for (const piece of inPieces(all, PIECE)) {
    const found = await workstationsCalled(reads, piece);
    for (const one of piece) {
      const machine = found.get(one);
      if (machine) machines.set(machine.id, machine);
      else unknown.push(one);
    }
  }
  return { machines: [...machines.values()], unknown };
}
