import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf } from '../../../src/journal/entry-changes.ts';
import { desk } from '../../support/judged/journals/desk.ts';
import { holder } from '../../support/judged/journals/holder.ts';
import { loss } from '../../support/judged/journals/machines/loss.ts';
import { shipment } from '../../support/judged/journals/shipment.ts';
import { troubles } from '../../support/judged/journals/troubles.ts';
import { honest } from '../../support/judged/journals.ts';
import { changeIn, type Forged, forge, freshId, insert, rowIn, set, timeOf } from './forging.ts';

const from = async (journey: Parameters<typeof honest>[0]): Promise<Forged> => forge(await honest(journey));
const by =
  (proof: string) =>
  ({ detail }: Entry): boolean =>
    detail['proof'] === proof;
const isPin = ({ detail }: Entry): boolean => detail['kind'] === 'pin';
const after =
  (entry: Entry) =>
  (other: Entry): boolean =>
    timeOf(other) > timeOf(entry);
/** The entry is done by somebody else, who holds that role. */
const does = (entry: Entry, { actor, role }: Pick<Entry, 'actor' | 'role'>): void =>
  void Object.assign(entry, { actor, role });

describe('a parcel', () => {
  it('is sent whose PIN can reach nobody: the holder has no open account, and is where the parcel goes', async () => {
    const f = await from(shipment);
    const shipped = f.first('handover.ship');
    const asked = rowIn(
      f.first('request.submit', ({ subject }) => subject === shipped.subject),
      'request',
    );
    const holder = String(asked['holderId']);
    const added = f.first('person.add', ({ subject }) => subject === `person:${holder}`);
    Object.assign(rowIn(added, 'person'), { postalAddress: null, site: asked['deliverySite'] });
    f.drop(f.first('account.activate', ({ subject }) => subject === `account:${holder}`));
    f.isWrong(shipped, 'the PIN can reach its holder');
  });
});

describe('in the holder’s name', () => {
  it('the technician who challenged the token accepts alone', async () => {
    const f = await from(desk);
    const accepted = f.first('handover.accept');
    does(accepted, f.first('handover.challenge'));
    f.isWrong(accepted);
  });

  it('the technician who challenged the token says that they were given a code, and none was ever made', async () => {
    const f = await from(desk);
    const accepted = f.first('handover.accept');
    does(accepted, f.first('handover.challenge'));
    accepted.detail['proof'] = 'pickup-code';
    rowIn(accepted, 'handover')['acceptanceProof'] = 'pickup-code';
    f.isWrong(accepted);
  });

  it('a correspondent accepts for a holder who does nothing', async () => {
    const f = await from(holder);
    const accepted = f.last('handover.accept', ({ role }) => role === 'correspondent');
    accepted.detail['proof'] = 'own-factor';
    rowIn(accepted, 'handover')['acceptanceProof'] = 'own-factor';
    f.isWrong(accepted);
  });

  it('a correspondent confirms the receipt for a holder who does nothing', async () => {
    const f = await from(holder);
    const received = f.last('handover.confirmReceipt', ({ role }) => role === 'correspondent');
    received.detail['proof'] = 'own-factor';
    rowIn(received, 'handover')['receiptProof'] = 'own-factor';
    f.isWrong(received);
  });

  it('a correspondent takes a code without having the parcel', async () => {
    const f = await from(holder);
    const parcel = f.first('handover.receiveParcel');
    f.drop(parcel);
    f.isWrong(f.first('handover.accept', ({ role }) => role === 'correspondent'));
  });

  it('who receives the parcel says that the holder has the token', async () => {
    const f = await from(holder);
    const parcel = f.first('handover.receiveParcel');
    Object.assign(rowIn(parcel, 'handover'), { receiptAt: timeOf(parcel), receiptBy: parcel.actor });
    f.isWrong(parcel);
  });

  it('a certificate is accepted of a token that was reported lost on its way', async () => {
    const f = await from(loss);
    const report = f.last('token.reportLoss');
    const { id } = changeIn(report, 'token');
    const lost = f.last('handover.challenge', (e) => rowIn(e, 'handover')['tokenId'] === id);
    const { actor, subject, role } = f.last('handover.accept', (e) => e.subject === lost.subject);
    const row = { acceptedAt: timeOf(report) + 1000, acceptedBy: actor, acceptanceProof: 'own-factor' };
    const accepted = f.after(report, {
      action: 'handover.accept',
      actor,
      role,
      subject,
      detail: { proof: 'own-factor' },
      changes: [set('handover', changeIn(lost, 'handover').id, row)],
    });
    f.isWrong(accepted, 'the token of the request still works');
  });

  it('an acceptance whose row names another proof than the entry', async () => {
    const f = await from(holder);
    const accepted = f.first('handover.accept', by('pickup-code'));
    rowIn(accepted, 'handover')['acceptanceProof'] = 'own-factor';
    f.isWrong(accepted);
  });
});

