import { BALANCE_NUMBERS } from '../../../src/book/rules/stock/stock-balance.ts';
import { type Entry, formatTime } from '../../../src/journal/entry.ts';
import { locations } from '../../support/judged/journals/locations.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { changeIn, type Forged, forge, insert, rowIn, set, timeOf } from './forging.ts';

const HOUR = 3_600_000;

let f: Forged;
let honestJournal: Awaited<ReturnType<typeof honest>>;
beforeEach(async () => {
  honestJournal = await honest(locations);
  f = forge(honestJournal);
});
/** The journal up to this entry is refused there, with this sentence and none before it. */
function refusedAt(entry: Entry, sentence: string): void {
  f.cut(entry);
  expect(judgeAll(f.signed())).toEqual({ seq: f.entries.indexOf(entry), sentence });
}

describe('a delivery', () => {
  it('comes to no site, so that one person could carry its tokens anywhere', () => {
    const received = f.last('stock.receive');
    rowIn(received, 'delivery')['locationId'] = null;
    f.isWrong(received, 'delivery.locationId');
  });
});

describe('a transfer', () => {
  it('is received by whoever sent it', () => {
    const [sent, arrived] = [f.first('stock.send'), f.first('stock.arrive')];
    arrived.actor = sent.actor;
    rowIn(arrived, 'stockTransfer')['receivedBy'] = sent.actor;
    refusedAt(arrived, `stock.arrive: ${sent.actor} as technician may not do this: same_person`);
  });

  it('says another number than leaves', () => {
    const sent = f.first('stock.send');
    rowIn(sent, 'stockTransfer')['count'] = 4;
    refusedAt(sent, 'stock.send: stockTransfer.count is not how many tokens leave');
  });

  it('arrives in another place than it was sent to', () => {
    const arrived = f.first('stock.arrive');
    rowIn(arrived, 'token')['locationId'] = 'LYON-TIROIR';
    refusedAt(arrived, 'stock.arrive: token.locationId is not stockTransfer.toId');
  });

  it('is named as what stands where nothing does, and brings blanks that nobody sent', () => {
    const [sent, arrived] = [f.first('stock.send'), f.first('stock.arrive')];
    for (const entry of [sent, arrived]) {
      entry.subject = 'stockTransfer:null';
      changeIn(entry, 'stockTransfer').id = 'null';
    }
    rowIn(sent, 'stockTransfer')['id'] = 'null';
    for (const nth of [0, 1, 2]) rowIn(sent, 'token', nth)['transferId'] = 'null';
    f.with(arrived, set('token', 'L-0006', { locationId: 'PAU-COFFRE', transferId: null }));
    refusedAt(arrived, 'stock.arrive: the token is on the way by this transfer');
  });
});

describe('a missing token that is found', () => {
  it('leaves it on the transfer by which it was lost', () => {
    const found = f.first('token.find');
    delete rowIn(found, 'token')['transferId'];
    refusedAt(found, 'token.find: the token is on no transfer any more');
  });

  it('is in a location of another site', () => {
    const found = f.last('token.find');
    rowIn(found, 'token')['locationId'] = 'PAU-COFFRE';
    refusedAt(found, 'token.find: it is found in a location of the site where it was, if it had one');
  });
});

describe('a location', () => {
  it('is one more than five hundred', () => {
    let added = f.first('stockLocation.add');
    f.cut(added);
    const row = rowIn(added, 'stockLocation');
    for (let n = 1; n <= 500; n++) {
      const id = `MORE-${n}`;
      const changes = [insert('stockLocation', { ...row, id, addedAt: timeOf(added) + 1000 })];
      added = f.after(added, { action: 'stockLocation.add', subject: `stockLocation:${id}`, changes });
    }
    refusedAt(added, 'stockLocation.add: there are fewer than 500');
  });

  it('is registered by a technician, who would send tokens to it as to their own site', () => {
    const added = f.first('stockLocation.add');
    const { actor } = f.first('stock.move');
    added.actor = actor;
    added.role = 'technician';
    rowIn(added, 'stockLocation')['addedBy'] = actor;
    refusedAt(added, `stockLocation.add: ${actor} as technician may not do this: forbidden`);
  });
});

