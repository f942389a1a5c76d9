import { TOKEN_BOUND } from '../../src/book/tables/states.ts';
import { keysIn } from '../../src/store/index-keys.ts';

const keysOf = (...of: Parameters<typeof keysIn>) => keysIn(...of).map(({ key }) => key);

describe('the keys of an index of which a condition finds all rows', () => {
  it('are one for one value, and one for each of several', () => {
    expect(keysOf('itemsOfToken', { tokenId: 't1' })).toEqual([['t1']]);
    expect(keysOf('itemsOfToken', { tokenId: ['t1', 't2'] })).toEqual([['t1'], ['t2']]);
    const [of1, of2] = keysIn('itemsOfToken', { tokenId: ['t1', 't2'] });
    expect([of1?.isOf({ tokenId: 't1' }), of2?.isOf({ tokenId: 't1' })]).toEqual([true, false]);
  });

  it('are several where one of the columns has several values', () => {
    expect(keysOf('tokensOfHolder', { holderId: 'p1', workstationId: ['w1', 'w2'], state: TOKEN_BOUND })).toEqual([
      ['p1', 'w1'],
      ['p1', 'w2'],
    ]);
  });

  it.each([[{ tokenId: ['t1'], state: ['good'] }], [{ recallId: 'r1', tokenId: ['t1'] }], [{ state: ['good'] }], [{}]])(
    'are none of %j',
    (where) => {
      expect(keysIn('itemsOfToken', where)).toEqual([]);
    },
  );
});
