import { mayBeAttackedWith } from '../../book/rules/workstation/incidents.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import { TOKEN_USED } from '../../book/tables/states.ts';
import type { Reads } from '../ports/store.ts';

/** `incident-open`: it names the machine. `incident-of-holder`: it names none, and this may be the one. */
export type IncidentAgainst = 'incident-open' | 'incident-of-holder';

/** The open incident that stands against a machine, so that it neither migrates, is taken back nor is retired by a file; undefined: none does. */
export async function incidentAgainst(
  reads: Pick<Reads, 'find' | 'count'>,
  machine: Pick<WorkstationRow, 'id' | 'holderId'>,
): Promise<IncidentAgainst | undefined> {
  const { id: workstationId } = machine;
  if ((await reads.count('incident', { workstationId, state: 'open' })) > 0) return 'incident-open';
  // an edited row of one token keeps no file from being compared
  const tokens = await reads.find('token', { workstationId, state: TOKEN_USED }, { leaveOut: true });
  const personId = mayBeAttackedWith(machine, tokens);
  if (personId.length === 0) return undefined;
  const theirs = await reads.count('incident', { personId, workstationId: null, state: 'open' });
  return theirs > 0 ? 'incident-of-holder' : undefined;
}

/** Ids of those of these machines against which an open incident stands: a migration would wipe what it concerns. */
export async function underIncident(
  reads: Pick<Reads, 'find'>,
  machines: readonly Pick<WorkstationRow, 'id' | 'holderId'>[],
): Promise<ReadonlySet<string>> {
  const ids = machines.map(({ id }) => id);
  const named = await reads.find('incident', { workstationId: ids, state: 'open' });
  const tokens = await reads.find('token', { workstationId: ids, state: TOKEN_USED });
  const usersOf = (machine: Pick<WorkstationRow, 'id' | 'holderId'>): string[] =>
    mayBeAttackedWith(
      machine,
      tokens.filter(({ workstationId }) => workstationId === machine.id),
    );
  const people = [...new Set(machines.flatMap(usersOf))];
  const unnamed = await reads.find('incident', { personId: people, workstationId: null, state: 'open' });
  const hit = new Set(unnamed.map(({ personId }) => personId));
  const hidden = machines.filter((machine) => usersOf(machine).some((person) => hit.has(person)));
  return new Set([...named.flatMap(({ workstationId }) => workstationId ?? []), ...hidden.map(({ id }) => id)]);
}
