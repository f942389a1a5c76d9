import { z } from 'zod';
import { INCIDENT_KINDS } from '../../book/tables/codes.ts';
import { isId } from '../../book/tables/id.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { oneLine, Ref, ServiceCode } from '../inputs.ts';
import { personOfDirectory } from '../people/find-person.ts';
import type { Reads } from '../ports/store.ts';
import type { Lists } from '../reading/lists.ts';

/** As many machines, and as many people, as one act blocks; of a larger service the rest is blocked by doing it again. */
export const MOST_BLOCKED = 500;

const Many = z.strictObject({
  /** Asset numbers. */
  workstations: z.array(Ref).min(1).max(MOST_BLOCKED).optional(),
  /** Directory ids, or ids, of people: what they have in use goes, and their machines stay in service. */
  people: z.array(oneLine(64)).min(1).max(MOST_BLOCKED).optional(),
  /**
   * All machines of a service, with those below it, that are not blocked, lost or retired; and its people, who may have a Nomade
   * credential alone or a token on another service's machine.
   */
  service: ServiceCode.optional(),
});
type Many = z.output<typeof Many>;
const isOneOf = ({ workstations, people, service }: Many): boolean =>
  (workstations !== undefined || people !== undefined) !== (service !== undefined);
const ONE = { error: 'name machines or people, or a service' };
/** What an act on many would hit: a list of machines and people, or a service. */
export const HitMany = Many.refine(isOneOf, ONE);
export const BlockMany = Many.extend({ reason: z.enum(INCIDENT_KINDS) }).refine(isOneOf, ONE);

/** `invalid_input`: a mistyped service has nobody and no machine, and must not look like one that is blocked now. */
const nothingOfService = (): AppError =>
  new AppError('invalid_input', 'no service of this code has anything to block', {
    detail: { field: 'service', why: 'nothing-of-service' },
  });

/** Somebody as a list names them. */
export interface NamedPerson {
  ref: string;
  /** Undefined where nobody is known to be called so. */
  id: string | undefined;
  /** Undefined also where it is not as this service wrote it: then their id alone is believed, and what they have in use goes all the same. */
  row: PersonRow | undefined;
}

/** Which machines and people are meant; one more than an act blocks where there are more. */
export function createNamedMany(
  reads: Pick<Reads, 'count' | 'find' | 'peopleWithIdentifiers'>,
  lists: Pick<Lists, 'workstationsOfService' | 'peopleInUse'>,
) {
  const MORE = MOST_BLOCKED + 1;

  const called = async (refs: readonly string[]): Promise<NamedPerson[]> => {
    const byDirectory = await reads.find('person', { directoryId: refs });
    const byId = await reads.find('person', { id: refs });
    const rows = new Map([
      ...byDirectory.map((row) => [row.directoryId ?? '', row] as const),
      ...byId.map((row) => [row.id, row] as const),
    ]);
    const named = async (ref: string): Promise<NamedPerson> => {
      const row = rows.get(ref) ?? (await personOfDirectory(reads, ref)); // most are typed as they are
      if (row) return row.purgedAt === null ? { ref, id: row.id, row } : { ref, id: undefined, row: undefined };
      // counted: an edited row is not believed, and it is there
      const isThere = isId(ref) && (await reads.count('person', { id: ref })) > 0;
      return { ref, id: isThere ? ref : undefined, row: undefined };
    };
    const all = await Promise.all(refs.map(named));
    const first = new Map([...all].reverse().map((one) => [one.id, one]));
    return all.filter((one) => one.id === undefined || first.get(one.id) === one); // each once, however they are called
  };

  const ofService = async (service: string): Promise<string[]> =>
    (await lists.workstationsOfService(service, MORE)).map(({ assetNumber }) => assetNumber);

  return {
    /** Throws `invalid_input` where a service is meant that nobody knows; of one that is blocked as a whole nothing is left, which is no fault. */
    check: async ({ service }: Many): Promise<void> => {
      if (service === undefined || (await ofService(service)).length > 0) return;
      if ((await lists.peopleInUse(service, MORE)).length > 0) return;
      // counted: an edited row does not make its service unknown
      if ((await reads.count('person', { service })) + (await reads.count('workstation', { service })) > 0) return;
      throw nothingOfService();
    },
    /** Asset numbers. */
    machines: async ({ workstations, service }: Many): Promise<string[]> => {
      if (service === undefined) return [...new Set(workstations)];
      return ofService(service);
    },
    /** Of a service: those who have something in use. */
    people: async ({ people, service }: Many): Promise<NamedPerson[]> => {
      if (service === undefined) return called([...new Set(people)]);
      const id = await lists.peopleInUse(service, MORE);
      const rows = new Map((await reads.find('person', { id })).map((row) => [row.id, row]));
      // whoever edited the row of one of them does not take them out of the block
      return id.map((one) => ({ ref: rows.get(one)?.directoryId ?? one, id: one, row: rows.get(one) }));
    },
  };
}
