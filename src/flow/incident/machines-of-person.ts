import { mayBeTheirs } from '../../book/rules/workstation/incidents.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { REQUEST_WORK, TOKEN_IN_USE, type TokenState } from '../../book/tables/states.ts';
import type { Reads } from '../ports/store.ts';

/** What binds somebody to machines, or to one of them: their requests, and their tokens in these states. */
export async function boundTo(
  reads: Pick<Reads, 'find'>,
  holderId: string,
  { workstationId, tokens = TOKEN_IN_USE }: { workstationId?: string; tokens?: readonly TokenState[] } = {},
) {
  const of = workstationId === undefined ? { holderId } : { holderId, workstationId };
  return [
    ...(await reads.find('request', { ...of, state: REQUEST_WORK })),
    ...(await reads.find('token', { ...of, state: tokens })),
  ];
}

/** The machines that may be somebody's own, by what they have and by their tokens in these states, in the order of their numbers. */
export async function machinesOf(
  reads: Pick<Reads, 'find'>,
  personId: string,
  tokens: readonly TokenState[],
): Promise<WorkstationRow[]> {
  const bound = await boundTo(reads, personId, { tokens });
  const id = [...new Set(bound.flatMap(({ workstationId }) => workstationId ?? []))];
  const found = [
    ...(await reads.find('workstation', { holderId: personId })),
    ...(await reads.find('workstation', { id })),
  ];
  const own = found.filter((machine) => mayBeTheirs(machine, personId, bound));
  const once = [...new Map(own.map((machine) => [machine.id, machine])).values()];
  return once.sort((one, other) => one.assetNumber.localeCompare(other.assetNumber));
}
