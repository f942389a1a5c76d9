import { createReplay } from '../../../src/book/judge/replay.ts';
import type { BookEntry, Row, Step } from '../../../src/book/tables/row.ts';

const entry: BookEntry = {
  seq: 0,
  at: '2026-01-05T08:00:00.000Z',
  actor: 'system',
  role: 'system',
  action: 'stock.receive',
  subject: 'delivery:D-1',
  outcome: 'done',
  detail: {},
};
const tokenOn = (id: string, transferId: string | null): Step => {
  const row: Row = { id, state: 'in_stock', transferId };
  return { table: 'token', id, before: undefined, after: row, said: row };
};

describe('the rows under a key', () => {
  const replay = createReplay();
  replay.apply(entry, [tokenOn('T-1', null), tokenOn('T-2', 'null'), tokenOn('T-3', '[null]')]);
  const on = (transferId: string | null) => replay.find('tokensOnTheWay', [transferId]).map(({ id }) => id);

  it('are not those where the column is empty, whatever the text says', () => {
    expect([null, 'null', '[null]', '["null"]'].map(on)).toEqual([['T-1'], ['T-2'], ['T-3'], []]);
  });

  it('are counted as they are found', () => {
    expect(replay.count('tokensOnTheWay', ['null'])).toBe(1);
    expect(replay.count('tokensOnTheWay', [null])).toBe(1);
  });
});
