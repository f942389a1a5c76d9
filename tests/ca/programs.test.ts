import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStatusServer, type StatusServer } from '../../src/ca/status/status-server.ts';
import { createWorld, run, runBeside, type World, zlint } from './evaluation.ts';

describe('real programs', () => {
  let world: World;
  let server: StatusServer;
  let pki: string;
  let root: string;
  let issuing: string;
  let ocspSigner: string;
  let good: Awaited<ReturnType<World['issue']>>;
  let nomade: Awaited<ReturnType<World['issue']>>;
  let revoked: Awaited<ReturnType<World['issue']>>;

  beforeAll(async () => {
    const clock = { now: Date.now };
    server = createStatusServer({ clock });
    const { port } = await server.listen(0, '127.0.0.1');
    pki = `http://127.0.0.1:${port}`;
    world = await createWorld({ pkiUrl: pki, clock });
    server.serve(world.ca);
    [good, nomade, revoked] = [await world.issue(), await world.issue({ profile: 'nomade' }), await world.issue()];
    world.revoke(revoked.serialNumber);
    await world.ca.publisher.publish();
    root = world.pem('root.pem', 'CERTIFICATE', world.ca.rootCertificate());
    issuing = world.pem('issuing.pem', 'CERTIFICATE', world.ca.issuingCertificate());
    world.pem('good.pem', 'CERTIFICATE', good.der);
    world.pem('nomade.pem', 'CERTIFICATE', nomade.der);
    world.pem('issuing-nomade.pem', 'CERTIFICATE', world.ca.issuingCertificate('nomade'));
    world.pem('revoked.pem', 'CERTIFICATE', revoked.der);
    world.pem('crls.pem', 'X509 CRL', ...crls());
    ocspSigner = world.pem('ocsp.pem', 'CERTIFICATE', world.ocspSigner());
  });
  afterAll(async () => {
    await server.close();
    world.remove();
  });
  const at = (name: string): string => join(world.folder, name);
  const crls = (): Uint8Array[] => [
    world.ca.crl('root')!.der,
    world.ca.crl('issuing')!.der,
    world.ca.crl('issuing', 'nomade')!.der,
  ];
  /** The CA above a certificate of this name. */
  const above = (name: string): string => at(name.startsWith('nomade') ? 'issuing-nomade.pem' : 'issuing.pem');

  describe('zlint finds no error and no warning', () => {
    it.each(['root.pem', 'issuing.pem', 'issuing-nomade.pem', 'ocsp.pem', 'good.pem', 'nomade.pem'])(
      'in %s',
      (name) => {
        expect(zlint(at(name))).toEqual([]);
      },
    );
    it.each(['root', 'issuing'] as const)('in the %s CRL', (kind) => {
      const path = world.pem(`${kind}.crl.pem`, 'X509 CRL', world.ca.crl(kind)!.der);
      expect(zlint(path)).toEqual([]);
    });
  });

  describe('openssl', () => {
    const verify = (name: string, policy = '2.999.1.1.1'): string =>
      run('openssl', [
        ...['verify', '-x509_strict', '-crl_check_all', '-purpose', 'sslclient', '-policy', policy, '-explicit_policy'],
        ...['-CAfile', root, '-untrusted', above(name), '-CRLfile', at('crls.pem'), at(name)],
      ]);

    it('verifies chain and CRLs strictly', () => {
      expect(verify('good.pem')).toContain('good.pem: OK');
      expect(verify('nomade.pem', '2.999.1.1.2')).toContain('nomade.pem: OK');
      expect(() => verify('nomade.pem')).toThrow('no explicit policy');
      expect(() => verify('good.pem', '2.999.1.1.2')).toThrow('no explicit policy');
      const signers = ['-untrusted', issuing, '-untrusted', at('issuing-nomade.pem'), ocspSigner];
      expect(run('openssl', ['verify', '-x509_strict', '-CAfile', root, ...signers])).toContain('OK');
    });
    it('refuses what was revoked', () => expect(() => verify('revoked.pem')).toThrow('certificate revoked'));
    it('refuses a holder’s certificate as a server’s', () => {
      const args = ['verify', '-purpose', 'sslserver', '-CAfile', root, '-untrusted', issuing, at('good.pem')];
      expect(() => run('openssl', args)).toThrow('unsuitable certificate purpose');
    });
    it('fetches the CRL from the address in the certificate', async () => {
      const args = ['verify', '-x509_strict', '-crl_download', '-crl_check', '-CAfile', root, '-untrusted', issuing];
      expect(await runBeside('openssl', [...args, at('good.pem')])).toContain('OK');
      await expect(runBeside('openssl', [...args, at('revoked.pem')])).rejects.toThrow('certificate revoked');
    });

    it.each([
      ['-sha1', []],
      ['-sha256', []],
      ['-sha1', ['-no_nonce']],
    ])('asks OCSP with %s %j and gets good, revoked, unknown', async (hash, more) => {
      const ask = (...of: string[]) =>
        runBeside('openssl', [
          'ocsp',
          '-url',
          `${pki}/ocsp`,
          '-CAfile',
          root,
          '-issuer',
          issuing,
          hash,
          ...of,
          ...more,
        ]);
      const answers = await ask('-cert', at('good.pem'));
      expect(answers).toMatch(/good\.pem: good[\s\S]*Response verify OK/);
      expect(answers).not.toContain('WARNING');
      expect(await ask('-cert', at('revoked.pem'))).toMatch(/revoked\.pem: revoked[\s\S]*Response verify OK/);
      expect(await ask('-serial', '0x1234')).toMatch(/0x1234: unknown[\s\S]*Response verify OK/);
      // the issuing CA's own status is its root's CRL
      const asIfRoot = ['ocsp', '-url', `${pki}/ocsp`, '-CAfile', root, hash, '-issuer', root, '-cert', issuing];
      const other = await runBeside('openssl', [...asIfRoot, '-noverify', ...more]);
      expect(other).toContain('issuing.pem: unknown');
    });
  });

  describe('GnuTLS', () => {
    const chain = (name: string): string =>
      world.file(`chain-${name}`, Buffer.concat([world.read(name), readFileSync(above(name))]));

    it('verifies the chain with its CRLs', () => {
      const args = (name: string) => [
        '--verify',
        '--load-ca-certificate',
        root,
        '--load-crl',
        at('crls.pem'),
        '--infile',
        chain(name),
      ];
      expect(run('certtool', args('good.pem'))).toContain('The certificate is trusted');
      expect(run('certtool', args('nomade.pem'))).toContain('The certificate is trusted');
      expect(() => run('certtool', args('revoked.pem'))).toThrow('The certificate chain is revoked');
    });
    it('verifies the CRL', () => {
      const path = at('issuing.crl.pem');
      world.pem('issuing.crl.pem', 'X509 CRL', world.ca.crl('issuing')!.der);
      const text = run('certtool', ['--verify-crl', '--load-ca-certificate', issuing, '--infile', path]);
      expect(text).toMatch(/Verification output: Verified/);
    });
    it.each(['--nonce', '--no-nonce'])('asks OCSP %s and gets good and revoked', async (nonce) => {
      const ask = (name: string): Promise<string> =>
        runBeside('ocsptool', [
          ...[`--ask=${pki}/ocsp`, nonce, '--load-cert', at(name), '--load-issuer', issuing, '--load-trust', issuing],
        ]);
      expect(await ask('good.pem')).toMatch(/Certificate Status: good[\s\S]*Verifying OCSP Response: Success/);
      await expect(ask('revoked.pem')).resolves.toContain('Certificate Status: revoked');
    });
  });

  describe('NSS', () => {
    let database: string;
    beforeAll(() => {
      mkdirSync(at('nss'));
      database = `sql:${at('nss')}`;
      run('certutil', ['-N', '-d', database, '--empty-password']);
      run('certutil', ['-A', '-d', database, '-n', 'root', '-t', 'CT,,', '-i', root]);
      run('certutil', ['-A', '-d', database, '-n', 'issuing', '-t', ',,', '-i', issuing]);
      run('certutil', ['-A', '-d', database, '-n', 'issuing-nomade', '-t', ',,', '-i', at('issuing-nomade.pem')]);
      for (const name of ['good', 'nomade', 'revoked']) {
        run('certutil', ['-A', '-d', database, '-n', name, '-t', ',,', '-i', at(`${name}.pem`)]);
      }
      for (const crl of crls()) run('crlutil', ['-I', '-d', database, '-t', '1', '-i', world.file('some.crl', crl)]);
    });

    it('verifies holders as TLS clients, and refuses what was revoked', async () => {
      const verify = (name: string) => runBeside('certutil', ['-V', '-d', database, '-u', 'C', '-e', '-l', '-n', name]);
      for (const name of ['good', 'nomade']) expect(await verify(name)).toContain('certificate is valid');
      await expect(verify('revoked')).rejects.toThrow('revoked');
    });
    it('verifies the chain with the CRL (vfychain)', async () => {
      const policy = ['-pp', '-u', '0', '-g', 'leaf', '-m', 'crl', '-s', 'requireInfo'];
      const verify = (name: string): Promise<string> =>
        runBeside('vfychain', [
          '-d',
          database,
          ...policy,
          '-a',
          at(`${name}.pem`),
          '-a',
          above(name),
          '-t',
          '-a',
          root,
        ]);
      for (const name of ['good', 'nomade']) expect(await verify(name)).toContain('Chain is good!');
      await expect(verify('revoked')).rejects.toThrow('revoked');
    });
    it('takes the next CRL, and lists what is revoked', async () => {
      await world.ca.publisher.publish();
      run('crlutil', ['-I', '-d', database, '-t', '1', '-i', world.file('next.crl', world.ca.crl('issuing')!.der)]);
      const text = run('crlutil', ['-L', '-d', database, '-n', 'issuing']);
      expect(text.replaceAll(':', '')).toContain(revoked.serialNumber);
    });
  });
});
