import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

describe('a CA key in a PKCS#11 token', () => {
  let dir: string;
  beforeAll(() => {
    runInstead(SIGNER_PROGRAM, {
      path: resolve('src/ca/keys/pkcs11-worker.ts'),
      execArgv: ['--import', './tests/support/typescript.mjs'],
    });
    dir = mkdtempSync(join(tmpdir(), 'jeton-hsm-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

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
    });
  });
});