describe('the pick-up code', () => {
  it('is used after five wrong ones', async () => {
    const f = await from(holder);
    const locked = f.first('pickupCode.wrongTry', (e) => rowIn(e, 'pickupCode')['state'] === 'locked');
    const accepted = f.first('handover.accept', after(locked));
    f.drop(f.first('pickupCode.issue', after(locked)));
    f.isWrong(accepted);
  });

  it('is tried wrongly a fifth time, and not locked', async () => {
    const f = await from(holder);
    const locked = f.first('pickupCode.wrongTry', (e) => rowIn(e, 'pickupCode')['state'] === 'locked');
    const { id } = changeIn(locked, 'pickupCode');
    locked.detail['changes'] = [set('pickupCode', id, { wrongTries: 5 })];
    f.isWrong(locked);
  });

  it('has its wrong tries counted down', async () => {
    const f = await from(holder);
    const tries = f.last('pickupCode.wrongTry', (e) => rowIn(e, 'pickupCode')['wrongTries'] === 3);
    rowIn(tries, 'pickupCode')['wrongTries'] = 0;
    f.isWrong(tries);
  });

  it('is issued by a technician, who then has it', async () => {
    const f = await from(holder);
    const issued = f.first('pickupCode.issue', ({ detail }) => detail['kind'] === 'page');
    does(issued, f.first('handover.challenge'));
    f.isWrong(issued);
  });

  it('stands beside another one that was not ended', async () => {
    const f = await from(holder);
    const issued = f.first('pickupCode.issue', ({ detail }) => detail['kind'] === 'page');
    f.without(issued, (change) => !('insert' in change));
    f.isWrong(issued);
  });
});

describe('two persons, of whom', () => {
  const second = (f: Forged): Entry => f.first('handover.accept', by('two-persons'));
  const first = (f: Forged): Entry => f.last('handover.checkIdentity', (e) => timeOf(e) < timeOf(second(f)));

  it('there was one, twice', async () => {
    const f = await from(holder);
    const accepted = second(f);
    does(accepted, first(f));
    rowIn(accepted, 'identityCheck')['checkedBy'] = accepted.actor;
    f.isWrong(accepted);
  });

  it('there was one alone', async () => {
    const f = await from(holder);
    const accepted = second(f);
    f.drop(first(f));
    f.isWrong(accepted);
  });

  it('one produced the token', async () => {
    const f = await from(holder);
    const check = first(f);
    const producer = f.last('production.seal', (e) => timeOf(e) < timeOf(check));
    does(check, producer);
    rowIn(check, 'identityCheck')['checkedBy'] = producer.actor;
    f.isWrong(check);
  });

  it('one asked for the token', async () => {
    const f = await from(holder);
    const check = first(f);
    const asked = f.last('request.submit', (e) => timeOf(e) < timeOf(check));
    does(check, asked);
    rowIn(check, 'identityCheck')['checkedBy'] = asked.actor;
    f.isWrong(check);
  });

  it('one checked an hour before the other', async () => {
    const f = await from(holder);
    const old = f.first('handover.checkIdentity');
    f.drop(first(f));
    expect(timeOf(second(f)) - timeOf(old)).toBeGreaterThan(30 * 60_000);
    f.isWrong(second(f));
  });

  it('one says that they checked for another', async () => {
    const f = await from(holder);
    const check = first(f);
    rowIn(check, 'identityCheck')['checkedBy'] = second(f).actor;
    f.isWrong(check);
  });
});

