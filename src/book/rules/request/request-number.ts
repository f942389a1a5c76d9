/** What the numbers of requests of one year begin with: each year counts anew. */
export const seriesOf = (year: number): string => `DEM-${year}`;
/** The number of a request, as people say it on the telephone: `DEM-2026-00471`. */
export const requestNumberOf = (year: number, nth: number): string =>
  `${seriesOf(year)}-${String(nth).padStart(5, '0')}`;
/** The year that a number names, where the service could have written it so. */
export const yearOfNumber = (number: string): string | undefined => /^DEM-(\d{4})-\d{5,9}$/.exec(number)?.[1];
/** Whether a text is meant as a number: it begins as one, and no id does. */
export const looksLikeNumber = (text: string): boolean => text.startsWith('DEM-');
/** Whether a text is a whole number, as somebody typed it or a scanner read it: its zeros may be left out. */
export const isRequestNumber = (text: string): boolean => /^DEM-\d{4}-\d{1,9}$/.test(text);
