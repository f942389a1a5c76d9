import { OPERATIONS } from '../api/operations.ts';
import type { Proposal } from './proposal-text.ts';
import type { Shell } from './shell.ts';

type Restore = NonNullable<Awaited<ReturnType<typeof OPERATIONS.readRestore.call>>['restore']>;
/** A role of the backup; of one that the service does not offer any more, its id alone. */
type Offered = Partial<Restore['grants'][number]> & { id: string };

/** Roles of a backup, each with whom it is for. */
export function grantsText(shell: Shell, grants: readonly Offered[]): string {
  const scopeOf = ({ scope }: Offered) => (scope === '*' ? shell.text('everything') : scope);
  const rows = grants.map((g) => [g.id, g.role && shell.word('role', g.role), scopeOf(g), g.name, g.directoryId]);
  return shell.table(['id', 'role', 'scope', 'name', 'directory id'], rows);
}

/** The roles that come back by a proposal, for the second person to read; nothing of any other act. */
export async function comingBack(shell: Shell, { act, args }: Pick<Proposal, 'act' | 'args'>): Promise<string> {
  if (act !== 'restore.confirm') return '';
  const { restore } = await shell.call(OPERATIONS.readRestore, {});
  const { grants } = JSON.parse(args) as { grants: string[] };
  return grantsText(
    shell,
    grants.map((id) => restore?.grants.find((grant) => grant.id === id) ?? { id }),
  );
}
