import { TOKEN_STATES } from '../../../src/book/tables/states.ts';
import { stockActionsOf } from '../../../src/flow/stock/stock-actions.ts';

describe('what the stock may do with a token', () => {
  const of = (isTemporary: boolean) =>
    Object.fromEntries(TOKEN_STATES.map((state) => [state, stockActionsOf({ state }, isTemporary).join(' ')]));
  const usual = {
    in_stock: 'scrap miss',
    in_production: '',
    to_check: 'scrap miss',
    produced: '',
    handed_over: '',
    active: '',
    suspended: '',
    revoked: 'miss return',
    expired: 'miss return',
    returned: 'miss',
    missing: 'find',
    scrapped: 'miss',
    scrapped_missing: 'find',
    destroyed: '',
  };

  it('follows from its state', () => {
    expect(of(false)).toEqual(usual);
  });

  it('is also to take it back in use, where it is a temporary one', () => {
    const inUse = { produced: 'return', handed_over: 'return', active: 'return', suspended: 'return' };
    expect(of(true)).toEqual({ ...usual, ...inUse });
  });
});
