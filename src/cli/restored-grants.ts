import { OPERATIONS } from '../api/operations.ts';
import { cut, type Proposal } from './proposal-text.ts';
import type { Shell } from './shell.ts';
import { when } from './table.ts';

type Restore = NonNullable<Awaited<ReturnType<typeof OPERATIONS.readRestore.call>>['restore']>;
/** A role of the backup; of one that the service does not offer any more, its id alone. */
type Offered = Partial<Restore['grants'][number]> & { id: string };

/** Roles of a backup, each with whom it is for, and until when. */
export function grantsText(shell: Shell, grants: readonly Offered[]): string {
  const scopeOf = ({ scope }: Offered) => (scope === '*' ? shell.text('everything') : scope);
  const rows = grants.map((g) => [
    g.id,
    g.role && shell.word('role', g.role),
    scopeOf(g),
    g.name,
    g.directoryId,
    when(g.validUntil),
  ]);
  return shell.table(['id', 'role', 'scope', 'name', 'directory id', 'until'], rows);
}

/** The roles that come back by a proposal, for the second person to read; a long list cut, unless `all`. Nothing of any other act. */
export async function comingBack(
  shell: Shell,
  { act, args }: Pick<Proposal, 'act' | 'args'>,
  all: boolean,
): Promise<string> {
  if (act !== 'restore.confirm') return '';
  const { restore } = await shell.call(OPERATIONS.readRestore, {});
  const { grants } = JSON.parse(args) as { grants: string[] };
  const offered = grants.map((id) => restore?.grants.find((grant) => grant.id === id) ?? { id });
  return cut(shell, offered, all, (few) => grantsText(shell, few));
}
