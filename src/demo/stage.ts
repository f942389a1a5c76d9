import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Blank, detectModule, plug, prepareBlanks, unplug, writeConf } from '../bench/softhsm.ts';
import type { Config } from '../config.ts';
import { AppError, settingsRefused } from '../errors.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

/** Slots of the demo's bench. */
const SLOTS = ['1', '2', '3', '4'];

/** The throw-away place where the demo happens: data folder, key file, SoftHSM2 slots and drawer, printed papers. */
export interface Stage {
  dir: string;
  config: Config;
  /** Undefined without SoftHSM2: the demo makes software credentials only. */
  bench?: {
    module: string;
    /** Shows every token that left the bench. */
    drawerConf: string;
    slots: readonly string[];
    blanks: readonly Blank[];
    /** Puts the next blank into a slot; answers its serial number. */
    plugNext(slot: string): string;
    /** Takes the slot's token out and lays it into the drawer. */
    putAway(slot: string): void;
  };
  /** Where the holders' letters arrive. */
  mailbox: Mailbox;
}

async function softBench(dir: string, module: string, count: number, script: Script) {
  const slotDir = (slot: string): string => join(dir, 'slots', slot);
  const confs = new Map(SLOTS.map((slot) => [slot, writeConf(slotDir(slot))]));
  const drawer = join(dir, 'drawer');
  const drawerConf = writeConf(drawer);
  const blanks = await prepareBlanks({
    dir: join(dir, 'blanks'),
    count,
    soPin: () => randomBytes(8).toString('hex'),
    module,
    ...script,
  });
  let next = 0;
  return {
    bench: {
      module,
      drawerConf,
      slots: SLOTS,
      blanks,
      plugNext: (slot: string): string => {
        const blank = blanks[next++];
        if (!blank) throw new AppError('internal', 'the demo ran out of blank tokens');
        plug(slotDir(slot), blank);
        return blank.serial;
      },
      putAway: (slot: string): void => void unplug(slotDir(slot), drawer),
    },
    slots: SLOTS.map((slot) => ({
      slot,
      position: `Logement ${slot}`,
      module,
      env: { SOFTHSM2_CONF: confs.get(slot) ?? '' },
    })),
  };
}

/** Where the compiled maker of blanks is; tests run from the sources. */
type Script = { scriptPath?: string };

const notEmpty = (dir: string, cause?: unknown): AppError =>
  settingsRefused(
    {
      en: `${dir} is no empty folder: name with --keep one that is new or empty`,
      fr: `${dir} n’est pas un dossier vide : donnez à --keep un dossier nouveau ou vide`,
    },
    cause,
  );

/** Why a folder can be neither made nor read: a file stands there, or the machine refuses. */
function unusable(dir: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (code === 'EEXIST' || code === 'ENOTDIR') return notEmpty(dir, cause);
  return settingsRefused(
    {
      en: `the folder ${dir} can be neither made nor read (${code}): put that right, or name another one with --keep`,
      fr: `le dossier ${dir} ne peut être ni créé ni lu (${code}) : corrigez-en la cause, ou donnez un autre dossier à --keep`,
    },
    cause,
  );
}

/** A folder for the demo alone, made where there is none. Throws `config_invalid`, for a folder with anything in it too. */
async function emptyFolder(path: string): Promise<string> {
  const dir = resolve(path);
  const filesIn = async (): Promise<string[]> => {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return readdir(dir);
  };
  const files = await filesIn().catch((cause: unknown) => {
    throw unusable(dir, cause);
  });
  if (files.length > 0) throw notEmpty(dir);
  return dir;
}

/** Builds the stage in `keep`, or in a new temporary folder; `blanks` tokens lie ready where SoftHSM2 is installed. */
export async function buildStage({
  keep,
  blanks,
  ...script
}: { keep?: string | undefined; blanks: number } & Script): Promise<Stage> {
  const dir = keep === undefined ? await mkdtemp(join(tmpdir(), 'jeton-demo-')) : await emptyFolder(keep);
  const kekFile = join(dir, 'kek');
  await writeFile(kekFile, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  const module = detectModule();
  const soft = module ? await softBench(dir, module, blanks, script) : undefined;
  const prints = join(dir, 'prints');
  const config: Config = {
    dataDir: join(dir, 'data'),
    node: { name: 'jeton', site: 'Paris' },
    reserveMb: 4, // small, as the demo is
    web: { host: '127.0.0.1', port: 0 },
    pki: { host: '127.0.0.1', port: 0, crlDir: join(dir, 'published') },
    kekFile,
    bench: soft?.slots ?? [],
    print: {
      letters: `folder:${prints}`,
      labels: `folder:${prints}`,
      dayReport: false,
      dutyPhone: '+33 1 00 00 00 00',
    },
    certificates: {
      organisation: "Ministère de l'Intérieur",
      siren: '000000000',
      policyOid: '2.999.1.1',
      tokenProfiles: ['agent-vpn'],
    },
    logLevel: 'warn',
  };
  return { dir, config, mailbox: createMailbox(), ...(soft ? { bench: soft.bench } : {}) };
}
