import { hashOfAct } from '../../../src/book/language/sources.ts';
import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { officer } from '../../support/judged/journals/officer.ts';
import { honest } from '../../support/judged/journals.ts';
import { changeIn, type Forged, forge, move, ofAct, rowIn, set, timeOf } from './forging.ts';

const BRING_BACK = ofAct('officer.bringBack');
const HOUR = 3_600_000;

/** Somebody who has the key that signs the journal writes that the only security officer was brought back. */
describe('the only security officer is brought back, and', () => {
  let f: Forged;
  let proposed: Entry;
  let confirmed: Entry;
  beforeEach(async () => {
    f = forge(await honest(officer));
    proposed = f.last('dualControl.propose', BRING_BACK);
    confirmed = f.last('dualControl.confirm', BRING_BACK);
  });
  const confirmedBy = (actor: string, role = 'administrator'): void => {
    Object.assign(confirmed, { actor, role });
    rowIn(confirmed, 'proposal')['confirmerId'] = actor;
  };
  const proposedBy = (actor: string, role = 'administrator'): void => {
    Object.assign(proposed, { actor, role });
    rowIn(proposed, 'proposal')['proposerId'] = actor;
  };
  /** Other arguments, under their own hash. */
  const withArgs = (args: object): void => {
    const row = rowIn(proposed, 'proposal');
    row['args'] = JSON.stringify(args);
    row['argsHash'] = hashOfAct({ act: 'officer.bringBack', args });
  };

  it('one administrator proposed and confirmed it', () => {
    confirmedBy(proposed.actor);
    f.isWrong(confirmed);
  });

  it('one administrator did it without a proposal', () => {
    f.drop(proposed);
    f.isWrong(confirmed);
  });

  it('the officer confirmed it', () => {
    confirmedBy(f.person('M-OLGA'), 'security-officer');
    f.isWrong(confirmed);
  });

  it('the officer confirmed it as if administrator', () => {
    confirmedBy(f.person('M-OLGA'));
    f.isWrong(confirmed);
  });

  it('the officer proposed it', () => {
    proposedBy(f.person('M-OLGA'), 'security-officer');
    f.isWrong(proposed);
  });

  it('an approver proposed it', () => {
    proposedBy(f.person('M-VALERIE'), 'approver');
    f.isWrong(proposed);
  });

  it('somebody who is no administrator confirmed it', () => {
    confirmedBy(f.person('M-VALERIE'));
    f.isWrong(confirmed);
  });

  it('there was another officer when it was proposed', () => {
    f.drop(f.first('account.disable'));
    f.isWrong(f.first('dualControl.propose', BRING_BACK));
  });

  it('it was about another than the officer', () => {
    withArgs({ personId: f.person('M-VALERIE'), reason: 'keys-lost' });
    f.isWrong(proposed);
  });

  it('there was no reason', () => {
    withArgs({ personId: f.person('M-OLGA') });
    f.isWrong(proposed);
  });

  it('the reason is another than the one that was proposed', () => {
    confirmed.detail['reason'] = 'keys-stolen';
    f.isWrong(confirmed);
  });

  it('the entry says another officer', () => {
    confirmed.detail['officer'] = f.person('M-ODILE');
    f.isWrong(confirmed);
  });

  it('nobody had time to object', () => {
    confirmed.at = new Date(timeOf(proposed) + 11 * HOUR).toISOString();
    f.isWrong(confirmed);
  });

  it('the proposal said a shorter wait than the policy', () => {
    rowIn(proposed, 'proposal')['expiresAt'] = timeOf(proposed) + 25 * HOUR;
    f.isWrong(proposed);
  });

  it('the officer had objected', () => {
    const objected = f.first('dualControl.cancel');
    const { id } = changeIn(objected, 'proposal');
    confirmed.subject = `proposal:${id}`;
    changeIn(confirmed, 'proposal').id = id;
    f.isWrong(confirmed);
  });

  it('the officer had objected, and the entry says that its proposer took it away', () => {
    const objected = f.first('dualControl.cancel');
    objected.detail['kind'] = 'withdrawn';
    f.isWrong(objected);
  });

  it('another proposal of it waited, behind which this one could be overlooked', () => {
    f.drop(f.first('dualControl.cancel'));
    f.isWrong(
      f.first(
        'dualControl.propose',
        (entry) => BRING_BACK(entry) && entry.seq > f.first('dualControl.propose', BRING_BACK).seq,
      ),
    );
  });

  it.each(['account.endGrant', 'account.disable'])('%s: the officer is gone while their account waits', (action) => {
    const olga = f.person('M-OLGA');
    const grant = f.entries
      .flatMap(changesOf)
      .find(
        (c) => c.table === 'grant' && 'insert' in c && c.insert['personId'] === olga && c.insert['role'] !== 'agent',
      )!;
    const at = timeOf(confirmed) + 1000;
    const gone =
      action === 'account.disable'
        ? { subject: `account:${olga}`, changes: [move('account', olga, 'invited', 'disabled')] }
        : { subject: `grant:${grant.id}`, changes: [set('grant', grant.id, { revokedAt: at })] };
    f.isWrong(f.after(confirmed, { action, detail: {}, ...gone }));
  });

  it('another proposal, that nobody confirmed in time, is used', () => {
    const expired = f.first('dualControl.expire');
    const { id } = changeIn(expired, 'proposal');
    f.drop(expired);
    confirmed.subject = `proposal:${id}`;
    changeIn(confirmed, 'proposal').id = id;
    f.isWrong(confirmed);
  });

  it('an API token of before goes on', () => {
    f.without(confirmed, ({ table }) => table === 'apiToken');
    f.isWrong(confirmed);
  });

  it('the account stays open', () => {
    f.without(confirmed, ({ table }) => table === 'account');
    f.isWrong(confirmed);
  });

  it('the account of another is opened anew', () => {
    changeIn(confirmed, 'account').id = f.person('M-ARMAND');
    f.isWrong(confirmed);
  });

  it('one administrator gave link and code', () => {
    const vouched = f.last('account.vouch', ({ subject }) => subject === `account:${f.person('M-OLGA')}`);
    const actor = f.last('account.invite', ({ subject }) => subject === vouched.subject).actor;
    vouched.actor = actor;
    rowIn(vouched, 'account')['voucherId'] = actor;
    f.isWrong(vouched);
  });

  it('came in by a link alone', () => {
    const account = `account:${f.person('M-OLGA')}`;
    f.drop(f.last('account.vouch', ({ subject }) => subject === account));
    f.isWrong(f.last('account.activate', ({ subject }) => subject === account));
  });
});
