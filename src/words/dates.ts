/** Writes a moment, in milliseconds since 1970, as the people of a locale do. */
export type DateForm = (at: number) => string;

/** `1` as a day beside the name of a month; a month of digits keeps it. */
const isWord = (value: string): boolean => /\p{L}/u.test(value);

/** The parts as a text; French has a word of its own for the first of a month, « 1er décembre », which Intl does not know. */
function joined(locale: string, parts: readonly { type: string; value: string }[]): string {
  const isFrench = /^fr\b/.test(locale) && parts.some(({ type, value }) => type === 'month' && isWord(value));
  return parts.map(({ type, value }) => (isFrench && type === 'day' && value === '1' ? '1er' : value)).join('');
}

/** Dates and times in the words of a locale, by Intl's `options`. Making a form takes longer than writing a hundred dates: keep it. */
export function dateForm(locale: string, options: Intl.DateTimeFormatOptions): DateForm {
  const form = new Intl.DateTimeFormat(locale, options);
  return (at) => joined(locale, form.formatToParts(at));
}

/** The same of two moments, with what they share said once: « 1er–7 juin 2026 ». */
export function datesForm(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): (first: number, last: number) => string {
  const form = new Intl.DateTimeFormat(locale, options);
  return (first, last) => joined(locale, form.formatRangeToParts(first, last));
}
