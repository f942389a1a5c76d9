import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { WITHOUT_INSPECTOR } from '../no-inspector.ts';

/**
 * The hand that plugs SoftHSM2 tokens: SoftHSM2 is software, so a token is a folder and a slot is a folder of folders.
 * Each slot has its own SOFTHSM2_CONF, which shows only the token plugged there; plugging is a rename.
 */
const MODULES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so',
  '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so',
];

/** The SoftHSM2 module where Debian puts it, or undefined when softhsm2 is not installed. */
export function detectModule(): string | undefined {
  return MODULES.find((path) => existsSync(path));
}

/** A blank token: a folder that `plug` moves. */
export interface Blank {
  serial: string;
  soPin: string;
  folder: string;
}

const tokensOf = (slotDir: string) => join(slotDir, 'tokens');

/** Makes `dir` a slot (or a drawer of tokens) without tokens; answers the path for SOFTHSM2_CONF. */
export function writeConf(dir: string): string {
  mkdirSync(tokensOf(dir), { recursive: true, mode: 0o700 });
  const conf = join(dir, 'softhsm2.conf');
  const lines = [`directories.tokendir = ${tokensOf(dir)}`, 'objectstore.backend = file', 'log.level = ERROR'];
  writeFileSync(conf, `${lines.join('\n')}\n`);
  return conf;
}

/** SoftHSM2 names a token's folder by a UUID and takes the serial number from its second half. */
function serialOfFolder(folder: string): string {
  return basename(folder).replaceAll('-', '').slice(-16);
}

/**
 * Makes `count` initialised blank tokens in `dir`, as a factory would: label `BLANK`, the SO-PIN that `soPin` gives for
 * each, no PIN. In a process of its own, as SoftHSM2 may crash and takes its settings from the environment; the SO-PINs
 * reach it over the channel. Answers them in order. Throws `device_failed`.
 */
export async function prepareBlanks(how: {
  dir: string;
  count: number;
  soPin(index: number): string;
  module: string;
  /** The compiled blanks.js; beside this file by default. */
  scriptPath?: string;
}): Promise<Blank[]> {
  const making = join(how.dir, 'making');
  const conf = writeConf(making);
  const soPins = Array.from({ length: how.count }, (_, index) => how.soPin(index));
  const script = how.scriptPath ?? fileURLToPath(new URL('./blanks.js', import.meta.url));
  const serials = await factory(script, conf, { module: how.module, soPins });
  const names = new Map(readdirSync(tokensOf(making)).map((name) => [serialOfFolder(name), name]));
  const blanks = serials.map((serial, index) => {
    const name = names.get(serial) ?? '';
    renameSync(join(tokensOf(making), name), join(how.dir, name));
    return { serial, soPin: soPins[index] ?? '', folder: join(how.dir, name) };
  });
  rmSync(making, { recursive: true });
  return blanks;
}

/** Has the blanks made; answers their serial numbers, in the order of the SO-PINs. */
function factory(script: string, conf: string, order: { module: string; soPins: string[] }): Promise<string[]> {
  const child = fork(script, [], {
    env: { SOFTHSM2_CONF: conf },
    execArgv: [...WITHOUT_INSPECTOR],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const failed = () =>
      reject(new AppError('device_failed', 'SoftHSM2 made no blank tokens: check that softhsm2 is installed'));
    child.once('message', (message) => {
      const made = z.array(z.string()).length(order.soPins.length).safeParse(message);
      if (made.success) resolve(made.data);
      else failed();
    });
    child.once('error', failed);
    child.once('exit', failed);
    child.send(order);
  });
}

/** Plugs a token into a slot. Throws `conflict` when one sits there already. */
export function plug(slotDir: string, token: Pick<Blank, 'folder'>): void {
  if (readdirSync(tokensOf(slotDir)).length > 0) {
    throw new AppError('conflict', 'a token is plugged into this slot already: unplug it first');
  }
  renameSync(token.folder, join(tokensOf(slotDir), basename(token.folder)));
}

/** Moves the slot's token into a drawer (a folder that `writeConf` made); answers its new folder, undefined when none was there. */
export function unplug(slotDir: string, drawerDir: string): string | undefined {
  const [name] = readdirSync(tokensOf(slotDir));
  if (name === undefined) return undefined;
  const folder = join(tokensOf(drawerDir), name);
  renameSync(join(tokensOf(slotDir), name), folder);
  return folder;
}

/**
 * Clears what a process killed in mid-write left in a slot: SoftHSM2 truncates a file, then writes it. A token whose
 * own file is empty is lost and would hide behind it: its folder moves to `torn`, beside the conf file. Empty objects
 * are removed. `say` gets one sentence for each. Only while no process uses the slot; without a conf file: nothing.
 */
export function clearTorn(conf: string | undefined, say: (what: string) => void): void {
  if (conf === undefined || !existsSync(conf)) return;
  const tokens = /^\s*directories\.tokendir\s*=\s*(.+?)\s*$/m.exec(readFileSync(conf, 'utf8'))?.[1];
  if (tokens === undefined || !existsSync(tokens)) return;
  for (const name of readdirSync(tokens)) {
    const empty = emptyObjects(join(tokens, name));
    if (empty.includes('token.object')) {
      const torn = join(dirname(conf), 'torn');
      mkdirSync(torn, { recursive: true });
      renameSync(join(tokens, name), join(torn, name));
      say(`token ${serialOfFolder(name)} was torn when a process died while writing: scrap it`);
    } else {
      for (const file of empty) rmSync(join(tokens, name, file));
      if (empty.length > 0)
        say(`token ${serialOfFolder(name)} held ${empty.length} empty objects of a process that died`);
    }
  }
}

function emptyObjects(folder: string): string[] {
  const objects = readdirSync(folder).filter((file) => file.endsWith('.object'));
  return objects.filter((file) => statSync(join(folder, file)).size === 0);
}
