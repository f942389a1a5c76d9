import { beginOf, isDay } from '../../book/rules/calendar/working-days.ts';
import { readSurge } from '../../book/rules/limits.ts';
import { settingKind } from '../../book/rules/service/service-settings.ts';
import { BALANCE_NUMBERS } from '../../book/rules/stock/stock-balance.ts';
import { readLate } from '../../book/rules/waiting/service-level.ts';
import { closedOf, isClosedText } from '../../book/rules/workstation/campaigns.ts';
import { CheckPoint, FIRST_CHECKLISTS } from '../../book/rules/workstation/checklists.ts';
import { type Kind, kindOf } from '../../book/tables/columns.ts';
import { argumentKind, type SaidKind, saidKind } from '../../book/tables/said.ts';
import { itemKey, type Things } from '../../flow/reading/journal/entry-things.ts';
import { itemText } from '../checklists/item-text.ts';
import { scopeText } from '../checklists/scope-text.ts';
import { day, exactMoment } from '../frame/dates.ts';
import { hasText, type Language, type Translate } from '../frame/translate.ts';
import { argumentKey, codeKey, saidKey } from './coded.ts';
import { argumentTerm, columnText } from './column-text.ts';
import { actionText, thingText } from './entry-text.ts';

/** For whom a value is put into words. */
export interface Reader {
  t: Translate;
  language: Language;
  things: Things;
}
/** What a value is: its kind, and by which key a code of it is said. */
interface Sort {
  kind: Kind | 'subject' | 'act' | undefined;
  key(code: string | number): string | undefined;
  /** The table and column that it stands in, or is the same as. */
  column?: string;
}

const NO_CODE = (): undefined => undefined;
const ofColumn = (table: string, column: string): Sort => ({
  kind: kindOf(table, column),
  key: (code) => (column === 'state' ? `state.${table}.${code}` : codeKey(table, column, code)),
  column: `${table}.${column}`,
});
/** A sort by what the book says of it: the same as a column, or a kind. */
function sortOf(kind: SaidKind | undefined, key: Sort['key']): Sort {
  const [table = '', column] = kind?.startsWith('ref:') ? [] : (kind?.split('.') ?? []);
  return column === undefined ? { kind: kind as Sort['kind'], key } : ofColumn(table, column);
}

/** A row's value in words, as far as the column has any. `id`: the row's own. */
export function cellText(reader: Reader, table: string, column: string, value: unknown, id = ''): string {
  const sort = ofColumn(table, column);
  if (`${table}.${column}` === 'setting.value') return settingText(reader, id, value);
  if (`${table}.${column}` === 'checkItem.item' && typeof value === 'string') return checkItemText(reader, value);
  return sorted(reader, sort, value);
}
/** What a member of an entry's detail says, in words. */
export const saidValueText = (reader: Reader, action: string, member: string, value: unknown): string =>
  (action === 'stock.balance' && member === 'rows' ? balanceText(reader, value) : undefined) ??
  sorted(
    reader,
    sortOf(saidKind(action, member), (code) => saidKey(action, member, String(code))),
    value,
  );
/** An argument of a two-person act, in words. */
export const argumentText = (reader: Reader, act: string, argument: string, value: unknown): string =>
  sorted(
    reader,
    sortOf(argumentKind(act, argument), (code) => argumentKey(act, argument, String(code))),
    value,
    act,
  );
/** All arguments of a two-person act, in words; what is no JSON text as it is. */
export function argumentsText(reader: Reader, act: string, args: string): string {
  const read = parsed(args);
  if (!isObject(read)) return args;
  return Object.entries(read)
    .map(([name, value]) => member(reader.t, argumentTerm(reader.t, act, name), argumentText(reader, act, name, value)))
    .join(reader.t('journal.value.and'));
}

/** A value in words by its sort; a code without words, and whatever has another shape, as it is written. */
function sorted(reader: Reader, sort: Sort, value: unknown, act?: string): string {
  const { t, language } = reader;
  if (value === null || value === '') return t('journal.value.none');
  if (Array.isArray(value) && sort.column !== 'checklist.items' && value.every((one) => typeof one === 'string'))
    return value.map((one) => sorted(reader, sort, one, act)).join(', ');
  const known = byKind(reader, sort, value);
  if (known !== undefined) return known;
  if (typeof value === 'boolean') return yesOrNo(t, value);
  if (typeof value === 'number') return value.toLocaleString(language);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return surgeText(reader, text) ?? lateText(reader, text) ?? objectsText(reader, value, text, act);
}

/** What the kind of a value makes of it; undefined where it says nothing of such a value. */
function byKind(reader: Reader, { kind, key, column }: Sort, value: unknown): string | undefined {
  const { t, language, things } = reader;
  const said = typeof value === 'string' || typeof value === 'number' ? value : undefined;
  if (said === undefined) {
    if (isObject(value) && 'commitment' in value) return t('journal.value.hidden');
    return column === 'checklist.items' ? itemsText(reader, value) : undefined;
  }
  if (kind === 'time') return momentText(language, said);
  if (kind === 'day') return dayText(language, said);
  if (kind === 'year') return String(said);
  if (kind === 'flag') return yesOrNo(t, said === 1);
  if (kind === 'subject') return thingText(t, String(said), things);
  if (kind?.startsWith('ref:')) return thingText(t, `${kind.slice(4)}:${said}`, things, kind === 'ref:person');
  if (kind === 'act') return actionText(language, String(said));
  if (column === 'grant.scope' && said === '*') return t('scope.all');
  if (column === 'checklist.model') return scopeText(t, 'model', String(said));
  if (column === 'checklist.image') return scopeText(t, 'image', String(said));
  if (column === 'campaign.closedDays' && isClosedText(said))
    return (
      closedOf({ closedDays: said })
        .map((one) => day(language, beginOf(one)))
        .join(', ') || t('journal.value.none')
    );
  if (column === 'checklist.items') return itemsText(reader, parsed(String(said)));
  return codeText(t, key, said);
}

