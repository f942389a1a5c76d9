import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Client, createClient } from '../../src/demo/client.ts';
import { buildStage } from '../../src/demo/stage.ts';
import { openStore } from '../../src/store/store.ts';
import { chromiumOfFile } from '../console/browser.ts';
import { decoded } from '../mail/decoded.ts';
import { openRelay, type Received } from '../mail/relay.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { rowKeyIn } from '../support/records/row-key.ts';
import { seededChance } from '../support/records/store.ts';
import { compiled } from '../support/softhsm.ts';
import { checkEverything } from '../support/world/check.ts';
import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { isFounder, peopleComeIn } from './arrivals.ts';
import { createPassingClock } from './leaping-clock.ts';
import { recordsOfRun } from './records.ts';
import { freePort, serveOn, sessionOf as signedIn } from './service.ts';
import { comeIn, type Somebody } from './somebody.ts';

const exec = promisify(execFile);
const login = (name: string): string => (isFounder(name) ? name : loginOf(name));

interface SiteOptions {
  /** Who works there, of tests/support/world/people.ts; an auditor is always there. */
  people: readonly string[];
  blanks?: number;
  /** Seconds by which the program's clock is ahead as it starts. */
  ahead?: () => number;
}

/**
 * The installed program as a site has it: SoftHSM2 at the bench, a mail relay, people with passwords, a clock of its own, its records
 * on the engine that the run asks for.
 */
export async function openSite({ blanks = 1, ahead = () => 0 }: Omit<SiteOptions, 'people'>) {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-site-'));
  const clock = createPassingClock(folder);
  clock.pass(ahead());
  const keep = join(folder, 'stage');
  const [stage, relay, records] = await Promise.all([
    buildStage({ keep, blanks, scriptPath: compiled('blanks') }),
    openRelay(),
    recordsOfRun(),
  ]);
  const { bench } = stage;
  if (!bench) throw new Error('softhsm2 is not installed: apt-get install softhsm2 opensc');
  const ports = { web: await freePort(), pki: await freePort() };
  const env = {
    JETON_URL: `http://localhost:${ports.web}`,
    JETON_LOG_LEVEL: 'warn',
    JETON_SMTP_URL: relay.url,
    JETON_MAIL_FROM: 'jeton@interieur.example',
    ...clock.env,
    ...records.env,
  };
  let said = '';
  const start = async () => {
    const running = await serveOn(stage, ports, env);
    running.child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    return running;
  };
  let running = await start();
  const { url, links } = running;

  const sessions = new Map<string, Promise<string>>();
  /** The token of somebody's session: they signed in by password, so that their factor is fresh. */
  const sessionOf = (name: string): Promise<string> => {
    const known = sessions.get(name) ?? signedIn(url, login(name), PASSWORD);
    sessions.set(name, known);
    return known;
  };
  const as = async (name: string): Promise<Client> => createClient(url, await sessionOf(name));
  /** A command of the program at a terminal, as somebody. */
  const command = async (name: string, ...args: string[]): Promise<string> => {
    const { stdout, stderr } = await exec(process.execPath, ['dist/main.js', ...args], {
      env: { ...process.env, LANG: 'fr_FR.UTF-8', HOME: folder, JETON_URL: url, JETON_TOKEN: await sessionOf(name) },
    });
    return stdout + stderr;
  };

  return {
    url,
    links,
    bench,
    folder,
    as,
    command,
    now: clock.now,
    /** Where its records are, and the key that opens them, in its own folder. */
    stage,
    pkiUrl: `http://127.0.0.1:${ports.pki}`,
    loginOf: login,
    /** What browsers told of broken policies. */
    reports: () => ({ count: said.split('broke its content security policy').length - 1 }),
    /** Mails to somebody, whose subject or text says so. */
    mailsTo: (name: string, says: RegExp): Received[] =>
      relay.received.filter((mail) => mail.to === `${name}@interieur.example` && says.test(textOf(mail))),
    read: textOf,
    /** Time passes for the program, which has seen it then. */
    pass: async (seconds: number): Promise<void> => {
      clock.pass(seconds);
      sessions.clear();
      // a connection that was idle for as long is closed, which whoever asks on it may see first
      const says = () => fetch(`${url}/healthz`).then(({ headers }) => Date.parse(headers.get('date') ?? ''));
      while ((await says().catch(() => 0)) < clock.now() - 2_000) await sleep(100);
    },
    /** The program ends, so much time passes, and it starts again; `meanwhile`: what somebody does to its records. */
    startsAfter: async (seconds: number, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> => {
      await running.stop();
      await meanwhile();
      clock.pass(seconds);
      sessions.clear();
      running = await start();
    },
    /** What a test waits for; the program's own rounds come about as time passes for it. */
    until: async <T>(what: () => T | Promise<T>): Promise<NonNullable<Awaited<T>>> => {
      for (const end = performance.now() + 60_000; performance.now() < end; await sleep(100)) {
        const found = await what();
        if (found) return found;
      }
      throw new Error(`it never came: ${what}\n${said.slice(-2_000)}`);
    },
    /** The program says that its export verifies by the book, by the key that it signs with, and that the stock is balanced. */
    check: async (): Promise<void> => {
      const dir = join(folder, 'export');
      const { vkey } = await (await as('aurore')).get<{ vkey: string }>('/journal/checkpoint');
      await command('aurore', 'journal', 'export', dir);
      expect(await command('aurore', 'journal', 'verify', dir, '--vkey', vkey)).toContain('conforme à la procédure');
      expect(await (await as('thomas')).get('/stock')).toMatchObject({ balanced: true });
    },
    /** The program stops: its tables, its journal and its stock agree row by row, and every entry is by the book. It starts again. */
    checkAtRest: async (): Promise<void> => {
      const { dataDir, kekFile } = stage.config;
      const { place, behind } = records.at(dataDir);
      await running.stop();
      const rowKey = await rowKeyIn(dataDir, kekFile);
      const own = { judge: noJudge, clock: { now: clock.now }, chance: seededChance() };
      const opened = await openStore({ ...own, ...place, rowKey });
      try {
        await checkEverything({ ...opened, behind });
      } finally {
        await opened.close();
      }
      running = await start();
    },
    /** The process of the program that runs now. */
    pid: (): number => running.child.pid ?? 0,
    /** The program is killed in the middle of whatever it does, and starts again. */
    crashes: async (): Promise<void> => {
      await running.kill();
      sessions.clear();
      running = await start();
    },
    close: async (): Promise<void> => {
      await running.stop();
      await relay.close();
      await records.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Site = Awaited<ReturnType<typeof openSite>>;

/** A mail as it is read, whatever spaces the typesetter took. */
const textOf = ({ raw }: Received): string => decoded(raw).replace(/[\u00a0\u202f]/g, ' ');

/** A site for the one test of a file, and people who come in there. */
export function siteOfFile(options: SiteOptions) {
  const chromium = chromiumOfFile();
  let opened: Site | undefined;
  beforeAll(async () => {
    opened = await openSite(options);
    await peopleComeIn(opened, ['aurore', ...options.people]);
  }, 60_000);
  afterAll(() => opened?.close());
  const day = {
    get site(): Site {
      if (!opened) throw new Error('a site stands only while a test runs');
      return opened;
    },
    comeIn: (name: string): Promise<Somebody> => comeIn(chromium(), day.site, name),
  };
  return day;
}
