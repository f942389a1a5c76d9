import { authoriseEver } from '../../book/rights/authorise.ts';
import { AppError } from '../../errors.ts';
import { fullName } from '../../flow/people/person-name.ts';
import type { HeldPlace, Places } from '../../flow/ports/places.ts';
import type { Identity, Origin } from '../identity.ts';
import type { IdentityDeps } from '../record-act.ts';
import type { IdentityUnit, SessionRow } from '../records.ts';
import { benchUntil, isLocked, lasts, NO_BENCH } from './session-life.ts';
import { type Sessions, sessionEnded } from './sessions.ts';

/** A shift at the bench ends after this, however it was used (NIST SP 800-63B-4, 2.3.3: at most 12 hours). */
const SHIFT_MS = 10 * 60 * 60_000;
/** Its end is moved on at most this often: each time is a commit to disk. */
const SLIDE_MS = 30_000;

/** Who works at which place of this node's bench. */
export function createPlaces({ records, clock, node }: Pick<IdentityDeps, 'records' | 'clock' | 'node'>): Places {
  return {
    held: async () => {
      const now = clock.now();
      const lasting = (await records.sessionsAtBench(node.name)).filter((row) => lasts(row, now));
      return lasting.flatMap(({ personId, benchPlace: place, benchUntil: until }): HeldPlace[] =>
        place === null || until === null ? [] : [{ place, personId, until }],
      );
    },
  };
}

/**
 * A technician's shift: one factor opens a place of the bench for one browser. It slides with what they do there, and locks
 * when nothing is done; whatever asks for a fresh factor at the bench is asked for here, before a token is plugged in.
 */
export function createBenchSessions(
  deps: IdentityDeps,
  sessions: Sessions,
): Pick<Identity, 'openBench' | 'useBench' | 'leaveBench'> {
  const { records, store, clock, node } = deps;

  const own = async (token: string): Promise<SessionRow> => {
    const row = await sessions.byToken(token);
    if (!row) throw sessionEnded();
    return row;
  };

  /** Whoever works at the place keeps it. Who left it locked loses it and stays locked; one's own other window is at no bench. */
  const takePlace = async (unit: IdentityUnit, row: SessionRow, place: string, now: number): Promise<void> => {
    const others = (await unit.sessionsAtBench(node.name)).filter(
      (other) => other.hash !== row.hash && other.benchPlace === place && lasts(other, now),
    );
    for (const other of others) {
      if (other.personId !== row.personId && !isLocked(other, now)) {
        const who = fullName(await store.reads.get('person', other.personId));
        throw new AppError('conflict', `${who} works at ${place}: take another place`, {
          detail: { why: 'place-held', place, who },
        });
      }
      const left = isLocked(other, now) ? { benchPlace: null } : { ...NO_BENCH, seenAt: now };
      await unit.touchSession(other.hash, left);
    }
  };

  return {
    openBench: async (token: string, place: string, from: Origin) => {
      const row = await own(token);
      const who = await sessions.owner(row);
      if (!who) throw sessionEnded();
      const now = clock.now();
      // the shift's own factor was given now, not hours ago
      if (row.freshUntil <= now)
        throw new AppError('fresh_factor_needed', 'confirm who you are: it opens the bench for your shift');
      authoriseEver(who.caller, 'production.produce', now);
      await store.transact(async (unit) => {
        await takePlace(unit, row, place, now);
        const until = { benchUntil: benchUntil(now), expiresAt: Math.max(row.expiresAt, now + SHIFT_MS) };
        await unit.touchSession(row.hash, { benchNode: node.name, benchPlace: place, ...until });
      });
      await sessions.log('bench-open', row.personId, from, 'done');
    },

    useBench: async (token) => {
      const row = await own(token);
      const now = clock.now();
      if (row.benchPlace === null || row.benchUntil === null || isLocked(row, now)) return;
      if (benchUntil(now) - row.benchUntil < SLIDE_MS) return;
      await records.touchSession(row.hash, { benchUntil: benchUntil(now) });
    },

    leaveBench: async (token, from) => {
      const row = await own(token);
      if (row.benchNode === null || isLocked(row, clock.now())) return;
      await records.touchSession(row.hash, { ...NO_BENCH, seenAt: clock.now() });
      await sessions.log('bench-leave', row.personId, from, 'done');
    },
  };
}
