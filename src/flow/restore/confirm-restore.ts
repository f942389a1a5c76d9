import { z } from 'zod';
import { type Change, move, update } from '../../book/lifecycle.ts';
import type { Caller } from '../../book/rights.ts';
import { LETTER_OPEN } from '../../book/states.ts';
import type { GrantRow, LetterRow } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { Ref } from '../inputs.ts';
import { grantChanges } from '../people/people.ts';
import { fullName } from '../people/person-name.ts';
import { closeIfOpenedAlone } from '../people/recovery.ts';
import type { Reads } from '../ports/store.ts';
import { setting } from '../two-persons/limits.ts';
import { CONFIRMING, HELD, RESTORE, type Restored, restoredIn } from './restore.ts';

/** Grants in one act: an entry holds them all. */
const MOST_GRANTS = 100;
/** What is confirmed is the restore that was seen, by the number of entries that it left, and exactly the grants that come back. */
export const ConfirmRestore = z.strictObject({
  entries: z.int().min(0),
  grants: z
    .array(Ref)
    .max(MOST_GRANTS)
    .refine((ids) => new Set(ids).size === ids.length, { error: 'a grant is named twice' }),
});
type ConfirmRestore = z.output<typeof ConfirmRestore>;

/** What may come back: operator grants of the backup that the restore ended, and those of who may confirm. */
async function offered(reads: Pick<Reads, 'find'>, { at, earlier }: Restored, now: number): Promise<GrantRow[]> {
  const held = await reads.find('grant', { role: HELD, revokedAt: [at, ...earlier] });
  const standing = await reads.find('grant', { role: CONFIRMING, revokedAt: null });
  return [...standing, ...held].filter(({ validUntil }) => validUntil === null || validUntil > now);
}

/** `by`: the persons who decide so far. Neither brings back a grant of their own. */
async function chosen({ unit, now }: Act, { entries, grants }: ConfirmRestore, by: readonly string[]) {
  const restored = await restoredIn(unit);
  if (!restored) throw new AppError('already_done', 'no restore waits for a confirmation');
  if (restored.entries !== entries) throw new AppError('changed_since', 'this is another restore: read it again');
  const all = await offered(unit, restored, now);
  const named = all.filter(({ id }) => grants.includes(id));
  if (named.length !== grants.length)
    throw new AppError('changed_since', 'these are other grants: read the list again');
  if (named.some(({ personId }) => by.includes(personId)))
    throw new AppError('same_person', 'nobody brings back a role of their own: leave it out');
  const standing = all.filter(({ revokedAt, personId }) => revokedAt === null && !by.includes(personId));
  return { restored, named, ended: standing.filter(({ id }) => !grants.includes(id)) };
}
export const checkRestore = async (a: Act, input: ConfirmRestore, by: readonly string[]): Promise<void> =>
  void (await chosen(a, input, by));

/** Letters whose secret no backup holds: their tokens get a new PIN by the usual way. */
const SECRET: LetterRow['kind'][] = ['pin', 'pkcs12-password'];
const ROWS = 50;

async function endLetters(a: Act): Promise<number> {
  const letters = await a.unit.find('letter', { kind: SECRET, state: LETTER_OPEN });
  for (const { secretId } of letters) if (secretId !== null) await a.unit.dropSecret(secretId);
  const ended: Change[] = letters.map((letter) => move('letter', letter, 'expire', { secretId: null }));
  await inPieces(a, ended, { action: 'letter.expire', subject: 'letter' });
  return letters.length;
}
async function inPieces(a: Act, changes: readonly Change[], entry: { action: string; subject: string }): Promise<void> {
  for (let from = 0; from < changes.length; from += ROWS) await a.done(changes.slice(from, from + ROWS), entry);
}

/**
 * Two persons looked at what was restored: it may issue again. The grants that they named are given anew, every other
 * operator grant ends but for their own role, and letters that can never be printed end too.
 */
export async function confirmRestore(deps: Deps, a: Act, input: ConfirmRestore, by: readonly string[]) {
  const { restored, named, ended } = await chosen(a, input, by);
  const ends = ended.map((grant) => update('grant', grant, { revokedAt: a.now }, { revokedAt: null }));
  await inPieces(a, ends, { action: 'account.endGrant', subject: 'grant' });
  const letters = await endLetters(a);
  const given: Change[] = [];
  for (const { personId, role, scope, validFrom, validUntil } of named.filter(({ revokedAt }) => revokedAt !== null)) {
    const dates = { validFrom: validFrom ?? undefined, validUntil: validUntil ?? undefined };
    given.push(...(await grantChanges(deps, a.unit, { personId, role, scope, ...dates }, a.now)));
    await closeIfOpenedAlone(a, { personId, role });
  }
  return {
    changes: [...given, await setting(a.unit, RESTORE, '')],
    detail: { restored: restored.at, entries: restored.entries, letters, grants: named.length, ended: ended.length },
  };
}

/** A grant that may come back, as two persons read it. */
export interface OfferedGrant extends Pick<GrantRow, 'id' | 'personId' | 'role' | 'scope' | 'validUntil'> {
  name: string;
  directoryId: string | null;
}

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
