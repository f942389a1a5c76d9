import { createHash } from 'node:crypto';
import { SEALED } from '../book/rules/service/service-settings.ts';
import { create, update } from '../book/tables/lifecycle.ts';
import { DAY_MS, MINUTE_MS } from '../durations.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Store } from '../flow/ports/store.ts';
import { policyOf } from '../flow/two-persons/limits.ts';
import { canonical } from '../journal/canonical.ts';
import type { AccessRecords } from './records.ts';

const SYSTEM = { actor: 'system', role: 'system', outcome: 'done' } as const;

/**
 * How the purgeable access log is bound to the journal, which it is not part of: the hash of each day, and once a minute
 * how many people who were not signed in were refused. Neither names anybody.
 */
export function createAccessTrace({ store, records, clock }: { store: Store; records: AccessRecords; clock: Clock }) {
  let countedTo = clock.now();

  /** The seal of a day (UTC): SHA-256 over the JCS lines of its rows. */
  const sealOf = async (from: number): Promise<{ count: number; sha256: string }> => {
    const hash = createHash('sha256');
    let count = 0;
    for await (const page of records.accesses(from, from + DAY_MS)) {
      for (const row of page) hash.update(`${canonical({ ...row })}\n`);
      count += page.length;
    }
    return { count, sha256: hash.digest('hex') };
  };

  /** Records where the next seal begins; a setting, so that a restart goes on there. `day`: what is sealed. */
  const moveOn = (to: number, day?: Record<string, unknown>): Promise<number> =>
    store.transact(async (unit) => {
      const row = await unit.get('setting', SEALED);
      const value = String(to);
      const change = row
        ? update('setting', row, { value }, { value: row.value })
        : create('setting', { id: SEALED, value });
      const entry = { ...SYSTEM, subject: 'accessLog', changes: [change] };
      return unit.record(
        day ? { ...entry, action: 'accessLog.seal', detail: day } : { ...entry, action: 'accessLog.begin' },
      );
    });

  return {
    /** Seals every finished day since the last one sealed, and purges what is past its time. Answers how many days. */
    sealDays: async (): Promise<number> => {
      const today = Math.floor(clock.now() / DAY_MS) * DAY_MS;
      const standing = await store.reads.get('setting', SEALED);
      if (!standing) await moveOn(today);
      let sealed = 0;
      for (let from = standing ? Number(standing.value) : today; from < today; from += DAY_MS, sealed += 1) {
        const date = new Date(from).toISOString().slice(0, 10);
        const kept = await policyOf(store.reads, 'accessLog.days');
        const since = new Date(from - kept * DAY_MS).toISOString().slice(0, 10);
        await moveOn(from + DAY_MS, { date, ...(await sealOf(from)), keptSince: since });
      }
      const kept = await policyOf(store.reads, 'accessLog.days');
      await records.purge({ expiredAt: clock.now(), accessBefore: today - kept * DAY_MS });
      return sealed;
    },

    /**
     * One entry for the refusals of the last minute of people who were not signed in; none when there were none. Of several
     * nodes one records it, and the others pass the same minutes, so that the next one goes on from there.
     */
    countRefusals: async (isRecorder: boolean): Promise<number> => {
      const from = countedTo;
      const to = Math.max(from, Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS);
      let count = 0;
      if (isRecorder) {
        for await (const page of records.accesses(from, to))
          count += page.filter((r) => r.outcome === 'refused').length;
      }
      if (count > 0) {
        await store.transact((unit) =>
          unit.record({ ...SYSTEM, action: 'access.refused', subject: 'accessLog', detail: { count, from, to } }),
        );
      }
      countedTo = to; // what could not be written is counted with the next ones
      return count;
    },
  };
}
