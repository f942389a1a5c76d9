import { CsvError, parse } from 'csv-parse/sync';
import { IMPORT_ROWS } from '../book/rules/limits.ts';
import type { Report } from './problems.ts';
import { FILE_BYTES, FILE_MB } from './size.ts';

export interface Row {
  line: number;
  fields: string[];
}
/** How the octets of a file were read. */
export type Encoding = 'utf-8' | 'windows-1252';
/** A CSV file as rows of text; the first is the headings. */
export interface Table {
  headings: Row;
  rows: Row[];
  encoding: Encoding;
}

/**
 * Reads a CSV file (RFC 4180; UTF-8 with or without BOM; `;`, a tab or `,` as the headings say; CRLF, LF or CR; empty lines and
 * lines of separators skipped). Attacker-controlled: whatever it is, problems go to `report` and the answer is undefined when
 * there is nothing to go on with.
 */
export function readTable(
  file: string | Uint8Array,
  report: Report,
  { legacy = false }: { legacy?: boolean } = {},
): Table | undefined {
  const size = typeof file === 'string' ? Buffer.byteLength(file) : file.byteLength;
  if (size > FILE_BYTES) {
    report.add(1, null, 'too_large', String(FILE_MB));
    return undefined;
  }
  const { text, encoding } = typeof file === 'string' ? asIs(file) : decode(file, report, legacy);
  if (text === undefined) return undefined;
  const [headings, ...rows] = records(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'), report);
  if (headings === undefined) return undefined;
  const over = rows[IMPORT_ROWS];
  if (over) report.add(over.line, null, 'too_many_rows', IMPORT_ROWS.toLocaleString('fr-FR'));
  return { headings, rows: rows.slice(0, IMPORT_ROWS), encoding };
}

/** What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters. Node’s own decoder reads it as Latin-1. */
const AT_80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const windows1252 = (file: Uint8Array): string =>
  Buffer.from(file)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (one) => AT_80[one.charCodeAt(0) - 0x80] ?? one);

interface Decoded {
  text: string | undefined;
  encoding: Encoding;
}
const asIs = (text: string | undefined): Decoded => ({ text, encoding: 'utf-8' });

/**
 * The text. What is no valid UTF-8 is Windows-1252 where that may be, as spreadsheets of older days write it: no octet is
 * wrong in it. Elsewhere undefined, with each line reported that is not UTF-8.
 */
function decode(file: Uint8Array, report: Report, legacy: boolean): Decoded {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const tryDecode = (octets: Uint8Array): string | undefined => {
    try {
      return utf8.decode(octets);
    } catch {
      return undefined;
    }
  };
  const text = tryDecode(file);
  if (text !== undefined) return asIs(text);
  if (legacy) return { text: windows1252(file), encoding: 'windows-1252' };
  // no UTF-8 sequence holds the octet of a line feed, so lines can be judged one by one
  for (let line = 1, start = 0; start <= file.length && !report.full; line += 1) {
    const feed = file.indexOf(10, start);
    const end = feed === -1 ? file.length : feed;
    if (tryDecode(file.subarray(start, end)) === undefined) report.add(line, null, 'not_utf8');
    start = end + 1;
  }
  return asIs(undefined);
}

/** The rows with their first lines. After misplaced quotes nothing can be trusted, so reading stops there. */
function records(text: string, report: Report): Row[] {
  const rows: Row[] = [];
  let last = 0;
  let broken = false;
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      // headings, rows, and one more to see that there are too many
      to: IMPORT_ROWS + 2,
      on_record: (fields, { lines }) => {
        last = lines;
        rows.push({ line: lines - feedsIn(fields), fields });
        return null;
      },
    });
  } catch (error) {
    // the first one ends it: csv-parse can go on behind it, but takes minutes for a line full of quotes
    if (!(error instanceof CsvError)) throw error;
    broken = true;
  }
  if (broken) report.add(lineAfter(last, text), null, 'bad_quotes');
  return rows;
}

/** The first line with text after line `line`: where the row that could not be read begins. */
function lineAfter(line: number, text: string): number {
  const rest = text.split('\n').slice(line);
  return (
    line +
    1 +
    Math.max(
      0,
      rest.findIndex((candidate) => candidate !== ''),
    )
  );
}

const feedsIn = (record: readonly string[]): number =>
  record.reduce((sum, field) => sum + field.split('\n').length - 1, 0);

/** A semicolon in the first line with text means that semicolons separate: French spreadsheets write it so. Else a tab does. */
function delimiterOf(text: string): ';' | ',' | '\t' {
  const first = /^\n*(.*)/.exec(text)?.[1] ?? '';
  if (first.includes(';')) return ';';
  return first.includes('\t') ? '\t' : ',';
}
