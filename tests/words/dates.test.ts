import { dateForm, datesForm } from '../../src/words/dates.ts';

const FIRST = Date.parse('2026-12-01T09:05:00Z');
const ELEVENTH = Date.parse('2026-12-11T09:05:00Z');
const timeZone = 'Europe/Paris';

describe('a date in words', () => {
  it.each([
    ['long', { dateStyle: 'long' }, '1er décembre 2026', '1 December 2026'],
    ['medium', { dateStyle: 'medium' }, '1er déc. 2026', '1 Dec 2026'],
    [
      'with its weekday',
      { weekday: 'long', day: 'numeric', month: 'long' },
      'mardi 1er décembre',
      'Tuesday 1 December',
    ],
    ['of digits alone', { dateStyle: 'short' }, '01/12/2026', '01/12/2026'],
    ['of a day and a month of digits', { day: 'numeric', month: 'numeric' }, '01/12', '01/12'],
  ] as const)('%s: the first of a month has its own word in French', (_, options, fr, en) => {
    expect(dateForm('fr-FR', { ...options, timeZone })(FIRST)).toBe(fr);
    expect(dateForm('en-GB', { ...options, timeZone })(FIRST)).toBe(en);
  });

  it('says what two days share once', () => {
    const week = (locale: string): string =>
      datesForm(locale, { dateStyle: 'long', timeZone: 'UTC' })(Date.parse('2026-06-01'), Date.parse('2026-06-07'));
    expect(week('fr-FR')).toBe('1er–7 juin 2026');
    expect(week('en-GB')).toMatch(/^1\s?–\s?7 June 2026$/);
  });

  it('leaves hours and other days as they are', () => {
    const form = dateForm('fr-FR', { day: 'numeric', month: 'long', hour: 'numeric', timeZone });
    expect(form(Date.parse('2026-12-01T00:30:00Z'))).toMatch(/^1er décembre à 0?1/);
    expect(dateForm('fr-FR', { dateStyle: 'long', timeZone })(ELEVENTH)).toBe('11 décembre 2026');
  });
});
