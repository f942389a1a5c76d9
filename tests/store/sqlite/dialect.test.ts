import { fdatasyncSync, fstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Generated, Kysely, sql, type Transaction } from 'kysely';
import { deferred } from '../../../src/store/deferred.ts';
import { createAuthentication } from '../../../src/store/seal/guard.ts';
import { createGroupCommitDialect, type GroupCommitDialect } from '../../../src/store/sqlite/dialect.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';

interface Tables {
  thing: { id: Generated<number>; name: string; bulk: Generated<Uint8Array | null> };
}
/** A disk that a test holds up, or breaks. */
function createDisk() {
  let held: Promise<void> | undefined;
  let fault: Error | undefined;
  const forced: number[] = [];
  return {
    /** Octets of the log, each time that it was forced to the disk. */
    forced,
    toDisk: async (file: number) => {
      await held;
      if (fault) throw fault;
      fdatasyncSync(file);
      forced.push(fstatSync(file).size);
    },
    /** Nothing is kept until what it answers is called. */
    hold: (): (() => void) => {
      const { promise, resolve } = deferred();
      held = promise;
      return () => {
        held = undefined;
        resolve();
      };
    },
    break: (error: Error) => {
      fault = error;
    },
  };
}

let folder: string;
let path: string;
let disk: ReturnType<typeof createDisk>;
let dialect: GroupCommitDialect;
let db: Kysely<Tables>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-dialect-'));
  path = join(folder, 'a.db');
  disk = createDisk();
  const own = { groupOf: 16, patience: 2_000, toDisk: disk.toDisk };
  dialect = createGroupCommitDialect(path, { ...own, ...createAuthentication(ROW_KEY) });
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

  it('forces nothing to the disk for units that only looked, or were refused before they wrote', async () => {
    await unit((tx) => add(tx, 'there'));
    const before = disk.forced.length;
    await Promise.allSettled([
      unit((tx) => tx.selectFrom('thing').selectAll().execute()),
      unit(async (tx) => {
        await tx.selectFrom('thing').selectAll().execute();
        throw new Error('refused');
      }),
    ]);
    await unit((tx) => tx.updateTable('thing').set({ name: 'gone' }).where('name', '=', 'nobody').execute());
    expect(disk.forced).toHaveLength(before);
    await unit((tx) => add(tx, 'written'));
    expect(disk.forced).toHaveLength(before + 1);
  });

  it('forces to the disk what was done between two groups, by a group that wrote nothing itself', async () => {
    await unit((tx) => add(tx, 'there'));
    const before = disk.forced.length;
    await dialect.between((writer) => writer.exec('create table other (id integer primary key) strict'));
    await unit((tx) => tx.selectFrom('thing').selectAll().execute());
    expect(disk.forced).toHaveLength(before + 1);
    await dialect.between((writer) => writer.exec("insert into thing (name) values ('between')"));
    await unit((tx) => tx.selectFrom('thing').selectAll().execute());
    expect(disk.forced).toHaveLength(before + 2);
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

describe('a commit on its way to the disk', () => {
  /** Until the event loop has nothing left to do but wait. */
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 20; i += 1) await new Promise((next) => setImmediate(next));
  };

  it('is forced there once, whatever the number of its units, before any of them is answered', async () => {
    const [before, go] = [disk.forced.length, disk.hold()];
    const answered: string[] = [];
    const units = ['a', 'b'].map((name) => unit((tx) => add(tx, name)).then(() => answered.push(name)));
    const refused = unit(async () => Promise.reject(new Error('refused'))).catch(() => answered.push('refused'));
    await turns();
    expect(answered).toEqual([]);
    go();
    await Promise.all([...units, refused]);
    expect(answered.sort()).toEqual(['a', 'b', 'refused']);
    expect(disk.forced.length - before).toBe(1);
  });

  it('keeps nobody waiting who only reads, and is shown to nobody', async () => {
    await unit((tx) => add(tx, 'kept'));
    const go = disk.hold();
    const waiting = unit((tx) => add(tx, 'on its way'));
    await turns();
    expect(await names()).toEqual(['kept']);
    go();
    await waiting;
    expect(await names()).toEqual(['kept', 'on its way']);
  });

  it('is waited for by the units behind it, which see what it holds', async () => {
    const go = disk.hold();
    const first = unit((tx) => add(tx, 'first'));
    await turns();
    const seen: number[] = [];
    const second = unit(async (tx) => {
      seen.push((await tx.selectFrom('thing').select('id').execute()).length);
    });
    await turns();
    expect(seen).toEqual([]);
    go();
    await Promise.all([first, second]);
    expect(seen).toEqual([1]);
  });

  it('of which the disk says that it failed is answered as lost, and so is all that comes after; readers stay before it', async () => {
    await unit((tx) => add(tx, 'kept'));
    expect(dialect.isWritable()).toBe(true);
    disk.break(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    const lost = { code: 'internal', message: expect.stringMatching(/check its health, then restart/) };
    await expect(unit((tx) => add(tx, 'lost'))).rejects.toMatchObject(lost);
    await expect(unit((tx) => add(tx, 'later'))).rejects.toMatchObject(lost);
    await turns();
    expect(await names()).toEqual(['kept']);
    expect(dialect.isWritable()).toBe(false);
  });

  it('is kept though its log cannot be moved into the database, which is tried again', async () => {
    const tries: string[] = [];
    await dialect.between((w) => {
      const pragma = w.db.pragma.bind(w.db);
      w.db.pragma = (asked: string, how) => {
        if (!asked.startsWith('wal_checkpoint')) return pragma(asked, how);
        tries.push(asked);
        throw new Error('database or disk is full');
      };
    });
    const bulk = new Uint8Array(3_000_000);
    for (const name of ['a', 'b', 'c']) await unit((tx) => tx.insertInto('thing').values({ name, bulk }).execute());
    expect(await names()).toEqual(['a', 'b', 'c']);
    expect(tries.length).toBeGreaterThan(1);
  });

  it('is kept, and is the last one, where the disk fails as the log is moved into the database', async () => {
    await dialect.between((w) => {
      const pragma = w.db.pragma.bind(w.db);
      w.db.pragma = (asked: string, how) => {
        if (!asked.startsWith('wal_checkpoint')) return pragma(asked, how);
        throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
      };
    });
    await unit((tx) =>
      tx
        .insertInto('thing')
        .values({ name: 'kept', bulk: new Uint8Array(5_000_000) })
        .execute(),
    );
    await expect(unit((tx) => add(tx, 'later'))).rejects.toMatchObject({ code: 'internal' });
    expect(await names()).toEqual(['kept']);
  });

  it('leaves a log that does not grow with what was written', async () => {
    const bulk = new Uint8Array(200_000);
    for (let i = 0; i < 120; i += 1)
      await unit((tx) =>
        tx
          .insertInto('thing')
          .values({ name: `n${i}`, bulk })
          .execute(),
      );
    // 24 MB went through it: four are kept, and the last commits beyond them
    expect(Math.max(...disk.forced)).toBeLessThan(6 * 1024 * 1024);
  });

  it('that another process reads grows, and is cut when nobody does any more', async () => {
    const bulk = new Uint8Array(200_000);
    const other = new Database(path, { readonly: true });
    other.exec('begin');
    other.prepare('select count(*) from thing').get();
    for (let i = 0; i < 60; i += 1)
      await unit((tx) =>
        tx
          .insertInto('thing')
          .values({ name: `n${i}`, bulk })
          .execute(),
      );
    expect(disk.forced.at(-1)).toBeGreaterThan(10 * 1024 * 1024);
    other.close();
    for (let i = 60; i < 64; i += 1)
      await unit((tx) =>
        tx
          .insertInto('thing')
          .values({ name: `n${i}`, bulk })
          .execute(),
      );
    expect(disk.forced.at(-1)).toBeLessThan(6 * 1024 * 1024);
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
    expect(seen).toEqual({ journal_mode: 'wal', synchronous: 1, foreign_keys: 1, secure_delete: 1, busy_timeout: 0 });
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
