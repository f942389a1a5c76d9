import type { Entry } from '../../../src/journal/entry.ts';
import { campaigns } from '../../support/judged/journals/machines/campaign.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { type Forged, forge, rowIn } from './forging.ts';

const DAY = 'roster.firstDay is not a day to come, 366 days ahead at most, the two in order';

describe('a roster', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(campaigns));
  });
  const planned = (): Entry => f.first('roster.plan');
  function refused(sentence: string): void {
    const entry = planned();
    f.cut(entry);
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence: `roster.plan: ${sentence}` });
  }

  it.each([
    ['firstDay', -3],
    ['firstDay', 5],
    ['lastDay', 400],
    ['lastDay', -4],
  ] as const)('is of days to come, in order and in sight: %s %i', (column, by) => {
    const row = rowIn(planned(), 'roster');
    row[column] = Number(row[column]) + by;
    refused(DAY);
  });

  it('is counted', () => {
    rowIn(planned(), 'roster')['nth'] = 2;
    refused('roster.nth is not one more than there are plans');
  });

  it.each([
    ['technicians', 0],
    ['reason', 'closure'],
  ])('has no technician on a closure, and then alone: %s', (column, value) => {
    rowIn(planned(), 'roster')[column] = value;
    refused('no technician on a closure, and then alone');
  });
});
