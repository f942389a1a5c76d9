import { ZONE } from '../../book/rules/calendar/working-days.ts';
import { DAY_MS } from '../../durations.ts';
import { type DateForm, dateForm } from '../../words/dates.ts';
import type { Language } from './translate.ts';

const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

/** Of what was less than a minute ago: seconds are of no use to a reader, and a page that stands open would have them wrong. */
const JUST_NOW: Record<Language, string> = { fr: 'à l’instant', en: 'just now' };

/** A form of dates in each language, made at its first use: making one takes longer than writing a hundred dates. */
function inParis(options: Intl.DateTimeFormatOptions): (locale: string) => DateForm {
  const made = new Map<string, DateForm>();
  return (locale) => {
    const known = made.get(locale) ?? dateForm(locale, { ...options, timeZone: ZONE });
    made.set(locale, known);
    return known;
  };
}
const MOMENT = inParis({ dateStyle: 'medium', timeStyle: 'short' });
const EXACT = inParis({ dateStyle: 'medium', timeStyle: 'medium' });
const DAY = inParis({ dateStyle: 'long' });
const DAY_IN_WORDS = inParis({ weekday: 'long', day: 'numeric', month: 'long' });
const SHORT_DAY = inParis({ dateStyle: 'medium' });
const ISO_DAY = inParis({ year: 'numeric', month: '2-digit', day: '2-digit' });
const TIME = inParis({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const AGO: Record<Language, Intl.RelativeTimeFormat> = {
  fr: new Intl.RelativeTimeFormat(LOCALE.fr, { numeric: 'auto' }),
  en: new Intl.RelativeTimeFormat(LOCALE.en, { numeric: 'auto' }),
};

/** `24 nov. 2026, 15:04`, Paris time. */
export function moment(language: Language, ms: number): string {
  return MOMENT(LOCALE[language])(ms);
}

/** `24 nov. 2026, 15:04:09`, Paris time, where moments follow one another. */
export function exactMoment(language: Language, ms: number): string {
  return EXACT(LOCALE[language])(ms);
}

/** `24 novembre 2026`, Paris time. */
export function day(language: Language, ms: number): string {
  return DAY(LOCALE[language])(ms);
}

/** The last day of what is good until a moment, as the form asked for it: that moment is the first after it. */
export function lastDay(language: Language, until: number): string {
  return day(language, until - 1);
}

/** `mardi 24 novembre`, Paris time, of days that are near. */
export function dayInWords(language: Language, ms: number): string {
  return DAY_IN_WORDS(LOCALE[language])(ms);
}

/** `15:04`, Paris time. */
export function timeOfDay(language: Language, ms: number): string {
  return TIME(LOCALE[language])(ms);
}

/** `24 nov. 2026`, Paris time, where many dates stand side by side. */
export function shortDay(language: Language, ms: number): string {
  return SHORT_DAY(LOCALE[language])(ms);
}

/** `2026-11-24`, Paris time: what a date field holds. */
export function isoDay(ms: number): string {
  return ISO_DAY('en-CA')(ms);
}

/** `2026-11-24 15:04`, Paris time: what spreadsheets of every language take for a date. */
export function isoMoment(ms: number): string {
  return `${isoDay(ms)} ${TIME('en-GB')(ms)}`;
}

/** How many midnights of Paris lie between two moments. */
export function daysBetween(from: number, to: number): number {
  return Math.round((Date.parse(isoDay(to)) - Date.parse(isoDay(from))) / DAY_MS);
}

/** `il y a 3 jours`, in the largest unit that fits; `à l’instant` below a minute. */
export function ago(language: Language, ms: number, now: number): string {
  const seconds = Math.round((ms - now) / 1000);
  const format = AGO[language];
  if (Math.abs(seconds) < 60) return JUST_NOW[language];
  if (Math.abs(seconds) < 3600) return format.format(Math.trunc(seconds / 60), 'minute');
  if (Math.abs(seconds) < 86_400) return format.format(Math.trunc(seconds / 3600), 'hour');
  return format.format(Math.trunc(seconds / 86_400), 'day');
}
