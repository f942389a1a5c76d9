import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createBench } from '../../src/bench/bench.ts';
import { clearTorn, writeConf } from '../../src/bench/softhsm.ts';
import { certifyWithOpenssl, compiled, type SoftBench, softBench, softHsm } from '../support/softhsm.ts';

const NEW = { newSoPin: '9051772634018855', pin: '48201937', label: 'DEM-1' };
const KEY = { pin: NEW.pin, keyId: '0a0b', commonName: 'Jean Petit' };

/** Digest of every file below a folder: equal before and after means that nothing was written. */
function digestOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const all = files.map((f) => join(f.parentPath, f.name)).sort();
  return createHash('sha256')
    .update(JSON.stringify(all.map((path) => [path, readFileSync(path).toString('hex')])))
    .digest('hex');
}

describe('what the bench refuses', () => {
  let soft: SoftBench;
  beforeEach(async () => {
    soft = await softBench({ blanks: 2 });
  });
  afterEach(() => soft.close());

  /** The first blank plugged and initialised, and where it is. */
  const initialised = async () => {
    const [blank] = soft.blanks;
    soft.plug('1', blank!);
    const at = { slot: '1', serial: blank!.serial };
    await soft.bench.initialise(at, { soPin: blank!.soPin, ...NEW });
    return at;
  };

  it('writes nothing to another token than the one named', async () => {
    const [expected, other] = soft.blanks;
    soft.plug('1', other!);
    const at = { slot: '1', serial: expected!.serial };
    const before = digestOf(soft.slotDir('1'));
    const refused = {
      code: 'token_wrong',
      detail: { slot: '1', expected: expected!.serial, found: other!.serial },
    };
    const { bench } = soft;
    const certificate = new Uint8Array(readFileSync('/etc/hostname'));
    await expect(bench.initialise(at, { soPin: other!.soPin, ...NEW })).rejects.toMatchObject(refused);
    await expect(bench.generateKey(at, KEY)).rejects.toMatchObject(refused);
    await expect(bench.writeCertificate(at, { ...KEY, certificate })).rejects.toMatchObject(refused);
    await expect(bench.readCertificate(at, KEY)).rejects.toMatchObject(refused);
    await expect(bench.signChallenge(at, { ...KEY, challenge: certificate })).rejects.toMatchObject(refused);
    expect(digestOf(soft.slotDir('1'))).toBe(before);
  });

  it('sees that the token was swapped since the last call', async () => {
    const at = await initialised();
    soft.unplug('1');
    await expect(soft.bench.generateKey(at, KEY)).rejects.toMatchObject({ code: 'token_wrong', detail: { found: [] } });
    soft.plug('1', soft.blanks[1]!);
    const before = digestOf(soft.slotDir('1'));
    await expect(soft.bench.generateKey(at, KEY)).rejects.toMatchObject({
      code: 'token_wrong',
      detail: { expected: at.serial, found: soft.blanks[1]!.serial },
    });
    expect(digestOf(soft.slotDir('1'))).toBe(before);
    await expect(soft.looked()).resolves.toMatchObject([
      { state: 'ready', token: soft.blanks[1]!.serial ? { serial: soft.blanks[1]!.serial } : {} },
    ]);
  });

  it('touches neither of two tokens in one slot', async () => {
    const at = await initialised();
    const two = await softBench({ blanks: 1 });
    try {
      // what a person does who plugs two keys through one hub
      renameSync(two.blanks[0]!.folder, join(soft.slotDir('1'), 'tokens', basename(two.blanks[0]!.folder)));
      await expect(soft.looked()).resolves.toMatchObject([
        { state: 'failed', problem: expect.stringMatching(/holds tokens \w+ and \w+: leave the one meant/) },
      ]);
      await expect(soft.bench.generateKey(at, KEY)).rejects.toMatchObject({ code: 'token_wrong' });
    } finally {
      await two.close();
    }
  });

  it('leaves a token as it is when the SO-PIN is wrong', async () => {
    const [blank] = soft.blanks;
    soft.plug('1', blank!);
    const at = { slot: '1', serial: blank!.serial };
    const wrong = soft.bench.initialise(at, { soPin: '00000000', ...NEW });
    await expect(wrong).rejects.toMatchObject({
      code: 'device_failed',
      detail: { slot: '1', step: 'format', rv: 'CKR_PIN_INCORRECT' },
    });
    await expect(soft.looked()).resolves.toMatchObject([{ token: { label: 'BLANK' } }]);
    await soft.bench.initialise(at, { soPin: blank!.soPin, ...NEW });
  });

  it('begins again with either SO-PIN when a crash came in between', async () => {
    const at = await initialised();
    const again = { ...NEW, newSoPin: '1111222233334444' };
    await expect(soft.bench.initialise(at, { soPin: soft.blanks[0]!.soPin, ...again })).rejects.toMatchObject({
      detail: { rv: 'CKR_PIN_INCORRECT' },
    });
    await soft.bench.initialise(at, { soPin: NEW.newSoPin, ...again });
    await soft.bench.initialise(at, { soPin: again.newSoPin, ...again });
  });

  it('says which PIN was wrong without saying it', async () => {
    const at = await initialised();
    const error: unknown = await soft.bench.generateKey(at, { ...KEY, pin: '13371337' }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'device_failed', detail: { step: 'log-in', rv: 'CKR_PIN_INCORRECT' } });
    expect(JSON.stringify([error, String(error), soft.log])).not.toContain('13371337');
  });

  it('names a malformed order by its fields, never by their values', async () => {
    const at = await initialised();
    const error: unknown = await soft.bench
      .initialise(at, { ...NEW, soPin: 's'.repeat(300), label: 'é' })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'invalid_input', detail: { fields: 'soPin, label' } });
    expect(JSON.stringify([error, String(error)])).not.toContain('sss');
  });

  it('does not wipe a token for a PIN that its model would not take', async () => {
    const [blank] = soft.blanks;
    soft.plug('1', blank!);
    const at = { slot: '1', serial: blank!.serial };
    const short = soft.bench.initialise(at, { soPin: blank!.soPin, ...NEW, pin: '123' });
    await expect(short).rejects.toMatchObject({ code: 'device_failed', detail: { problem: 'pin-length' } });
    await expect(soft.looked()).resolves.toMatchObject([{ token: { label: 'BLANK' } }]);
  });

  it('gives no second key or certificate to one identifier', async () => {
    const at = await initialised();
    const { request } = await soft.bench.generateKey(at, KEY);
    await expect(soft.bench.generateKey(at, KEY)).rejects.toMatchObject({ detail: { problem: 'identifier-taken' } });
    const write = (keyId: string, certificate: Uint8Array) =>
      soft.bench.writeCertificate(at, { pin: KEY.pin, keyId, certificate });
    await expect(write('ff', certifyWithOpenssl(request))).rejects.toMatchObject({
      detail: { problem: 'key-missing' },
    });
    await expect(write(KEY.keyId, request.subarray(1))).rejects.toMatchObject({
      detail: { problem: 'certificate-invalid' },
    });
    await expect(soft.bench.readCertificate(at, KEY)).rejects.toMatchObject({
      detail: { problem: 'certificate-missing' },
    });
    await write(KEY.keyId, certifyWithOpenssl(request));
    await expect(write(KEY.keyId, certifyWithOpenssl(request))).rejects.toMatchObject({
      detail: { problem: 'identifier-taken' },
    });
  });

  it('wipes every object of the former holder', async () => {
    const at = await initialised();
    await soft.bench.generateKey(at, KEY);
    await soft.bench.initialise(at, { soPin: NEW.newSoPin, ...NEW });
    await soft.bench.generateKey(at, KEY);
  });

  it('knows no slot but its own, and no two alike', async () => {
    const lost = soft.bench.readCertificate({ slot: '9', serial: 'x' }, KEY);
    await expect(lost).rejects.toMatchObject({ code: 'not_found' });
    const slot = { slot: '1', position: 'Poste 1', module: softHsm() };
    const log = { info: () => undefined, warn: () => undefined };
    const bench = () => createBench({ slots: [slot, slot], log, workerPath: compiled('worker') });
    expect(bench).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        message: expect.stringContaining('share name 1'),
        detail: { fr: expect.stringContaining('le nom 1') },
      }),
    );
  });

  it('clears a torn token out of the way and says which', async () => {
    const at = await initialised();
    const said: string[] = [];
    const [folder] = readdirSync(join(soft.slotDir('1'), 'tokens'));
    truncateSync(join(soft.slotDir('1'), 'tokens', folder!, 'token.object'));
    clearTorn(join(soft.slotDir('1'), 'softhsm2.conf'), (what) => said.push(what));
    expect(said).toEqual([expect.stringContaining(at.serial)]);
    soft.plug('1', soft.blanks[1]!);
    await expect(soft.looked()).resolves.toMatchObject([{ state: 'ready', token: { serial: soft.blanks[1]!.serial } }]);
    clearTorn(writeConf(join(soft.dir, 'nowhere')), (what) => said.push(what));
    expect(said).toHaveLength(1);
  });
});
