import { LOOKING } from '../../../book/acts/service/audit.ts';
import { actionsSaying } from '../../../book/entry-words.ts';
import { mightEver } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { ByPage } from '../../pages.ts';
import type { Reads } from '../../ports/store.ts';
import { notThere } from '../../visibility.ts';
import type { Lists } from '../lists.ts';
import { proposalsAboutPeople } from '../people/proposals-about-people.ts';
import { everyRow, newestRows, ROWS_A_STATEMENT, type RowFinder } from '../row-finder.ts';
import { tokensBoundTo, tokensThatWent } from '../token/tokens-bound-here.ts';
import type { EntryFilter, EntryItem } from './entry-lists.ts';
import { type LifeKind, maySeeName } from './entry-things.ts';

export const ENTRY_OUTCOMES = ['done', 'refused', 'failed'] as const satisfies readonly EntryItem['outcome'][];

/** What an auditor asks the journal for. */
export interface JournalQuery {
  /** All that belongs to one thing, by its id, number or serial. */
  life?: { kind: LifeKind; ref: string } | undefined;
  /** A name, number or serial, or words of an act. */
  text?: string | undefined;
  /** `text` is looked for in every line as it is, instead. */
  everywhere?: boolean | undefined;
  /** Acts that look at the journal too. */
  looking?: boolean | undefined;
  action?: string | undefined;
  /** Who did it: `system`, or the code or the name of people. */
  actor?: string | undefined;
  outcome?: string | undefined;
  /** Epoch milliseconds. */
  from?: number | undefined;
  to?: number | undefined;
}
/** Who it was that what was typed for who acted calls. */
export interface CalledActors {
  /** Nobody, one, or some of those who are called so. */
  ids: readonly string[];
  /** More people are called so than are looked for. */
  isMany: boolean;
}
/** Whether the last day that is asked for comes before the first: nothing can be found between them. */
export const isBackwards = ({ from, to }: Pick<JournalQuery, 'from' | 'to'>): boolean =>
  from !== undefined && to !== undefined && to <= from;
type Any = NonNullable<EntryFilter['any']>;
type FoundBy = Pick<Lists, 'cells' | 'newestCells' | 'people' | 'tokens' | 'workstations'>;

/** Things of one kind that a text names at most: who types less than a name is not answered with everybody. */
const NAMED_MOST = 20;
/**
 * Rows of each kind that each of the things which a text names is told from: one text may name eighty of them. The life of one
 * thing alone is told whole.
 */
const ROWS_MOST = 200;
/** Lives of things that a text names, read together. */
const LIVES_AT_ONCE = 10;

const subjectsOf = (table: string, ids: readonly (string | null)[]): string[] =>
  [...new Set(ids)].filter((id) => id !== null).map((id) => `${table}:${id}`);
const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

type Lives = Readonly<Record<LifeKind, (ids: readonly string[]) => Promise<Any>>>;

