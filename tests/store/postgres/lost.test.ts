import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openThings, type ThingUnit } from './things.ts';

let t: Awaited<ReturnType<typeof openThings>>;
beforeAll(async () => {
  t = await openThings();
});
afterEach(() => t.empty());
afterAll(() => t.end());

const pidOf = async (tx: ThingUnit): Promise<number> => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as "pid"`.execute(tx);
  return rows[0]?.pid ?? 0;
};
const terminate = (pid: number) => t.admin.query('select pg_terminate_backend($1)', [pid]);
/** Once the writer's session is in this state. */
async function until(pid: number, state: string): Promise<void> {
  const { rows } = await t.admin.query(`select from pg_stat_activity where pid = $1 and ${state}`, [pid]);
  if (rows.length === 0) return sleep(5).then(() => until(pid, state));
}
const LOST = { status: 'rejected', reason: { code: 'service_unreachable', detail: { state: 'lost' } } };

describe('a connection that is lost', () => {
  it('in the middle of a unit refuses all of its group, keeps nothing of it, and the next unit has another one', async () => {
    let writer = 0;
    let ranBehind = false;
    const results = await Promise.allSettled([
      t.unit((tx) => t.add(tx, 'neighbour')),
      t.unit(async (tx) => {
        await t.add(tx, 'refused');
        throw new Error('my own refusal');
      }),
      t.unit(async (tx) => {
        await t.add(tx, 'cut');
        writer = await pidOf(tx);
        void terminate(writer);
        for (;;) await sql`select pg_sleep(0.01)`.execute(tx);
      }),
      t.unit(async () => {
        ranBehind = true;
      }),
    ]);
    expect(results).toMatchObject([LOST, LOST, LOST, LOST]);
    expect(ranBehind).toBe(false);
    expect(await t.names()).toEqual([]);
    await t.unit(async (tx) => {
      await t.add(tx, 'next');
      expect(await pidOf(tx)).not.toBe(writer);
    });
    expect(await t.names()).toEqual(['next']);
  });

  it('is lost to a unit that swallows it, too', async () => {
    const swallowing = t.unit(async (tx) => {
      await t.add(tx, 'cut');
      void terminate(await pidOf(tx));
      for (let isThere = true; isThere; ) {
        await sql`select pg_sleep(0.01)`.execute(tx).catch(() => {
          isThere = false;
        });
      }
      return 'done';
    });
    await expect(swallowing).rejects.toMatchObject(LOST.reason);
    await t.unit((tx) => t.add(tx, 'next'));
    expect(await t.names()).toEqual(['next']);
  });

  it('while nobody asked for anything is not noticed', async () => {
    const writer = await t.unit(pidOf);
    await terminate(writer);
    while ((await t.admin.query('select from pg_stat_activity where pid = $1', [writer])).rows.length > 0) {
      await sleep(5);
    }
    await Promise.all(['a', 'b'].map((name) => t.unit((tx) => t.add(tx, name))));
    expect(await t.names()).toEqual(['a', 'b']);
  });

  it('as the group is committed says that it is not known whether it was', async () => {
    await t.unit(async (tx) => {
      await sql`create function slowly() returns trigger language plpgsql as
        $$ begin perform pg_sleep(30); return null; end $$`.execute(tx);
      await sql`create constraint trigger slowly after insert on thing deferrable initially deferred
        for each row when (new.name = 'slow') execute function slowly()`.execute(tx);
    });
    const told = t.unit(async (tx) => {
      await t.add(tx, 'slow');
      return pidOf(tx);
    });
    const neighbour = t.unit(async (tx) => {
      const writer = await pidOf(tx);
      void until(writer, `query like '%commit' and wait_event = 'PgSleep'`).then(() => terminate(writer));
    });
    const unknown = { reason: { code: 'overloaded', message: expect.stringContaining('whether it was done') } };
    expect(await Promise.allSettled([told, neighbour])).toMatchObject([unknown, unknown]);
    await t.unit((tx) => sql`drop function slowly cascade`.execute(tx));
    await t.unit((tx) => t.add(tx, 'next'));
    expect(await t.names()).toEqual(['next']);
  });

  it('refuses each reading that was on it, and no later one', async () => {
    const reading = sql`select pg_sleep(30)`.execute(t.db);
    const sleeping = `select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
    let rows: { pid: number }[] = [];
    while (rows.length === 0) rows = (await t.admin.query<{ pid: number }>(sleeping)).rows;
    await Promise.all([terminate(rows[0]?.pid ?? 0), expect(reading).rejects.toMatchObject(LOST.reason)]);
    expect(await t.names()).toEqual([]);
  });
});
