import { mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoFacts, runDemo } from '../journeys/demo-run.ts';
import { documented } from '../support/documented.ts';
import { createNetwork, makeServerCertificate, type Side } from './network.ts';
import { type Daemon, type Ended, need, ran, started } from './programs.ts';

export type Token = DemoFacts['tokens'][number];

/** A ministry in small: the real service and its gateways in one network namespace, a workstation with its tokens in another. */
export interface Site {
  path(relative: string): string;
  facts: DemoFacts;
  /** A token in use that no test of this file has had yet. */
  token(): Token;
  /** A program beside the service, or on the road where the tokens are; answers at its end. */
  run(side: Side, argv: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended>;
  /** As `run`, for a program that stays; it is stopped with the site at the latest. */
  start(side: Side, argv: readonly string[], env?: NodeJS.ProcessEnv): Daemon;
  /** A block of docs/gateways.md as a file, with the page's folder put right. Answers its path. */
  documented(block: string, file: string, put?: Readonly<Record<string, string>>): string;
  /** Has docs/gateways.md's script bring the published CRLs to the gateway now, and whenever their folder changes. */
  bringCrls(...command: string[]): Promise<void>;
  /** Revokes as the security officer; answers the moment in which that was asked for. */
  revoke(token: Token): Promise<number>;
  close(): Promise<void>;
}

/** Of a token of the demo. */
export const POLICY = '2.999.1.1.1';

/** Milliseconds in which a site opens: the real demo makes all its tokens. Nothing is measured by it, and machines may be busy. */
export const OPENING = 180_000;

const opened: Promise<Site>[] = [];
/** Opens a site with `tokens` tokens made by the real bench; `closeSites` ends it, whatever became of its test. */
export function openSite(tokens: number): Promise<Site> {
  const opening = build(tokens);
  opened.push(opening);
  return opening;
}
/** Closes every site, also one that is still being opened because its test did not wait for it. */
export async function closeSites(): Promise<void> {
  for (const opening of opened.splice(0)) {
    const site = await opening.catch(() => undefined); // its test has that error
    await site?.close();
  }
}

async function build(tokens: number): Promise<Site> {
  const network = createNetwork();
  const demo = await runDemo(tokens + 2, { within: network.within('gateway', []) }).catch((error: unknown) => {
    network.remove();
    throw error;
  });
  const { facts, path } = demo;
  for (const folder of ['gateway', 'peers']) mkdirSync(path(folder));
  const gate = (name: string): string => path(`gateway/${name}`);
  const [root, issuing] = ['root.pem', 'chain.pem'].map((name) => readFileSync(path(name), 'utf8'));
  writeFileSync(gate('authorities.pem'), `${root}${issuing}`);
  writeFileSync(gate('issuing.pem'), issuing ?? '');
  makeServerCertificate(gate);

  const free = facts.tokens.filter(({ state, pin }) => state === 'active' && pin !== null);
  const closers: (() => unknown)[] = [demo.stop, network.remove];
  const env = { SOFTHSM2_CONF: path(facts.pkcs11.softhsm2Conf ?? '') };
  const page = (block: string, put: Readonly<Record<string, string>>) => {
    // the page's policy is an operator's; the demo's is below the arc for examples
    const text = documented(block, put).replaceAll('1.2.250.1.999.1.1', POLICY);
    return text
      .replaceAll('/etc/gateway', path('gateway'))
      .replaceAll('/run/openvpn', path('peers'))
      .replaceAll('/srv/jeton/published', path('published'));
  };

  const site: Site = {
    path,
    facts,
    token: () => {
      const token = free.shift();
      if (!token) throw new Error('the site has no token left: open it with more');
      return token;
    },
    run: (side, argv, more = {}) =>
      ran(network.within(side, [need(argv[0] ?? ''), ...argv.slice(1)]), { ...env, ...more }),
    start: (side, argv, more = {}) => {
      const daemon = started(network.within(side, [need(argv[0] ?? ''), ...argv.slice(1)]), {
        env: { ...env, ...more },
      });
      closers.unshift(daemon.stop);
      return daemon;
    },
    documented: (block, file, put = {}) => {
      writeFileSync(path(file), page(block, put), { mode: 0o700 });
      return path(file);
    },
    async bringCrls(...command) {
      const script = site.documented('/usr/local/sbin/jeton-crls FOLDER FILE COMMAND', 'gateway/jeton-crls');
      const call = async () => {
        const done = await ran(['sh', script, path('published'), gate('crls.pem'), ...command]);
        if (done.code !== 0) throw new Error(`jeton-crls: ${done.output}`);
      };
      await ran(['sh', script, path('published'), gate('crls.pem'), 'true']);
      // what systemd's path unit does
      let turn = Promise.resolve();
      const watcher = watch(path('published'), () => {
        turn = turn.then(call);
      });
      closers.unshift(async () => {
        watcher.close();
        await turn;
      });
    },
    async revoke({ serialNumber }) {
      // by the REST door: that a command line takes seconds to start on a busy machine is not the service's time
      const url = `${facts.baseUrl}/api/v1/tokens/${serialNumber}/revoke`;
      const body = ['--header', 'Content-Type: application/json', '--data', '{"reason":"other"}'];
      const who = ['--header', `Authorization: Bearer ${facts.apiTokens.securityOfficer}`];
      const asked = Date.now();
      const done = await site.run('gateway', ['curl', '--silent', '--show-error', '--fail', ...who, ...body, url]);
      if (done.code !== 0) throw new Error(`the revocation failed: ${done.output}`);
      return asked;
    },
    async close() {
      for (const close of closers.splice(0)) await close();
      rmSync(demo.dir, { recursive: true, force: true });
    },
  };
  return site;
}

/** Seconds within which a revoked token has to be refused. Idle machines need one or two; a busy one is given time. */
export const SOON = 15;

/** Tries until `isRefused`, half a minute at most; answers how many seconds that took since the revocation was asked for, and says them. */
export async function secondsUntilRefused(
  what: string,
  from: number,
  isRefused: () => Promise<boolean>,
): Promise<number> {
  for (const end = from + 30_000; Date.now() < end; await sleep(50)) {
    const asked = Date.now();
    if (!(await isRefused())) continue;
    const seconds = Math.max(0, asked - from) / 1000;
    process.stdout.write(`${what}: refused ${seconds.toFixed(1)} s after the revocation was asked for\n`);
    return seconds;
  }
  return Number.POSITIVE_INFINITY;
}
