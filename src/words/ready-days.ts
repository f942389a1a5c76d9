import { DAY_MS } from '../durations.ts';
import { dateForm } from './dates.ts';

interface Days {
  /** Days since 1970. */
  fromDay: number;
  byDay: number;
}

const part = (day: number, locale: string, of: Intl.DateTimeFormatOptions): string =>
  dateForm(locale, { ...of, timeZone: 'UTC' })(day * DAY_MS);
const yearOf = (day: number): string => part(day, 'en', { year: 'numeric' });

/** Both days with what they do not share: the month and the year are said once where they are the same. */
function spoken({ fromDay, byDay }: Days, locale: string): [from: string, by: string] {
  const short = { weekday: 'long', day: 'numeric' } as const;
  const withMonth = { ...short, month: 'long' } as const;
  const whole = { ...withMonth, year: 'numeric' } as const;
  if (yearOf(fromDay) !== yearOf(byDay)) return [part(fromDay, locale, whole), part(byDay, locale, whole)];
  const month = part(fromDay, locale, { month: 'long' });
  const from = part(fromDay, locale, withMonth);
  const isOneMonth = month === part(byDay, locale, { month: 'long' });
  return [isOneMonth ? from.replace(` ${month}`, '') : from, part(byDay, locale, withMonth)];
}

/** When something is ready, in words, as the end of a sentence: « entre le jeudi 26 et le lundi 30 novembre ». */
export function readyWords(days: Days): { fr: string; en: string } {
  const [frFrom, frBy] = spoken(days, 'fr-FR') as [string, string];
  const [enFrom, enBy] = spoken(days, 'en-GB').map((text) => text.replace(',', '')) as [string, string];
  if (days.fromDay === days.byDay) return { fr: `le ${frBy}`, en: `on ${enBy}` };
  return { fr: `entre le ${frFrom} et le ${frBy}`, en: `between ${enFrom} and ${enBy}` };
}

/** Why a date moved, as whoever waits may read it. */
export const MOVED_DATES = {
  first: { fr: '', en: '' },
  queue: {
    fr: 'des demandes prioritaires passent avant celle-ci',
    en: 'urgent requests go before this one',
  },
  approval: { fr: 'la demande n’est pas encore approuvée', en: 'the request is not approved yet' },
  stock: {
    fr: 'les jetons vierges manquent jusqu’à une prochaine livraison',
    en: 'there are no more blank tokens until the next delivery',
  },
  roster: {
    fr: 'l’atelier est fermé, ou compte moins de techniciens que prévu',
    en: 'the workshop is closed, or fewer technicians work than planned',
  },
  pace: {
    fr: 'l’atelier produit moins vite que prévu',
    en: 'the workshop makes fewer tokens than planned',
  },
  earlier: { fr: 'l’atelier avance plus vite que prévu', en: 'the workshop is ahead of what was foreseen' },
} as const;
