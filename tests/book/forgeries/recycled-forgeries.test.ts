import type { Entry } from '../../../src/journal/entry.ts';
import { loss } from '../../support/judged/journals/machines/loss.ts';
import { honest } from '../../support/judged/journals.ts';
import { replayed } from '../../support/judged/replayed.ts';
import { type Forged, forge, rowIn } from './forging.ts';

/** The token that is wiped and made for another person. */
const RECYCLED = 'L-0002';

describe('a token that is recycled', () => {
  let f: Forged;
  beforeEach(async () => {
    f = forge(await honest(loss));
  });
  const begun = (): Entry => f.last('production.begin', (entry) => rowIn(entry, 'token')['holderId'] !== undefined);
  const tokenAfter = (entry: Entry) => {
    f.cut(entry);
    return replayed(f.signed()).get('token', RECYCLED);
  };

  it('forgets from when its former holder had it', () => {
    f.first('stock.recycle', ({ subject }) => subject === `token:${RECYCLED}`);
    expect(tokenAfter(begun())).toMatchObject({ state: 'in_production', activatedAt: null });
  });

  it('is not said to be in use since its former holder had it', () => {
    const entry = begun();
    delete rowIn(entry, 'token')['activatedAt'];
    f.isWrong(entry, 'production.begin token: token.activatedAt is left out');
  });
});