describe('token and PIN in one hand', () => {
  const prints = (f: Forged, printed: Entry, who: Pick<Entry, 'actor' | 'role'>): void => {
    does(printed, who);
    rowIn(printed, 'letter')['printedBy'] = who.actor;
    f.isWrong(printed);
  };

  it('a letter printed by whoever shipped the token', async () => {
    const f = await from(shipment);
    const printed = f.first('letter.print', isPin);
    prints(
      f,
      printed,
      f.last('handover.ship', (e) => timeOf(e) < timeOf(printed)),
    );
  });

  it('a letter printed by whoever hands the token over', async () => {
    const f = await from(desk);
    const printed = f.first('letter.print', isPin);
    prints(
      f,
      printed,
      f.last('handover.challenge', (e) => timeOf(e) < timeOf(printed)),
    );
  });

  it('a letter printed by whoever began a hand-over that another ended', async () => {
    const f = await from(holder);
    prints(f, f.first('letter.print', isPin), f.first('handover.challenge'));
  });

  it('the letter of a new PIN, printed by one of the two who reset it', async () => {
    const f = await from(troubles);
    const reset = f.first('token.unblock', ({ outcome }) => outcome === 'done');
    const printed = f.first('letter.print', (e) => isPin(e) && after(reset)(e));
    prints(
      f,
      printed,
      f.last('dualControl.confirm', (e) => timeOf(e) < timeOf(reset)),
    );
  });

  it('a token handed over by whoever printed its letter', async () => {
    const f = await from(desk);
    const done = f.first('handover.handOver');
    does(
      done,
      f.last('letter.print', (e) => isPin(e) && timeOf(e) < timeOf(done)),
    );
    done.role = 'technician';
    f.isWrong(done);
  });

  it.each([
    ['printed again', 'letter.print'],
    ['confirmed', 'letter.confirm'],
  ] as const)(
    'a letter %s by somebody other than whoever printed it, who may take the token next',
    async (_, action) => {
      const f = await from(desk);
      const done = f.last(action, (e) => action === 'letter.confirm' || (isPin(e) && e.detail['again'] === true));
      const [by] = f.entries.flatMap(changesOf).flatMap((change) => {
        if (change.table !== 'grant' || !('insert' in change) || change.insert['role'] !== 'security-officer')
          return [];
        return [String(change.insert['personId'])];
      });
      Object.assign(done, { actor: by, role: 'security-officer' });
      f.isWrong(done);
    },
  );

  it('a token handed over by somebody other than whoever had it sign its challenge', async () => {
    const f = await from(desk);
    const done = f.first('handover.handOver');
    does(
      done,
      f.last('production.seal', (e) => timeOf(e) < timeOf(done)),
    );
    f.isWrong(done);
  });

  it('a letter that goes to the address of the parcel', async () => {
    const f = await from(shipment);
    const printed = f.first('letter.print', isPin);
    printed.detail['to'] = 'site';
    rowIn(printed, 'letter')['sentTo'] = 'site';
    f.isWrong(printed);
  });

  it('a letter that says one address and goes to another', async () => {
    const f = await from(shipment);
    const printed = f.first('letter.print', isPin);
    rowIn(printed, 'letter')['sentTo'] = 'site';
    f.isWrong(printed);
  });

  it('somebody else’s address, changed by a technician', async () => {
    const f = await from(holder);
    const changed = f.first('person.setAddress');
    does(changed, f.first('handover.challenge'));
    f.isWrong(changed);
  });

  it.each(['own-factor', 'pickup-code'])('a PIN shown to somebody else: %s', async (proof) => {
    const f = await from(holder);
    const shown = f.first('pin.show', by(proof));
    does(
      shown,
      f.last('handover.challenge', (e) => timeOf(e) < timeOf(shown)),
    );
    rowIn(shown, 'letter')['shownTo'] = shown.actor;
    f.isWrong(shown);
  });

  it('a PIN shown to another agent, in that agent’s own session', async () => {
    const f = await from(holder);
    const shown = f.first('pin.show');
    const other = f.last('pin.show');
    does(shown, { actor: other.actor, role: 'agent' });
    rowIn(shown, 'letter')['shownTo'] = other.actor;
    f.isWrong(shown);
  });

  it('a PIN shown, and kept', async () => {
    const f = await from(holder);
    const shown = f.first('pin.show');
    delete rowIn(shown, 'letter')['secretId'];
    f.isWrong(shown);
  });

  it('a PIN shown by a code that the page had shown', async () => {
    const f = await from(holder);
    const shown = f.first('pin.show', by('pickup-code'));
    const issued = f.last('pickupCode.issue', (e) => timeOf(e) < timeOf(shown));
    const asker = { actor: shown.actor, role: shown.role };
    does(issued, asker);
    issued.detail['kind'] = 'page';
    rowIn(issued, 'pickupCode')['way'] = 'page';
    f.isWrong(shown);
  });

  it('a PIN shown before the holder accepted', async () => {
    const f = await from(holder);
    const shown = f.first('pin.show');
    f.drop(f.last('handover.accept', (e) => timeOf(e) < timeOf(shown)));
    f.isWrong(shown);
  });

  it('a letter printed after the PIN was shown', async () => {
    const f = await from(holder);
    const shown = f.first('pin.show');
    const printer = f.first('letter.print', isPin);
    const { id } = changeIn(shown, 'letter');
    const printed = f.after(shown, {
      action: 'letter.print',
      subject: `letter:${id}`,
      actor: printer.actor,
      role: printer.role,
      detail: { kind: 'pin', again: true, to: 'address' },
    });
    f.with(printed, { table: 'letter', id, from: 'shown', set: { state: 'printed' } });
    f.isWrong(printed);
  });

  it('a check of identity that is nobody’s hand-over', async () => {
    const f = await from(holder);
    const check = f.first('handover.checkIdentity');
    check.detail['changes'] = [
      insert('identityCheck', { ...rowIn(check, 'identityCheck'), id: freshId(), handoverId: freshId() }),
    ];
    f.isWrong(check);
  });
});
