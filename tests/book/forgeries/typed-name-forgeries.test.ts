import { dates } from '../../support/judged/journals/dates.ts';
import { directory } from '../../support/judged/journals/directory.ts';
import { locations } from '../../support/judged/journals/locations.ts';
import { campaigns } from '../../support/judged/journals/machines/campaign.ts';
import { workstations } from '../../support/judged/journals/machines/workstations.ts';
import { people } from '../../support/judged/journals/people.ts';
import { service } from '../../support/judged/journals/service.ts';
import { stock } from '../../support/judged/journals/stock.ts';
import { honest } from '../../support/judged/journals.ts';
import { forge, rowIn } from './forging.ts';

const KEYS = ['111111-222222-333333-444444', '111111/222222/333333/444444', '111111222222333333444444'];
/** It prints what follows it from right to left. */
const TURNED = 'SPAN \u202E51';
const WORKSTATION = ['model', 'image', 'site', 'service', 'assetNumber', 'serialNumber'];

type Journey = Parameters<typeof honest>[0];
const typed: [action: string, journey: Journey, table: string, columns: readonly string[]][] = [
  ['workstation.register', workstations, 'workstation', WORKSTATION],
  ['workstation.import', workstations, 'workstation', WORKSTATION],
  ['workstation.amend', workstations, 'workstation', ['site', 'serialNumber']],
  ['workstation.update', workstations, 'workstation', ['site', 'serialNumber']],
  ['campaign.open', campaigns, 'campaign', ['fromImage', 'site', 'service', 'model']],
  ['person.add', people, 'person', ['site', 'service']],
  ['request.submit', workstations, 'request', ['deliverySite']],
  ['stockLocation.add', locations, 'stockLocation', ['label', 'site']],
  ['stockLocation.amend', locations, 'stockLocation', ['label']],
];
const named = ({ outcome }: { outcome: string }): boolean => outcome === 'done';

describe.each(typed)('%s', (action, journey, table, columns) => {
  it.each(columns)('holds in %s no recovery key, and no character that does not show', async (column) => {
    const journal = await honest(journey);
    for (const text of [...KEYS, TURNED]) {
      const f = forge(journal);
      const entry = f.first(action, named);
      rowIn(entry, table)[column] = text;
      f.isWrong(entry, `${action}: ${table}.${column} is not `);
    }
  });
});

describe('a line that somebody typed', () => {
  it.each([
    ['stock.receive', stock, 'delivery', 'reference'],
    ['stock.receive', stock, 'delivery', 'model'],
    ['stock.expect', dates, 'expectedDelivery', 'model'],
  ] as const)('of %s shows as what it is', async (action, journey, table, column) => {
    const f = forge(await honest(journey));
    const entry = f.first(action, named);
    rowIn(entry, table)[column] = TURNED;
    f.isWrong(entry, `${action}: ${table}.${column} is not `);
  });

  it.each([
    ['suggestion.dismiss', directory, 'scope'],
    ['stock.balance', locations, 'model'],
    ['service.start', service, 'site'],
  ] as const)('of %s shows as what it is, in what the entry says', async (action, journey, name) => {
    const f = forge(await honest(journey));
    const entry = f.first(action, named);
    entry.detail[name] = TURNED;
    f.isWrong(entry, `${action}: it says another ${name} than `);
  });
});
