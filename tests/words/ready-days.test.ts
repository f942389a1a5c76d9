import { readyWords } from '../../src/words/ready-days.ts';

const day = (date: string): number => Date.parse(date) / 86_400_000;
const words = (from: string, by: string) => readyWords({ fromDay: day(from), byDay: day(by) });

describe('when something is ready, in words', () => {
  it.each([
    ['one day', '2026-11-26', '2026-11-26', 'le jeudi 26 novembre', 'on Thursday 26 November'],
    [
      'two days of a month, which is said once',
      ...(['2026-11-26', '2026-11-30'] as const),
      'entre le jeudi 26 et le lundi 30 novembre',
      'between Thursday 26 and Monday 30 November',
    ],
    [
      'days of two months, the first of one among them',
      ...(['2026-11-27', '2026-12-01'] as const),
      'entre le vendredi 27 novembre et le mardi 1er décembre',
      'between Friday 27 November and Tuesday 1 December',
    ],
    [
      'the first of a month and another of its days',
      ...(['2026-12-01', '2026-12-03'] as const),
      'entre le mardi 1er et le jeudi 3 décembre',
      'between Tuesday 1 and Thursday 3 December',
    ],
    [
      'days of two years',
      ...(['2026-12-31', '2027-01-04'] as const),
      'entre le jeudi 31 décembre 2026 et le lundi 4 janvier 2027',
      'between Thursday 31 December 2026 and Monday 4 January 2027',
    ],
  ])('%s', (_, from, by, fr, en) => {
    expect(words(from, by)).toEqual({ fr, en });
  });
});
