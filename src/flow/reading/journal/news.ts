import { may, mightEver } from '../../../book/rights/authorise.ts';
import { type Caller, covers, scopesOf } from '../../../book/rights/roles.ts';
import type { RequestRow } from '../../../book/tables/rows/requests.ts';
import type { RequestState, WorkstationState } from '../../../book/tables/states.ts';
import { AppError } from '../../../errors.ts';
import { type Deps, need } from '../../act.ts';
import { fullName } from '../../people/person-name.ts';
import { findRequest } from '../../request/request.ts';
import { notThere } from '../../visibility.ts';
import { findWorkstation } from '../../workstation/find-workstation.ts';
import { guard } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { EntryFilter, EntryItem, FoundEntries } from './entry-lists.ts';
import { changesOf, thingsOf } from './entry-things.ts';

/** As many are told; that there were more is said. */
const TOLD = 3;
/** Entries that are read at once, and in all, to find those. */
const AT_ONCE = 50;
const MOST = 150;

/** Something that was done since somebody opened a page. */
export interface NewsItem {
  entry: EntryItem;
  /** Null for the service itself, and where the reader may not see who it is. */
  actor: string | null;
  /** The reader did it themselves, in another window. */
  mine: boolean;
  /** The number of the request, where the page shows many. */
  number: string | null;
}
export interface News {
  /** The newest first. */
  items: NewsItem[];
  /** There were more than these. */
  more: boolean;
  /** What it is now: another thing's act may have changed it, which is told of that thing. */
  state: { kind: 'request'; state: RequestState } | { kind: 'workstation'; state: WorkstationState } | undefined;
}

/** What pages tell news of. `ref`: an id, a number or an asset number, as its page has it. */
export type NewsOf = { kind: 'request' | 'workstation' | 'incident'; ref: string } | { kind: 'undecided' };

interface Told {
  filter: EntryFilter;
  state: News['state'];
  /** Of a page that shows many things: the entries about those of them that the reader reads. */
  tells?: (found: EntryItem[]) => Promise<EntryItem[]>;
  /** Whoever did it has a name on the page itself. */
  isNamed(entry: EntryItem): boolean;
}

/** The acts that bring a request to an approver's pile, take it away, or change what stands there. */
const OF_PILE = [
  'request.submit',
  'request.renewDue',
  'request.renewNomade',
  'request.amend',
  'request.withdraw',
  'request.approve',
  'request.takeBackApproval',
  'request.reject',
  'request.askInformation',
  'request.prioritise',
];

/** Whose author the page of a request names itself. */
const NAMED = ['request.approve', 'request.takeBackApproval', 'request.askInformation'];

/**
 * What others did to something since a page of it was drawn, for whoever still looks at that page: by the rights that they have now,
 * without an entry, since they read it already.
 */
