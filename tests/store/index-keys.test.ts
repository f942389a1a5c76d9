import { TOKEN_BOUND } from '../../src/book/tables/states.ts';
import { foundUnder } from '../../src/store/index-keys.ts';

describe('what an index answers, where a condition has found all of it', () => {
  it('stands under one key for one value, and under one for each of several', () => {
    const [a, b] = [
      { id: 'a', tokenId: 't1' },
      { id: 'b', tokenId: 't3' },
    ];
    expect(foundUnder('itemsOfToken', { tokenId: 't1' }, [a])).toEqual([[['t1'], [a]]]);
    expect(foundUnder('itemsOfToken', { tokenId: ['t1', 't2', 't3'] }, [b, a])).toEqual([
      [['t1'], [a]],
      [['t2'], []],
      [['t3'], [b]],
    ]);
  });

  it('stands under several where one of the columns has several values', () => {
    const where = { holderId: 'p1', workstationId: ['w1', 'w2'], state: TOKEN_BOUND };
    const token = { id: 't', holderId: 'p1', workstationId: 'w2' };
    expect(foundUnder('tokensOfHolder', where, [token])).toEqual([
      [['p1', 'w1'], []],
      [['p1', 'w2'], [token]],
    ]);
  });

  it.each([[{ tokenId: ['t1'], state: ['good'] }], [{ recallId: 'r1', tokenId: ['t1'] }], [{ state: ['good'] }], [{}]])(
    'stands under none for %j',
    (where) => {
      expect(foundUnder('itemsOfToken', where, [])).toEqual([]);
    },
  );
});
