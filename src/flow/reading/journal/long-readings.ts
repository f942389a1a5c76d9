import { AppError, type ErrorCode } from '../../../errors.ts';
import { paceOf } from '../../../journal/long-reading.ts';
import type { Chance } from '../../ports/chance.ts';
import type { Clock } from '../../ports/clock.ts';

/** What takes minutes and gives nothing but an answer. */
export type LongReadingKind = 'export' | 'verification';

/** How far somebody's long reading is. */
export interface LongReadingStanding {
  id: string;
  kind: LongReadingKind;
  state: 'running' | 'finished' | 'stopped' | 'failed';
  /** Entries read so far, of how many; of null while it waits for its turn. */
  done: number;
  total: number | null;
  begunAt: number;
  endedAt: number | null;
  /** Entries a second and milliseconds that are left, at the pace so far; null before anything was read, and after the end. */
  perSecond: number | null;
  leftMs: number | null;
  /** Why it failed. */
  code: ErrorCode | null;
}
/** One that has begun: whoever does it tells how far it is, and its end. */
export interface LongReading {
  readonly id: string;
  proceed(done: number, total: number): void;
  end(state: 'finished' | 'stopped' | 'failed', code?: ErrorCode): void;
  standing(): LongReadingStanding;
}

/** How long the end of one is told. */
const TOLD_MS = 15 * 60_000;

const oneAtATime = (): AppError =>
  new AppError('conflict', 'an export or a verification of yours is running: wait for its end, or stop it', {
    detail: { why: 'reading-running' },
  });

function createReading(kind: LongReadingKind, { clock, chance }: { clock: Clock; chance: Chance }): LongReading {
  const id = chance.id();
  const begunAt = clock.now();
  let [done, total, startedAt]: [number, number | null, number] = [0, null, begunAt];
  let ended: Pick<LongReadingStanding, 'state' | 'endedAt' | 'code'> = { state: 'running', endedAt: null, code: null };

  const pace = (): Pick<LongReadingStanding, 'perSecond' | 'leftMs'> =>
    ended.state === 'running'
      ? paceOf({ done, total, took: clock.now() - startedAt })
      : { perSecond: null, leftMs: null };
  return {
    id,
    proceed: (now, of) => {
      if (total === null) startedAt = clock.now();
      [done, total] = [Math.min(now, of), of];
    },
    end: (state, code) => {
      if (ended.state === 'running') ended = { state, endedAt: clock.now(), code: code ?? null };
    },
    standing: () => ({ id, kind, done, total, begunAt, ...ended, ...pace() }),
  };
}

/** Long readings of the journal, of which everybody has one at a time. They end with the service: nothing was changed by them. */
export function createLongReadings(deps: { clock: Clock; chance: Chance }) {
  const last = new Map<string, LongReading>();

  const isOver = ({ endedAt }: LongReadingStanding): boolean =>
    endedAt !== null && deps.clock.now() - endedAt > TOLD_MS;
  const forgetOld = (): void => {
    for (const [personId, reading] of last) if (isOver(reading.standing())) last.delete(personId);
  };
  return {
    /** Begins one of somebody's. Throws `conflict` while another of theirs runs. */
    begin: (personId: string, kind: LongReadingKind): LongReading => {
      forgetOld();
      if (last.get(personId)?.standing().state === 'running') throw oneAtATime();
      const reading = createReading(kind, deps);
      last.set(personId, reading);
      return reading;
    },
    /** Somebody's own, while it runs and for a quarter of an hour after it. */
    of: (personId: string): LongReadingStanding | undefined => {
      forgetOld();
      return last.get(personId)?.standing();
    },
  };
}