export function createNews(deps: Pick<Deps, 'store' | 'clock'>, lists: Pick<Lists, 'entries' | 'size'>) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const check = guard(deps);

  /** The newest entries that `tells` something to this reader; what changed no row, such as a paper that was printed again, tells nothing. */
  const look = async (filter: EntryFilter, tells: (found: EntryItem[]) => Promise<EntryItem[]>) => {
    const told: EntryItem[] = [];
    let [cursor, read]: [string | undefined, number] = [undefined, 0];
    while (told.length <= TOLD && read < MOST) {
      const page: FoundEntries = await lists.entries({ ...filter, outcome: 'done' }, { limit: AT_ONCE, cursor });
      told.push(...(await tells(page.items.filter((entry) => changesOf(entry).length > 0))));
      if (page.next === null) return { entries: told.slice(0, TOLD), more: told.length > TOLD };
      cursor = page.next;
      read += page.items.length;
    }
    return { entries: told.slice(0, TOLD), more: true };
  };

  const newsOf = async (caller: Caller, { filter, state, tells, isNamed }: Told): Promise<News> => {
    const { entries, more } = await look(filter, tells ?? (async (found) => found));
    const things = await thingsOf(reads, entries, { caller, now: now() });
    const named = entries.filter(isNamed).map(({ actor }) => actor);
    const people = named.length === 0 ? [] : await reads.find('person', { id: [...new Set(named)] });
    const names = new Map(people.map((person) => [person.id, fullName(person)]));
    const nameOf = (entry: EntryItem) => (isNamed(entry) ? names.get(entry.actor) : undefined);
    const items = entries.map((entry) => ({
      entry,
      actor: nameOf(entry) || (things.get(`person:${entry.actor}`)?.name ?? null),
      mine: entry.actor === caller.personId,
      number: tells === undefined ? null : (things.get(entry.subject)?.name ?? null),
    }));
    return { items, more, state };
  };

  const aboutOf = async (of: NewsOf): Promise<{ any: NonNullable<EntryFilter['any']>; state: string }> => {
    if (of.kind === 'undecided') return { any: { actions: OF_PILE }, state: '' };
    if (of.kind === 'incident') return { any: { subjects: [`incident:${of.ref}`] }, state: '' };
    const row = await (of.kind === 'request' ? findRequest(reads, of.ref) : findWorkstation(reads, of.ref));
    return { any: { subjects: [`${of.kind}:${row.id}`] }, state: row.state };
  };

  return {
    /** Another text whenever somebody may be told something else. Nobody is shown it, so that it asks for no right. */
    signOfNews: async (of: NewsOf): Promise<string> => {
      const { any, state } = await aboutOf(of);
      const newest = await lists.entries({ any, outcome: 'done' }, { limit: 1 });
      return `${newest.items[0]?.seq ?? ''} ${state}`;
    },

    /** How many entries there are now: where a page begins that is drawn after it. */
    entriesNow: (): Promise<number> => lists.size(),

    /** Of a request. Throws `not_found` for people who may not read it. */
    requestNews: async (caller: Caller, ref: string, since: number): Promise<News> => {
      const row = await findRequest(reads, ref);
      if (!may(caller, 'request.read', row, now())) throw notThere('request');
      const filter = { any: { subjects: [`request:${row.id}`] }, fromEntry: since };
      const isNamed = ({ actor, action }: EntryItem) => NAMED.includes(action) || actor === row.holderId;
      return newsOf(caller, { filter, state: { kind: 'request', state: row.state }, isNamed });
    },

    /** Of a machine. Throws `not_found` for people who only have it, as its life does. */
    workstationNews: async (caller: Caller, ref: string, since: number): Promise<News> => {
      if (!may(caller, 'workstation.read', {}, now())) throw notThere('workstation');
      const { id, state } = await findWorkstation(reads, ref);
      const filter = { any: { subjects: [`workstation:${id}`] }, fromEntry: since };
      return newsOf(caller, { filter, state: { kind: 'workstation', state }, isNamed: () => false });
    },

    /** Of an incident. */
    incidentNews: async (caller: Caller, id: string, since: number): Promise<News> => {
      check(caller, 'incident.read');
      await need(reads.get('incident', id), 'incident');
      const filter = { any: { subjects: [`incident:${id}`] }, fromEntry: since };
      return newsOf(caller, { filter, state: undefined, isNamed: () => true });
    },

    /** Of what waits for this approver. Throws `forbidden` for people who approve nothing. */
    undecidedNews: async (caller: Caller, since: number): Promise<News> => {
      if (!mightEver(caller, 'request.approve', now()))
        throw new AppError('forbidden', 'none of your roles approves requests');
      const scopes = scopesOf(caller, 'approver', now());
      const isTheirs = ({ service }: RequestRow) => scopes.some((scope) => covers(scope, service));
      const holders = new Map<string, string>();
      const tells = async (found: EntryItem[]) => {
        const id = [...new Set(found.map(({ subject }) => subject.replace(/^request:/, '')))];
        const rows = id.length === 0 ? [] : await reads.find('request', { id });
        for (const row of rows.filter(isTheirs)) holders.set(`request:${row.id}`, row.holderId);
        return found.filter(({ subject }) => holders.has(subject));
      };
      const isNamed = ({ actor, role, subject }: EntryItem) => role === 'approver' || actor === holders.get(subject);
      const filter = { any: { actions: OF_PILE }, fromEntry: since };
      return newsOf(caller, { filter, state: undefined, tells, isNamed });
    },
  };
}
