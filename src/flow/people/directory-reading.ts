import { z } from 'zod';
import { authorise } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { AppError, isAppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Directory, DirectoryRecord, DirectoryStanding } from '../ports/directory.ts';
import type { NewEntry } from '../ports/store.ts';
import type { Lists } from '../reading/lists.ts';
import { createDirectoryStanding, type DirectoryReading } from './directory-standing.ts';
import { grantsOf } from './grants-not-ended.ts';
import { importPerson, type Recording } from './import-person.ts';
import { type Persons, suggest, suggestionName } from './role-suggestions.ts';

export const ReadDirectory = z.strictObject({
  /** Goes on although many people are missing at once: an administrator checked that they really left. */
  manyLeft: z.boolean().default(false),
});

/** What the node that reads has claimed. */
const CLAIM = 'directory';
/** People that one transaction takes. */
const CHUNK = 100;
/** More missing people than this at once are taken for a fault of ours: a wrong base, a filter, half a directory. */
const MISSING_AT_LEAST = 20;
const MISSING_SHARE = 0.05;

type Who = Pick<NewEntry, 'actor' | 'role' | 'action' | 'subject' | 'outcome'>;
const OUTCOMES = ['added', 'updated', 'unchanged', 'refused'] as const;
const NONE = { added: 0, updated: 0, unchanged: 0, refused: 0 };
type Taken = typeof NONE & { people: { directoryId: string; personId: string; enabled: boolean }[] };

