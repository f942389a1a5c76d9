import { desk } from '../../support/judged/journals/desk.ts';
import { nomade } from '../../support/judged/journals/nomade.ts';
import { recalls } from '../../support/judged/journals/recall.ts';
import { stock } from '../../support/judged/journals/stock.ts';
import { troubles } from '../../support/judged/journals/troubles.ts';
import { honest } from '../../support/judged/journals.ts';
import { forge } from './forging.ts';

/** Reports count tokens by their model from these entries alone. */
describe('the model that an entry says of its tokens', () => {
  it.each([
    ['production.seal', desk],
    ['production.undo', troubles],
    ['token.check', troubles],
    ['token.scrap', stock],
    ['recall.hit', recalls],
  ])('is theirs, and is there: %s', async (action, journey) => {
    const journal = await honest(journey);
    const isOfToken = ({ detail }: { detail: Record<string, unknown> }): boolean => typeof detail['model'] === 'string';
    for (const model of ['Another', undefined]) {
      const f = forge(journal);
      const entry = f.first(action, isOfToken);
      if (model === undefined) delete entry.detail['model'];
      else entry.detail['model'] = model;
      f.isWrong(entry, 'it says another model than');
    }
  });

  it('is of no Nomade credential', async () => {
    const f = forge(await honest(nomade));
    const sealed = f.first('production.seal', ({ detail }) => detail['kind'] === 'nomade');
    sealed.detail['model'] = 'Twin';
    f.isWrong(sealed, 'it does not say model');
  });
});
