import { changesOf } from '../../src/journal/carried.ts';
import type { Entry } from '../../src/journal/entry.ts';
import { nomade } from '../support/journals/nomade.ts';
import { honest } from '../support/journals.ts';
import { judgeAll } from '../support/judging.ts';
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

  it('was given up by somebody else', async () => {
    const f = await from();
    const entry = f.first('credential.giveUp');
    Object.assign(entry, { actor: f.person('M-BRUNO') });
    f.isWrong(entry);
  });
});
