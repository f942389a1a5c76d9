import { twoPersons } from '../../support/judged/journals/two-persons.ts';
import { honest } from '../../support/judged/journals.ts';
import { forge } from './forging.ts';

describe('a proposal that ended without being done', () => {
  it('was not refused by whoever had proposed it', async () => {
    const f = forge(await honest(twoPersons));
    const own = f.first('dualControl.cancel');
    expect(own.detail['kind']).toBe('withdrawn');
    own.detail['kind'] = 'refused';
    f.isWrong(own);
  });

  it('says which of both it was', async () => {
    const f = forge(await honest(twoPersons));
    const own = f.first('dualControl.cancel');
    own.detail['kind'] = 'forgotten';
    f.isWrong(own);
  });
});
