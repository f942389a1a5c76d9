import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { Act } from '../act.ts';
import { endMachine } from './end-of-use.ts';

/** Retires a machine within an act, by a technician's own step or by a file that leaves it out. Answers what ended with it. */
export async function retire(a: Act, machine: WorkstationRow): Promise<Change[]> {
  const step = move('workstation', machine, 'retire');
  const ended = await endMachine(a, machine.id, 'workstation-retired');
  const detail = { site: machine.site };
  await a.done([step, ...ended], { action: 'workstation.retire', subject: `workstation:${machine.id}`, detail });
  return ended;
}
