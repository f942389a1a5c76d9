import type { z } from 'zod';
import type { TakeOver } from '../../book/rules/decisions.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { Act, Deps } from '../act.ts';
import { checkNew, inventoryOf } from './enrolment.ts';

/** Checks that none of these workstations is known yet, before a second person is asked to confirm. Throws `duplicate`. */
export async function checkTakeOver({ unit }: Act, { workstations }: z.output<typeof TakeOver>): Promise<void> {
  for (const machine of workstations) await checkNew(unit, machine);
}

/**
 * Workstations that were in service before this service was: they come in once, by two persons, and their rows say so.
 * Their entries follow the decision's. `by`: who proposed it and who confirms. Throws `duplicate` for one that is known already: it has its checklist.
 */
export async function takeOver(
  { chance }: Pick<Deps, 'chance'>,
  a: Act,
  args: z.output<typeof TakeOver>,
  { proposalId: proposal, by: [registererId = '', seconderId = ''] }: { proposalId: string; by: readonly string[] },
) {
  await checkTakeOver(a, args);
  const comeIn = async (): Promise<void> => {
    for (const input of args.workstations) {
      const by = { registererId, seconderId, commissionerId: null, checklistId: null };
      const made = { state: 'commissioned', round: 0, registeredAt: a.now, cameIn: 'taken-over' } as const;
      const row: WorkstationRow = { id: chance.id(), ...inventoryOf(input), ...made, ...by };
      const entry = { action: 'workstation.takeOver', subject: `workstation:${row.id}`, detail: { proposal } };
      await a.done([create('workstation', row)], entry);
    }
  };
  return { changes: [], detail: { workstations: args.workstations.length }, after: comeIn };
}