/** What belongs to the lives of things, as their rows tell: of each kind of thing, by their ids. */
function livesOf(rows: RowFinder, reads: ByPage): Lives {
  /** Subjects of requests, and of what was made for them. A token's own life is longer than the request's: only while it is its. */
  const ofRequests = async (requestIds: readonly string[]): Promise<string[]> => {
    if (requestIds.length === 0) return [];
    const [certificates, letters, tokens] = await Promise.all([
      rows.each('certificate', [], 'requestId', requestIds),
      rows.each('letter', [], 'requestId', requestIds),
      rows.each('token', [], 'requestId', requestIds),
    ]);
    return [
      ...subjectsOf('request', requestIds),
      ...subjectsOf('certificate', idsOf(certificates)),
      ...subjectsOf('letter', idsOf(letters)),
      ...subjectsOf('token', idsOf(tokens)),
    ];
  };

  return {
    request: async (ids) => ({ subjects: await ofRequests(ids) }),
    token: async (ids) => {
      const [tokens, certificates, letters] = await Promise.all([
        rows.having('token', ['requestId'], 'id', ids),
        rows.each('certificate', ['requestId'], 'tokenId', ids),
        rows.each('letter', [], 'tokenId', ids),
      ]);
      const requests = [...tokens, ...certificates].map(({ requestId }) => requestId);
      return {
        subjects: [
          ...subjectsOf('token', ids),
          ...subjectsOf('request', requests),
          ...subjectsOf('certificate', idsOf(certificates)),
          ...subjectsOf('letter', idsOf(letters)),
        ],
      };
    },
    workstation: async (ids) => {
      const [certificates, requests, tokens, ...bound] = await Promise.all([
        rows.each('certificate', [], 'workstationId', ids),
        rows.each('request', [], 'workstationId', ids),
        rows.each('token', [], 'workstationId', ids),
        ...ids.map((id) => tokensBoundTo(rows, id)),
      ]);
      const gone = await tokensThatWent(rows, idsOf(requests));
      return {
        subjects: [
          ...subjectsOf('workstation', ids),
          ...subjectsOf('certificate', idsOf(certificates)),
          ...new Set([
            ...(await ofRequests(idsOf(requests))),
            ...subjectsOf('token', [...idsOf(tokens), ...bound.flat(), ...gone]),
          ]),
        ],
      };
    },
    person: async (ids) => {
      const [grants, apiTokens, incidents, requests, tokens, proposals] = await Promise.all([
        rows.each('grant', [], 'personId', ids),
        rows.each('apiToken', [], 'personId', ids),
        rows.each('incident', [], 'personId', ids),
        rows.each('request', [], 'holderId', ids),
        rows.each('token', [], 'holderId', ids),
        proposalsAboutPeople(reads, ids),
      ]);
      const subjects = [
        ...subjectsOf('person', ids),
        ...subjectsOf('account', ids),
        ...subjectsOf('grant', idsOf(grants)),
        ...subjectsOf('apiToken', idsOf(apiTokens)),
        ...subjectsOf('incident', idsOf(incidents)),
        ...subjectsOf('proposal', idsOf(proposals)),
        ...(await ofRequests(idsOf(requests))),
        ...subjectsOf('token', idsOf(tokens)),
      ];
      return { actors: [...ids], subjects: [...new Set(subjects)] };
    },
  };
}

