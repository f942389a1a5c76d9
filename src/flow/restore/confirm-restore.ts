import type { z } from 'zod';
import { type Caller, hasEnded } from '../../book/rights/roles.ts';
import type { ConfirmRestore } from '../../book/rules/decision-args.ts';
import { CONFIRMING, HELD, RESTORE, type Restored } from '../../book/rules/service/restored.ts';
import { type Change, update } from '../../book/tables/lifecycle.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { grantChanges } from '../people/people.ts';
import { fullName } from '../people/person-name.ts';
import { closedFirst } from '../people/recovery.ts';
import type { Reads } from '../ports/store.ts';
import { setting } from '../two-persons/limits.ts';
import { restoredIn } from './restore.ts';

type Confirmed = z.output<typeof ConfirmRestore>;

/** What may come back: operator grants of the backup that the restore ended, and those of who may confirm. */
async function offered(reads: Pick<Reads, 'find'>, { at, earlier }: Restored, now: number): Promise<GrantRow[]> {
  const held = await reads.find('grant', { role: HELD, revokedAt: [at, ...earlier] });
  const standing = await reads.find('grant', { role: CONFIRMING, revokedAt: null });
  return [...standing, ...held].filter((grant) => !hasEnded(grant, now));
}

/** `by`: the persons who decide so far. Neither brings back a grant of their own. */
async function chosen({ unit, now }: Act, { entries, grants, withoutCrl }: Confirmed, by: readonly string[]) {
  const restored = await restoredIn(unit);
  if (!restored) throw new AppError('already_done', 'no restore waits for a confirmation');
  if (restored.entries !== entries) throw new AppError('changed_since', 'this is another restore: read it again');
  if (!restored.revocationsKnown && !withoutCrl) {
    throw new AppError(
      'revocations_unknown',
      'no copy of the last CRL is here: bring one, or vouch that none is missing',
    );
  }
  const all = await offered(unit, restored, now);
  const named = all.filter(({ id }) => grants.includes(id));
  const unknown = grants.filter((one) => !all.some(({ id }) => id === one));
  if (unknown.length > 0) {
    const id = unknown.join(', ');
    throw new AppError(
      'changed_since',
      `no role of the backup that may come back has the id ${id}: read the list again`,
      {
        detail: { why: 'restored-grants', id },
      },
    );
  }
  if (named.some(({ personId }) => by.includes(personId)))
    throw new AppError('same_person', 'nobody brings back a role of their own: leave it out');
  const standing = all.filter(({ revokedAt, personId }) => revokedAt === null && !by.includes(personId));
  return { restored, named, ended: standing.filter(({ id }) => !grants.includes(id)) };
}
/** Throws unless a restore waits and these grants can come back; `by` are the two persons. */
export const checkRestore = async (a: Act, input: Confirmed, by: readonly string[]): Promise<void> =>
  void (await chosen(a, input, by));

/**
 * Two persons looked at what was restored: it may issue again. The grants that they named are given anew, every other
 * operator grant ends but for their own role.
 */
export async function confirmRestore(deps: Deps, a: Act, input: Confirmed, by: readonly string[]) {
  const { restored, named, ended } = await chosen(a, input, by);
  const ends = ended.map((grant) => update('grant', grant, { revokedAt: a.now }, { revokedAt: null }));
  const back = named.filter(({ revokedAt }) => revokedAt !== null);
  const given: Change[] = [];
  for (const { personId, role, scope, validFrom, validUntil } of back) {
    const dates = { validFrom: validFrom ?? undefined, validUntil: validUntil ?? undefined };
    given.push(...(await grantChanges(deps, a, { personId, role, scope, ...dates }, by)));
  }
  return {
    changes: [...ends, ...(await closedFirst(a, back)), ...given, await setting(a.unit, RESTORE, '')],
    detail: { restored: restored.at, entries: restored.entries, grants: named.length, ended: ended.length },
  };
}

/** A grant that may come back, as two persons read it. */
export interface OfferedGrant extends Pick<GrantRow, 'id' | 'personId' | 'role' | 'scope' | 'validUntil'> {
  name: string;
  directoryId: string | null;
}

/** What there is to know of a restore before two persons confirm it. */
export function createRestore(deps: Pick<Deps, 'store' | 'clock'>) {
  return {
    /** The restore that waits for two persons, and the grants of which they name those that come back. */
    standing: (caller: Caller): Promise<(Restored & { grants: OfferedGrant[] }) | undefined> =>
      act(deps, caller, 'policy.read', RESTORE, async (a) => {
        a.allow();
        const restored = await restoredIn(a.unit);
        return restored && { ...restored, grants: await named(a.unit, await offered(a.unit, restored, a.now)) };
      }),
  };
}

async function named(reads: Pick<Reads, 'find'>, grants: readonly GrantRow[]): Promise<OfferedGrant[]> {
  const people = await reads.find('person', { id: [...new Set(grants.map(({ personId }) => personId))] });
  const byId = new Map(people.map((person) => [person.id, person]));
  return grants.map(({ id, personId, role, scope, validUntil }) => {
    const person = byId.get(personId);
    const name = person ? fullName(person) : '';
    return { id, personId, role, scope, validUntil, name, directoryId: person?.directoryId ?? null };
  });
}
