import { hostname } from 'node:os';
import { steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import type { Keeper } from '../journal/keeper.ts';
import { createPusher } from '../siem/pusher.ts';
import { VERSION } from '../version.ts';
import type { Records } from './records.ts';

/** The journal's way to the SIEM, as configured; undefined for none. */
export function openSiem(config: Config, { opened }: Records, keeper: Keeper) {
  if (!config.siem) return undefined;
  const { format, ...receiver } = config.siem;
  return createPusher({
    records: { ...opened.siem, size: opened.journal.size, lines: opened.journal.lines },
    receiver: { ...receiver, ca: config.authorities },
    format,
    origin: keeper.origin,
    version: VERSION,
    hostname: hostname(),
    checkpoint: keeper.checkpoint,
    clock,
  });
}
export type Siem = ReturnType<typeof openSiem>;
