import type { Entry } from '../../../../src/journal/entry.ts';
import { changesOf } from '../../../../src/journal/entry-changes.ts';
import { campaigns } from '../../../support/judged/journals/machines/campaign.ts';
import { exchanges } from '../../../support/judged/journals/machines/exchange.ts';
import { workstations } from '../../../support/judged/journals/machines/workstations.ts';
import { rebinding } from '../../../support/judged/journals/rebinding.ts';
import { honest } from '../../../support/judged/journals.ts';
import { forge, freshId } from '../forging.ts';

const endsParts = (entry: Entry): boolean => changesOf(entry).some(({ table }) => table === 'campaignItem');

/** Reports count machines by campaign and by site from these entries alone. */
describe('what an entry about a machine says for reports', () => {
  it.each([
    ['workstation.signItem', campaigns, campaigns],
    ['token.rebind', exchanges, rebinding],
    ['workstation.assign', exchanges, exchanges],
  ])('names the campaigns whose part it ends, and no other: %s', async (action, journey, without) => {
    const journal = await honest(journey);
    for (const said of [undefined, [], [freshId()], 'one']) {
      const f = forge(journal);
      const entry = f.first(action, endsParts);
      if (said === undefined) delete entry.detail['campaigns'];
      else entry.detail['campaigns'] = said;
      f.isWrong(entry, 'it says another campaigns than');
    }
    const f = forge(await honest(without));
    const other = f.first(action, (entry) => entry.outcome === 'done' && !endsParts(entry));
    other.detail['campaigns'] = [freshId()];
    f.isWrong(other, 'it says another campaigns than');
  });

  it.each(['workstation.signItem', 'workstation.retire'])('says its site: %s', async (action) => {
    const journal = await honest(workstations);
    for (const site of [undefined, 'Elsewhere']) {
      const f = forge(journal);
      const entry = f.first(action, ({ outcome }) => outcome === 'done');
      if (site === undefined) delete entry.detail['site'];
      else entry.detail['site'] = site;
      f.isWrong(entry, 'it says another site than workstation.site');
    }
  });
});
