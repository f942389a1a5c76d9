import { LATE, readLate } from '../../src/book/rules/waiting/service-level.ts';
import { DAY_MS } from '../../src/book/rules/working-days.ts';
import { canonical } from '../../src/journal/canonical.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { renewal } from '../support/journals/renewal.ts';
import { honest } from '../support/journals.ts';
import { judgeAll } from '../support/judging.ts';
import { type Forged, forge, rowIn, set, timeOf } from './forging.ts';

describe('dates later than the service level', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(renewal));
  });
  const begun = (): Entry => f.first('promise.late');
  const ended = (): Entry => f.first('promise.kept');
  const saying = (entry: Entry, other: object): void => {
    const late = { ...(entry.detail['late'] as object), ...other };
    entry.detail['late'] = late;
    rowIn(entry, 'setting')['value'] = canonical(late);
  };
  const refused = (entry: Entry, sentence: string): void => {
    f.cut(entry);
    const found = judgeAll(f.signed());
    expect(found?.seq).toBe(f.entries.indexOf(entry));
    expect(found?.sentence).toContain(sentence);
  };

  it('are recorded in the journey', () => {
    expect(readLate(rowIn(begun(), 'setting')['value'])).toMatchObject({ count: 1, ended: null });
    expect(begun().subject).toBe(ended().subject);
    expect(judgeAll(f.signed())).toBeUndefined();
  });

  it.each([
    ['another day', { until: 20_000 }],
    ['another request', { request: 'NONE' }],
    ['another moment', { since: 1 }],
    ['an end already', { ended: 1 }],
    ['none of them', { count: 0 }],
  ])('are not recorded with %s', (_, other) => {
    saying(begun(), other);
    refused(begun(), 'promise.late');
  });

  it('are not found where the promised day is within it', () => {
    const row = rowIn(f.last('request.promise'), 'promise');
    const by = Number(row['fromDay']) - 36;
    Object.assign(row, { fromDay: by, midDay: by, byDay: by + 1 });
    saying(begun(), { until: by + 1 });
    refused(begun(), 'later than service.days working days');
  });

  /** Another entry of the service after `beside`, which says this of the dates. */
  const saidAfter = (beside: Entry, action: 'promise.late' | 'promise.kept', wait: number, other: object): Entry => {
    const late = { ...(beside.detail['late'] as object), ...other };
    const changes = [set('setting', LATE, { value: canonical(late) })];
    return f.after(beside, { action, wait, detail: { late }, changes });
  };

  it('do not end while the request still waits with that date', () => {
    const kept = saidAfter(begun(), 'promise.kept', DAY_MS, { ended: timeOf(begun()) + DAY_MS });
    refused(kept, 'promise.kept: not: the request waits');
  });

  it('do not end twice', () => {
    const again = saidAfter(ended(), 'promise.kept', 1000, { ended: timeOf(ended()) + 1000 });
    refused(again, 'promise.kept: it says another late');
  });

  it('do not begin anew while they last', () => {
    refused(saidAfter(begun(), 'promise.late', 0, { since: timeOf(begun()) }), 'no such alert stands');
  });
});
