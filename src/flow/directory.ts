import { z } from 'zod';
import { AppError, isAppError } from '../errors.ts';
import { act, type Deps, need } from './act.ts';
import { SYSTEM } from './issuance.ts';
import { move } from './lifecycle.ts';
import { type CertificateRow, type GrantRow, type PersonRow, ROLES, type TokenRow } from './model.ts';
import { importPerson, type PersonRef, type Recording } from './people.ts';
import { authorise, type Caller, judge } from './permissions.ts';
import type { Directory, DirectoryRecord, DirectoryStanding, NewEntry, Reads, RoleSuggestion } from './ports.ts';
import { publish } from './revocation.ts';

export const SearchDirectory = z.strictObject({ text: z.string().trim().min(2).max(64) });
export const ReadDirectory = z.strictObject({
  /** Goes on although many people are missing at once: somebody has looked and it is true. */
  manyLeft: z.boolean().default(false),
});

/** People a search answers, and people one transaction takes. */
const FOUND = 20;
const CHUNK = 100;
/** More missing people than this at once are taken for a fault of ours: a wrong base, a filter, half a directory. */
const MISSING_AT_LEAST = 20;
const MISSING_SHARE = 0.05;
const TOKEN_IN_USE = ['produced', 'handed_over', 'active', 'suspended'] as const;

/** Whoever reads it before the act has no fresh factor yet: it is asked for, not hidden. */
const unhurried = (caller: Caller): Caller => ({ ...caller, freshUntil: Number.MAX_SAFE_INTEGER });

export interface FoundPerson {
  directoryId: string;
  givenName: string;
  familyName: string;
  service: string;
  site: string;
  /** Already one of our people. */
  known: boolean;
}
export interface DirectoryReading {
  seen: number;
  added: number;
  updated: number;
  unchanged: number;
  /** Entries that do not keep the rules of an import, or share an id with another. */
  refused: number;
  leavers: number;
  suggestions: number;
}
type Who = Pick<NewEntry, 'actor' | 'role' | 'action' | 'subject' | 'outcome'>;
const OUTCOMES = ['added', 'updated', 'unchanged', 'refused'] as const;
const NONE = { added: 0, updated: 0, unchanged: 0, refused: 0 };
type Taken = typeof NONE & { people: { directoryId: string; personId: string; enabled: boolean }[] };

export interface Leaver {
  person: PersonRow;
  state: 'disabled' | 'gone';
  since: number;
  tokens: TokenRow[];
  credentials: CertificateRow[];
}

const BEYOND_AGENT = ROLES.filter((role) => role !== 'agent');

/** Every live grant of more than an agent's role. */
async function grantsOf(reads: Reads, now: number): Promise<GrantRow[]> {
  const grants = new Map<string, GrantRow>();
  for (let from = '', more = true; more; ) {
    const page = await reads.find('grant', { role: BEYOND_AGENT, revokedAt: null }, { orderBy: 'id', from });
    const before = grants.size;
    for (const grant of page) grants.set(grant.id, grant);
    from = page.at(-1)?.id ?? from;
    more = grants.size > before;
  }
  return [...grants.values()].filter((g) => (g.validUntil ?? now + 1) > now);
}

/** What is in use of a person: tokens, and software credentials that are good. */
async function inUse(reads: Pick<Reads, 'find'>, holderId: string) {
  const tokens = await reads.find('token', { holderId, state: TOKEN_IN_USE });
  const credentials = await reads.find('certificate', { holderId, tokenId: null, state: 'good' });
  return { tokens, credentials };
}

type Persons = ReadonlyMap<string, { personId: string; enabled: boolean }>;
const nameOf = (g: { personId: string; role: string; scope: string }): string => `${g.personId} ${g.role} ${g.scope}`;

/**
 * Roles that members of groups do not hold yet; and held ones to be looked at: a group's role of somebody whom the directory
 * shows outside that group, and any role of somebody who has left.
 */
