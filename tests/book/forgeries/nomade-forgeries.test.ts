import type { Entry } from '../../../src/journal/entry.ts';
import { changesOf, type JsonRow } from '../../../src/journal/entry-changes.ts';
import { nomade } from '../../support/judged/journals/nomade.ts';
import { honest } from '../../support/judged/journals.ts';
import { judgeAll } from '../../support/judged/judging.ts';
import { type Forged, forge, freshId, insert, rowIn, timeOf } from './forging.ts';

const from = async (): Promise<Forged> => forge(await honest(nomade));
const says = (f: Forged, entry: Entry, sentence: string): void => {
  f.isWrong(entry);
  expect(judgeAll(f.signed())?.sentence).toContain(sentence);
};
/** A download by which the credential ends that the device had before. */
const second = (f: Forged): Entry =>
  f.first('credential.download', (entry) => changesOf(entry).some(({ table }) => table === 'certificate'));
const namesDevice = (entry: Entry): boolean => changesOf(entry).some(({ table }) => table === 'device');

describe('a journal in which a nomade credential', () => {
  it('was downloaded by somebody who agreed to another text', async () => {
    const f = await from();
    const entry = f.first('credential.download');
    rowIn(entry, 'handover')['termsHash'] = 'a'.repeat(64);
    says(f, entry, 'termsHash is not the hash of the conditions of the version that is said');
  });

  it('was downloaded by somebody who agreed to nothing', async () => {
    const f = await from();
    const entry = f.first('credential.download');
    delete rowIn(entry, 'handover')['termsHash'];
    f.isWrong(entry);
  });

  it('leaves another one good on the same device', async () => {
    const f = await from();
    const entry = second(f);
    f.without(entry, ({ table }) => table === 'certificate');
    f.isWrong(entry);
  });

  it('is for a device of somebody else', async () => {
    const f = await from();
    const alices = f.first('request.submit', namesDevice);
    const other = f.first('request.submit', (entry) => namesDevice(entry) && entry.actor !== alices.actor);
    f.without(other, ({ table }) => table === 'device');
    rowIn(other, 'request')['deviceId'] = rowIn(alices, 'request')['deviceId'] ?? null;
    says(f, other, 'request.deviceId is not for a nomade credential a personal device of the holder');
  });

  it('is for one device more than the policy allows', async () => {
    const f = await from();
    const first = f.first('request.submit', namesDevice);
    const set = f.first('dualControl.confirm', ({ detail }) => detail['act'] === 'policy.set');
    const next = f.first(
      'request.submit',
      (entry) => entry.actor === first.actor && f.entries.indexOf(entry) > f.entries.indexOf(set),
    );
    const id = freshId();
    const added = { id, addedAt: timeOf(next), name: { commitment: 'c'.repeat(43) } };
    const device = { ...rowIn(first, 'device'), ...added };
    (next.detail['changes'] as unknown[]).unshift(insert('device', device));
    rowIn(next, 'request')['deviceId'] = id;
    says(f, next, 'on no more devices than nomade.devices');
  });

  it('is for no device', async () => {
    const f = await from();
    const entry = f.first('request.submit', namesDevice);
    f.without(entry, ({ table }) => table === 'device');
    rowIn(entry, 'request')['deviceId'] = null;
    says(f, entry, 'request.deviceId is not');
  });

  it.each(['request', 'letter'])('ends before it was fetched, and its %s does not', async (table) => {
    const f = await from();
    const entry = f.first('certificate.expire', (one) => changesOf(one).some((change) => change.table === 'request'));
    f.without(entry, (change) => change.table === table);
    f.isWrong(entry);
  });

  it('was given up by somebody else', async () => {
    const f = await from();
    const entry = f.first('credential.giveUp');
    Object.assign(entry, { actor: f.person('M-BRUNO') });
    f.isWrong(entry);
  });
});

describe('a journal in which the service asks for another nomade credential', () => {
  const asked = async () => {
    const f = await from();
    const entry = f.first('request.renewNomade');
    return { f, entry, row: rowIn(entry, 'request') };
  };
  /** The same once more, right after another entry. */
  const again = (f: Forged, beside: Entry, row: Record<string, unknown>): Entry => {
    const id = freshId();
    const said = { action: 'request.renewNomade', actor: 'system', role: 'system', subject: `request:${id}` };
    const made = f.after(beside, said);
    const fresh = {
      id,
      number: String(row['number']).replace(/\d{5}$/, '09999'),
      submittedAt: timeOf(made),
      rank: timeOf(made),
    };
    const bound = { contentHash: 'd'.repeat(43), contentSalt: { commitment: 'e'.repeat(43) } };
    made.detail['changes'] = [insert('request', { ...(row as JsonRow), ...fresh, ...bound })];
    return made;
  };

  it.each([
    ['kind', 'renewal', 'request.deviceId is not for a nomade credential'],
    ['reason', 'lost', 'request.reason is not nothing'],
    ['priority', 1, 'request.priority is not "0"'],
    ['deliverySite', 'chez moi', 'request.deliverySite is not holder.site'],
    ['replacesTokenId', 'N-0001', 'request.replacesTokenId is not nothing'],
    ['state', 'approved', 'a new request does not begin as approved'],
  ])('says something of its own: %s', async (column, value, sentence) => {
    const { f, entry, row } = await asked();
    row[column] = value;
    says(f, entry, sentence);
  });

  it('is asked for by a person', async () => {
    const { f, entry } = await asked();
    Object.assign(entry, { actor: f.person('M-THOMAS'), role: 'technician' });
    says(f, entry, 'only the service does this');
  });

  it('is for somebody else', async () => {
    const { f, entry, row } = await asked();
    const thomas = f.person('M-THOMAS');
    Object.assign(row, { holderId: thomas, askerId: thomas });
    f.isWrong(entry);
  });

  it('is asked for in the name of another', async () => {
    const { f, entry, row } = await asked();
    row['askerId'] = f.person('M-THOMAS');
    says(f, entry, 'request.askerId is not request.holderId of the same entry');
  });

  it('is asked for before its time', async () => {
    const { f, row } = await asked();
    const fetched = f.first('credential.download', (entry) => entry.actor === row['holderId']);
    says(f, again(f, fetched, row), 'is good and ends in renewal.firstDays days at most');
  });

  it('is asked for twice', async () => {
    const { f, entry, row } = await asked();
    says(f, again(f, entry, row), 'nothing was asked for this device in this time yet');
  });
});
