import { figuresOf } from './rows/day.ts';
import type { DailyReport } from './shape.ts';

/**
 * A field of a CSV file that a spreadsheet will open: what a spreadsheet would take for a formula gets an apostrophe before it
 * (ASVS 1.2.10), then RFC 4180 quotes where needed.
 */
export function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  // a number of ours is no formula, whatever its sign
  const safe = typeof value === 'string' && /^[=+\-@\t\0\r\n]/.test(text) ? `'${text}` : text;
  return /[";,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Cells = readonly (string | number | null)[];

/** Further lines of a CSV file that is made in pieces. */
export const csvLines = (rows: readonly Cells[]): string =>
  rows.map((row) => `${row.map(csvField).join(';')}\r\n`).join('');

/** Lines of a CSV file as French spreadsheets read it: UTF-8 with a BOM, semicolons, CRLF. */
export const csvOf = (rows: readonly Cells[]): string => `\ufeff${csvLines(rows)}`;

/** The report as a CSV file, French names first. Times in whole minutes; empty where nothing was measured. */
export function toCsv(report: DailyReport): string {
  return csvOf([['Indicateur', 'Indicator', 'Valeur'], ...figuresOf(report)]);
}
