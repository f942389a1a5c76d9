import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Bench, createBench } from '../../../src/bench/bench.ts';
import type { Deadlines } from '../../../src/bench/process.ts';
import { placeOf, type Scenario } from '../../../src/bench/twin/scenario.ts';
import {
  makeTwinTokens,
  plugTwin,
  readToken,
  serialsIn,
  type TwinToken,
  unplugTwin,
} from '../../../src/bench/twin/token.ts';
import type { SlotStatus } from '../../../src/flow/ports/bench.ts';
import { compiled, type LoggedEvent } from '../softhsm.ts';

export type Wanted = z.input<typeof Scenario>;
export interface TwinBench {
  bench: Bench;
  /** Every slot's status, waited for as by whoever is about to work there: `slots()` calls a slow one busy. */
  looked(): Promise<(SlotStatus | undefined)[]>;
  dir: string;
  log: LoggedEvent[];
  /** Serial numbers and SO-PINs of the tokens that were made. */
  blanks: { serial: string; soPin: string }[];
  plug(slot: string, blank: { serial: string }): void;
  unplug(slot: string): string | undefined;
  /** Plugs what a fault had pulled out. */
  pushBack(slot: string): void;
  /** Closes the bench and opens it again, as a restart of the service does. */
  restart(): Promise<void>;
  /** Changes what the slot's device does, from the next call on. */
  play(slot: string, scenario: Wanted): void;
  /** The plugged token as it stands in its file. */
  token(slot: string): TwinToken | undefined;
  /** What the bench file would say. */
  slots: { slot: string; position: string; module: string }[];
  close(): Promise<void>;
}

/** A bench of twins in slots named `1`, `2`, …, with blank tokens in a drawer. */
export function twinBench({
  slots = 1,
  blanks = 1,
  scenario = {},
  deadlines = {},
  soPin = (index: number) => `${1_000_000_000_000_000 + index}`,
}: {
  slots?: number;
  blanks?: number;
  scenario?: Wanted;
  deadlines?: Partial<Deadlines>;
  soPin?: (index: number) => string;
} = {}): TwinBench {
  const dir = mkdtempSync(join(tmpdir(), 'jeton-twin-'));
  const drawer = join(dir, 'drawer');
  const made = Array.from({ length: blanks }, (_, index) => ({
    serial: `TWIN${String(index + 1).padStart(6, '0')}`,
    soPin: soPin(index),
  }));
  makeTwinTokens(drawer, made);
  const module = (slot: string) => `twin:${join(dir, slot, 'scenario.json')}`;
  const play = (slot: string, wanted: Wanted) => writeFileSync(placeOf(module(slot)).path, JSON.stringify(wanted));
  const names = Array.from({ length: slots }, (_, index) => `${index + 1}`);
  const configs = names.map((slot) => ({ slot, position: `Poste ${slot}`, module: module(slot) }));
  for (const slot of names) {
    mkdirSync(placeOf(module(slot)).tokens, { recursive: true });
    play(slot, scenario);
  }
  const log: LoggedEvent[] = [];
  const open = () =>
    createBench({
      slots: configs,
      training: true,
      deadlines,
      workerPath: compiled('worker'),
      log: {
        info: (message, fields = {}) => void log.push({ level: 'info', message, fields }),
        warn: (message, fields = {}) => void log.push({ level: 'warn', message, fields }),
      },
    });
  let bench = open();
  return {
    get bench() {
      return bench;
    },
    looked: () => Promise.all(names.map((slot) => bench.slot(slot))),
    dir,
    log,
    blanks: made,
    slots: configs,
    plug: (slot, { serial }) => plugTwin(placeOf(module(slot)), drawer, serial),
    unplug: (slot) => unplugTwin(placeOf(module(slot)), drawer),
    pushBack: (slot) => {
      const place = placeOf(module(slot));
      for (const serial of serialsIn(place.pulled)) plugTwin(place, place.pulled, serial);
    },
    restart: async () => {
      await bench.close();
      bench = open();
    },
    play,
    token: (slot) => {
      const place = placeOf(module(slot));
      const [blank] = made.filter(({ serial }) => readToken(place, serial));
      return blank && readToken(place, blank.serial);
    },
    close: async () => {
      await bench.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
