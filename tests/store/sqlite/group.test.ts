import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type Change, create, move, update } from '../../../src/book/tables/lifecycle.ts';
import type { Unit } from '../../../src/flow/ports/store.ts';
import { parseEntry } from '../../../src/journal/entry.ts';
import { entry, person, request } from '../../support/records/rows.ts';
import { openTestStore, type TestStore } from '../../support/records/store.ts';
import { counts } from '../../support/runs/long.ts';
import { checkEverything } from '../../support/world/check.ts';

const ACTS = ['add', 'move', 'approve', 'back', 'purge'] as const;
/** What one unit tries, and how it ends. */
interface Attempt {
  steps: { act: (typeof ACTS)[number]; id: string }[];
  end: 'return' | 'refuse' | 'swallow' | 'wait';
  /** Turns of the event loop before it begins. */
  delay: number;
}
const attempt: fc.Arbitrary<Attempt> = fc.record({
  steps: fc.array(fc.record({ act: fc.constantFrom(...ACTS), id: fc.constantFrom('a', 'b', 'c') }), { maxLength: 4 }),
  end: fc.constantFrom('return', 'return', 'return', 'refuse', 'swallow', 'wait'),
  delay: fc.nat(3),
});

/** Nothing is looked at before the act: conflicts half-way, doubles and unknown rows are part of the game. */
async function changesOf(unit: Unit, act: Attempt['steps'][number]['act'], id: string): Promise<Change[]> {
  const p = (await unit.get('person', id)) ?? person(id);
  const r = (await unit.get('request', id)) ?? request(id, id);
  if (act === 'add') return [create('person', person(id)), create('request', request(id, id))];
  if (act === 'move') {
    const site = p.site === 'Lille' ? 'Bordeaux' : 'Lille';
    return [update('request', r, { deliverySite: site }), update('person', p, { site }, { site: 'Bordeaux' })];
  }
  if (act === 'approve') return [move('request', { ...r, state: 'submitted' }, 'approve')];
  if (act === 'back') return [move('request', { ...r, state: 'approved' }, 'takeBackApproval')];
  return [update('person', p, { directoryId: null, givenName: null, familyName: null, email: null })];
}

/** Makes the attempt as unit number `mark`, which every entry of it carries. */
async function make({ store }: TestStore, mark: number, { steps, end, delay }: Attempt): Promise<void> {
  for (let i = 0; i < delay; i++) await new Promise((resolve) => setImmediate(resolve));
  await store.transact(async (unit) => {
    for (const { act, id } of steps) {
      const changes = await changesOf(unit, act, id);
      const recorded = unit.record({ ...entry(`x.${act}`, `person:${id}`, changes), detail: { mark } });
      await (end === 'swallow' ? recorded.catch(() => {}) : recorded);
      if (act === 'purge')
        await unit.erase({
          personId: id,
          requestIds: [],
          certificateIds: [],
          handoverIds: [],
          deviceIds: [],
          tokenIds: [],
          apiTokenIds: [],
        });
    }
    if (end === 'refuse') throw new Error('refused');
    if (end === 'wait') await sleep(0);
  });
}

/** How often each unit stands in the journal. */
async function marks({ journal }: TestStore): Promise<Map<unknown, number>> {
  const found = new Map<unknown, number>();
  for await (const page of journal.lines(0, await journal.size())) {
    for (const { detail } of page.map(parseEntry)) found.set(detail['mark'], (found.get(detail['mark']) ?? 0) + 1);
  }
  return found;
}

describe('units in any order with refusals among them', () => {
  it('leave tables that are exactly what replaying the journal gives, whole units only', async () => {
    const seen = { kept: 0, refused: 0 };
    const play = async (attempts: Attempt[], groupOf: number) => {
      const t = await openTestStore({ groupOf });
      const all: Attempt[] = [
        {
          steps: [
            { act: 'add', id: 'a' },
            { act: 'add', id: 'b' },
          ],
          end: 'return',
          delay: 0,
        },
        ...attempts,
      ];
      const results = await Promise.allSettled(all.map((one, i) => make(t, i, one)));
      await checkEverything(t, { byTheBook: false });
      const found = await marks(t);
      for (const [i, { status }] of results.entries()) {
        const kept = status === 'fulfilled';
        expect(found.get(i) ?? 0).toBe(kept ? all[i]?.steps.length : 0);
        if (['refuse', 'wait'].includes(all[i]?.end ?? '')) expect(kept).toBe(false);
        seen[kept ? 'kept' : 'refused'] += 1;
      }
      await t.close();
      rmSync(t.folder, { recursive: true });
    };
    const units = fc.array(attempt, { minLength: 1, maxLength: 24 });
    await fc.assert(fc.asyncProperty(units, fc.constantFrom(1, 3, 16), play), { numRuns: counts(60, 2000) });
    expect(Math.min(seen.kept, seen.refused)).toBeGreaterThan(100);
  }, 600_000);
});
