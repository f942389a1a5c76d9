import type { z } from 'zod';
import { createReport, type Problem, type ProblemCode, type Report } from './problems.ts';
import { type Encoding, type Row, readTable } from './table.ts';

/** What a kind of file looks like. */
export interface Kind<S extends z.ZodType> {
  schema: S;
  /** Field → names a heading may have, French first; compared without case, accents, spaces, hyphens, underscores. */
  columns: Readonly<Record<string, readonly [string, ...string[]]>>;
  /** Fields whose column may be missing. */
  optional?: readonly string[];
  /** Fields in which no value may come twice, whatever its case. */
  unique: readonly string[];
  /** Headings that are left out, beside those of the file: those of this list, or all that are not known. */
  ignored?: readonly string[] | 'all';
  /** An empty field of a column that may be missing says nothing. */
  emptySaysNothing?: true;
  /** What is no UTF-8 is read as Windows-1252. */
  legacy?: true;
  /** The code of a value that has not the form of its field. */
  codes?: Readonly<Record<string, ProblemCode>>;
}
/** All or nothing: where there is a problem there are no rows. */
export interface Parsed<R> {
  rows: R[];
  problems: Problem[];
}
/** What of a file could be read, whatever is wrong with the rest of it. */
export interface Sifted<R> extends Parsed<{ line: number; row: R }> {
  encoding: Encoding;
  /** Headings of columns that were left out. */
  ignored: string[];
  /** Rows of the file, those with faults too. */
  count: number;
  /** Lines with faults, by what stands under each heading. */
  faulty: { line: number; given: Readonly<Record<string, string>> }[];
  /** Whether every line was read: what a file that was not leaves out says nothing. */
  isWhole: boolean;
}

/** Letters and digits only, lower case, without accents: how headings are compared. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '');

/** The most of a heading that nobody knows which is told: what stands there is anybody's, and may be a whole line. */
const HEADING_MOST = 40;
/** A heading as people are told of it: in one line, and shortened. */
function toldHeading(name: string): string {
  const letters = [...name.replace(/[\s\p{C}]+/gu, ' ')];
  return letters.length <= HEADING_MOST ? letters.join('') : `${letters.slice(0, HEADING_MOST - 1).join('')}…`;
}

/** Reads a file of that kind. Attacker-controlled; never throws for what a file may hold. */
export function parseRows<S extends z.ZodType>(file: string | Uint8Array, kind: Kind<S>): Parsed<z.output<S>> {
  const { rows, problems } = siftRows(file, kind);
  return { rows: problems.length === 0 ? rows.map(({ row }) => row) : [], problems };
}

/** The same, with the rows that are right where others are wrong. */
export function siftRows<S extends z.ZodType>(file: string | Uint8Array, kind: Kind<S>): Sifted<z.output<S>> {
  const report = createReport();
  const rows: Sifted<z.output<S>>['rows'] = [];
  const faulty: Sifted<z.output<S>>['faulty'] = [];
  const table = readTable(file, report, { legacy: kind.legacy === true });
  const columns = table && readHeadings(table.headings, kind, report);
  const isWhole = columns !== undefined && report.problems().length === 0;
  if (table && columns) {
    const seen = new Map<string, number>();
    for (const row of table.rows) {
      if (report.full) break;
      const { read, given } = readRow(row, columns, kind, seen, report);
      if (read !== undefined) rows.push({ line: row.line, row: read });
      else faulty.push({ line: row.line, given });
    }
  }
  if (rows.length === 0 && report.problems().length === 0) report.add(1, null, 'empty_file', namesOf(kind));
  const ignored = (columns ?? []).filter(({ field }) => field === IGNORED).map(({ name }) => toldHeading(name));
  const { encoding = 'utf-8' } = table ?? {};
  const told = { rows, problems: report.problems(), encoding, ignored, count: table?.rows.length ?? 0 };
  return { ...told, faulty, isWhole: isWhole && !report.full };
}

const namesOf = (kind: Pick<Kind<z.ZodType>, 'columns'>): string =>
  Object.values(kind.columns)
    .map(([french]) => french)
    .join(', ');

/** A column of the file: its field and its name there. */
interface Column {
  field: string;
  name: string;
}

/** The field of columns that are left out. */
const IGNORED = '~';

