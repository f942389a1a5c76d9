import { may } from '../../../book/rights/authorise.ts';
import type { Caller } from '../../../book/rights/roles.ts';
import type { CheckPoint } from '../../../book/rules/workstation/checklists.ts';
import { kindOf } from '../../../book/tables/columns.ts';
import type { PersonRow } from '../../../book/tables/rows/people.ts';
import type { ChecklistRow } from '../../../book/tables/rows/workstations.ts';
import { saidTable } from '../../../book/tables/said.ts';
import { fullName } from '../../people/person-name.ts';
import type { Reads } from '../../ports/store.ts';
import type { EntryItem } from './entry-lists.ts';

/** What has a life in the journal that is worth reading as a whole. */
export const LIVES = ['person', 'request', 'token', 'workstation'] as const;
export type LifeKind = (typeof LIVES)[number];

/** Something that entries are about, as people call it. */
export interface Thing {
  /** Whose life tells of it: a letter's is that of its request; null for what belongs to nobody's. */
  life: { kind: LifeKind; id: string } | null;
  /** Name, number or serial; null where there is none, or the reader may not see it. */
  name: string | null;
}
/** By `table:id`. */
export type Things = ReadonlyMap<string, Thing>;

/** A change of a row, as an entry carries it. */
export interface EntryChange {
  table: string;
  id: string;
  from: string | undefined;
  isNew: boolean;
  cells: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows that an entry changed, in their order; what has another shape is left out. */
export function changesOf({ detail }: Pick<EntryItem, 'detail'>): EntryChange[] {
  const changes: unknown[] = Array.isArray(detail['changes']) ? detail['changes'] : [];
  return changes.filter(isObject).map(({ table, id, from, insert, set }) => ({
    table: String(table),
    id: String(id),
    from: typeof from === 'string' ? from : undefined,
    isNew: insert !== undefined,
    cells: isObject(insert) ? insert : isObject(set) ? set : {},
  }));
}

/** The tokens that an entry revoked. */
export const tokensRevokedBy = (entry: Pick<EntryItem, 'detail'>): string[] =>
  changesOf(entry).flatMap(({ table, id, cells }) => (table === 'token' && cells['state'] === 'revoked' ? [id] : []));

/** The table that a column's values are ids of; undefined for a column of anything else. */
export function tableNamedBy(table: string, column: string): string | undefined {
  const kind = kindOf(table, column);
  return kind?.startsWith('ref:') ? kind.slice(4) : undefined;
}

/** Table and id of `table:id`. */
function splitSubject(subject: string): [table: string, id: string] {
  const [table = '', ...id] = subject.split(':');
  return [table, id.join(':')];
}

/** What an entry names: who acted, on what, and with `rows` the rows that it changed and whatever these name. */
function* namedBy(entry: EntryItem, rows: boolean): Generator<[table: string, id: string]> {
  if (entry.actor !== 'system') yield ['person', entry.actor];
  yield splitSubject(entry.subject);
  for (const [member, value] of Object.entries(entry.detail)) {
    const of = saidTable(entry.action, member);
    if (of !== undefined && typeof value === 'string') yield [of, value];
  }
  for (const { table: changed, id: row, cells } of rows ? changesOf(entry) : []) {
    yield [changed, row];
    for (const [column, value] of Object.entries(cells)) {
      const of = tableNamedBy(changed, column);
      if (of !== undefined && typeof value === 'string') yield [of, value];
    }
  }
}

/**
 * The tokens that an entry is of, where it is not of this one: the life of a token is told with that of its request, which may have
 * had another one before. What the entry's subject says already is left out.
 */
export function otherTokensOf(entry: EntryItem, serial: string): string[] {
  const named = new Set([...namedBy(entry, true)].flatMap(([table, id]) => (table === 'token' ? [id] : [])));
  return named.has(serial) ? [] : [...named].filter((id) => entry.subject !== `token:${id}`);
}

/** By which an item of a checklist that entries name is found among things: in the words that its site wrote. */
export const itemKey = (language: 'fr' | 'en', code: string): string => `item.${language}:${code}`;
/** The items of a checklist, as the row holds them: it was judged when it was written. */
function itemsOf({ items }: Pick<ChecklistRow, 'items'>): [string, Thing][] {
  return (JSON.parse(items) as CheckPoint[]).flatMap(({ code, fr, en }) => [
    [itemKey('fr', code), { life: null, name: fr }],
    [itemKey('en', code), { life: null, name: en }],
  ]);
}

/**
 * What entries name, each looked up once. A person's name is given to whoever may read that person by the sentences of the book,
 * and to nobody once they were purged; a number or serial tells of no person.
 */
export async function thingsOf(
  reads: Pick<Reads, 'find'>,
  entries: readonly EntryItem[],
  { caller, now, rows = false, also = [] }: { caller: Caller; now: number; rows?: boolean; also?: readonly string[] },
): Promise<Things> {
  const ids = new Map<string, Set<string>>();
  const note = ([table, id]: readonly [string, string]) => ids.set(table, (ids.get(table) ?? new Set()).add(id));
  for (const entry of entries) for (const named of namedBy(entry, rows)) note(named);
  for (const subject of also) note(splitSubject(subject));
  const of = (...tables: string[]): string[] => [...new Set(tables.flatMap((table) => [...(ids.get(table) ?? [])]))];

  const [letters, appointments, certificates, grants] = await Promise.all([
    of('letter').length > 0 ? reads.find('letter', { id: of('letter') }) : [],
    of('appointment').length > 0 ? reads.find('appointment', { id: of('appointment') }) : [],
    of('certificate').length > 0 ? reads.find('certificate', { id: of('certificate') }) : [],
    of('grant').length > 0 ? reads.find('grant', { id: of('grant') }) : [],
  ]);
  const personIds = [...new Set([...of('person', 'account'), ...grants.map(({ personId }) => personId)])];
  const theirs = [...letters, ...appointments].map(({ requestId }) => requestId);
  const requestIds = [...new Set([...of('request'), ...theirs])];
  const [people, requests, workstations, checklists] = await Promise.all([
    personIds.length > 0 ? reads.find('person', { id: personIds }) : [],
    requestIds.length > 0 ? reads.find('request', { id: requestIds }) : [],
    of('workstation').length > 0 ? reads.find('workstation', { id: of('workstation') }) : [],
    of('checkItem').length > 0 ? reads.find('checklist', { id: of('checklist') }) : [],
  ]);
  const seen = (person: PersonRow): string | null =>
    maySeeName(caller, person, now) ? fullName(person) || null : null;
  const names = new Map(people.map((person) => [person.id, seen(person)]));
  const numbers = new Map(requests.map(({ id, number }) => [id, number]));
  const assets = new Map(workstations.map(({ id, assetNumber }) => [id, assetNumber]));
  const thing = (kind: LifeKind, id: string, name: string | null | undefined): Thing => ({
    life: { kind, id },
    name: name ?? null,
  });

  const person = (id: string) => thing('person', id, names.get(id));
  const request = (id: string) => thing('request', id, numbers.get(id));
  return new Map([
    ...of('person').map((id) => [`person:${id}`, person(id)] as const),
    ...of('account').map((id) => [`account:${id}`, person(id)] as const),
    ...grants.map(({ id, personId }) => [`grant:${id}`, person(personId)] as const),
    ...of('request').map((id) => [`request:${id}`, request(id)] as const),
    ...letters.map(({ id, requestId }) => [`letter:${id}`, request(requestId)] as const),
    ...appointments.map(({ id, requestId }) => [`appointment:${id}`, request(requestId)] as const),
    ...of('workstation').map((id) => [`workstation:${id}`, thing('workstation', id, assets.get(id))] as const),
    ...checklists.flatMap(itemsOf),
    ...of('token').map((id) => [`token:${id}`, thing('token', id, id)] as const),
    ...certificates.map(({ id, requestId, workstationId }) => {
      const owner = requestId ?? workstationId;
      const life =
        owner === null ? null : { kind: requestId ? ('request' as const) : ('workstation' as const), id: owner };
      return [`certificate:${id}`, { life, name: id }] as const;
    }),
  ]);
}

/** Whether the sentences of the book let somebody read this person. */
export const maySeeName = (caller: Caller, { id, service }: Pick<PersonRow, 'id' | 'service'>, now: number): boolean =>
  may(caller, 'person.read', { personId: id, holderId: id, service }, now);

/** Characters of a person's id by which a page calls somebody whose name it does not show: six of time, four of chance. */
const CODE_LENGTH = 10;
/**
 * What somebody is called whose name is not shown: the beginning of their id. It is the same on every page and for ever, and
 * stands in every export; of those who came in by one file, hardly two have it in common.
 */
export const codeOf = (personId: string): string => personId.slice(0, CODE_LENGTH);
