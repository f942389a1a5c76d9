import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoFacts, runDemo } from '../journeys/demo-run.ts';
import { documented } from './documented.ts';
import { type Daemon, type Ended, need, ran, started } from './programs.ts';

export type Token = DemoFacts['tokens'][number];
type Side = 'gateway' | 'road';

/** Where a gateway answers; only inside the site's own network namespaces, as every address here. */
const GATEWAY = '192.0.2.1';
const ROAD = '192.0.2.2';
/** What lies behind the gateway, and is reached through a tunnel only. */
export const INSIDE = '203.0.113.1';

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

/** Network namespaces of a run that was killed are removed by the next. */
function removeLeftOvers(): void {
  const names = execFileSync(need('ip'), ['netns', 'list'], { encoding: 'utf8' }).match(/^jeton-\d+-\S+/gm) ?? [];
  for (const name of names) {
    const [, pid = ''] = name.split('-');
    if (!isAlive(Number(pid))) execFileSync(need('ip'), ['netns', 'del', name]);
  }
}
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

let networks = 0;
function createNetwork() {
  if (process.getuid?.() !== 0)
    throw new Error('network namespaces are made by root only\nhint: sudo npm run test:clients');
  removeLeftOvers();
  networks += 1; // one process may run several files
  const name = `jeton-${process.pid}-${networks}`;
  const names = { gateway: `${name}-gateway`, road: `${name}-road` };
  const ip = (...args: string[]) => execFileSync(need('ip'), args, { stdio: 'pipe' });
  for (const side of Object.values(names)) {
    ip('netns', 'add', side);
    ip('-n', side, 'link', 'set', 'lo', 'up');
  }
  const [g, r] = [`jg${process.pid}x${networks}`, `jr${process.pid}x${networks}`];
  ip('link', 'add', g, 'netns', names.gateway, 'type', 'veth', 'peer', 'name', r, 'netns', names.road);
  ip('-n', names.gateway, 'addr', 'add', `${GATEWAY}/24`, 'dev', g);
  ip('-n', names.gateway, 'addr', 'add', `${INSIDE}/32`, 'dev', 'lo');
  ip('-n', names.gateway, 'link', 'set', g, 'up');
  ip('-n', names.road, 'addr', 'add', `${ROAD}/24`, 'dev', r);
  ip('-n', names.road, 'link', 'set', r, 'up');
  return {
    within: (side: Side, argv: readonly string[]) => ['ip', 'netns', 'exec', names[side], ...argv],
    remove: () => {
      for (const side of Object.values(names)) ip('netns', 'del', side);
    },
  };
}

/** The gateway's own certificate: self-signed, it is not what is tested here. */
function makeServerCertificate(file: (name: string) => string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('server.key')];
  const name = ['-subj', '/CN=vpn.example', '-addext', 'subjectAltName=DNS:vpn.example'];
  const use = [
    '-addext',
    'keyUsage=digitalSignature',
    '-addext',
    'extendedKeyUsage=serverAuth',
    '-days',
    '2',
    '-out',
    file('server.pem'),
  ];
  execFileSync(need('openssl'), ['req', '-x509', ...key, ...name, ...use], { stdio: 'pipe' });
}

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
  mkdirSync(path('gateway'));
  const gate = (name: string): string => path(`gateway/${name}`);
  const [root, issuing] = ['root.pem', 'chain.pem'].map((name) => readFileSync(path(name), 'utf8'));
  writeFileSync(gate('authorities.pem'), `${root}${issuing}`);
  writeFileSync(gate('issuing.pem'), issuing ?? '');
  makeServerCertificate(gate);

  const free = facts.tokens.filter(({ state, pin }) => state === 'active' && pin !== null);
  const closers: (() => unknown)[] = [demo.stop, network.remove];
  const env = { SOFTHSM2_CONF: path(facts.pkcs11.softhsm2Conf ?? '') };
  const page = (block: string, put: Readonly<Record<string, string>>) => {
    const text = documented(block, put);
    return text.replaceAll('/etc/gateway', path('gateway')).replaceAll('/srv/jeton/published', path('published'));
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
