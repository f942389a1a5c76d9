import canonicalize from 'canonicalize';
import { desk } from '../../support/judged/journals/desk.ts';
import { directory } from '../../support/judged/journals/directory.ts';
import { locations } from '../../support/judged/journals/locations.ts';
import { campaigns } from '../../support/judged/journals/machines/campaign.ts';
import { exchanges } from '../../support/judged/journals/machines/exchange.ts';
import { renewal } from '../../support/judged/journals/renewal.ts';
import { restore } from '../../support/judged/journals/restore.ts';
import { service } from '../../support/judged/journals/service.ts';
import { twoPersons } from '../../support/judged/journals/two-persons.ts';
import { honest } from '../../support/judged/journals.ts';
import { forge } from './forging.ts';

describe('a list or an object that an entry says', () => {
  it.each([
    [campaigns, 'workstation.signItem', 'campaigns'],
    [exchanges, 'workstation.assign', 'campaigns'],
    [exchanges, 'token.rebind', 'campaigns'],
    [locations, 'stock.balance', 'rows'],
    [renewal, 'promise.late', 'late'],
    [renewal, 'promise.kept', 'late'],
    [twoPersons, 'dualControl.confirm', 'surge'],
    [twoPersons, 'surge.end', 'surge'],
    [twoPersons, 'surge.expire', 'surge'],
    [desk, 'service.start', 'book'],
    [desk, 'service.start', 'profiles'],
    [desk, 'profile.adopt', 'profiles'],
    [restore, 'journal.restore', 'evidence'],
  ] as const)('is no text that reads like it: in $name, %s says %s', async (journey, action, name) => {
    const f = forge(await honest(journey));
    const entry = f.first(action, ({ detail }) => typeof detail[name] === 'object');
    // who reads the journal counts a list, and would not count its text
    entry.detail[name] = canonicalize(entry.detail[name]);
    f.isWrong(entry, `it says another ${name} than`);
  });
});

describe('a text that an entry says', () => {
  it.each([
    [service, 'workstation.export', 'site'],
    [service, 'journal.read', 'actor'],
    [directory, 'suggestion.dismiss', 'scope'],
    [campaigns, 'campaign.export', 'campaign'],
  ] as const)('is no list or object that holds it: in $name, %s says %s', async (journey, action, name) => {
    const journal = await honest(journey);
    const said = (detail: Record<string, unknown>) => detail[name] ?? 'Lyon';
    for (const wrap of [(text: unknown) => [text], (text: unknown) => ({ text })]) {
      const f = forge(journal);
      const entry = f.first(action);
      entry.detail[name] = wrap(said(entry.detail));
      f.isWrong(entry, `it says another ${name} than`);
    }
  });
});