/** Codes with commas between them, each by its words; undefined where none has any. */
function codeText(t: Translate, key: Sort['key'], said: string | number): string | undefined {
  const words = String(said)
    .split(',')
    .map((code) => {
      const found = key(code);
      return found !== undefined && hasText(found) ? t(found) : undefined;
    });
  if (words.every((one) => one === undefined)) return undefined;
  return words.map((one, at) => one ?? String(said).split(',')[at]).join(', ');
}

const yesOrNo = (t: Translate, yes: boolean): string => t(yes ? 'journal.value.yes' : 'journal.value.no');
const member = (t: Translate, name: string, value: string): string => t('journal.value.member', { name, value });
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A moment in epoch milliseconds, as a number or its text, or as an ISO 8601 text. */
function momentText(language: Language, said: string | number): string | undefined {
  const ms = typeof said === 'number' || /^-?\d+$/.test(said) ? Number(said) : Date.parse(said);
  return Number.isNaN(new Date(ms).getTime()) ? undefined : exactMoment(language, ms);
}
/** A day since 1970, or `YYYY-MM-DD`. */
function dayText(language: Language, said: string | number): string | undefined {
  if (typeof said === 'number') return isDay(said) ? day(language, beginOf(said)) : undefined;
  const noon = Date.parse(`${said}T12:00:00Z`);
  return Number.isNaN(noon) ? undefined : day(language, noon);
}

function surgeText({ t, language }: Reader, text: string): string | undefined {
  const surge = readSurge(text);
  if (!surge) return undefined;
  const at = { from: exactMoment(language, surge.from), until: exactMoment(language, surge.until) };
  return t('journal.value.surge', { ...at, why: t(`surge.reason.${surge.reason}`) });
}
function lateText({ t, language }: Reader, text: string): string | undefined {
  const late = readLate(text);
  if (!late) return undefined;
  const { count, until, since, ended } = late;
  const from = exactMoment(language, since);
  if (ended === null)
    return t.count('journal.value.late', count, { until: day(language, beginOf(until)), since: from });
  return t.count('journal.value.kept', count, { since: from, ended: exactMoment(language, ended) });
}

function settingText(reader: Reader, id: string, value: unknown): string {
  const kind = settingKind(id);
  return sorted(reader, { kind, key: NO_CODE }, value);
}
/**
 * An item of a checklist by the words that every new service begins with. One that a site wrote itself is quoted: by its words
 * where its checklist is at hand, else by its code.
 */
function checkItemText({ t, language, things }: Reader, code: string): string {
  const first = Object.values(FIRST_CHECKLISTS).flat();
  const known = first.find((item) => item.code === code)?.[language];
  return known ?? t('journal.value.quoted', { text: things.get(itemKey(language, code))?.name ?? code });
}

/** The equation of a model in each location, number by number; undefined for what has another shape. */
function balanceText({ t, language }: Reader, rows: unknown): string | undefined {
  const isRow = (row: unknown): row is [string | null, ...number[]] =>
    Array.isArray(row) &&
    row.length === BALANCE_NUMBERS.length + 1 &&
    row.every((one, at) => (at === 0 ? one === null || typeof one === 'string' : typeof one === 'number'));
  if (!Array.isArray(rows) || !rows.every(isRow)) return undefined;
  const numbers = (row: number[]): string =>
    BALANCE_NUMBERS.map((name, at) => member(t, t(`stock.${name}`), (row[at] ?? 0).toLocaleString(language))).join(
      ', ',
    );
  const said = rows.map(([location, ...row]) =>
    t('journal.value.balance', { location: location ?? t('level.nowhere'), numbers: numbers(row) }),
  );
  return said.join(t('journal.value.and')) || t('journal.value.none');
}
function itemsText({ t }: Reader, items: unknown): string | undefined {
  const read = CheckPoint.array().safeParse(items).data;
  return read && (read.map((item) => itemText(item, t)).join(t('journal.value.and')) || t('journal.value.none'));
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
/** Objects, also as JSON text, member by member; what is none of both as its text. */
function objectsText(reader: Reader, value: unknown, text: string, act?: string): string {
  const read = typeof value === 'string' ? parsed(value) : value;
  const said = (one: Readonly<Record<string, unknown>>): string =>
    Object.entries(one)
      .map(([name, of]) => {
        if (act !== undefined)
          return member(reader.t, argumentTerm(reader.t, act, name), argumentText(reader, act, name, of));
        return member(reader.t, columnText(reader.t, name), saidValueText(reader, '', name, of));
      })
      .join(', ');
  if (isObject(read)) return said(read);
  if (!Array.isArray(read) || !read.every(isObject)) return text;
  return read.map(said).join(reader.t('journal.value.and')) || reader.t('journal.value.none');
}
