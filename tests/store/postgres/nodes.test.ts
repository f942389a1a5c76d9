import { sql } from 'kysely';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { openPostgres } from '../../../src/store/postgres/database.ts';
import { createAuthentication } from '../../../src/store/seal/guard.ts';
import { openStore } from '../../../src/store/store.ts';
import { seededChance, settableClock } from '../../support/clock.ts';
import { behindServer } from '../../support/records/behind.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person } from '../../support/records/rows.ts';
import { checkEverything } from '../../support/world/check.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe('several nodes on one database', () => {
  it('write one journal, units that were refused among them', async () => {
    const { address, config, drop } = await newDatabase();
    ends.push(drop);
    const open = async (seed: string) => {
      const how = { clock: settableClock(), chance: seededChance(seed), judge: noJudge, rowKey: ROW_KEY };
      const node = await openStore({ postgres: address, ...how });
      ends.push(node.close);
      return node;
    };
    const nodes = [await open('one'), await open('two'), await open('three')];
    const units = Array.from({ length: 90 }, (_, i) =>
      nodes[i % 3]?.store.transact(async (unit) => {
        await unit.record(entry('person.import', `person:${i}`, [create('person', person(`${i}`))]));
        if (i % 7 === 0) throw new Error('refused');
      }),
    );
    const kept = (await Promise.allSettled(units)).filter(({ status }) => status === 'fulfilled');
    expect(kept).toHaveLength(77);
    const [node] = nodes;
    if (!node) throw new Error('there is no node');
    const checked = await checkEverything({ ...node, behind: behindServer(config) }, { byTheBook: false });
    expect(checked).toMatchObject({ size: 77, rows: 77 });
    for (const { groups } of nodes) expect(groups()).toBeGreaterThan(0);
  });
});

describe('a unit that leaves a statement behind', () => {
  it('is not told as kept when that fails, nor are its neighbours', async () => {
    const { address, drop } = await newDatabase();
    ends.push(drop);
    const { db, close } = await openPostgres(address, createAuthentication(ROW_KEY));
    ends.push(close);
    const write = (id: string, fails: boolean): Promise<void> =>
      db.transaction().execute(async (tx) => {
        await sql`insert into "series" ("id", "last") values (${id}, 1)`.execute(tx);
        if (fails) sql`select 1 / 0`.execute(tx).catch(() => {});
      });
    await expect(write('alone', true)).rejects.toThrow();
    const all = await Promise.allSettled([write('a', false), write('b', true), write('c', false)]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await write('d', false);
    expect((await sql<{ id: string }>`select "id" from "series"`.execute(db)).rows).toEqual([{ id: 'd' }]);
  });
});
