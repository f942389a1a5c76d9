import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../src/app.ts';
import { SIGNER_PROGRAM } from '../../src/ca/keys/pkcs11-signer.ts';
import { runInstead } from '../../src/pkcs11/worker-program.ts';
import { freePort } from '../journeys/service.ts';
import { type CeremonyHall, openCeremonyHall, typist } from '../support/ceremony-hall.ts';
import { createToken, TOKEN_PIN } from '../support/softhsm.ts';

/** The whole life of a CA whose keys are born in PKCS#11 tokens and never leave them, by the command alone. */
describe('jeton ca, with root and issuing CAs in tokens', () => {
  let hall: CeremonyHall;
  let pki: string;
  let first: string;
  beforeAll(async () => {
    const execArgv = ['--import', './tests/support/typescript.mjs'];
    runInstead(SIGNER_PROGRAM, { path: resolve('src/ca/keys/pkcs11-worker.ts'), execArgv });
    hall = await openCeremonyHall();
    const port = await freePort();
    pki = `http://127.0.0.1:${port}`;
    Object.assign(hall.env, { JETON_PKI_PORT: String(port), JETON_PKI_URL: pki, JETON_PASSKEYS: 'optional' });
    for (const label of ['root', 'issuing', 'second']) {
      writeFileSync(token(label), JSON.stringify(createToken(hall.folder, label)));
    }
  }, 60_000);
  afterAll(() => hall.remove());

  const token = (label: string): string => join(hall.folder, `${label}.json`);
  const act = (name: string, ...more: string[]): Promise<number> =>
    hall.hold(name, more, { place: ['--root-pkcs11', token('root')], prompt: typist(TOKEN_PIN, TOKEN_PIN) });
  const takeAway = (): void => renameSync(join(hall.folder, 'root'), join(hall.folder, 'safe'));
  const bring = (): void => renameSync(join(hall.folder, 'safe'), join(hall.folder, 'root'));
  const newest = (): string => [...hall.said().matchAll(/jeton: issuing CA (\S+) \(token\)/g)].at(-1)![1]!;
  const stem = (id: string): string => `issuing-${id.toLowerCase()}`;
  const fetched = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());

  /** The service, started without the root, while `look` asks it from outside. */
  async function served(look: (app: App) => Promise<void>): Promise<void> {
    const app = await hall.open();
    await look(app).finally(app.close);
  }
  /** What the service says of itself once it is ready: its signers are made after it has opened, the later the more the machine does. */
  async function readiness(app: App): Promise<unknown> {
    for (const end = Date.now() + 30_000; ; await sleep(100)) {
      const said = (await (await fetch(`${app.url}/readyz`)).json()) as { ready: boolean };
      if (said.ready || Date.now() > end) return said;
    }
  }
  /** What openssl says of an issuing CA, with root and CRL from the addresses in its certificate. */
  async function verdict(id: string): Promise<string> {
    const dir = mkdtempSync(join(hall.folder, 'look-'));
    const pem = (kind: 'x509' | 'crl', name: string, input: Buffer) =>
      execFileSync('openssl', [kind, '-inform', 'DER', '-out', join(dir, name)], { input });
    const issuing = await fetched(`${pki}/${stem(id)}.cer`);
    pem('x509', 'issuing', issuing);
    const shown = execFileSync('openssl', ['x509', '-noout', '-text', '-in', join(dir, 'issuing')], {
      encoding: 'utf8',
    });
    const [, rootUrl = ''] = /CA Issuers - URI:(\S+)/.exec(shown) ?? [];
    const [, crlUrl = ''] = /URI:(\S+\.crl)/.exec(shown) ?? [];
    pem('x509', 'root', await fetched(rootUrl));
    pem('crl', 'crl', await fetched(crlUrl));
    const how = ['-x509_strict', '-crl_check', '-CRLfile', join(dir, 'crl'), '-CAfile', join(dir, 'root')];
    try {
      return execFileSync('openssl', ['verify', ...how, join(dir, 'issuing')], { encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return String((error as { stderr: string }).stderr);
    }
  }

  it('makes both in their tokens; the service runs and signs CRLs while the root is in the safe', async () => {
    const done = await act('ceremony', '--issuing-pkcs11', token('issuing'));
    expect([done, hall.said()]).toEqual([0, expect.stringContaining('take the root away')]);
    first = newest();
    const report = execFileSync('pdftotext', ['-layout', hall.report, '-'], { encoding: 'utf8' });
    for (const label of ['root', 'issuing']) {
      const { serial } = JSON.parse(readFileSync(token(label), 'utf8')) as { serial: string };
      expect(report).toContain(`jeton ${serial}`);
    }
    takeAway();
    await served(async (app) => {
      expect(await verdict(first)).toContain('OK');
      // that of the evaluation is answered for until it ends
      for (const name of ['issuing.crl', `${stem(first)}.crl`])
        expect((await fetch(`${pki}/${name}`)).status).toBe(200);
      expect(await readiness(app)).toMatchObject({ ready: true, waiting: ['configuration'] });
    });
    const lines = hall.journal().map(({ line }) => line);
    expect(lines.join('')).not.toContain(TOKEN_PIN);
  }, 60_000);

  it('starts although the issuing CA’s token is not there, says so, and serves what stands', async () => {
    const [here, gone] = [join(hall.folder, 'second-first'), join(hall.folder, 'issuing')];
    renameSync(gone, here);
    await served(async (app) => {
      const published = await fetch(`${pki}/${stem(first)}.crl`);
      expect(published.status).toBe(200);
      await expect(app.flow.dualControl.expire()).resolves.not.toThrow(); // the service is at work
    });
    renameSync(here, gone);
  }, 60_000);

  it('does nothing at the root while it is in the safe', async () => {
    for (const [name, ...more] of [['renew', '--for', 'token'], ['root-crl'], ['revoke', '--ca', first]] as const) {
      expect(await act(name, ...more)).toBe(1);
    }
    expect(hall.said().match(/token-missing|unusable/g)).toHaveLength(3);
    await served(async () => expect(await verdict(first)).toContain('OK'));
  }, 60_000);

  it('rolls over to another token: both issuing CAs and their CRLs are served side by side', async () => {
    bring();
    expect(await act('renew', '--for', 'token', '--issuing-pkcs11', token('second'))).toBe(0);
    takeAway();
    const second = newest();
    expect(second).not.toBe(first);
    await served(async () => {
      for (const id of [first, second]) {
        expect(await verdict(id)).toContain('OK');
        expect((await fetch(`${pki}/${stem(id)}.crl`)).status).toBe(200);
      }
    });
  }, 60_000);

  it('revokes an issuing CA in an emergency, and the root’s CRL says so; another takes its place', async () => {
    bring();
    const second = newest();
    expect(await act('revoke', '--ca', second)).toBe(0);
    expect(await act('renew', '--for', 'token', '--issuing-pkcs11', token('second'))).toBe(0);
    const third = newest();
    expect(await act('root-crl')).toBe(0);
    takeAway();
    await served(async () => {
      expect(await verdict(second)).toContain('certificate revoked');
      for (const id of [first, third]) expect(await verdict(id)).toContain('OK');
    });
    const acts = hall.journal().filter(({ action, line }) => /^ca\.(?!begin)/.test(action) && line.includes('"done"'));
    expect(acts.map(({ action }) => action)).toEqual([
      ...['ca.ceremony', 'ca.renew', 'ca.revoke', 'ca.renew', 'ca.root-crl'],
    ]);
  }, 60_000);
});
