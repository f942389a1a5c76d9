import type { Entry } from '../../../src/journal/entry.ts';
import { desk } from '../../support/judged/journals/desk.ts';
import { holder } from '../../support/judged/journals/holder.ts';
import { campaigns } from '../../support/judged/journals/machines/campaign.ts';
import { nomade } from '../../support/judged/journals/nomade.ts';
import { renewal } from '../../support/judged/journals/renewal.ts';
import { shipment } from '../../support/judged/journals/shipment.ts';
import { honest } from '../../support/judged/journals.ts';
import { replayed } from '../../support/judged/replayed.ts';
import { type Forged, forge, move } from './forging.ts';

/** The rows that stand just before an entry. */
const standing = (f: Forged, entry: Entry) => replayed(f.entries.slice(0, f.entries.indexOf(entry)));
/** Whose request an entry is about: itself, or what the row of its subject was made for. */
function holderOf(f: Forged, entry: Entry): string {
  const rows = standing(f, entry);
  const [table = '', id = ''] = entry.subject.split(':');
  if (table === 'request') return String(rows.get('request', id)?.['holderId']);
  const own = (entry.detail['changes'] as { table: string; insert?: Record<string, unknown> }[]).find(
    (change) => change.table === table,
  );
  const row = (own?.insert ?? rows.get(table as 'letter', id)) as Record<string, unknown>;
  return String(rows.get('request', String(row['requestId']))?.['holderId']);
}
/** Somebody leaves just before this entry: an administrator disables their account. */
function leaves(f: Forged, entry: Entry, personId: string): void {
  const rows = standing(f, entry);
  const from = String(rows.get('account', personId)?.['state']);
  const [administrator] = rows.find('grantsOfRole', ['administrator']);
  f.before(entry, {
    action: 'account.disable',
    subject: `account:${personId}`,
    actor: String(administrator?.['personId']),
    role: 'administrator',
    changes: [move('account', personId, from, 'disabled')],
  });
}
const GONE = 'the holder is known and their account is not closed';

describe('of somebody who has left', () => {
  it.each([
    [desk, 'production.begin', 'token'],
    [renewal, 'production.begin', 'same-token'],
    [nomade, 'production.begin', 'nomade'],
    [desk, 'certificate.intend', 'token'],
    [nomade, 'certificate.intend', 'nomade'],
    [desk, 'certificate.issue', 'token'],
    [nomade, 'certificate.issue', 'nomade'],
    [desk, 'production.seal', 'token'],
    [nomade, 'production.seal', 'nomade'],
    [desk, 'handover.challenge', undefined],
    [desk, 'handover.handOver', undefined],
    [shipment, 'handover.ship', undefined],
    [holder, 'handover.receiveParcel', undefined],
    [holder, 'handover.accept', 'pickup-code'],
    [holder, 'handover.checkIdentity', 'acceptance'],
    [holder, 'handover.accept', 'two-persons'],
    [holder, 'handover.confirmReceipt', 'pickup-code'],
    [holder, 'handover.checkIdentity', 'receipt'],
    [holder, 'handover.confirmReceipt', 'two-persons'],
    [renewal, 'handover.checkIdentity', 'renewal'],
    [desk, 'letter.print', 'pin'],
    [nomade, 'letter.print', 'pkcs12-password'],
  ] as const)('%p: there is no %s %s', async (journey, action, kind) => {
    const f = forge(await honest(journey));
    const of = ({ detail }: Entry): boolean =>
      kind === undefined || detail['kind'] === kind || detail['proof'] === kind;
    const done = f.first(action, (entry) => entry.outcome === 'done' && of(entry));
    leaves(f, done, holderOf(f, done));
    f.isWrong(done, GONE);
  });

  it('a campaign asks for no token in their name', async () => {
    const f = forge(await honest(campaigns));
    const asked = f.first('campaign.replaceToken');
    const [change] = asked.detail['changes'] as { insert: Record<string, unknown> }[];
    leaves(f, asked, String(change?.insert['holderId']));
    f.isWrong(asked, GONE);
  });
});
