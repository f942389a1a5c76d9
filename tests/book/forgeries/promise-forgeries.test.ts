import { dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { PROMISE_REASONS } from '../../../src/book/tables/codes.ts';
import { DAY_MS } from '../../../src/durations.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { dates } from '../../support/judged/journals/dates.ts';
import { nomade } from '../../support/judged/journals/nomade.ts';
import { renewal } from '../../support/judged/journals/renewal.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { type Forged, forge, freshId, insert, rowIn, timeOf } from './forging.ts';

const REASON = 'promise.reason is not what follows from the date before, this one and what was planned in between';

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
  const days = { fromDay: today, midDay: today + 1, byDay: today + 2, reach: 'near', ahead: 0, blankDay: null };
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

describe('a date that moves by what was decided', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(dates));
  });
  const by = (reason: string): Entry => {
    const found = f.entries.find((entry) => {
      return entry.action === 'request.promise' && rowIn(entry, 'promise')['reason'] === reason;
    });
    if (!found) throw new Error(`no date moved by ${reason}`);
    return found;
  };
  const refused = (entry: Entry, sentence: string): void => {
    f.cut(entry);
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence: `request.promise: ${sentence}` });
  };
  const others = (reason: string) => PROMISE_REASONS.filter((one) => one !== reason);

  it.each(others('roster'))('says that the workshop was closed, and not %s', (reason) => {
    const moved = by('roster');
    rowIn(moved, 'promise')['reason'] = reason;
    refused(moved, REASON);
  });

  it.each(others('stock'))('says that blanks are missing, and not %s', (reason) => {
    const moved = by('stock');
    rowIn(moved, 'promise')['reason'] = reason;
    refused(moved, REASON);
  });

  it.each(['stock', 'pace'])(
    'says that blanks are missing, or that fewer are made, only where nothing else holds: %s',
    (reason) => {
      const moved = by('stock');
      Object.assign(rowIn(moved, 'promise'), { blankDay: null, reason });
      refused(moved, REASON);
    },
  );

  it.each([1, -400, 0.5, '20800'])('names no day on which no blank comes: %s', (more) => {
    const moved = by('stock');
    const row = rowIn(moved, 'promise');
    row['blankDay'] = typeof more === 'string' ? more : Number(row['blankDay']) + more;
    const entry = f.entries.indexOf(moved);
    f.cut(moved);
    const found = judgeAll(f.signed());
    expect(found?.seq).toBe(entry);
    expect(found?.sentence).toMatch(/promise.*blankDay/);
  });

  it('names the day of the delivery as it stood, not as it was before it was put off', () => {
    const moved = by('stock');
    const before = f.first('request.promise', ({ subject }) => subject === moved.subject);
    rowIn(moved, 'promise')['blankDay'] = Number(rowIn(before, 'promise')['blankDay']);
    refused(
      moved,
      'promise.blankDay is not nothing, or a day to come on which blank tokens come: that of an expected delivery, or of an order made on the day of the act or of the last delivery (stock.leadDays)',
    );
  });
});