/** How the journal is asked for what people ask; `page` rows of a life are read by one statement. */
export function createJournalQuery(reads: Pick<Reads, 'get'> & ByPage, lists: FoundBy, page = ROWS_A_STATEMENT) {
  const WHOLE = livesOf(everyRow(lists, page), reads);
  const NEWEST = livesOf(newestRows(lists, ROWS_MOST), reads);

  /** The id of what an address calls by its number, serial or id. Throws `not_found`: what was typed there is kept nowhere. */
  const idOf = async (kind: LifeKind, ref: string): Promise<string> => {
    const [called] =
      kind === 'request'
        ? await reads.find('request', { number: ref })
        : kind === 'workstation'
          ? await reads.find('workstation', { assetNumber: ref })
          : [];
    const found = called ?? (await reads.get(kind, ref));
    if (!found) throw notThere(kind);
    return found.id;
  };

  /** People whom the reader may see, by name, `limit` at most; and whoever has this code, which is the beginning of an id. */
  const peopleCalled = async (caller: Caller, text: string, now: number, limit = NAMED_MOST): Promise<PersonRow[]> => {
    const code = text.split(' ').at(-1)?.toUpperCase() ?? '';
    const from = code.length < 4 ? [] : await reads.find('person', {}, { from: code, limit });
    const byCode = from.filter(({ id }) => id.startsWith(code));
    if (!mightEver(caller, 'person.read', now)) return byCode;
    const byName = (await lists.people({ text }, { limit })).items;
    return [...byCode, ...byName.filter((person) => maySeeName(caller, person, now))];
  };

  /** Who is asked for as the one who acted, and what an entry says of it: of a name only that one was typed. */
  const actorsOf = async (caller: Caller, typed: string | undefined, now: number) => {
    if (typed === undefined) return { filter: {}, said: {} };
    if (typed === 'system') return { filter: { actor: typed }, said: { actor: typed } };
    const found = new Set(idsOf(await peopleCalled(caller, typed, now, NAMED_MOST + 1)));
    const actors = [...found].slice(0, NAMED_MOST);
    const called: CalledActors = { ids: actors, isMany: found.size > NAMED_MOST };
    const [only, ...more] = actors;
    if (only !== undefined && more.length === 0) return { filter: { actor: only }, said: { actor: only }, called };
    return { filter: { actors }, said: { text: typed }, called };
  };

  const LISTED = { limit: NAMED_MOST };
  /** Everything that a text names or says; nothing is found by the name of somebody whom the reader may not see. */
  const saying = async (caller: Caller, text: string, now: number): Promise<Any> => {
    const [people, requests, tokens, certificates, workstations] = await Promise.all([
      peopleCalled(caller, text, now),
      reads.find('request', { number: text.toUpperCase() }),
      lists.tokens({ text }, LISTED),
      reads.find('certificate', { id: text.toLowerCase() }),
      lists.workstations({ text }, LISTED),
    ]);
    const has = (number: string) => number.toUpperCase().includes(text.toUpperCase());
    const named: [LifeKind, readonly { id: string }[]][] = [
      ['person', people],
      ['request', [...requests, ...certificates.flatMap(({ requestId: id }) => (id === null ? [] : [{ id }]))]],
      ['token', tokens.items],
      ['workstation', workstations.items.filter((w) => has(w.assetNumber))],
    ];
    // some together: eighty would be read in one turn of the service's thread, and one by one each would wait for a server
    const lives: Any[] = [];
    const readAll = async (kind: LifeKind, ids: readonly string[]): Promise<void> => {
      for (let from = 0; from < ids.length; from += LIVES_AT_ONCE)
        lives.push(await NEWEST[kind](ids.slice(from, from + LIVES_AT_ONCE)));
    };
    await Promise.all(named.map(([kind, things]) => readAll(kind, idsOf(things))));
    return {
      actions: actionsSaying(text),
      actors: [...new Set(lives.flatMap(({ actors = [] }) => actors))],
      subjects: [
        ...new Set([
          ...lives.flatMap(({ subjects = [] }) => subjects),
          ...subjectsOf('certificate', idsOf(certificates)),
        ]),
      ],
    };
  };

  /** The filter of a query and what the entry says of it; without what says who acted. */
  const asked = async (caller: Caller, query: Omit<JournalQuery, 'actor'>, now: number) => {
    const { life, text, everywhere, looking, ...exact } = query;
    const given = Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined)) as EntryFilter;
    const without = looking || LOOKING.some((name) => name === exact.action) ? {} : { without: LOOKING };
    const typed = text?.trim();
    if (life) {
      const id = await idOf(life.kind, life.ref);
      const said = life.kind === 'person' ? { actor: id } : { subject: `${life.kind}:${id}` };
      return { filter: { ...given, ...without, any: await WHOLE[life.kind]([id]) }, said: { ...given, ...said }, id };
    }
    if (!typed) return { filter: { ...given, ...without }, said: given };
    const said = { ...given, text: typed };
    if (everywhere) return { filter: { ...said, ...without }, said };
    return { filter: { ...given, ...without, any: await saying(caller, typed, now) }, said };
  };

  /**
   * The filter of a query, what the entry says of it, and the subject whose life it is; `called`: who is called like who is
   * asked for.
   */
  return async (caller: Caller, { actor, ...query }: JournalQuery, now: number) => {
    const found: { filter: EntryFilter; said: EntryFilter; id?: string } = await asked(caller, query, now);
    const by = await actorsOf(caller, actor?.trim() || undefined, now);
    // a life of somebody is theirs, whoever acted
    const said: EntryFilter = { ...by.said, ...found.said };
    return { ...found, filter: { ...found.filter, ...by.filter }, said, called: by.called };
  };
}
