/** Writes a moment, in milliseconds since 1970, as the people of a locale do. */
export type DateForm = (at: number) => string;

/** `1` as a day beside the name of a month; a month of digits keeps it. */
const isWord = (value: string): boolean => /\p{L}/u.test(value);

/**
 * Dates and times in the words of a locale, by Intl's `options`. French has a word of its own for the first of a month,
 * « 1er décembre », which Intl does not know. Making a form takes longer than writing a hundred dates: keep it.
 */
export function dateForm(locale: string, options: Intl.DateTimeFormatOptions): DateForm {
  const form = new Intl.DateTimeFormat(locale, options);
  if (!/^fr\b/.test(locale)) return (at) => form.format(at);
  return (at) => {
    const parts = form.formatToParts(at);
    const inWords = parts.some(({ type, value }) => type === 'month' && isWord(value));
    return parts.map(({ type, value }) => (inWords && type === 'day' && value === '1' ? '1er' : value)).join('');
  };
}
