import type { Clock } from '../flow/ports/clock.ts';
import { parseEntry } from '../journal/entry.ts';
import { deliver, type Receiver } from './connection.ts';
import { type EventFormat, toEvent } from './formats.ts';
import { checkpointFrame, entryFrame } from './frame.ts';

/** What one connection carries at most: entries are read in pages, so memory stays bounded however long the SIEM was away. */
const BATCH_OCTETS = 1_048_576;
const DEADLINE_MS = 30_000;
const LATE_MS = 15 * 60_000;
/** A receiver that took nothing is asked again after this, then after twice as long, a minute at most. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** Where the pushing of a journal stands; the store implements it. */
export interface SiemRecords {
  /** The first entry that was not taken yet. */
  next(origin: string): Promise<number>;
  keep(origin: string, next: number): Promise<void>;
  size(): Promise<number>;
  lines(from: number, to: number): AsyncIterable<readonly string[]>;
}
export interface PusherDeps {
  records: SiemRecords;
  receiver: Receiver;
  format: EventFormat;
  origin: string;
  version: string;
  hostname: string;
  /** The newest signed checkpoint goes with every batch. */
  checkpoint(): Promise<{ note: string }>;
  clock: Clock;
  /** For tests of a receiver that never answers. */
  deadlineMs?: number;
}

/**
 * Pushes the journal to a SIEM as it grows. An entry counts as taken only when its whole connection ended well, and the place
 * is kept in the database: an outage, a crash or a restore loses none, and what was in doubt comes again under its `seq`.
 */
export function createPusher(deps: PusherDeps) {
  const { records, receiver, format, origin, version, hostname, clock, deadlineMs = DEADLINE_MS } = deps;
  const closing = new AbortController();
  /** Since when something waits that could not be delivered. */
  let failingSince: number | undefined;
  let pause = { until: 0, ms: 0 };

  const batchFrom = async (from: number, size: number): Promise<{ frames: Buffer[]; next: number }> => {
    const frames: Buffer[] = [];
    let octets = 0;
    let next = from;
    for await (const page of records.lines(from, size)) {
      for (const line of page) {
        const entry = parseEntry(line);
        const frame = entryFrame(entry, toEvent(entry, format, { origin, version }), { hostname, origin });
        if (frames.length > 0 && octets + frame.length > BATCH_OCTETS) return { frames, next };
        frames.push(frame);
        octets += frame.length;
        next = entry.seq + 1;
      }
    }
    return { frames, next };
  };

  const pushAll = async (): Promise<number> => {
    let count = 0;
    const size = await records.size();
    for (let from = await records.next(origin); from < size && !closing.signal.aborted; ) {
      const { frames, next } = await batchFrom(from, size);
      frames.push(checkpointFrame((await deps.checkpoint()).note, clock.now(), { hostname, origin }));
      await deliver(receiver, Buffer.concat(frames), deadlineMs, closing.signal);
      await records.keep(origin, next);
      count += next - from;
      from = next;
    }
    return count;
  };

  return {
    /** Pushes what is new. Answers how many entries were taken; throws `service_unreachable`, and then nothing is lost. */
    push: async (): Promise<number> => {
      const now = clock.now();
      if (now < pause.until) return 0;
      try {
        const count = await pushAll();
        failingSince = undefined;
        pause = { until: 0, ms: 0 };
        return count;
      } catch (error) {
        failingSince ??= now;
        const ms = Math.min(Math.max(pause.ms * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
        pause = { until: clock.now() + ms, ms };
        throw error;
      }
    },
    /** Whether somebody should look: nothing could be delivered for a quarter of an hour. */
    isLate: (): boolean => failingSince !== undefined && clock.now() - failingSince > LATE_MS,
    /** Breaks off what is being sent: it comes again. */
    close: (): void => closing.abort(),
  };
}
