import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { create, move, update } from '../../src/flow/lifecycle.ts';
import { checkEverything } from '../support/check.ts';
import { counts } from '../support/long.ts';
import { entry, person, request } from '../support/rows.ts';
import { openTestStore, type TestStore } from '../support/store.ts';

const IDS = ['a', 'b', 'c'];
/** What one unit tries, and how it ends. */
const unit = fc.record({
  steps: fc.array(
    fc.record({ act: fc.constantFrom('add', 'move', 'approve', 'back', 'purge'), id: fc.constantFrom(...IDS) }),
    { maxLength: 4 },
  ),
  end: fc.constantFrom('return', 'return', 'return', 'refuse', 'swallow', 'wait'),
  /** Turns of the event loop before it begins. */
  delay: fc.nat(3),
});
type Unit = (typeof unit extends fc.Arbitrary<infer U> ? U : never)['steps'][number];

async function step({ transact }: TestStore['store'], steps: readonly Unit[], end: string): Promise<void> {
  await transact(async (u) => {
    for (const { act, id } of steps) {
      const [p, r] = [await u.get('person', id), await u.get('request', id)];
      const record = async (...changes: Parameters<typeof entry>[2] & unknown[]) => {
        const recorded = u.record(entry(`x.${act}`, `person:${id}`, changes));
        await (end === 'swallow' ? recorded.catch(() => {}) : recorded);
      };
      // none checks first whether the act is possible: conflicts, doubles and unknown rows are part of the game
      if (act === 'add') await record(create('person', person(id)), create('request', request(id, id)));
      if (act === 'move') await record(update('person', p ?? person(id), { site: 'Lille' }, { site: 'Bordeaux' }));
      if (act === 'approve')
        await record(move('request', { ...(r ?? request(id, id)), state: 'submitted' }, 'approve'));
      if (act === 'back')
        await record(move('request', { ...(r ?? request(id, id)), state: 'approved' }, 'takeBackApproval'));
      if (act === 'purge' && p) {
        await record(update('person', p, { directoryId: null, givenName: null, familyName: null, email: null }));
        await u.dropOpenings(`person:${id}`);
      }
    }
    if (end === 'refuse') throw new Error('refused');
    if (end === 'wait') await sleep(0);
  });
}

describe('units in any order with refusals among them', () => {
  it('leave tables that are exactly what replaying the journal gives', async () => {
    const seen = { kept: 0, refused: 0 };
    const property = fc.asyncProperty(
      fc.array(unit, { minLength: 1, maxLength: 24 }),
      fc.constantFrom(1, 3, 16),
      async (units, groupOf) => {
        const t = await openTestStore({ groupOf });
        const results = await Promise.allSettled(
          units.map(async ({ steps, end, delay }) => {
            for (let i = 0; i < delay; i++) await new Promise((resolve) => setImmediate(resolve));
            await step(t.store, steps, end);
          }),
        );
        for (const [i, result] of results.entries()) {
          if (['refuse', 'wait'].includes(units[i]?.end ?? '')) expect(result.status).toBe('rejected');
          seen[result.status === 'fulfilled' ? 'kept' : 'refused'] += 1;
        }
        await checkEverything(t, { byTheBook: false });
        await t.close();
      },
    );
    await fc.assert(property, { numRuns: counts(60, 2000) });
    expect(Math.min(seen.kept, seen.refused)).toBeGreaterThan(50);
  }, 600_000);
});