/** The columns in the file's order, or undefined when the headings cannot be used. */
function readHeadings({ line, fields }: Row, kind: Kind<z.ZodType>, report: Report): Column[] | undefined {
  const known = new Map<string, string>();
  for (const [field, names] of Object.entries(kind.columns)) {
    for (const name of [field, ...names]) known.set(folded(name), field);
  }
  const names = trimEnd(
    fields.map((name) => name.trim()),
    0,
  );
  const left = kind.ignored === 'all' ? undefined : new Set((kind.ignored ?? []).map(folded));
  const fieldOf = (name: string): string =>
    known.get(folded(name)) ?? (kind.ignored === 'all' || left?.has(folded(name)) ? IGNORED : '');
  const columns = names.map((name) => ({ name, field: fieldOf(name) }));
  const before = report.problems().length;
  columns.forEach(({ field, name }, place) => {
    if (report.full) return;
    if (field === '') report.add(line, toldHeading(name), 'unknown_column', namesOf(kind));
    else if (field !== IGNORED && columns.findIndex((other) => other.field === field) !== place)
      report.add(line, toldHeading(name), 'column_twice');
  });
  for (const [field, [french]] of Object.entries(kind.columns)) {
    const asked = !kind.optional?.includes(field);
    if (asked && !columns.some((column) => column.field === field)) report.add(line, null, 'missing_column', french);
  }
  return report.problems().length === before ? columns : undefined;
}

/** Without the empty fields that spreadsheets leave at the end of a line, down to `least` fields. */
function trimEnd(fields: readonly string[], least: number): string[] {
  let end = fields.length;
  while (end > least && fields[end - 1]?.trim() === '') end -= 1;
  return fields.slice(0, end);
}

/** What stands under each heading, and the row where nothing is wrong with it. */
interface Read<R> {
  given: Readonly<Record<string, string>>;
  read?: R;
}

function readRow<S extends z.ZodType>(
  row: Row,
  columns: readonly Column[],
  kind: Kind<S>,
  seen: Map<string, number>,
  report: Report,
): Read<z.output<S>> {
  const fields = trimEnd(row.fields, columns.length);
  const given = Object.fromEntries(
    columns.map(({ field }, place) => [field, fields[place] ?? ''] as const).filter(([field]) => field !== IGNORED),
  );
  if (fields.length !== columns.length) {
    report.add(row.line, null, 'column_count', `${fields.length} / ${columns.length}`);
    // what stands in which column is not known
    return { given: {} };
  }
  const isUnsaid = (field: string): boolean => kind.optional?.includes(field) === true && given[field]?.trim() === '';
  const said = kind.emptySaysNothing
    ? Object.fromEntries(Object.entries(given).filter(([field]) => !isUnsaid(field)))
    : given;
  const read = kind.schema.safeParse(said);
  const nameOf = (field: string): string | null => columns.find((column) => column.field === field)?.name ?? null;
  const told = new Set<string>();
  for (const issue of read.error?.issues ?? []) {
    const field = String(issue.path[0] ?? '');
    if (told.has(field)) continue;
    told.add(field);
    const [code, fact] = codeOf(issue, given[field] ?? '');
    report.add(row.line, nameOf(field), code === 'bad_value' ? (kind.codes?.[field] ?? code) : code, fact);
  }
  // a value that is no serial number is no second one either
  for (const field of kind.unique.filter((one) => !told.has(one))) {
    const first = firstWith(field, given[field] ?? '', row.line, seen);
    if (first === row.line) continue;
    told.add(field);
    report.add(row.line, nameOf(field), 'duplicate', String(first));
  }
  return told.size === 0 && read.success ? { given, read: read.data } : { given };
}

/** The line on which this value of a field stands first: this one, where it stands on none before. */
function firstWith(field: string, text: string, line: number, seen: Map<string, number>): number {
  const value = text.normalize('NFC').trim().toLowerCase();
  if (value === '') return line;
  const key = `${field} ${value}`;
  const first = seen.get(key);
  if (first === undefined) seen.set(key, line);
  return first ?? line;
}

type Issue = z.core.$ZodIssue;
function codeOf(issue: Issue, value: string): [ProblemCode, string] {
  if (value.trim() === '') return ['missing', ''];
  if (issue.code === 'invalid_format') return [issue.format === 'email' ? 'bad_email' : 'bad_value', ''];
  if (issue.code !== 'custom') return ['bad_value', ''];
  if (issue.params?.['invisible'] === true) return ['invisible_character', ''];
  const max: unknown = issue.params?.['max'];
  return typeof max === 'number' ? ['too_long', String(max)] : ['bad_value', ''];
}