function suggest(
  groups: Awaited<ReturnType<Directory['groups']>>,
  persons: Persons,
  leavers: ReadonlySet<string>,
  grants: readonly GrantRow[],
  now: number,
): RoleSuggestion[] {
  const wanted = new Map<string, RoleSuggestion>();
  for (const { role, scope, members } of groups) {
    for (const member of members) {
      const person = persons.get(member.toLowerCase());
      if (!person?.enabled) continue;
      const row = { personId: person.personId, role, scope, kind: 'grant' as const, since: now };
      wanted.set(nameOf(row), row);
    }
  }
  const held = new Set(grants.map(nameOf));
  const mapped = new Set(groups.map((g) => `${g.role} ${g.scope}`));
  const shown = new Set([...persons.values()].map((p) => p.personId));
  const isOver = (g: GrantRow): boolean =>
    leavers.has(g.personId) || (shown.has(g.personId) && mapped.has(`${g.role} ${g.scope}`) && !wanted.has(nameOf(g)));
  const over = new Map(grants.filter(isOver).map((g) => [nameOf(g), g]));
  return [
    ...[...wanted].filter(([name]) => !held.has(name)).map(([, row]) => row),
    ...[...over.values()].map(({ personId, role, scope }) => ({
      personId,
      role,
      scope,
      kind: 'end' as const,
      since: now,
    })),
  ];
}

