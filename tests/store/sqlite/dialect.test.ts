import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Generated, Kysely, sql, type Transaction } from 'kysely';
import { createAuthentication } from '../../../src/store/seal/guard.ts';
import { createGroupCommitDialect, type GroupCommitDialect } from '../../../src/store/sqlite/dialect.ts';
import { ROW_KEY } from '../../support/row-key.ts';

interface Tables {
  thing: { id: Generated<number>; name: string; bulk: Generated<Uint8Array | null> };
}
let folder: string;
let path: string;
let dialect: GroupCommitDialect;
let db: Kysely<Tables>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-dialect-'));
  path = join(folder, 'a.db');
  dialect = createGroupCommitDialect(path, { groupOf: 16, patience: 2_000, ...createAuthentication(ROW_KEY) });
  db = new Kysely<Tables>({ dialect });
  await unit((tx) =>
    sql`create table thing (id integer primary key, name text not null unique, bulk blob) strict`.execute(tx),
  );
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true });
});

const unit = <R>(work: (tx: Transaction<Tables>) => Promise<R>): Promise<R> => db.transaction().execute(work);
const add = (tx: Kysely<Tables>, name: string) => tx.insertInto('thing').values({ name }).execute();
const names = async () => (await db.selectFrom('thing').select('name').orderBy('id').execute()).map((row) => row.name);

describe('shared commits', () => {
  it('commits the units that wait together at once, in the order they came', async () => {
    const before = dialect.groups();
    await Promise.all(Array.from({ length: 32 }, (_, i) => unit((tx) => add(tx, `n${i}`))));
    expect(dialect.groups() - before).toBe(2);
    expect(await names()).toEqual(Array.from({ length: 32 }, (_, i) => `n${i}`));
  });

  it('lets no neighbour suffer from a refused unit, whose own writes are gone', async () => {
    const before = dialect.groups();
    const results = await Promise.allSettled([
      unit((tx) => add(tx, 'first')),
      unit(async (tx) => {
        await add(tx, 'gone');
        throw new Error('refused');
      }),
      unit((tx) => add(tx, 'third')),
    ]);
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { message: 'refused' } });
    expect(await names()).toEqual(['first', 'third']);
    expect(dialect.groups() - before).toBe(1);
  });

  it('shows a unit its own writes and those of the units before it, and readers only what was committed', async () => {
    const seen: string[][] = [];
    const look = async (tx: Kysely<Tables>) =>
      seen.push((await tx.selectFrom('thing').select('name').execute()).map((r) => r.name));
    await Promise.all([
      unit(async (tx) => {
        await add(tx, 'a');
        await look(tx);
        expect(await names()).toEqual([]);
      }),
      unit(look),
    ]);
    expect(seen).toEqual([['a'], ['a']]);
    expect(await names()).toEqual(['a']);
  });

  it('answers a unit only when its group is durable', async () => {
    const order: string[] = [];
    const first = unit((tx) => add(tx, 'a')).then(() => order.push('first answered'));
    const second = unit(async () => order.push('second runs'));
    await Promise.all([first, second]);
    expect(order).toEqual(['second runs', 'first answered']);
  });

  it('lets units run one at a time although each of them awaits', async () => {
    await unit((tx) => add(tx, '0'));
    const bump = () =>
      unit(async (tx) => {
        const { name } = await tx.selectFrom('thing').select('name').executeTakeFirstOrThrow();
        await tx
          .updateTable('thing')
          .set({ name: String(Number(name) + 1) })
          .execute();
      });
    await Promise.all(Array.from({ length: 50 }, bump));
    expect(await names()).toEqual(['50']);
  });
});

describe('a unit that misbehaves', () => {
  it('is rolled back and told so when it awaits anything but its transaction; its neighbours commit', async () => {
    const results = await Promise.allSettled([
      unit((tx) => add(tx, 'before')),
      unit(async (tx) => {
        await add(tx, 'foreign');
        await sleep(5);
        await add(tx, 'late');
      }),
      unit((tx) => add(tx, 'after')),
    ]);
    expect(results[1]).toMatchObject({
      status: 'rejected',
      reason: { code: 'internal', message: expect.stringContaining('awaited something other') },
    });
    expect(await names()).toEqual(['before', 'after']);
  });

  it('is told so too when it comes back only to return', async () => {
    const late = unit(async (tx) => {
      await add(tx, 'x');
      await sleep(1);
    });
    await expect(late).rejects.toThrow('awaited something other');
    expect(await names()).toEqual([]);
  });

  it('is aborted by a failed statement even when it swallows the error, and keeps the cause', async () => {
    await unit((tx) => add(tx, 'taken'));
    const swallowing = unit(async (tx) => {
      await add(tx, 'mine');
      await add(tx, 'taken').catch(() => {});
      return 'done';
    });
    await expect(swallowing).rejects.toMatchObject({ code: 'internal', cause: { code: 'SQLITE_CONSTRAINT_UNIQUE' } });
    expect(await names()).toEqual(['taken']);
  });

  it('cannot use its transaction after its end', async () => {
    let kept: Transaction<Tables> | undefined;
    await unit(async (tx) => {
      kept = tx;
    });
    await expect(add(kept!, 'late')).rejects.toThrow(/committed|ended/);
    expect(await names()).toEqual([]);
  });

  it('cannot write outside a transaction, nor stream', async () => {
    await expect(add(db, 'outside')).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    const streaming = async () => {
      for await (const row of db.selectFrom('thing').selectAll().stream()) expect(row).toBeUndefined();
    };
    await expect(streaming()).rejects.toThrow('read in pages');
  });
});

