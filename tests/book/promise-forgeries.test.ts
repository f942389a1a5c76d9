import { DAY_MS, dayOf } from '../../src/book/rules/working-days.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { nomade } from '../support/journals/nomade.ts';
import { renewal } from '../support/journals/renewal.ts';
import { honest } from '../support/journals.ts';
import { judgeAll } from '../support/judging.ts';
import { type Forged, forge, freshId, insert, rowIn, timeOf } from './forging.ts';

const REASON = 'promise.reason is not what follows from the date before and this one';

describe('a date that was announced', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(renewal));
  });
  const told = (): Entry => f.first('request.promise');
  const moved = (): Entry => f.last('request.promise');
  function refused(entry: Entry, sentence: string): void {
    f.cut(entry);
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence: `request.promise: ${sentence}` });
  }

  it.each([
    ['fromDay', 1],
    ['midDay', 2],
    ['byDay', -4],
    ['byDay', 1000],
    ['fromDay', -20],
  ] as const)('has its days in order, none past and none out of sight: %s %i', (column, by) => {
    const row = rowIn(told(), 'promise');
    row[column] = Number(row[column]) + by;
    refused(told(), 'promise.byDay is not a day to come, 730 days ahead at most, the three in order');
  });

  it('is counted', () => {
    rowIn(moved(), 'promise')['nth'] = 3;
    refused(moved(), 'promise.nth is not one more than were announced');
  });

  it('is the first but once', () => {
    rowIn(moved(), 'promise')['reason'] = 'first';
    refused(moved(), REASON);
  });

  it('and a first one has no reason to have moved', () => {
    rowIn(told(), 'promise')['reason'] = 'pace';
    refused(told(), REASON);
  });

  it.each(['earlier', 'pace'])('says why it moved, and not %s', (reason) => {
    rowIn(moved(), 'promise')['reason'] = reason;
    refused(moved(), REASON);
  });

  it('is announced once a day', () => {
    const row = { ...rowIn(moved(), 'promise'), id: freshId(), nth: 2, madeAt: timeOf(told()) };
    const second = f.after(told(), { action: 'request.promise', changes: [insert('promise', row)], wait: 0 });
    refused(second, REASON);
  });

  it('is announced to nobody whose request is over', () => {
    const over = f.last('request.withdraw', ({ subject }) => subject === told().subject);
    const row = rowIn(moved(), 'promise');
    const madeAt = timeOf(over) + 60 * DAY_MS;
    const today = dayOf(madeAt);
    const days = { fromDay: today, midDay: today + 1, byDay: today + 2, reason: 'pace' };
    const late = f.after(over, {
      action: 'request.promise',
      actor: 'system',
      role: 'system',
      wait: 60 * DAY_MS,
      changes: [insert('promise', { ...row, ...days, id: freshId(), nth: 3, madeAt })],
    });
    refused(late, 'the request waits to be made');
  });
});

it('no date is announced for a nomade credential, which no bench makes', async () => {
  const f = forge(await honest(nomade));
  const asked = f.first('request.submit');
  const today = dayOf(timeOf(asked));
  const days = { fromDay: today, midDay: today + 1, byDay: today + 2, reach: 'near', ahead: 0 };
  const requestId = asked.subject.replace('request:', '');
  const told = f.after(asked, {
    action: 'request.promise',
    actor: 'system',
    role: 'system',
    wait: 0,
    changes: [insert('promise', { id: freshId(), requestId, nth: 1, ...days, reason: 'first', madeAt: timeOf(asked) })],
  });
  f.cut(told);
  expect(judgeAll(f.signed())).toEqual({
    seq: f.entries.indexOf(told),
    sentence: 'request.promise: the request is for a token',
  });
});
