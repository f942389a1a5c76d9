import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { StartSurge } from '../../book/rules/decision-args.ts';
import { readSurge, SURGE, type Surge } from '../../book/rules/limits.ts';
import { update } from '../../book/tables/lifecycle.ts';
import { HOUR_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import { canonical } from '../../journal/canonical.ts';
import { type Act, act, type Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { policyOf, setting } from './limits.ts';

/** The surge that an act would begin. Throws when one stands already, or for longer than policy allows. */
async function planned({ unit, now }: Act, input: z.output<typeof StartSurge>): Promise<Surge> {
  const standing = readSurge((await unit.get('setting', SURGE))?.value);
  if (standing && standing.until > now) {
    throw new AppError('already_done', 'surge mode runs or is planned: end it before another is proposed');
  }
  const surge = { from: Math.max(input.from ?? now, now), until: input.until, reason: input.reason };
  if (surge.until <= surge.from) {
    throw new AppError('invalid_input', 'surge mode ends after it begins', { detail: { field: 'until' } });
  }
  const hours = await policyOf(unit, 'surge.mostHours');
  if (surge.until - surge.from > hours * HOUR_MS) {
    const detail = { why: 'surge', policy: 'surge.mostHours', most: hours, field: 'until' };
    throw new AppError('limit_reached', `surge mode lasts ${hours} hours at most: choose an earlier end`, { detail });
  }
  return surge;
}

/** Checks that surge mode could begin now, before a second person is asked to confirm it. */
export const checkSurge = async (a: Act, input: z.output<typeof StartSurge>): Promise<void> =>
  void (await planned(a, input));

/** Raises the limits that policy lets it raise, for a set time; nothing of who may act changes. */
export async function surgeChanges(a: Act, input: z.output<typeof StartSurge>) {
  const surge = await planned(a, input);
  return { changes: [await setting(a.unit, SURGE, canonical(surge))], detail: { surge } };
}

/** Surge mode: whether it runs, and its early end. */
export function createSurge(deps: Pick<Deps, 'store' | 'clock'>) {
  return {
    /** Surge mode that runs or is planned; undefined for none. Everybody sees it. */
    standing: async (): Promise<Surge | undefined> => {
      const surge = readSurge((await deps.store.reads.get('setting', SURGE))?.value);
      return surge && surge.until > deps.clock.now() ? surge : undefined;
    },

    /** Ends it early: one person does. */
    end: (caller: Caller): Promise<void> =>
      act(deps, caller, 'surge.end', SURGE, async (a) => {
        a.allow();
        const row = await a.unit.get('setting', SURGE);
        const surge = readSurge(row?.value);
        if (!row || !surge || surge.until <= a.now) {
          throw new AppError('already_done', 'surge mode does not run, and none is planned');
        }
        await a.done([update('setting', row, { value: '' }, { value: row.value })], { detail: { surge } });
      }),

    /** Past its time it has ended; the journal says so once. Answers whether it did. */
    expire: (): Promise<boolean> =>
      deps.store.transact(async (unit) => {
        const row = await unit.get('setting', SURGE);
        const surge = readSurge(row?.value);
        if (!row || !surge || surge.until > deps.clock.now()) return false;
        const changes = [update('setting', row, { value: '' }, { value: row.value })];
        const entry = { ...SYSTEM, action: 'surge.expire', subject: SURGE, outcome: 'done' } as const;
        await unit.record({ ...entry, detail: { surge }, changes });
        return true;
      }),
  };
}
