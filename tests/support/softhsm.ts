import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, createBench } from '../../src/bench/bench.ts';
import type { Deadlines } from '../../src/bench/process.ts';
import { type Blank, detectModule, plug, prepareBlanks, unplug, writeConf } from '../../src/bench/softhsm.ts';
import type { SlotStatus } from '../../src/flow/ports/bench.ts';

/** The repository's root: tests are always run from there. */
const ROOT = process.cwd();

/** A compiled program of the bench: what is forked cannot be TypeScript on Node 20. */
export function compiled(name: 'worker' | 'blanks'): string {
  const path = join(ROOT, 'dist/bench', `${name}.js`);
  const sources = ['src/bench', 'src/pkcs11'].flatMap((folder) => {
    const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
    return names.filter((file) => file.endsWith('.ts')).map((file) => join(ROOT, folder, file));
  });
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  if (!existsSync(path) || statSync(path).mtimeMs < newest) {
    throw new Error('dist/bench is missing or older than src/bench and src/pkcs11: npm run build');
  }
  return path;
}

/** The SoftHSM2 module; its absence fails the test. */
export function softHsm(): string {
  const module = detectModule();
  if (module === undefined) throw new Error('softhsm2 is not installed: apt-get install softhsm2 opensc');
  return module;
}

export interface LoggedEvent {
  level: 'info' | 'warn';
  message: string;
  fields: Readonly<Record<string, unknown>>;
}
export interface SoftBench {
  bench: Bench;
  /** Every slot's status, waited for as by whoever is about to work there: `slots()` calls a slow one busy. */
  looked(): Promise<(SlotStatus | undefined)[]>;
  dir: string;
  blanks: Blank[];
  log: LoggedEvent[];
  /** Folder of a slot, `1` being the first. */
  slotDir(slot: string): string;
  plug(slot: string, blank: Blank): void;
  /** Puts the slot's token into the drawer, whose conf shows every finished token. */
  unplug(slot: string): Blank;
  drawerConf: string;
  /** Process id of the slot's worker, once it is ready. */
  pid(slot: string): Promise<number>;
  close(): Promise<void>;
}

/** A bench of SoftHSM2 slots named `1`, `2`, … in a folder of its own, with blank tokens ready to be plugged. */
export async function softBench({
  slots = 1,
  blanks = 1,
  deadlines = {},
  places = {},
  module = softHsm(),
}: {
  slots?: number;
  blanks?: number;
  deadlines?: Partial<Deadlines>;
  /** The place of the bench that a slot belongs to, where it is not A. */
  places?: Readonly<Record<string, string>>;
  /** What the slots' workers load; the blanks are SoftHSM2's in any case. */
  module?: string;
} = {}): Promise<SoftBench> {
  const dir = mkdtempSync(join(tmpdir(), 'jeton-bench-'));
  const slotDir = (slot: string) => join(dir, 'slots', slot);
  const drawer = join(dir, 'drawer');
  mkdirSync(join(dir, 'blanks'));
  const made = await prepareBlanks({
    dir: join(dir, 'blanks'),
    count: blanks,
    soPin: (index) => `${10_000_000 + index}`,
    module: softHsm(),
    scriptPath: compiled('blanks'),
  });
  const log: LoggedEvent[] = [];
  const names = Array.from({ length: slots }, (_, index) => `${index + 1}`);
  const bench = createBench({
    slots: names.map((slot) => ({
      slot,
      position: `Poste ${slot}`,
      place: places[slot] ?? 'A',
      module,
      env: { SOFTHSM2_CONF: writeConf(slotDir(slot)) },
    })),
    deadlines,
    workerPath: compiled('worker'),
    log: {
      info: (message, fields = {}) => void log.push({ level: 'info', message, fields }),
      warn: (message, fields = {}) => void log.push({ level: 'warn', message, fields }),
    },
  });
  const looked = () => Promise.all(names.map((slot) => bench.slot(slot)));
  return {
    bench,
    looked,
    dir,
    blanks: made,
    log,
    slotDir,
    drawerConf: writeConf(drawer),
    plug: (slot, blank) => plug(slotDir(slot), blank),
    unplug: (slot) => {
      const folder = unplug(slotDir(slot), drawer);
      if (folder === undefined) throw new Error(`slot ${slot} is empty`);
      return { serial: folder.replaceAll('-', '').slice(-16), soPin: '', folder };
    },
    pid: async (slot) => {
      await looked();
      const started = log.filter((e) => e.message === 'bench worker is ready' && e.fields['slot'] === slot).at(-1);
      return Number(started?.fields['pid']);
    },
    close: async () => {
      await bench.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A certificate for a PKCS#10 request by a throw-away CA of openssl's making, DER. */
export function certifyWithOpenssl(request: Uint8Array): Uint8Array {
  const dir = mkdtempSync(join(tmpdir(), 'jeton-ca-'));
  try {
    const ca = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      `${dir}/key`,
      '-out',
      `${dir}/ca`,
    ];
    execFileSync('openssl', ['req', '-x509', '-subj', '/CN=CA', ...ca], { stdio: 'pipe' });
    const sign = [
      'x509',
      '-req',
      '-inform',
      'DER',
      '-CA',
      `${dir}/ca`,
      '-CAkey',
      `${dir}/key`,
      '-days',
      '30',
      '-outform',
      'DER',
    ];
    return new Uint8Array(execFileSync('openssl', sign, { input: request, stdio: ['pipe', 'pipe', 'pipe'] }));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The user PIN of `createToken`. */
export const TOKEN_PIN = '93847561';

/** A SoftHSM2 token in a folder of its own. */
export function createToken(dir: string, label: string) {
  const home = join(dir, label);
  mkdirSync(join(home, 'tokens'), { recursive: true });
  writeFileSync(join(home, 'conf'), `directories.tokendir = ${join(home, 'tokens')}\n`);
  const env = { SOFTHSM2_CONF: join(home, 'conf') };
  const how = ['--init-token', '--free', '--label', label, '--so-pin', '12345678', '--pin', TOKEN_PIN];
  execFileSync('softhsm2-util', how, { env: { ...process.env, ...env }, stdio: 'pipe' });
  const shown = execFileSync('softhsm2-util', ['--show-slots'], { env: { ...process.env, ...env }, encoding: 'utf8' });
  const serial = /Serial number:\s+([0-9a-f]{16})/.exec(shown)![1]!;
  return { module: softHsm(), serial, env };
}
