import { execFileSync } from 'node:child_process';
import { randomBytes, verify, X509Certificate } from 'node:crypto';
import { certifyWithOpenssl, type SoftBench, softBench, softHsm } from '../support/softhsm.ts';

const KEY_ID = '4a65746f6e01';
const PIN = '48201937';
const LABEL = 'DEM-2026-00471-3b03';

const openssl = (args: string[], input: Uint8Array) =>
  execFileSync('openssl', args, { input, stdio: 'pipe' }).toString();
const pkcs11Tool = (conf: string, ...args: string[]) =>
  execFileSync('pkcs11-tool', ['--module', softHsm(), ...args], {
    env: { ...process.env, SOFTHSM2_CONF: conf },
    stdio: 'pipe',
  }).toString();

describe('a token made on the bench', () => {
  let soft: SoftBench;
  beforeAll(async () => {
    soft = await softBench();
  });
  afterAll(() => soft.close());

  it('goes from blank to proven, its key never leaving it', async () => {
    const { bench } = soft;
    const [blank] = soft.blanks;
    soft.plug('1', blank!);
    const at = { slot: '1', serial: blank!.serial };

    await expect(soft.looked()).resolves.toMatchObject([
      {
        slot: '1',
        position: 'Poste 1',
        state: 'ready',
        token: { serial: blank!.serial, model: 'SoftHSM v2', label: 'BLANK' },
      },
    ]);
    await bench.initialise(at, { soPin: blank!.soPin, newSoPin: '9051772634018855', pin: PIN, label: LABEL });

    const proof = await bench.generateKey(at, { pin: PIN, keyId: KEY_ID, commonName: 'Élodie Nguyễn' });
    expect(proof.attributes).toEqual({
      token: true,
      private: true,
      sensitive: true,
      extractable: false,
      alwaysSensitive: true,
      neverExtractable: true,
      local: true,
      sign: true,
      decrypt: false,
    });
    const request = openssl(
      ['req', '-inform', 'DER', '-verify', '-noout', '-subject', '-nameopt', 'utf8'],
      proof.request,
    );
    expect(request).toContain('CN=Élodie Nguyễn');

    const certificate = certifyWithOpenssl(proof.request);
    const back = await bench.writeCertificate(at, { pin: PIN, keyId: KEY_ID, certificate });
    expect(Buffer.compare(back, certificate)).toBe(0);
    expect(Buffer.compare(await bench.readCertificate(at, { keyId: KEY_ID }), certificate)).toBe(0);
    // a crash between writing and being told so makes the service write once more
    await expect(bench.writeCertificate(at, { pin: PIN, keyId: KEY_ID, certificate })).resolves.toEqual(back);

    const challenge = randomBytes(32);
    const signature = await bench.signChallenge(at, { pin: PIN, keyId: KEY_ID, challenge });
    expect(verify('sha256', challenge, new X509Certificate(certificate).publicKey, signature)).toBe(true);
  });

  it('shows one key pair and one certificate under one CKA_ID to other programs', () => {
    soft.unplug('1');
    const listing = pkcs11Tool(soft.drawerConf, '--list-objects', '--login', '--pin', PIN);
    expect(listing.match(/^(Private Key|Public Key|Certificate) Object/gm)?.sort()).toEqual([
      'Certificate Object',
      'Private Key Object',
      'Public Key Object',
    ]);
    expect(listing.match(/ID: +(\w+)/g)).toEqual(Array.from({ length: 3 }, () => `ID:         ${KEY_ID}`));
    expect(listing).toContain('sensitive, always sensitive, never extractable, local');
    expect(listing).toMatch(/Private Key Object[\s\S]*?Usage: +sign\n/);
    expect(listing).toContain('serial:');
    expect(pkcs11Tool(soft.drawerConf, '--list-token-slots')).toContain(`token label        : ${LABEL}\n`);
  });
});