describe('a count', () => {
  const differing = () => f.last('stock.count');

  it('has seen more than its differences leave', () => {
    const counted = differing();
    rowIn(counted, 'stockCount')['seen'] = 99;
    refusedAt(counted, 'stock.count: stockCount.seen is not as the differences say');
  });

  it('leaves a difference out', () => {
    const counted = differing();
    const { id } = rowIn(counted, 'stockDifference');
    f.without(counted, (change) => change.id === id);
    refusedAt(counted, 'stock.count: stockCount.seen is not as the differences say');
  });

  it('has its difference explained by what is not true', () => {
    const settled = f.first('stock.settle');
    rowIn(settled, 'stockDifference')['reason'] = 'found';
    refusedAt(settled, 'stock.settle: stockDifference.reason is not what the state of the token explains');
  });

  it('has a token that was not seen explained as there by whoever counted', () => {
    const settled = f.first('stock.settle', (e) => rowIn(e, 'stockDifference')['reason'] === 'found');
    const difference = differing();
    settled.actor = difference.actor;
    rowIn(settled, 'stockDifference')['settledBy'] = difference.actor;
    const sentence =
      'who counted does not say themselves that a token that they did not see is there, or in another location';
    refusedAt(settled, `stock.settle: ${sentence}`);
  });
});

describe('the equation of an evening', () => {
  const rowsOf = (entry: Entry) => entry.detail['rows'] as [location: string | null, ...numbers: number[]][];
  const untrue = 'it says another rows than the equation of the model in each location, as the records give it';
  const [MISSING, IN_STOCK] = [1 + BALANCE_NUMBERS.indexOf('missing'), 1 + BALANCE_NUMBERS.indexOf('inStock')];

  it('hides a missing token among those in stock', () => {
    const counted = f.first('stock.balance');
    const row = rowsOf(counted).find((one) => Number(one[MISSING]) > 0)!;
    row[MISSING] = Number(row[MISSING]) - 1;
    row[IN_STOCK] = Number(row[IN_STOCK]) + 1;
    refusedAt(counted, `stock.balance: ${untrue}`);
  });

  it('is of rows that are none', () => {
    const broken = { toString: 1, valueOf: 1 };
    for (const rows of [[null], [broken], [[broken, 1]], ['P-0001'], [[]], [[1, 2]], { 0: null }, null, []]) {
      const counted = f.first('stock.balance');
      counted.detail['rows'] = rows;
      refusedAt(counted, `stock.balance: ${untrue}`);
      f = forge(honestJournal);
    }
  });

  it('is of a model that is none', () => {
    for (const model of [null, 7, [], { toString: 1, valueOf: 1 }]) {
      const counted = f.first('stock.balance');
      counted.detail['model'] = model;
      f.isWrong(counted);
      f = forge(honestJournal);
    }
  });

  it('leaves a location out', () => {
    const counted = f.first('stock.balance');
    counted.detail['rows'] = rowsOf(counted).slice(1);
    refusedAt(counted, 'stock.balance: no received token of the model is forgotten or counted twice');
  });

  it('is counted in the morning', () => {
    const [first, second] = [f.first('stock.balance'), f.last('stock.balance')];
    second.at = formatTime(timeOf(first) + 15 * HOUR);
    refusedAt(second, 'stock.balance: it is past 18:00 in Paris');
  });

  it('is counted twice in an evening', () => {
    const [first, second] = [f.first('stock.balance'), f.last('stock.balance')];
    second.at = formatTime(timeOf(first) + 60_000);
    rowIn(second, 'setting')['value'] = rowIn(first, 'setting')['value']!;
    refusedAt(second, 'stock.balance: the model was not counted on that day yet');
  });

  it('finds a location low again an hour after it was', () => {
    const [enough, missed, low] = [f.first('stock.enough'), f.last('token.miss'), f.last('stock.low')];
    for (const entry of [missed, low]) entry.at = enough.at;
    rowIn(low, 'stockAlert')['since'] = timeOf(low);
    refusedAt(low, 'stock.low: its last alert began a day ago or more');
  });

  it('finds a location low that is not', () => {
    const low = f.first('stock.low');
    rowIn(low, 'stockAlert')['count'] = 0;
    refusedAt(low, 'stock.low: stockAlert.count is not how many are left');
  });
});
