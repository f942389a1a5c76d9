import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, move, update } from '../../../src/book/tables/lifecycle.ts';
import { rootAt } from '../../../src/journal/tree.ts';
import type { Place } from '../../../src/store/place.ts';
import { openStore } from '../../../src/store/store.ts';
import { START, seededChance, settableClock } from '../../support/clock.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person, request, workstation } from '../../support/records/rows.ts';

/** The same acts at the same moments with the same chance; answers the journal, and every row with its seal. */
async function play(place: Place) {
  const [clock, chance] = [settableClock(START), seededChance('both')];
  const t = await openStore({ ...place, judge: noJudge, clock, chance, rowKey: ROW_KEY });
  for (const [i, id] of ['a', 'b', 'Élodie', 'ß'].entries()) {
    clock.pass(i * 1000);
    const rows = [create('person', person(id)), create('workstation', workstation(`PN-${id}`))];
    await t.store.transact((unit) => unit.record(entry('import', `person:${id}`, rows)));
  }
  await t.store.transact((unit) => unit.record(entry('submit', 'request:r', [create('request', request('r', 'a'))])));
  await Promise.all(
    ['b', 'ß'].map((id) =>
      t.store.transact(async (unit) => {
        const row = (await unit.get('person', id))!;
        await unit.record(entry('move', `person:${id}`, [update('person', row, { site: 'Saint-Étienne' })]));
      }),
    ),
  );
  clock.pass(-60_000); // a clock that steps back is an entry of its own
  await t.store.transact(async (unit) => {
    const row = (await unit.get('request', 'r'))!;
    await unit.record(entry('approve', 'request:r', [move('request', { ...row, state: 'submitted' }, 'approve')]));
  });
  const size = await t.journal.size();
  const lines: string[] = [];
  for await (const page of t.journal.lines(0, size)) lines.push(...page);
  const root = Buffer.from(await rootAt(size, t.journal.node)).toString('hex');
  const people = await t.store.reads.find('person', {});
  await t.close();
  return { size, lines, root, people };
}

it('is octet by octet that of a file, for the same acts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-same-'));
  const server = await newDatabase({ tables: false });
  try {
    const onFile = await play({ path: join(folder, 'jeton.db') });
    expect(onFile.size).toBe(9);
    expect(await play({ postgres: server.address })).toEqual(onFile);
  } finally {
    await server.drop();
    rmSync(folder, { recursive: true });
  }
});
