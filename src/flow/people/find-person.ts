import { isThere } from '../../book/rules/is-there.ts';
import { isId } from '../../book/tables/id.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';
import { notThere } from '../visibility.ts';

const seek = async (reads: Pick<Reads, 'get' | 'find'>, ref: string): Promise<PersonRow | undefined> => {
  const known = isId(ref) ? await reads.get('person', ref) : undefined;
  return known ?? (await reads.find('person', { directoryId: ref }))[0];
};

/** Whoever has this id, here or in the directory. Throws `unknown`, a `not_found`, also for somebody whose data were purged. */
export async function findPerson(
  reads: Pick<Reads, 'get' | 'find'>,
  ref: string,
  unknown: AppError = notThere('person'),
): Promise<PersonRow> {
  const person = await seek(reads, ref);
  if (!person || person.purgedAt !== null) throw unknown;
  return person;
}

/** What the entry of a refusal names: the id of whoever is known. An id of the directory, which is nobody's here, never stands in the journal. */
export const subjectOf = async (reads: Pick<Reads, 'get' | 'find'>, ref: string): Promise<string> =>
  (await seek(reads, ref))?.id ?? 'nobody';

/** These of a list that are known and not disabled. All of them are read: the book asks for each of them too. */
export async function readActivePeople(
  reads: Pick<Reads, 'find'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const accounts = await reads.find('account', { id: ids });
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  const people = await reads.find('person', { id: ids });
  return new Set(people.filter((person) => isThere(person, accountOf.get(person.id))).map(({ id }) => id));
}
