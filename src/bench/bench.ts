import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError, settingsRefused } from '../errors.ts';
import type { PluggedToken, SlotStatus, TokenBench } from '../flow/ports/bench.ts';
import { within } from '../within.ts';
import { benchError } from './failure.ts';
import { type Found, type How, type Op, type ResultOf, Selector } from './messages.ts';
import type { Deadlines } from './process.ts';
import { clearTorn } from './softhsm.ts';
import { type BenchLog, supervise } from './supervisor.ts';
import { isTwin, placeOf } from './twin/scenario.ts';

/** Where the bench file names no places, all slots are of one. */
const USUAL_PLACE = 'A';

/** A slot into which a technician plugs tokens. */
export const SlotConfig = z.strictObject({
  slot: z.string().min(1).max(40),
  /** Where it is, in the technician's words. */
  position: z.string().min(1).max(80),
  /** The place of the bench that it belongs to: one technician works there at a time. */
  place: z.string().min(1).max(40).default(USUAL_PLACE),
  /** Absolute path of the PKCS#11 module; or, for training, `twin:` and that of a scenario (docs/bench.md). */
  module: z.string().regex(/^(?:twin:)?\//, { error: 'is an absolute path, or twin: and one' }),
  /** Settings of the module, such as SOFTHSM2_CONF; no secrets. */
  env: z.record(z.string(), z.string()).default({}),
  /** Needed where one module has several slots (readers). */
  pkcs11Slot: Selector.optional(),
});
export type SlotConfig = z.input<typeof SlotConfig>;

export interface BenchConfig {
  slots: readonly SlotConfig[];
  log: BenchLog;
  /** All certificates of this data folder are for evaluation; only then may a slot be a twin. */
  training?: boolean;
  deadlines?: Partial<Deadlines>;
  /** The compiled worker; beside this file by default. */
  workerPath?: string;
}

/** A slot's status with what the bench knows beyond the flow's needs. */
export interface BenchSlot extends SlotStatus {
  token?: PluggedToken & Pick<Found, 'pinLocked' | 'soPinLocked'>;
}
export interface Bench extends TokenBench {
  slots(): Promise<BenchSlot[]>;
  /** Lets running operations end, then all workers. */
  close(): Promise<void>;
}

const DEADLINES: Deadlines = { default: 10_000, format: 30_000, 'generate-key': 60_000 };
/** A slot that does not answer `slots` within this is busy: one slow token must not hide the others. */
const GLANCE_MS = 800;
/** Whoever is about to work in one slot waits longer: it may be starting, on a machine that has much to do. */
const PATIENCE_MS = 10_000;

/** A twin's keys lie in files: nothing that it makes may ever open a network. */
function refuseTwins(slots: readonly SlotConfig[]): void {
  const twin = slots.find(({ module }) => isTwin(module));
  if (!twin) return;
  throw settingsRefused({
    en: `slot ${twin.slot} is a twin, which is for training: name a PKCS#11 module, or use a data folder whose CA is an evaluation`,
    fr: `le logement ${twin.slot} est un jumeau (« twin: »), qui sert à la formation : nommez un module PKCS#11, ou prenez un dossier de données dont l’autorité sert à l’évaluation`,
  });
}

/** Two slots of one name cannot be told apart; two SoftHSM2 slots with one folder would repair each other's writes. */
function refuseDoubles(slots: readonly SlotConfig[]): void {
  const both = (path: string) => ({ en: path, fr: path });
  const keys = slots.flatMap(({ slot, env, module }) => [
    { en: `name ${slot}`, fr: `le nom ${slot}` },
    ...(env?.['SOFTHSM2_CONF'] ? [both(env['SOFTHSM2_CONF'])] : []),
    ...(isTwin(module) ? [both(placeOf(module).tokens)] : []),
  ]);
  const double = keys.find(({ en }, index) => keys.findIndex((key) => key.en === en) !== index);
  if (!double) return;
  throw settingsRefused({
    en: `two slots of the bench share ${double.en}: give each its own`,
    fr: `deux logements du banc ont en commun ${double.fr} : donnez à chacun le sien`,
  });
}

/**
 * The bench on PKCS#11 modules, one worker process a slot. Throws `config_invalid` when two slots share a name or folder,
 * and for a twin outside training.
 */
export function createBench({ slots, log, training = false, deadlines = {}, workerPath }: BenchConfig): Bench {
  refuseDoubles(slots);
  if (!training) refuseTwins(slots);
  const path = workerPath ?? fileURLToPath(new URL('./worker.js', import.meta.url));
  const bySlot = new Map(
    slots.map((config) => [config.slot, createSlot(config, log, { ...DEADLINES, ...deadlines }, path)]),
  );

  const at = async <O extends Op>(slot: string, op: O, how: How<O>): Promise<ResultOf<O>> => {
    const found = bySlot.get(slot);
    if (!found) throw new AppError('not_found', `the bench has no slot ${slot}: check its configuration`);
    return found.call(op, how);
  };
  return {
    slots: () => Promise.all([...bySlot.values()].map((each) => each.status(GLANCE_MS))),
    slot: async (name) => bySlot.get(name)?.status(PATIENCE_MS),
    initialise: async ({ slot, serial }, how) => void (await at(slot, 'initialise', { serial, ...how })),
    generateKey: ({ slot, serial }, how) => at(slot, 'generateKey', { serial, ...how }),
    writeCertificate: ({ slot, serial }, how) => at(slot, 'writeCertificate', { serial, ...how }),
    readCertificate: ({ slot, serial }, how) => at(slot, 'readCertificate', { serial, ...how }),
    signChallenge: ({ slot, serial }, how) => at(slot, 'signChallenge', { serial, ...how }),
    resetPin: async ({ slot, serial }, how) => void (await at(slot, 'resetPin', { serial, ...how })),
    close: async () => void (await Promise.all([...bySlot.values()].map((place) => place.close()))),
  };
}

const takesOf = ({ takes: { pin, soPin, keyIds } }: Found) => ({ pin, soPin, ...(keyIds ? { keyIds } : {}) });

function createSlot(config: SlotConfig, log: BenchLog, deadlines: Deadlines, workerPath: string) {
  const { slot, position, place = USUAL_PLACE, module, env = {}, pkcs11Slot } = config;
  const argument = { module, ...(pkcs11Slot && { pkcs11Slot }) };
  const beforeStart = () => clearTorn(env['SOFTHSM2_CONF'], (what) => log.warn(what, { slot }));
  const supervisor = supervise({ slot, log, env, argument, deadlines, workerPath, beforeStart });
  const here = { slot, position, place };
  let running = 0;
  let seen: Pick<BenchSlot, 'token'> = {};
  let inspecting: Promise<BenchSlot> | undefined;
  let following: Promise<BenchSlot> | undefined;

  const busy = (): BenchSlot => ({ ...here, state: 'busy', ...seen });

  const inspect = async (): Promise<BenchSlot> => {
    try {
      const { tokens } = await supervisor.call('inspect', {});
      const [token, ...others] = tokens;
      seen = token && others.length === 0 ? { token: { slot, ...token, takes: takesOf(token) } } : {};
      if (others.length === 0) return { ...here, state: token ? 'ready' : 'empty', ...seen };
      const serials = tokens.map(({ serial }) => serial);
      return {
        ...here,
        state: 'failed',
        several: serials,
        problem: `slot ${slot} holds tokens ${serials.join(' and ')}: leave the one meant`,
      };
    } catch (error) {
      seen = {};
      const problem = error instanceof AppError ? error.message : benchError(slot, { step: 'scan' }).message;
      return { ...here, state: 'failed', problem };
    }
  };

  /**
   * An inspection that is under way may have missed a token plugged since. Callers that come meanwhile share the next
   * one.
   */
  const look = (): Promise<BenchSlot> => {
    if (inspecting) {
      following ??= inspecting.then(() => {
        following = undefined;
        return look();
      });
      return following;
    }
    inspecting = inspect().finally(() => {
      inspecting = undefined;
    });
    return inspecting;
  };

  return {
    /** What sits in the slot now; while an operation runs, what sat in it before. */
    async status(patienceMs: number): Promise<BenchSlot> {
      return running > 0 ? busy() : within(patienceMs, look(), busy);
    },
    async call<O extends Op>(op: O, how: How<O>): Promise<ResultOf<O>> {
      running += 1;
      try {
        return await supervisor.call(op, how);
      } finally {
        running -= 1;
      }
    },
    close: () => supervisor.close(),
  };
}