export function createDirectoryAccess(deps: Deps) {
  const { reads } = deps.store;
  const configured = (): Directory => {
    if (deps.directory) return deps.directory;
    throw new AppError('not_found', 'no directory is configured: import people from a CSV file');
  };

  /** One page of the directory: known people are brought up to date, new ones become agents, leavers are never added. */
  const take = async (a: Recording, page: readonly DirectoryRecord[]): Promise<Taken> => {
    const taken: Taken = { people: [], ...NONE };
    for (const { directoryId, enabled, person } of page) {
      const [known] = await a.unit.find('person', { directoryId });
      const step = person && (known || enabled) ? await importPerson(deps, a, person) : undefined;
      if (step) taken[step.outcome] += 1;
      if (!person) taken.refused += 1;
      const personId = step?.personId ?? known?.id;
      if (personId !== undefined) taken.people.push({ directoryId, personId, enabled });
    }
    return taken;
  };

  /** As one transaction; where one of them cannot be changed now (a request in production), each alone, and that one next time. */
  const takeAll = async (page: readonly DirectoryRecord[], who: Who): Promise<Taken[]> => {
    const once = (part: readonly DirectoryRecord[]): Promise<Taken> =>
      deps.store.transact((unit) =>
        take({ unit, now: deps.clock.now(), done: (changes, more) => unit.record({ ...who, ...more, changes }) }, part),
      );
    try {
      return [await once(page)];
    } catch (error) {
      if (!isAppError(error, 'conflict')) throw error;
      if (page.length > 1) return (await Promise.all(page.map((one) => takeAll([one], who)))).flat();
      const known = page[0] && (await reads.find('person', { directoryId: page[0].directoryId }))[0];
      const people = page[0] && known ? [{ ...page[0], personId: known.id }] : [];
      return [{ people, ...NONE, refused: 1 }];
    }
  };

  /** Who stands otherwise than before. Throws `limit_reached` when more are missing than people leave. */
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

  const readAll = async (caller: Caller | undefined, manyLeft: boolean): Promise<DirectoryReading> => {
    const directory = configured();
    const who = by(caller);
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
    const before = (await deps.store.directory()).standings;
    const now = deps.clock.now();
    const { changed, leavers } = standingsOf(before, persons, manyLeft);
    const suggestions = suggest(groups, persons, leavers, await grantsOf(reads, now), now);
    const reading = { ...counts, leavers: leavers.size, suggestions: suggestions.length };
    await deps.store.transact(async (unit) => {
      await unit.record({ ...who, detail: { ...reading } });
      await unit.noteDirectory(changed, suggestions);
    });
    return reading;
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

    /**
     * Reads the whole directory: people are brought up to date by the rules of an import, who has left is noted, and roles
     * are suggested from its groups. Grants and revokes nothing. Nobody is a leaver unless the directory was read to its end.
     */
    read: (caller: Caller, input: z.output<typeof ReadDirectory>): Promise<DirectoryReading> =>
      act(deps, caller, 'person.import', 'directory', async (a) => void a.allow()).then(() =>
        readAll(caller, input.manyLeft),
      ),
    /** The same by the service itself, every few hours; nothing where no directory is configured. */
    readAgain: async (): Promise<DirectoryReading | undefined> =>
      deps.directory ? readAll(undefined, false) : undefined,

    /** Who has left and still has a token or a credential in use, among those whose tokens the caller may revoke. */
    leavers: async (caller: Caller): Promise<Leaver[]> => {
      const now = deps.clock.now();
      const found: Leaver[] = [];
      for (const { personId, state, since } of (await deps.store.directory()).standings) {
        const person = state === 'present' ? undefined : await reads.get('person', personId);
        if (!person || state === 'present') continue;
        const object = { holderId: personId, service: person.service };
        if ('refusal' in judge(unhurried(caller), 'token.revoke', object, now)) continue;
        const { tokens, credentials } = await inUse(reads, personId);
        if (tokens.length + credentials.length > 0) found.push({ person, state, since, tokens, credentials });
      }
      return found;
    },

    /** One click on a leaver: everything they have in use is revoked, if the directory still says that they have left. */
    revokeLeaver: async (
      caller: Caller,
      input: z.output<typeof PersonRef>,
    ): Promise<{ tokens: number; credentials: number; published: boolean }> => {
      const { standings } = await deps.store.directory();
      const done = await act(deps, caller, 'token.revoke', `person:${input.personId}`, async (a) => {
        const person = await need(a.unit.get('person', input.personId), 'person');
        a.allow({ holderId: person.id, service: person.service });
        const standing = standings.find((s) => s.personId === person.id);
        if (!standing || standing.state === 'present')
          throw new AppError('wrong_state', 'the directory does not say that this person has left: revoke by token');
        const { tokens, credentials } = await inUse(a.unit, person.id);
        const held = await a.unit.find('certificate', { tokenId: tokens.map((t) => t.id), state: ['issued', 'good'] });
        const revoked = { revokedAt: a.now, revocationReason: 'left-service' as const };
        const changes = [
          ...tokens.map((token) => move('token', token, 'revoke')),
          ...[...held, ...credentials].map((c) => move('certificate', c, 'revoke', revoked)),
        ];
        if (changes.length === 0) throw new AppError('already_done', 'this person has nothing in use any more');
        await a.done(changes, { detail: { reason: 'left-service' } });
        return { tokens: tokens.length, credentials: credentials.length };
      });
      return { ...done, published: await publish(deps) };
    },

    /** Roles that the directory's groups suggest and that nobody has granted or ended since: for dual control, or a grant. */
    suggestions: async (
      caller: Caller,
    ): Promise<(RoleSuggestion & { person: PersonRow; grantId: string | null })[]> => {
      const now = deps.clock.now();
      authorise(caller, 'account.read', {}, now);
      const { suggestions } = await deps.store.directory();
      const rows = suggestions.map(async (s) => {
        const person = await reads.get('person', s.personId);
        const { personId, role, scope } = s;
        const grants = await reads.find('grant', { personId, role, scope, revokedAt: null });
        const grant = grants.find((g) => (g.validUntil ?? now + 1) > now);
        const open = s.kind === 'grant' ? !grant : grant;
        return person && open ? [{ ...s, person, grantId: grant?.id ?? null }] : [];
      });
      return (await Promise.all(rows)).flat();
    },
  };
}
