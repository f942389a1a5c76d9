import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createCa } from '../../../src/ca/ca.ts';
import { createAuthorityFolder } from '../../../src/ca/keys/authority.ts';
import { createCeremony } from '../../../src/ca/keys/ceremony.ts';
import { keysIn, pkcs11KeyId } from '../../../src/ca/keys/make-authority.ts';
import { createPkcs11Signer, generatePkcs11Key, SIGNER_PROGRAM } from '../../../src/ca/keys/pkcs11-signer.ts';
import { signedAndVerified } from '../../../src/ca/keys/signer.ts';
import { runInstead } from '../../../src/pkcs11/worker-program.ts';
import { createToken, TOKEN_PIN as PIN } from '../../support/softhsm.ts';
import { chance, createWorld, run, type World } from '../evaluation.ts';

const real = {
  path: resolve('src/ca/keys/pkcs11-worker.ts'),
  execArgv: ['--import', './tests/support/typescript.mjs'],
};

describe('a CA key in a PKCS#11 token', () => {
  let dir: string;
  beforeAll(() => {
    runInstead(SIGNER_PROGRAM, real);
    dir = mkdtempSync(join(tmpdir(), 'jeton-hsm-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  /** A worker that tells of each login, and refuses it as the real one does. */
  const refusing = () => {
    const script = `
      import { appendFileSync } from 'node:fs';
      process.once('message', ({ id, order }) => {
        appendFileSync(${JSON.stringify(join(dir, 'logins'))}, order.pin + '\\n');
        process.send({ id, failure: { rv: 'CKR_PIN_INCORRECT' } }, () => process.disconnect());
      });`;
    writeFileSync(join(dir, 'refuses.mjs'), script);
    return { path: join(dir, 'refuses.mjs'), execArgv: [] };
  };

  it('is made there and signs there, and the signature is verified', async () => {
    const key = { ...createToken(dir, 'one'), pin: PIN, keyId: '0a0b' };
    const signer = createPkcs11Signer(key, await generatePkcs11Key(key));
    for (const text of ['first', 'second']) await signedAndVerified(Buffer.from(text), signer);
    const list = ['--module', key.module, '--login', '--pin', PIN, '-O', '--type', 'privkey'];
    const shown = run('pkcs11-tool', list, undefined, key.env);
    expect(shown).toContain('sensitive, always sensitive, never extractable, local');
    expect(shown).toContain('Usage:      sign\n');
  });

  it.each<[string, Partial<{ pin: string; serial: string; module: string; keyId: string }>, string]>([
    ['a wrong PIN', { pin: '00000000' }, 'CKR_PIN_INCORRECT'],
    ['another token', { serial: 'ffffffffffffffff' }, 'token-missing'],
    ['no such key', { keyId: 'ff' }, 'key-missing'],
    ['a library that is none', { module: '/etc/hostname' }, 'unusable'],
  ])('%s is a refusal, and nothing crashes', async (_, change, says) => {
    const key = { ...createToken(dir, says), pin: PIN, keyId: '0a' };
    const publicKey = await generatePkcs11Key(key);
    const attempt = createPkcs11Signer({ ...key, ...change }, publicKey).sign(Buffer.from('x'));
    await expect(attempt).rejects.toMatchObject({ code: 'ca_unavailable', message: expect.stringContaining(says) });
    await signedAndVerified(Buffer.from('x'), createPkcs11Signer(key, publicKey));
  });

  describe('whose token refuses the PIN', () => {
    const logins = (): string[] => readFileSync(join(dir, 'logins'), 'utf8').trim().split('\n');
    beforeEach(() => runInstead(SIGNER_PROGRAM, refusing()));
    afterEach(() => runInstead(SIGNER_PROGRAM, real));

    it('is asked once, whoever signs with it and how often, until there is another PIN', async () => {
      const key = { module: '/none.so', serial: 'A1', keyId: '0a', pin: '1111' };
      const signers = [
        createPkcs11Signer(key, new Uint8Array()),
        createPkcs11Signer({ ...key, keyId: '0b' }, new Uint8Array()),
      ];
      const three = [1, 2, 3].map((octet) => Uint8Array.of(octet));
      expect(signers.map((signer) => signer.isPinRefused?.())).toEqual([false, false]);
      const outcomes = await Promise.allSettled(signers.flatMap((signer) => three.map((data) => signer.sign(data))));
      const refusal = { code: 'ca_unavailable', message: expect.stringMatching(/CKR_PIN_INCORRECT.*not tried again/) };
      expect(outcomes).toEqual(Array(6).fill({ status: 'rejected', reason: expect.objectContaining(refusal) }));
      await expect(signers[0]!.sign(three[0]!)).rejects.toMatchObject(refusal);
      expect(logins()).toEqual(['1111']);
      expect(signers.map((signer) => signer.isPinRefused?.())).toEqual([true, true]);

      const other = createPkcs11Signer({ ...key, pin: '2222' }, new Uint8Array());
      await expect(other.sign(three[0]!)).rejects.toMatchObject(refusal);
      expect(logins()).toEqual(['1111', '2222']);
    });
  });

  describe('at the ceremony', () => {
    let world: World;
    beforeEach(async () => {
      world = await createWorld({ make: false });
    });
    afterEach(() => world.remove());

    it('holds root and issuing CA in two tokens; the service signs with one of them after a restart', async () => {
      const [rootToken, issuingToken] = [createToken(dir, 'root'), createToken(dir, 'issuing')];
      const service = createAuthorityFolder({ dir: world.deps.dir, vault: world.deps.vault });
      const ceremony = createCeremony({
        chance,
        clock: world.clock,
        records: world.records.authorityRecords,
        status: world.records.status,
        service,
        root: {
          folder: service,
          newKey: keysIn(rootToken, PIN, 'elsewhere'),
          find: () => {
            const root = service.load().findLast(({ row }) => row.kind === 'root');
            if (!root) return undefined;
            const key = { ...rootToken, pin: PIN, keyId: pkcs11KeyId(root.row.id) };
            return { ...root, signer: createPkcs11Signer(key, root.read.publicKey) };
          },
        },
        issuingKey: keysIn(issuingToken, PIN, 'here'),
        pkiUrl: world.deps.pkiUrl,
        words: { organisation: 'Ministère', siren: '110014016', policy: '2.999.1' },
        wait: world.clock.wait,
      });
      const { issuing: made } = await ceremony.found();
      const [issuing] = made;
      const text = readFileSync(join(world.deps.dir, `issuing-${issuing!.row.id}.json`), 'utf8');
      expect(JSON.parse(text)).toMatchObject({ sealedKey: null, pkcs11: { serial: issuingToken.serial } });
      expect(text).not.toContain(PIN);
      const ca = await createCa(world.deps);
      await ca.ensureFresh();
      const { der } = await world.issue({}, 'good', ca);
      const crls = world.pem('crls.pem', 'X509 CRL', ca.crl('root')!.der, ca.crl('issuing')!.der);
      const chain = ['-CAfile', world.pem('root.pem', 'CERTIFICATE', ca.rootCertificate())];
      const untrusted = ['-untrusted', world.pem('issuing.pem', 'CERTIFICATE', ca.issuingCertificate())];
      const leaf = world.pem('leaf.pem', 'CERTIFICATE', der);
      const checks = ['-x509_strict', '-crl_check_all', '-CRLfile', crls];
      expect(run('openssl', ['verify', ...checks, ...chain, ...untrusted, leaf])).toContain('OK');

      // somebody changed the token's PIN: readiness says so, and to set it right takes a person
      runInstead(SIGNER_PROGRAM, refusing());
      const later = await createCa(world.deps);
      const ofToken = () => later.freshness().filter(({ what }) => what === 'ca-token');
      expect(ofToken()).toEqual([]);
      await expect(world.issue({}, 'good', later)).rejects.toMatchObject({ code: 'ca_unavailable' });
      runInstead(SIGNER_PROGRAM, real);
      expect(ofToken()).toEqual([{ what: 'ca-token', endsAt: 0, alarm: true, ahead: false }]);
    });
  });
});
