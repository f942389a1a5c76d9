import type { Deps } from './act.ts';
import { type GrantRow, type PersonRow, ROLES } from './model.ts';
import { authorise, type Caller } from './permissions.ts';
import type { Directory, Reads, RoleSuggestion } from './ports.ts';

const BEYOND_AGENT = ROLES.filter((role) => role !== 'agent');

/** Every live grant of more than an agent's role. */
export async function grantsOf(reads: Reads, now: number): Promise<GrantRow[]> {
  const grants = new Map<string, GrantRow>();
  for (let from = '', more = true; more; ) {
    const page = await reads.find('grant', { role: BEYOND_AGENT, revokedAt: null }, { orderBy: 'id', from });
    const before = grants.size;
    for (const grant of page) grants.set(grant.id, grant);
    from = page.at(-1)?.id ?? from;
    more = grants.size > before;
  }
  return [...grants.values()].filter((g) => (g.validUntil ?? now + 1) > now);
}

/** Whom the directory shows, by directory id in lower case. */
export type Persons = ReadonlyMap<string, { personId: string; enabled: boolean }>;
const nameOf = (g: { personId: string; role: string; scope: string }): string => `${g.personId} ${g.role} ${g.scope}`;

/**
 * Roles that members of groups do not hold yet; and held ones to be looked at: a group's role of somebody whom the directory
 * shows outside that group, and any role of somebody who has left.
 */
export function suggest(
  groups: Awaited<ReturnType<Directory['groups']>>,
  persons: Persons,
  leavers: ReadonlySet<string>,
  grants: readonly GrantRow[],
  now: number,
): RoleSuggestion[] {
  const wanted = new Map<string, RoleSuggestion>();
  for (const { role, scope, members } of groups) {
    for (const member of members) {
      const person = persons.get(member.toLowerCase());
      if (!person?.enabled) continue;
      const row = { personId: person.personId, role, scope, kind: 'grant' as const, since: now };
      wanted.set(nameOf(row), row);
    }
  }
  const held = new Set(grants.map(nameOf));
  const mapped = new Set(groups.map((g) => `${g.role} ${g.scope}`));
  const shown = new Set([...persons.values()].map((p) => p.personId));
  const isOver = (g: GrantRow): boolean =>
    leavers.has(g.personId) || (shown.has(g.personId) && mapped.has(`${g.role} ${g.scope}`) && !wanted.has(nameOf(g)));
  const over = new Map(grants.filter(isOver).map((g) => [nameOf(g), g]));
  return [
    ...[...wanted].filter(([name]) => !held.has(name)).map(([, row]) => row),
    ...[...over.values()].map(({ personId, role, scope }) => ({
      personId,
      role,
      scope,
      kind: 'end' as const,
      since: now,
    })),
  ];
}

export function createRoleSuggestions(deps: Deps) {
  const { reads } = deps.store;
  return {
    /** Roles that the directory's groups suggest and that nobody has granted or ended since: for dual control, or a grant. */
    suggestions: async (
      caller: Caller,
    ): Promise<(RoleSuggestion & { person: PersonRow; grantId: string | null })[]> => {
      const now = deps.clock.now();
      authorise(caller, 'account.read', {}, now);
      const { suggestions } = await deps.store.directory();
      const rows = suggestions.map(async (s) => {
        const person = await reads.get('person', s.personId);
        const { personId, role, scope } = s;
        const grants = await reads.find('grant', { personId, role, scope, revokedAt: null });
        const grant = grants.find((g) => (g.validUntil ?? now + 1) > now);
        const open = s.kind === 'grant' ? !grant : grant;
        return person && open ? [{ ...s, person, grantId: grant?.id ?? null }] : [];
      });
      return (await Promise.all(rows)).flat();
    },
  };
}
