import type { Role } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import type { Unit } from '../ports/store.ts';

/** Dual control takes both: without one of each, nobody can appoint anybody any more. */
const NEEDED: readonly Role[] = ['security-officer', 'administrator'];

/** Who holds the role without an end, in an account that somebody can come in by; `without` this grant. */
async function standing(unit: Unit, role: Role, now: number, without?: string): Promise<Set<string>> {
  const grants = await unit.find('grant', { role, revokedAt: null, validUntil: null });
  const people = grants.filter((g) => g.id !== without && (g.validFrom ?? 0) <= now).map((g) => g.personId);
  const active = people.length === 0 ? [] : await unit.find('account', { id: people, state: 'active' });
  return new Set(active.map(({ id }) => id));
}

/**
 * One administrator alone does not take the last security officer or administrator away, be it themselves. Throws
 * `last_of_role`. A deputy with dates does not count as another one: their time runs out.
 */
export async function checkNotLast(unit: Unit, personId: string, now: number, grantId?: string): Promise<void> {
  for (const role of NEEDED) {
    const before = await standing(unit, role, now);
    const after = await standing(unit, role, now, grantId);
    if (grantId === undefined) after.delete(personId);
    if (!before.has(personId) || after.size > 0) continue;
    throw new AppError('last_of_role', `this is the last active ${role}: have another one appointed first`, {
      detail: { role },
    });
  }
}
