import { z } from 'zod';
import { AppError } from '../errors.ts';
import { act, type Deps } from './act.ts';
import { createDirectoryReading } from './directory-reading.ts';
import { createLeavers } from './leavers.ts';
import type { PersonRow } from './model.ts';
import { importPerson } from './people.ts';
import { authorise, type Caller, judge } from './permissions.ts';
import type { Directory } from './ports.ts';
import { createRoleSuggestions } from './role-suggestions.ts';

export const SearchDirectory = z.strictObject({ text: z.string().trim().min(2).max(64) });

/** People that a search answers. */
const FOUND = 20;

export interface FoundPerson {
  directoryId: string;
  givenName: string;
  familyName: string;
  service: string;
  site: string;
  /** Already one of our people. */
  known: boolean;
}
/** What the ministry's directory is used for: looking people up, keeping them up to date, noticing who has left. */
export function createDirectoryAccess(deps: Deps) {
  const { reads } = deps.store;
  const configured = (): Directory => {
    if (deps.directory) return deps.directory;
    throw new AppError('not_found', 'no directory is configured: import people from a CSV file');
  };

  return {
    /** Looks people up by id or name, those that the caller may see: a correspondent those of their service. At most 20. */
    search: async (caller: Caller, input: z.output<typeof SearchDirectory>): Promise<FoundPerson[]> => {
      const now = deps.clock.now();
      const sees = (service: string): boolean => !('refusal' in judge(caller, 'person.read', { service }, now));
      authorise(caller, 'person.read', { service: caller.service }, now);
      const found = await configured().search(input.text, FOUND);
      const people = found.flatMap((r) => (r.enabled && r.person && sees(r.person.service) ? [r.person] : []));
      return Promise.all(
        people.map(async ({ email: _, ...person }) => ({
          ...person,
          known: (await reads.count('person', { directoryId: person.directoryId })) > 0,
        })),
      );
    },

    /**
     * The person of a directory id, for whom the caller may ask: brought in from the directory when they are not known yet.
     * Undefined when nobody has it, or the caller may ask for nobody but themselves.
     */
    bring: async (caller: Caller, directoryId: string): Promise<PersonRow | undefined> => {
      const [known] = await reads.find('person', { directoryId });
      const asks = judge(caller, 'request.submit', { service: caller.service }, deps.clock.now());
      if (known || !deps.directory || 'refusal' in asks) return known;
      const found = await deps.directory.find(directoryId);
      const person = found?.enabled ? found.person : undefined;
      if (found?.enabled && !person) {
        const fields = found.problems.join(', ');
        throw new AppError(
          'invalid_input',
          `the directory does not say enough of this person (${fields}): have it corrected there`,
          { detail: { fields: found.problems } },
        );
      }
      if (!person) return undefined;
      const personId = await act(deps, caller, 'request.submit', 'person:directory', async (a) => {
        a.allow({ service: person.service });
        return (await importPerson(deps, a, person)).personId;
      });
      return reads.get('person', personId);
    },
    ...createDirectoryReading(deps, configured),
    ...createLeavers(deps),
    ...createRoleSuggestions(deps),
  };
}
