import { dateForm } from '../words/dates.ts';

/** The same in both languages. */
export const both = (value: string | number): { fr: string; en: string } => ({ fr: String(value), en: String(value) });
/** A count, as each language writes it. */
export const counted = (n: number): { fr: string; en: string } => ({
  fr: n.toLocaleString('fr'),
  en: n.toLocaleString('en'),
});

/** How mails write days, moments and times of day in a zone. */
export function mailDates(timeZone: string) {
  const inWords = (options: Intl.DateTimeFormatOptions) => {
    const [fr, en] = [dateForm('fr-FR', { ...options, timeZone }), dateForm('en-GB', { ...options, timeZone })];
    return (at: number) => ({ fr: fr(at), en: en(at) });
  };
  return {
    day: inWords({ dateStyle: 'long' }),
    moment: inWords({ dateStyle: 'long', timeStyle: 'short' }),
    time: (at: number) => both(new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone }).format(at)),
  };
}
export type MailDates = ReturnType<typeof mailDates>;
