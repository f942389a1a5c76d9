import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DemoRun, runDemo } from './demo-run.ts';
import { freePort } from './service.ts';

const exec = promisify(execFile);
const ZLINT = 'RFC5280,RFC5480,Community,ETSI_ESI';

/** What the real clients of our certificates, CRLs, OCSP and tokens say to those that the demo made. */
describe('a token of the demo, with real clients', () => {
  let demo: DemoRun;
  let crls: string[];
  beforeAll(async () => {
    demo = await runDemo(4);
    const { facts } = demo;
    crls = await Promise.all(
      facts.crlUrls.map(async (url, i) => {
        writeFileSync(demo.path(`crl${i}.der`), Buffer.from(await (await fetch(url)).arrayBuffer()));
        await exec('openssl', [
          'crl',
          '-inform',
          'DER',
          '-in',
          demo.path(`crl${i}.der`),
          '-out',
          demo.path(`crl${i}.pem`),
        ]);
        return demo.path(`crl${i}.pem`);
      }),
    );
    facts.tokens.forEach((t, i) => {
      writeFileSync(demo.path(`token${i}.pem`), t.certificatePem);
    });
  }, 180_000);
  afterAll(() => demo.stop());

  const active = () => demo.facts.tokens.findIndex((t) => t.state === 'active');
  const revoked = () => demo.facts.tokens.findIndex((t) => t.state === 'revoked' && t.pin !== null);
  const environment = () => ({ ...process.env, SOFTHSM2_CONF: demo.path(demo.facts.pkcs11.softhsm2Conf) });

  it('keeps the promises of demo.json', () => {
    const { facts } = demo;
    expect(facts.requested).toBe(4);
    expect(facts.refused).toBe(6);
    expect(facts.tokens.length).toBeGreaterThanOrEqual(5);
    expect(facts.tokens.filter((t) => t.state === 'active').length).toBeGreaterThanOrEqual(2);
    expect(new Set(facts.tokens.map((t) => t.label)).size).toBe(facts.tokens.length);
    for (const t of facts.tokens) expect(t.label).toMatch(/^[\x20-\x7e]{1,32}$/);
    expect(facts.tokens.filter((t) => t.pin === null)).toEqual([expect.objectContaining({ state: 'revoked' })]);
    expect(facts.pkcs12.length).toBeGreaterThan(0);
  });

  it('is accepted by openssl, x509_strict and every CRL checked; the revoked one is not', async () => {
    const verify = (certificate: string) => [
      'verify',
      '-x509_strict',
      '-crl_check_all',
      '-CAfile',
      demo.path('root.pem'),
      '-untrusted',
      demo.path('chain.pem'),
      ...crls.flatMap((crl) => ['-CRLfile', crl]),
      certificate,
    ];
    const good = await exec('openssl', verify(demo.path(`token${active()}.pem`)));
    expect(good.stdout).toContain('OK');
    await expect(exec('openssl', verify(demo.path(`token${revoked()}.pem`)))).rejects.toMatchObject({
      stderr: expect.stringContaining('certificate revoked'),
    });
  });

  it('is accepted by GnuTLS and NSS', async () => {
    const chain = [demo.path(`token${active()}.pem`), demo.path('chain.pem'), demo.path('root.pem')]
      .map((f) => readFileSync(f, 'utf8'))
      .join('');
    writeFileSync(demo.path('all.pem'), chain);
    await exec('certtool', ['--verify-chain', '--infile', demo.path('all.pem')]);
    for (const [i, crl] of crls.entries()) {
      const issuer = demo.path(i === 0 ? 'chain.pem' : 'root.pem');
      await exec('certtool', ['--verify-crl', '--load-ca-certificate', issuer, '--infile', crl]);
    }
    const db = demo.path('nss');
    mkdirSync(db);
    await exec('certutil', ['-N', '-d', db, '--empty-password']);
    await exec('certutil', ['-A', '-d', db, '-n', 'root', '-t', 'CT,C,C', '-i', demo.path('root.pem')]);
    await exec('certutil', ['-A', '-d', db, '-n', 'issuing', '-t', ',,', '-i', demo.path('chain.pem')]);
    await exec('certutil', ['-A', '-d', db, '-n', 'holder', '-t', ',,', '-i', demo.path(`token${active()}.pem`)]);
    for (const i of [0, 1]) await exec('crlutil', ['-I', '-d', db, '-i', demo.path(`crl${i}.der`)]);
    expect((await exec('certutil', ['-V', '-d', db, '-n', 'holder', '-u', 'C'])).stdout).toContain(
      'certificate is valid',
    );
    await exec('certutil', ['-A', '-d', db, '-n', 'gone', '-t', ',,', '-i', demo.path(`token${revoked()}.pem`)]);
    await expect(exec('certutil', ['-V', '-d', db, '-n', 'gone', '-u', 'C'])).rejects.toMatchObject({
      stdout: expect.stringMatching(/revoked/i),
    });
  });

  it('passes zlint without an error or a warning, as do its CAs and CRLs', async () => {
    for (const file of ['root.pem', 'chain.pem', `token${active()}.pem`, 'crl0.pem', 'crl1.pem']) {
      const { stdout } = await exec('zlint', ['-includeSources', ZLINT, demo.path(file)]);
      const bad = Object.entries(JSON.parse(stdout) as Record<string, { result: string }>).filter(([, v]) =>
        ['error', 'warn', 'fatal'].includes(v.result),
      );
      expect([file, bad]).toEqual([file, []]);
    }
  });

  it('has OCSP say good, and revoked right after the loss', async () => {
    const ask = async (i: number) => {
      const { stdout, stderr } = await exec('openssl', [
        'ocsp',
        '-issuer',
        demo.path('chain.pem'),
        '-cert',
        demo.path(`token${i}.pem`),
        '-url',
        demo.facts.ocspUrl,
        '-CAfile',
        demo.path('root.pem'),
        '-verify_other',
        demo.path('chain.pem'),
      ]);
      return stderr + stdout;
    };
    expect(await ask(active())).toMatch(/Response verify OK[\s\S]*: good/);
    expect(await ask(revoked())).toMatch(/Response verify OK[\s\S]*: revoked/);
  });

  it('holds private key, public key and certificate under one CKA_ID: sensitive, never extractable, local', async () => {
    const t = demo.facts.tokens[active()]!;
    const { stdout } = await exec(
      'pkcs11-tool',
      [
        '--module',
        demo.facts.pkcs11.module,
        '--token-label',
        t.label,
        '--login',
        '--pin',
        t.pin ?? '',
        '--list-objects',
      ],
      { env: environment() },
    );
    const ids = [...stdout.matchAll(/ID:\s+([0-9a-f]+)/g)].map((m) => m[1]);
    expect(ids).toEqual([t.keyId, t.keyId, t.keyId]);
    expect(stdout).toMatch(/Private Key Object/);
    expect(stdout).toMatch(/Public Key Object/);
    expect(stdout).toMatch(/Certificate Object/);
    expect(stdout).toMatch(/Access:\s+sensitive, always sensitive, never extract(?:r)?able, local/);
  });

  it('opens its PKCS#12 in openssl and NSS', async () => {
    const [p12] = demo.facts.pkcs12;
    writeFileSync(demo.path('password'), p12!.password, { mode: 0o600 });
    await exec('openssl', [
      'pkcs12',
      '-in',
      demo.path(p12!.file),
      '-passin',
      `file:${demo.path('password')}`,
      '-nodes',
      '-out',
      demo.path('p12.pem'),
    ]);
    expect(readFileSync(demo.path('p12.pem'), 'utf8')).toMatch(
      /BEGIN PRIVATE KEY[\s\S]*BEGIN CERTIFICATE|BEGIN CERTIFICATE[\s\S]*BEGIN PRIVATE KEY/,
    );
    mkdirSync(demo.path('nss12'));
    await exec('certutil', ['-N', '-d', demo.path('nss12'), '--empty-password']);
    await exec('pk12util', [
      '-i',
      demo.path(p12!.file),
      '-d',
      demo.path('nss12'),
      '-w',
      demo.path('password'),
      '-K',
      '',
    ]);
  });

  it('opens a TLS connection with the key in the token, and no more after its revocation', async () => {
    const index = demo.facts.tokens.findLastIndex((t) => t.state === 'active');
    const t = demo.facts.tokens[index]!;
    const port = await freePort();
    await serverCertificate(demo);
    const server = async () => {
      // the gateway checks the CRLs it has fetched
      for (const [i, url] of demo.facts.crlUrls.entries())
        writeFileSync(demo.path(`gate${i}.der`), Buffer.from(await (await fetch(url)).arrayBuffer()));
      const pems = await Promise.all(
        [0, 1].map(
          async (i) => (await exec('openssl', ['crl', '-inform', 'DER', '-in', demo.path(`gate${i}.der`)])).stdout,
        ),
      );
      const cas = ['root.pem', 'chain.pem'].map((f) => readFileSync(demo.path(f), 'utf8'));
      writeFileSync(demo.path('gate.pem'), [...cas, ...pems].join(''));
      const child = spawn(
        'openssl',
        [
          's_server',
          '-accept',
          `127.0.0.1:${port}`,
          '-cert',
          demo.path('server.pem'),
          '-key',
          demo.path('server.key'),
          '-CAfile',
          demo.path('gate.pem'),
          '-Verify',
          '3',
          '-verify_return_error',
          '-crl_check_all',

          '-rev',
        ],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      await untilListening(port);
      return child;
    };
    writeFileSync(demo.path('provider.cnf'), PROVIDER.replace('MODULE', demo.facts.pkcs11.module));
    writeFileSync(demo.path('pin'), t.pin ?? '', { mode: 0o600 });
    /** Connects with the key in the token and says `ping`; answers all that was said until the echo, the end, or ten seconds. */
    const shake = async (): Promise<string> => {
      const key = `pkcs11:token=${t.label};id=${pctId(t.keyId)};type=private?pin-source=file:${demo.path('pin')}`;
      const own = ['-cert', demo.path(`token${index}.pem`), '-cert_chain', demo.path('chain.pem'), '-key', key];
      const peer = ['-CAfile', demo.path('server.pem'), '-verify_return_error', '-brief'];
      const client = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...own, ...peer], {
        env: { ...environment(), OPENSSL_CONF: demo.path('provider.cnf') },
      });
      let said = '';
      client.stdin.write('ping\n');
      await new Promise<void>((done) => {
        const hear = (chunk: Buffer): void => {
          said += chunk;
          if (said.includes('gnip')) done();
        };
        client.stdout.on('data', hear);
        client.stderr.on('data', hear);
        client.once('exit', () => done());
        setTimeout(done, 10_000).unref();
      });
      await end(client);
      return said;
    };

    const before = await server();
    const welcomed = await shake();
    await end(before);
    expect(welcomed).toMatch(/gnip/);

    await exec('bash', ['-c', demo.facts.revoke.replace('{serial}', t.serialNumber)]);
    await sleep(100);
    const after = await server();
    const turnedAway = await shake();
    await end(after);
    expect(turnedAway).not.toMatch(/gnip/);
    expect(turnedAway).toMatch(/revoked/i);
  }, 60_000);

  it('names each certificate’s holder as the procedure asks', () => {
    const { subject, keyUsage } = new X509Certificate(demo.facts.tokens[active()]!.certificatePem);
    expect(subject).toMatch(/C=FR\nO=EVALUATION[^\n]*\nOU=0002 \d+\n/);
    expect(keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  });
});

/** `[default]` is OpenSSL's name for the part before all sections, so the sections are called otherwise. */
const PROVIDER = `
openssl_conf = init
[init]
providers = provider_list
[provider_list]
default = default_provider
pkcs11 = pkcs11_provider
[default_provider]
activate = 1
[pkcs11_provider]
pkcs11-module-path = MODULE
pkcs11-module-quirks = no-deinit no-operation-state
activate = 1
`;
/** Ends a program and waits until nothing of it is left here. */
const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill();
    if (child.exitCode !== null || child.signalCode !== null) setTimeout(resolve, 50);
  });
const pctId = (hex: string): string => hex.replace(/../g, '%$&');

async function untilListening(port: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await sleep(50);
  }
  throw new Error(`nothing listens on ${port}`);
}

/** The gateway's own certificate: self-signed, it is not what is tested here. */
async function serverCertificate(demo: DemoRun): Promise<void> {
  await exec('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-keyout',
    demo.path('server.key'),
    '-out',
    demo.path('server.pem'),
  ]);
}
