import { MOST_OPEN_DELIVERIES } from '../../../src/book/rules/stock/expected-deliveries.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { stock } from '../../support/judged/journals/stock.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { type Forged, forge, freshId, insert, rowIn, timeOf } from './forging.ts';

/** Deliveries that are expected, moved, cancelled and received in parts. */
describe('an expected delivery', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(stock));
  });
  const said = (): Entry => f.first('stock.expect');
  const moved = (): Entry => f.last('stock.postpone');
  const received = (): Entry[] =>
    f.entries.filter((e) => e.action === 'stock.receive' && JSON.stringify(e).includes('"expectedDelivery"'));
  const part = (): Entry => received()[0] as Entry;
  const last = (): Entry => received()[1] as Entry;
  function refused(entry: Entry, sentence: string): void {
    f.cut(entry);
    const { action } = entry;
    expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence: `${action}: ${sentence}` });
  }

  it('is counted, on a day to come, by a code', () => {
    const row = rowIn(said(), 'expectedDelivery');
    row['day'] = Number(row['day']) - 30;
    refused(said(), 'expectedDelivery.day is not a day to come, 366 days ahead at most');
  });

  it('cannot be taken out', () => {
    f.drop(said());
    refused(said(), 'expectedDelivery.nth is not one more than were ever expected');
  });

  it('is one of 200 that may be expected at once', () => {
    let beside = f.last('stock.expect');
    const row = rowIn(beside, 'expectedDelivery');
    const more = (nth: number): Entry => {
      const [id, expectedAt] = [freshId(), timeOf(beside) + 1];
      const changes = [insert('expectedDelivery', { ...row, id, nth, expectedAt })];
      return f.after(beside, { action: 'stock.expect', subject: `expectedDelivery:${id}`, wait: 1, changes });
    };
    for (let nth = Number(row['nth']) + 1; nth <= MOST_OPEN_DELIVERIES; nth += 1) beside = more(nth);
    f.cut(beside);
    expect(judgeAll(f.signed())).toBeUndefined();
    refused(more(MOST_OPEN_DELIVERIES + 1), 'fewer than 200 deliveries are expected');
  });

  it('is moved from the day that stood', () => {
    moved().detail['before'] = 20_000;
    refused(moved(), 'it says another before than expectedDelivery.day');
  });

  it('is no text', () => {
    rowIn(said(), 'expectedDelivery')['reference'] = 'livrer à Mme Durand';
    refused(said(), 'expectedDelivery.reference is not the reference of the order (as typed)');
  });

  it('counts what came, neither more nor less', () => {
    rowIn(part(), 'expectedDelivery')['came'] = 2;
    refused(part(), 'expectedDelivery.came is not what came of it, with this delivery');
  });

  it('is over with the last of it, and no sooner', () => {
    delete rowIn(last(), 'expectedDelivery')['state'];
    f.cut(last());
    expect(judgeAll(f.signed())).toMatchObject({ seq: f.entries.indexOf(last()) });
  });

  it('is of the same model as what came', () => {
    rowIn(part(), 'delivery')['model'] = 'Virage';
    refused(part(), 'delivery.expectedId is not an expected delivery of the same model, or nothing');
  });
});
