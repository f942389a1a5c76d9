import { type Day, dateOf } from '../../book/rules/calendar/working-days.ts';
import { single, type Values } from '../frame/forms/forms.ts';

/** A day as the French write it, 24/12/2026. */
const FRENCH = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
/** Written either way, as the REST door has it: 2026-12-24; anything else as it is, to be refused. */
function isoOf(written: string): string {
  const [, day = '', month = '', year = ''] = FRENCH.exec(written) ?? [];
  return year === '' ? written : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The closed days that a form holds as text, with commas, semicolons or blanks between them. */
export const daysOf = ({ closedDays }: { closedDays?: Values[string] | undefined }): string[] =>
  single({ closedDays: closedDays ?? '' }, 'closedDays')
    .split(/[\s,;]+/)
    .filter((day) => day !== '')
    .map(isoOf);

/** Days as the same field takes them. */
export const writtenDays = (days: readonly Day[]): string =>
  days.map((one) => dateOf(one).split('-').reverse().join('/')).join(', ');
