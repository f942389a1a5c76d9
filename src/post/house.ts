import { dateForm } from '../words/dates.ts';

/** Who speaks on the papers: settings of the site. */
export interface House {
  /** Lines at the top left of a letter: the service, then its address. */
  sender: readonly string[];
  /** Telephone of the duty officer, around the clock, as people dial it. */
  dutyPhone: string;
  /** IANA zone of the dates on paper. */
  timeZone: string;
}

/** A date as papers show it: `24 novembre 2026`, or with the time `24/11/2026 à 14:05`. */
export function dateOnPaper(at: number, timeZone: string, form: 'long' | 'minute'): string {
  if (form === 'long') return dateForm('fr-FR', { dateStyle: 'long', timeZone })(at);
  const day = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'short', timeZone }).format(at);
  const time = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone }).format(at);
  return `${day} à ${time}`;
}

/** A day such as 2026-11-23 as people write it. */
export const dayInWords = (locale: 'fr-FR' | 'en-GB', day: string): string =>
  dateForm(locale, { dateStyle: 'long', timeZone: 'UTC' })(Date.parse(day));