/** Reads the directory from end to end. `configured` throws where there is none. */
export function createDirectoryReading(deps: Deps, lists: Pick<Lists, 'entries'>, configured: () => Directory) {
  const { reads } = deps.store;
  const { isDue, ...standing } = createDirectoryStanding(deps, lists, () => deps.claims.holds(CLAIM));

  /** One page of the directory: known people are brought up to date, new ones become agents, leavers are never added. */
  const take = async (a: Recording, page: readonly DirectoryRecord[]): Promise<Taken> => {
    const taken: Taken = { people: [], ...NONE };
    for (const { directoryId, enabled, person } of page) {
      const known = (await a.unit.peopleWithIdentifiers({ directoryId }))[0];
      const step = person && (known || enabled) ? await importPerson(deps, a, person) : undefined;
      if (step) taken[step.outcome] += 1;
      if (!person) taken.refused += 1;
      const personId = step?.personId ?? known?.id;
      if (personId !== undefined) taken.people.push({ directoryId, personId, enabled });
    }
    return taken;
  };

  /** Whom an id of the directory means. A reading outside of a unit leaves out a row that somebody edited, one in a unit names it. */
  const meantBy = async (directoryId: string): Promise<string | undefined> => {
    const [known] = await reads.peopleWithIdentifiers({ directoryId });
    if (known) return known.id;
    return deps.store
      .transact(async (unit) => (await unit.peopleWithIdentifiers({ directoryId }))[0]?.id)
      .catch((error: unknown) => {
        const { table, id } = isAppError(error, 'record_tampered') ? error.detail : {};
        if (table !== 'person') throw error;
        return String(id);
      });
  };

  /**
   * As one transaction; where one of them cannot be changed now (a request in production, a row that somebody edited), each alone, and
   * that one next time.
   */
  const takeAll = async (page: readonly DirectoryRecord[], who: Who): Promise<Taken[]> => {
    const once = (part: readonly DirectoryRecord[]): Promise<Taken> =>
      deps.store.transact((unit) =>
        take({ unit, now: deps.clock.now(), done: (changes, more) => unit.record({ ...who, ...more, changes }) }, part),
      );
    try {
      return [await once(page)];
    } catch (error) {
      if (!isAppError(error, 'conflict', 'record_tampered', 'against_the_book')) throw error;
      const [one] = page;
      if (!one || page.length > 1) return (await Promise.all(page.map((each) => takeAll([each], who)))).flat();
      if (error.code !== 'conflict')
        deps.warn('a person of the directory is left as they are: their rows are not as the journal says', error);
      // whoever is left as they are has not left
      const personId = await meantBy(one.directoryId);
      return [{ people: personId === undefined ? [] : [{ ...one, personId }], ...NONE, refused: 1 }];
    }
  };

  /**
   * Those whose standing in the directory has changed. Throws `limit_reached` when so many are missing at once that a
   * fault of ours is likelier.
   */
  const standingsOf = (
    before: readonly DirectoryStanding[],
    persons: Persons,
    manyLeft: boolean,
  ): { changed: DirectoryStanding[]; leavers: Set<string> } => {
    const now = deps.clock.now();
    const after = new Map<string, DirectoryStanding['state']>(before.map((s) => [s.personId, 'gone']));
    for (const { personId, enabled } of persons.values()) after.set(personId, enabled ? 'present' : 'disabled');
    const old = new Map(before.map((s) => [s.personId, s.state]));
    const changed = [...after].filter(([id, state]) => old.get(id) !== state);
    const left = changed.filter(([id, state]) => state !== 'present' && old.get(id) === 'present').length;
    const present = before.filter((s) => s.state === 'present').length;
    if (!manyLeft && left > Math.max(MISSING_AT_LEAST, present * MISSING_SHARE)) {
      throw new AppError(
        'limit_reached',
        `${left} of ${present} people are gone from the directory at once: check its base and filter; nobody was marked as having left`,
        { detail: { left, present } },
      );
    }
    return {
      changed: changed.map(([personId, state]) => ({ personId, state, since: now })),
      leavers: new Set([...after].filter(([, state]) => state !== 'present').map(([id]) => id)),
    };
  };

  const by = (caller: Caller | undefined): Who => {
    const entry = { action: 'directory.read', subject: 'directory', outcome: 'done' as const };
    if (!caller) return { ...SYSTEM, ...entry };
    return { actor: caller.personId, role: authorise(caller, 'person.import', {}, deps.clock.now()), ...entry };
  };

  /** One reading at a time; one that did not end well leaves an entry too, so that its age and reason can be seen. */
  const readOnce = async (caller: Caller | undefined, manyLeft: boolean): Promise<DirectoryReading> => {
    const directory = configured();
    const who = by(caller);
    if (!(await deps.claims.claim(CLAIM)))
      throw new AppError('conflict', 'the directory is being read already: wait for it to end');
    try {
      return await readAll(directory, who, manyLeft);
    } catch (error) {
      const outcome = isAppError(error, 'limit_reached') ? 'refused' : 'failed';
      const { code, detail } = isAppError(error) ? error : { code: 'internal', detail: {} };
      const why = outcome === 'refused' ? { code, ...detail } : { code };
      const entry = { ...who, outcome, detail: why } as const;
      await deps.store
        .transact((unit) => unit.record(entry))
        .catch((fault: unknown) => deps.warn('a reading of the directory that failed could not be recorded', fault));
      throw error;
    } finally {
      await deps.claims.release(CLAIM);
    }
  };

  const readAll = async (directory: Directory, who: Who, manyLeft: boolean): Promise<DirectoryReading> => {
    const counts = { seen: 0, ...NONE };
    const persons = new Map<string, { personId: string; enabled: boolean }>();
    const ids = new Set<string>();
    const groups = await directory.groups();
    for await (const page of directory.everyone()) {
      const fresh = page.filter(({ directoryId }) => {
        const id = directoryId.toLowerCase();
        return !ids.has(id) && ids.add(id);
      });
      counts.seen += page.length;
      counts.refused += page.length - fresh.length;
      for (let start = 0; start < fresh.length; start += CHUNK) {
        for (const { people, ...taken } of await takeAll(fresh.slice(start, start + CHUNK), who)) {
          for (const { directoryId, ...person } of people) persons.set(directoryId.toLowerCase(), person);
          for (const name of OUTCOMES) counts[name] += taken[name];
        }
      }
    }
    const { standings: before, suggestions: known } = await deps.store.directory();
    const now = deps.clock.now();
    const { changed, leavers } = standingsOf(before, persons, manyLeft);
    const fresh = suggest(groups, persons, leavers, await grantsOf(reads, now), now);
    const since = new Map(known.map((s) => [suggestionName(s), s.since]));
    const suggestions = fresh.map((s) => ({ ...s, since: since.get(suggestionName(s)) ?? s.since }));
    const reading = { ...counts, leavers: leavers.size, suggestions: suggestions.length };
    await deps.store.transact(async (unit) => {
      await unit.record({ ...who, detail: { ...reading } });
      await unit.noteDirectory(changed, suggestions);
    });
    return reading;
  };

  return {
    /**
     * Reads the whole directory: people are brought up to date by the rules of an import, who has left is noted, and roles
     * are suggested from its groups. Grants and revokes nothing. Nobody is a leaver unless the directory was read to its end.
     */
    read: (caller: Caller, input: z.output<typeof ReadDirectory>): Promise<DirectoryReading> =>
      act(deps, caller, 'person.import', 'directory', async (a) => void a.allow()).then(() =>
        readOnce(caller, input.manyLeft),
      ),
    /** The same by the service itself; nothing where no directory is configured. */
    readAgain: async (): Promise<DirectoryReading | undefined> =>
      deps.directory ? readOnce(undefined, false) : undefined,
    /** The service reads by itself every four hours, and sooner after a reading that failed. */
    readWhenDue: async (): Promise<DirectoryReading | undefined> =>
      (await isDue()) ? readOnce(undefined, false) : undefined,
    ...standing,
  };
}
