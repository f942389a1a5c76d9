import { isThere } from '../../book/rules/is-there.ts';
import { isId } from '../../book/tables/id.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { AppError } from '../../errors.ts';
import type { Reads } from '../ports/store.ts';
import { notThere } from '../visibility.ts';

type Called = Pick<Reads, 'peopleWithIdentifiers'>;

/** Whoever has this id in the directory, in whatever case it is typed; of two whose ids differ by their case alone, only who has it as typed. */
export async function personOfDirectory(reads: Called, directoryId: string): Promise<PersonRow | undefined> {
  const called = await reads.peopleWithIdentifiers({ directoryId });
  return called.find((one) => one.directoryId === directoryId) ?? (called.length === 1 ? called[0] : undefined);
}

const seek = async (reads: Pick<Reads, 'get'> & Called, ref: string): Promise<PersonRow | undefined> => {
  const known = isId(ref) ? await reads.get('person', ref) : undefined;
  return known ?? personOfDirectory(reads, ref);
};

/** Whoever has this id, here or in the directory. Throws `unknown`, a `not_found`, also for somebody whose data were purged. */
export async function findPerson(
  reads: Pick<Reads, 'get'> & Called,
  ref: string,
  unknown: AppError = notThere('person'),
): Promise<PersonRow> {
  const person = await seek(reads, ref);
  if (!person || person.purgedAt !== null) throw unknown;
  return person;
}

/** What the entry of a refusal names: the id of whoever is known. An id of the directory, which is nobody's here, never stands in the journal. */
export const subjectOf = async (reads: Pick<Reads, 'get'> & Called, ref: string): Promise<string> =>
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