describe('a group that is lost', () => {
  it('refuses every unit of it when the disk is full, keeps nothing, and begins nothing anew', async () => {
    await unit((tx) => add(tx, 'old'));
    await dialect.between((w) =>
      w.db.pragma(`max_page_count = ${Number(w.db.pragma('page_count', { simple: true })) + 2}`),
    );
    const big = (tx: Kysely<Tables>) =>
      tx
        .insertInto('thing')
        .values({ name: 'big', bulk: Buffer.alloc(100_000) })
        .execute();
    const refused = async (tx: Kysely<Tables>) => {
      await add(tx, 'refused');
      throw new Error('my own refusal');
    };
    let entered = false;
    const results = await Promise.allSettled([
      unit((tx) => add(tx, 'neighbour')),
      unit(refused),
      unit(async (tx) => {
        await big(tx).catch(() => {});
        await add(tx, 'still here');
      }),
      unit(async (tx) => {
        entered = true;
        await add(tx, 'next');
      }),
    ]);
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    expect(results[0]).toMatchObject({
      reason: { code: 'internal', message: expect.stringContaining('whole group'), cause: { code: 'SQLITE_FULL' } },
    });
    expect(results[1]).toMatchObject({ reason: { message: expect.stringContaining('whole group') } });
    expect(entered).toBe(false);
    expect(await names()).toEqual(['old']);
    await dialect.between((w) => w.db.pragma('max_page_count = 100000'));
    await unit((tx) => add(tx, 'new'));
    expect(await names()).toEqual(['old', 'new']);
  });

  it('refuses every unit of it when the commit itself fails', async () => {
    await unit((tx) =>
      sql`create table child (id integer references thing (id) deferrable initially deferred)`.execute(tx),
    );
    const results = await Promise.allSettled([
      unit((tx) => add(tx, 'a')),
      unit((tx) => sql`insert into child values (99)`.execute(tx)),
      unit((tx) => add(tx, 'b')),
    ]);
    expect(results.map((r) => r.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await names()).toEqual([]);
    await unit((tx) => add(tx, 'c'));
    expect(await names()).toEqual(['c']);
  });
});

describe('a writer elsewhere', () => {
  it('is waited for without blocking the event loop', async () => {
    const other = new Database(path);
    other.exec('begin immediate');
    let turns = 0;
    const counting = setInterval(() => turns++, 5);
    let isWaiting = true;
    const waiting = unit((tx) => add(tx, 'patient')).finally(() => {
      isWaiting = false;
    });
    while (isWaiting && turns <= 5) await sleep(5);
    expect([isWaiting, turns > 5]).toEqual([true, true]);
    other.exec('commit');
    await waiting.finally(() => clearInterval(counting));
    other.close();
    expect(await names()).toEqual(['patient']);
  });

  it('is not waited for without end: the units are told to try again', async () => {
    const other = new Database(path);
    other.exec('begin immediate');
    await expect(unit((tx) => add(tx, 'x'))).rejects.toMatchObject({ code: 'overloaded' });
    other.exec('commit');
    other.close();
    await unit((tx) => add(tx, 'y'));
    expect(await names()).toEqual(['y']);
  });
});

describe('the connections', () => {
  it('are set for durability, references and traceless deletion', async () => {
    const pragma = (name: string) =>
      dialect.between((w) => {
        seen[name] = w.db.pragma(name, { simple: true });
      });
    const seen: Record<string, unknown> = {};
    for (const name of ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'busy_timeout'])
      await pragma(name);
    expect(seen).toEqual({ journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1, busy_timeout: 0 });
  });

  it('prepare a statement once and keep no more than 500 of them', async () => {
    let same: unknown[] = [];
    await dialect.between((w) => {
      same = [w.statement('select 1'), w.statement('select 1')];
      for (let i = 0; i < 600; i++) w.statement(`select ${i}, 'other'`);
      same.push(w.statement('select 1'));
    });
    expect(same[0]).toBe(same[1]);
    expect(same[2]).not.toBe(same[0]);
  });

  it('finish what waits before they close', async () => {
    const waiting = unit((tx) => add(tx, 'last'));
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([waiting, db.destroy()]);
    const check = new Database(path, { readonly: true });
    expect(check.prepare('select name from thing').pluck().all()).toEqual(['last']);
    check.close();
  });
});
