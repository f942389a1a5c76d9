import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openThings, type Things, type ThingUnit } from './things.ts';

let t: Awaited<ReturnType<typeof openThings>>;
const { unit, add, names } = {
  unit: <R>(work: (tx: ThingUnit) => Promise<R>, how?: { urgent: boolean }) => t.unit(work, how),
  add: (tx: Things, name: string) => t.add(tx, name),
  names: () => t.names(),
};
beforeAll(async () => {
  t = await openThings();
});
afterEach(() => t.empty());
afterAll(() => t.end());

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);

describe('shared commits on PostgreSQL', () => {
  it('commit the units that wait together at once, in the order they came', async () => {
    const before = t.groups();
    await Promise.all(numbered(32).map((name) => unit((tx) => add(tx, name))));
    expect(t.groups() - before).toBe(2);
    expect(await names()).toEqual(numbered(32));
  });

  it('let no neighbour suffer from a refused unit, whose own writes are gone', async () => {
    const before = t.groups();
    const results = await Promise.allSettled([
      unit((tx) => add(tx, 'first')),
      unit(async (tx) => {
        await add(tx, 'gone');
        throw new Error('refused');
      }),
      unit((tx) => add(tx, 'third')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { message: 'refused' } });
    expect(await names()).toEqual(['first', 'third']);
    expect(t.groups() - before).toBe(1);
  });

  it('show a unit its own writes and those of the units before it, and readers only what was committed', async () => {
    const seen: string[][] = [];
    const outside: unknown[] = [];
    const answered = (answer: unknown) => void outside.push(answer);
    await Promise.all([
      unit(async (tx) => {
        await add(tx, 'a');
        seen.push(await t.names(tx));
        names().then(answered, answered);
        while (outside.length === 0) await t.names(tx);
      }),
      unit(async (tx) => seen.push(await t.names(tx))),
    ]);
    expect(seen).toEqual([['a'], ['a']]);
    expect(outside).toEqual([[]]);
    expect(await names()).toEqual(['a']);
  });

  it('answer a unit only when its group is durable', async () => {
    const order: string[] = [];
    const first = unit((tx) => add(tx, 'a')).then(async () => {
      order.push('first answered');
      const { rows } = await t.admin.query('select "name" from thing');
      expect(rows).toEqual([{ name: 'a' }, { name: 'b' }]);
    });
    const second = unit(async (tx) => {
      await add(tx, 'b');
      order.push('second runs');
    });
    await Promise.all([first, second]);
    expect(order).toEqual(['second runs', 'first answered']);
  });

  it('let units run one at a time although each of them awaits', async () => {
    await unit((tx) => add(tx, '0'));
    const bump = () =>
      unit(async (tx) => {
        const { name } = await tx.selectFrom('thing').select('name').executeTakeFirstOrThrow();
        const next = String(Number(name) + 1);
        await tx.updateTable('thing').set({ name: next }).execute();
      });
    await Promise.all(Array.from({ length: 50 }, bump));
    expect(await names()).toEqual(['50']);
  });

  it('give urgent units the first places, in the order in which they came', async () => {
    const units = [
      ...numbered(20).map((name) => unit((tx) => add(tx, name))),
      ...['first', 'second'].map((name) => unit((tx) => add(tx, name), { urgent: true })),
    ];
    await Promise.all(units);
    expect(await names()).toEqual(['first', 'second', ...numbered(20)]);
  });

  it('ask the statements of one unit one after another', async () => {
    await unit((tx) => Promise.all(numbered(5).map((name) => add(tx, name))));
    expect(await names()).toEqual(numbered(5));
  });
});

describe('a unit that misbehaves on PostgreSQL', () => {
  it.each([
    ['goes on', (tx: ThingUnit) => add(tx, 'late')],
    ['comes back only to return', async () => 'done'],
  ])('is undone and told so when it awaits anything but its transaction and %s; neighbours commit', async (_, then) => {
    const results = await Promise.allSettled([
      unit((tx) => add(tx, 'before')),
      unit(async (tx) => {
        await add(tx, 'foreign');
        await sleep(5);
        return then(tx);
      }),
      unit((tx) => add(tx, 'after')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({
      reason: { code: 'internal', message: expect.stringContaining('awaited something other') },
    });
    expect(await names()).toEqual(['before', 'after']);
  });

  it('is told so when it awaits a reading outside of it', async () => {
    const waiting = unit(async (tx) => {
      await add(tx, 'x');
      await names();
    });
    await expect(waiting).rejects.toThrow('awaited something other');
    expect(await names()).toEqual([]);
  });

  it('is aborted by a failed statement even when it swallows the error, and keeps the cause', async () => {
    await unit((tx) => add(tx, 'taken'));
    const swallowing = unit(async (tx) => {
      await add(tx, 'mine');
      await add(tx, 'taken').catch(() => {});
      return 'done';
    });
    const [swallowed, neighbour] = await Promise.allSettled([swallowing, unit((tx) => add(tx, 'neighbour'))]);
    expect(swallowed).toMatchObject({ reason: { code: 'internal', cause: { code: '23505' } } });
    expect(neighbour?.status).toBe('fulfilled');
    expect(await names()).toEqual(['taken', 'neighbour']);
  });

  it('cannot use its transaction after its end', async () => {
    let kept: ThingUnit | undefined;
    await unit(async (tx) => {
      kept = tx;
    });
    await expect(add(kept!, 'late')).rejects.toThrow(/committed|ended/);
    expect(await names()).toEqual([]);
  });

  it('cannot write outside a transaction, nor stream', async () => {
    await expect(add(t.db, 'outside')).rejects.toThrow('is read-only');
    const streaming = async () => {
      for await (const row of t.db.selectFrom('thing').selectAll().stream()) expect(row).toBeUndefined();
    };
    await expect(streaming()).rejects.toThrow('read in pages');
  });

  it('refuses all of its group where the commit itself fails', async () => {
    await unit((tx) =>
      sql`create table child (name text references thing (name) deferrable initially deferred)`.execute(tx),
    );
    const results = await Promise.allSettled([
      unit((tx) => add(tx, 'a')),
      unit((tx) => sql`insert into child values ('nobody')`.execute(tx)),
      unit((tx) => add(tx, 'b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await names()).toEqual([]);
    await unit((tx) => sql`drop table child`.execute(tx));
    await unit((tx) => add(tx, 'c'));
    expect(await names()).toEqual(['c']);
  });
});

describe('closing on PostgreSQL', () => {
  it('finishes what waits, and leaves no session behind', async () => {
    const own = await openThings();
    const waiting = own.unit((tx) => own.add(tx, 'last'));
    await new Promise((turn) => setImmediate(turn));
    await Promise.all([waiting, own.close()]);
    expect((await own.admin.query('select "name" from thing')).rows).toEqual([{ name: 'last' }]);
    const sessions = `select count(*)::int as "left" from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    while ((await own.admin.query<{ left: number }>(sessions)).rows[0]?.left !== 0) await sleep(5);
    await own.end();
  });
});
