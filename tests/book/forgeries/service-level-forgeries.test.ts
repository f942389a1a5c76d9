import { LATE, readLate } from '../../../src/book/rules/waiting/service-level.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { canonical } from '../../../src/journal/canonical.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { renewal } from '../../support/judged/journals/renewal.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
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
    const again = saidAfter(begun(), 'promise.late', DAY_MS, { since: timeOf(begun()) + DAY_MS });
    refused(again, 'no such alert stands, or twice');
  });

  it('begin anew while they last where twice as many are late, a day later', () => {
    const since = timeOf(begun()) + DAY_MS;
    const more = saidAfter(begun(), 'promise.late', DAY_MS, { since, count: 2 });
    f.cut(more);
    expect(judgeAll(f.signed())).toBeUndefined();
  });

  it('do not begin anew within a day, however many are late', () => {
    const since = timeOf(begun()) + DAY_MS - 60_000;
    const more = saidAfter(begun(), 'promise.late', DAY_MS - 60_000, { since, count: 9 });
    refused(more, 'the last one began a day ago or more');
  });

  it.each([
    ['promise.late', { count: 2 }],
    ['promise.late', { since: 1000 }],
    ['promise.kept', { ended: 1000 }],
  ] as const)('are not written otherwise than %s says: %j', (action, other) => {
    const entry = f.first(action);
    const late = { ...(entry.detail['late'] as object) } as Record<string, unknown>;
    for (const [name, by] of Object.entries(other)) late[name] = Number(late[name]) + by;
    rowIn(entry, 'setting')['value'] = canonical(late);
    refused(entry, action);
  });

  it('do not end by a request that neither was named nor waits with a date', () => {
    const kept = ended();
    kept.subject = f.first('request.submit').subject;
    refused(kept, 'it names this request, or this one waits with an announced date');
  });
});
