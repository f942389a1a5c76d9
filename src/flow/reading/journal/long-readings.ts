import { AppError, type ErrorCode } from '../../../errors.ts';
import { paceOf } from '../../../journal/long-reading.ts';
import type { Deps } from '../../act.ts';
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

const atAnotherNode = (): AppError =>
  new AppError(
    'conflict',
    'an export or a verification of yours runs at another node of the service: wait for its end, or stop it there',
    { detail: { why: 'reading-elsewhere' } },
  );
const oneAtATime = (): AppError =>
  new AppError('conflict', 'an export or a verification of yours is running: wait for its end, or stop it', {
    detail: { why: 'reading-running' },
  });

function createReading(
  kind: LongReadingKind,
  { clock, chance, over }: { clock: Clock; chance: Chance; over: () => void },
): LongReading {
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
      if (ended.state !== 'running') return;
      ended = { state, endedAt: clock.now(), code: code ?? null };
      over();
    },
    standing: () => ({ id, kind, done, total, begunAt, ...ended, ...pace() }),
  };
}

/**
 * Long readings of the journal, of which everybody has one at a time, whichever node reads it: how far it is is known to that node.
 * They end with the service: nothing was changed by them.
 */
export function createLongReadings(deps: Pick<Deps, 'clock' | 'chance' | 'claims' | 'warn'>) {
  const { claims } = deps;
  const last = new Map<string, LongReading>();
  /** Claims that are being given back: the next reading of the same person waits for it. */
  const leaving = new Map<string, Promise<void>>();
  const nameOf = (personId: string): string => `reading ${personId}`;
  const leave = (personId: string): void => {
    const left = claims
      .release(nameOf(personId))
      .catch((error: unknown) => deps.warn('the claim of a long reading was not given back', error))
      .then(() => void leaving.delete(personId));
    leaving.set(personId, left);
  };

  const isOver = ({ endedAt }: LongReadingStanding): boolean =>
    endedAt !== null && deps.clock.now() - endedAt > TOLD_MS;
  const forgetOld = (): void => {
    for (const [personId, reading] of last) if (isOver(reading.standing())) last.delete(personId);
  };
  return {
    /** Takes somebody's turn among all nodes. Whoever takes it begins a reading or gives it back; false where another node has it. */
    take: async (personId: string): Promise<boolean> => {
      await leaving.get(personId);
      return claims.claim(nameOf(personId));
    },
    /** Gives a turn back in which nothing has begun. */
    giveBack: (personId: string): Promise<void> => claims.release(nameOf(personId)),
    /** Begins one of somebody's in their turn, where it was taken. Throws `conflict` while another of theirs runs, here or elsewhere. */
    begin: (personId: string, kind: LongReadingKind, isTaken: boolean): LongReading => {
      forgetOld();
      if (last.get(personId)?.standing().state === 'running') throw oneAtATime();
      if (!isTaken) throw atAnotherNode();
      const reading = createReading(kind, { ...deps, over: () => leave(personId) });
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
