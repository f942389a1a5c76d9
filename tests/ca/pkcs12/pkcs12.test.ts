import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import forge from 'node-forge';
import { checkPossession } from '../../../src/ca/issue/possession.ts';
import { createSoftwareCredentials } from '../../../src/ca/pkcs12/pkcs12.ts';
import { createWorld, ecKey, rsaKey, run, type World } from '../evaluation.ts';

const SOURCE = {
  url: pathToFileURL(join('src', 'ca', 'pkcs12', 'worker.ts')),
  execArgv: ['--import', pathToFileURL(join('tests', 'support', 'typescript.mjs')).href],
};
const password = randomBytes(21).toString('base64url');
const pkcs8 = (key: ReturnType<typeof rsaKey>['privateKey']): Uint8Array =>
  key.export({ format: 'der', type: 'pkcs8' });

describe('software credentials', () => {
  let world: World;
  let maker: ReturnType<typeof createSoftwareCredentials>;
  let certificate: Uint8Array;
  let chain: readonly Uint8Array[];
  const key = rsaKey();
  beforeAll(async () => {
    world = await createWorld();
    maker = createSoftwareCredentials({ worker: SOURCE });
    certificate = (await world.issue({ profile: 'nomade' })).der;
    chain = [world.ca.issuingCertificate('nomade')];
  });
  afterAll(() => world.remove());

  it('begin with an RSA-3072 key and a request that proves its possession', async () => {
    const { request, privateKey } = await maker.generate();
    const details = createPrivateKey({
      key: Buffer.from(privateKey),
      format: 'der',
      type: 'pkcs8',
    }).asymmetricKeyDetails;
    expect(details).toMatchObject({ modulusLength: 3072, publicExponent: 65_537n });
    await expect(checkPossession(request)).resolves.toBeInstanceOf(Uint8Array);
    const csr = world.file('nomade.csr', request);
    expect(run('openssl', ['req', '-in', csr, '-inform', 'DER', '-verify', '-noout', '-text'])).toContain('CN=Jeton');
  });

  describe.each(['modern', 'compatible'] as const)('in a %s container', (form) => {
    let file: string;
    beforeAll(async () => {
      file = world.file(`${form}.p12`, await maker.pack(pkcs8(key.privateKey), certificate, chain, password, form));
    });

    it('open in openssl, octet by octet what was put in', () => {
      const legacy = form === 'compatible' ? ['-legacy'] : [];
      const open = (...args: string[]) =>
        run('openssl', ['pkcs12', '-in', file, '-passin', `pass:${password}`, ...legacy, ...args]);
      const pemOf = (text: string) => text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
      const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
      expect(der(pemOf(open('-clcerts', '-nokeys'))[0]!)).toEqual(Buffer.from(certificate));
      expect(der(pemOf(open('-cacerts', '-nokeys'))[0]!)).toEqual(Buffer.from(world.ca.issuingCertificate('nomade')));
      const held = createPrivateKey(open('-nocerts', '-nodes'));
      expect(held.equals(key.privateKey)).toBe(true);
      expect(open('-nokeys')).toMatch(/friendlyName: Camille M.+ller-Lef.+vre/);
    });

    it('open in NSS, which finds the certificate with its key', () => {
      const database = join(world.folder, form);
      mkdirSync(database);
      run('certutil', ['-N', '-d', `sql:${database}`, '--empty-password']);
      run('pk12util', ['-i', file, '-d', `sql:${database}`, '-W', password]);
      expect(run('certutil', ['-K', '-d', `sql:${database}`])).toContain('Camille Müller-Lefèvre');
    });

    it('open in GnuTLS', () => {
      const args = ['--p12-info', '--inder', '--infile', file, '--password', password];
      expect(run('certtool', args)).toContain('BEGIN CERTIFICATE');
    });

    it('do not open with another password', () => {
      expect(() => run('openssl', ['pkcs12', '-in', file, '-passin', 'pass:x', '-legacy', '-nodes'])).toThrow(
        'invalid password',
      );
    });

    it('show neither key nor certificate', () => {
      const bytes = Buffer.from(world.read(`${form}.p12`));
      expect(bytes.includes(Buffer.from(certificate))).toBe(false);
      expect(bytes.includes(Buffer.from(pkcs8(key.privateKey)).subarray(30, 60))).toBe(false);
    });
  });

  it('are protected as each form says', () => {
    const info = (form: string) => {
      const args = [
        'pkcs12',
        '-in',
        join(world.folder, `${form}.p12`),
        '-passin',
        `pass:${password}`,
        '-legacy',
        '-info',
        '-noout',
      ];
      return run('sh', ['-c', 'openssl "$@" 2>&1', 'sh', ...args]);
    };
    expect(info('modern')).toMatch(/MAC: sha256/);
    expect(info('modern').match(/PBES2, PBKDF2, AES-256-CBC/g)).toHaveLength(2);
    expect(info('compatible')).toMatch(/MAC: sha1/);
    expect(info('compatible').match(/pbeWithSHA1And3-KeyTripleDES-CBC/g)).toHaveLength(2);
  });

  it('open in node-forge, as old programs do', () => {
    const asn1 = forge.asn1.fromDer(Buffer.from(world.read('compatible.p12')).toString('latin1'));
    const bags = forge.pkcs12
      .pkcs12FromAsn1(asn1, password)
      .getBags({ bagType: forge.pki.oids['pkcs8ShroudedKeyBag'] ?? '' });
    expect(Object.values(bags).flat()[0]?.key).toBeDefined();
  });

  it('are refused with a weak or non-ASCII password, or a key that is another’s', () => {
    const pack = (secret: string) => () => maker.pack(pkcs8(key.privateKey), certificate, chain, secret, 'modern');
    for (const secret of ['', 'jeton', 'é'.repeat(28), 'a b'.repeat(10)]) expect(pack(secret)).toThrow('random ASCII');
    const other = pkcs8(ecKey().privateKey);
    expect(() => maker.pack(other, certificate, chain, password, 'modern')).toThrow('not the certificate');
  });

  it('are made beside the event loop', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await maker.pack(pkcs8(key.privateKey), certificate, chain, password, 'modern');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it('fail with a sentence when the thread fails, and work again', async () => {
    const broken = createSoftwareCredentials({ worker: { url: new URL('file:///nowhere.js') } });
    const packed = broken.pack(pkcs8(key.privateKey), certificate, chain, password, 'modern');
    await expect(packed).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('try again') });
  });

  it('wait in a line that has an end, and are made again once it is shorter', async () => {
    const broken = createSoftwareCredentials({ worker: { url: new URL('file:///nowhere.js') } });
    const pack = () => broken.pack(pkcs8(key.privateKey), certificate, chain, password, 'modern');
    const waiting = Array.from({ length: 20 }, () => pack().catch(({ code }) => code));
    expect(pack).toThrow(expect.objectContaining({ code: 'overloaded' }));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['internal']));
    await expect(pack()).rejects.toMatchObject({ code: 'internal' });
  });
});
