import { z } from 'zod';
import { authorise, may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, refused } from '../act.ts';
import { oneLine } from '../inputs.ts';
import type { Directory } from '../ports/directory.ts';
import { type Pace, pace } from '../rate-limit.ts';
import type { Lists } from '../reading/lists.ts';
import { createDirectoryReading } from './directory-reading.ts';
import { importPerson } from './import-person.ts';
import { createLeavers } from './leavers.ts';
import { createRoleSuggestions, type GrantVerbs } from './role-suggestions.ts';

export const SearchDirectory = z.strictObject({ text: oneLine(64).min(2) });

/** People that a search answers, and those among whom it looks for some that the caller may see. */
const FOUND = 20;
const LOOKED_AT = 200;
/** Looking people up is for naming them, not for copying the directory: 20 at a stretch, then three a minute. */
const LOOK_UPS: Pace = { burst: 20, backMs: 20_000 };

const lookedUpMany = (): AppError =>
  new AppError('too_many_requests', 'you looked many people up: wait a minute, then try again', {
    detail: { seconds: 60 },
  });

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
export function createDirectoryAccess(deps: Deps, lists: Pick<Lists, 'entries'>, verbs: GrantVerbs) {
  const { reads } = deps.store;
  const configured = (): Directory => {
    if (deps.directory) return deps.directory;
    throw new AppError('not_found', 'no directory is configured: import people from a CSV file');
  };

  /** Counts a look-up; the one that is too many leaves an entry, those after it do not. */
  const spendLookUp = async (caller: Caller): Promise<void> => {
    const { left, spend } = pace(deps.store, `look-up ${caller.personId}`, deps.clock.now(), LOOK_UPS);
    if (left === 0) throw lookedUpMany();
    spend();
    const last = new AppError('limit_reached', 'this was the last look-up for now');
    if (left === 1) await refused(deps, caller, 'person.read', 'directory', last);
  };

  return {
    /** Whether there is a directory to ask. */
    isConfigured: deps.directory !== undefined,

    /** Looks people up by id or name, those that the caller may see: a correspondent those of their service. At most 20. */
    search: async (caller: Caller, input: z.output<typeof SearchDirectory>): Promise<FoundPerson[]> => {
      const now = deps.clock.now();
      const sees = (service: string): boolean => may(caller, 'person.read', { service }, now);
      authorise(caller, 'person.read', { service: caller.service }, now);
      const directory = configured();
      await spendLookUp(caller);
      const found = await directory.search(input.text, LOOKED_AT);
      const people = found.flatMap((r) => (r.enabled && r.person && sees(r.person.service) ? [r.person] : []));
      return Promise.all(
        people
          .slice(0, FOUND)
          .map(
            async ({ email: _, userPrincipalName: __, securityIdentifier: ___, postalAddress: ____, ...person }) => ({
              ...person,
              known: (await reads.peopleWithIdentifiers({ directoryId: person.directoryId })).length > 0,
            }),
          ),
      );
    },

    /**
     * The person of a directory id, for whom the caller may ask: brought in from the directory when they are not known yet.
     * Undefined when nobody has it, or the caller may ask for nobody but themselves.
     */
    bring: async (caller: Caller, directoryId: string): Promise<PersonRow | undefined> => {
      const [known] = await reads.peopleWithIdentifiers({ directoryId });
      const asks = may(caller, 'request.submit', { service: caller.service }, deps.clock.now());
      if (known || !deps.directory || !asks) return known;
      // trying ids one after another would copy the directory: look-ups are counted, but for people they may ask for
      const now = deps.clock.now();
      const { left, spend } = pace(deps.store, `others ${caller.personId}`, now, LOOK_UPS);
      if (left === 0) throw lookedUpMany();
      const found = await deps.directory.find(directoryId);
      const person = found?.enabled ? found.person : undefined;
      if (!person || !may(caller, 'request.submit', { service: person.service }, now)) spend();
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
        // somebody else added them a moment ago: this caller changes nothing of them
        const [standing] = await a.unit.peopleWithIdentifiers({ directoryId: person.directoryId });
        return standing?.id ?? (await importPerson(deps, a, person)).personId;
      });
      return reads.get('person', personId);
    },
    ...createDirectoryReading(deps, lists, configured),
    ...createLeavers(deps),
    ...createRoleSuggestions(deps, verbs),
  };
}
