import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { Reads } from '../ports/store.ts';
import { notThere } from '../visibility.ts';

/** Whoever has this id, in the directory or here. Throws `not_found`, also for somebody whose data were purged. */
export async function findPerson(reads: Pick<Reads, 'get' | 'find'>, ref: string): Promise<PersonRow> {
  const [found] = await reads.find('person', { directoryId: ref });
  const person = found ?? (await reads.get('person', ref));
  if (!person || person.purgedAt !== null) throw notThere('person');
  return person;
}
