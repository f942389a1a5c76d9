import { type SoftBench, softBench } from '../support/softhsm.ts';

const HOW = { newSoPin: '9051772634018855', pin: '48201937', label: 'DEM-1' };

describe('slots side by side', () => {
  let soft: SoftBench;
  afterEach(() => soft.close());

  it('each make the key of their own token', async () => {
    soft = await softBench({ slots: 4, blanks: 4 });
    const made = await Promise.all(
      soft.blanks.map(async (blank, index) => {
        const at = { slot: `${index + 1}`, serial: blank.serial };
        soft.plug(at.slot, blank);
        await soft.bench.initialise(at, { soPin: blank.soPin, ...HOW });
        const proof = await soft.bench.generateKey(at, { pin: HOW.pin, keyId: `0${index}`, commonName: at.serial });
        return Buffer.from(proof.request).toString('latin1').includes(at.serial);
      }),
    );
    expect(made).toEqual([true, true, true, true]);
    const slots = await soft.looked();
    expect(slots.map((slot) => slot?.token?.serial)).toEqual(soft.blanks.map((blank) => blank.serial));
  });

  it('see what is plugged and pulled after the start', async () => {
    soft = await softBench({ slots: 1, blanks: 1 });
    await expect(soft.looked()).resolves.toMatchObject([{ state: 'empty' }]);
    soft.plug('1', soft.blanks[0]!);
    await expect(soft.looked()).resolves.toMatchObject([{ state: 'ready' }]);
    soft.unplug('1');
    const [empty] = await soft.looked();
    expect(empty).toEqual({ slot: '1', position: 'Poste 1', place: 'A', state: 'empty' });
  });

  it('queue what is asked of one of them', async () => {
    soft = await softBench({ slots: 1, blanks: 1 });
    const [blank] = soft.blanks;
    soft.plug('1', blank!);
    const at = { slot: '1', serial: blank!.serial };
    const all = [
      soft.bench.initialise(at, { soPin: blank!.soPin, ...HOW }),
      ...['0a', '0b', '0c'].map((keyId) => soft.bench.generateKey(at, { pin: HOW.pin, keyId, commonName: keyId })),
      soft.bench.signChallenge(at, { pin: HOW.pin, keyId: '0c', challenge: new Uint8Array(32) }),
    ];
    await expect(soft.bench.slots()).resolves.toMatchObject([{ state: 'busy' }]);
    await expect(Promise.all(all)).resolves.toHaveLength(5);
  });
});
