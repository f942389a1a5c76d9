import { sql } from 'kysely';
import pg from 'pg';
import { openPostgres } from '../../../../src/store/postgres/database.ts';
import { createUnitReadings, type Habits } from '../../../../src/store/postgres/read-ahead.ts';
import { createAuthentication } from '../../../../src/store/seal/guard.ts';
import { keepConnection, runText } from '../../../../src/store/statements/texts.ts';
import type { Db } from '../../../../src/store/tables.ts';
import { newDatabase } from '../../../support/records/postgres.ts';
import { ROW_KEY } from '../../../support/records/row-key.ts';

const ACT = { name: 'request.approve', actor: 'valerie' };
const FIRST = 'select * from "request"';

/** One unit that reads these after its first row. */
function unit(habits: Habits, first: object, read: readonly [string, unknown[]][], act = ACT) {
  const readings = createUnitReadings(habits, act);
  readings.note(FIRST, ['r'], [first]);
  const predicted = readings.predicted();
  for (const [text, values] of read) readings.note(text, values);
  readings.learn();
  return predicted.map(({ text, values }) => [text, values]);
}

describe('what an act reads', () => {
  it('is predicted from what such acts read before: ids of the first row, who acts, and what is always the same', () => {
    const habits: Habits = new Map();
    const row = (n: number) => ({ id: `r${n}`, holderId: `h${n}`, state: 'submitted' });
    const read = (n: number, actor: string): [string, unknown[]][] => [
      ['of request', [`r${n}`]],
      ['of holder', [`h${n}`, 'submitted']],
      ['of actor', [actor]],
    ];
    expect(unit(habits, row(1), read(1, 'valerie'))).toEqual([]);
    expect(unit(habits, { ...row(2), state: 'approved' }, read(2, 'vera'), { ...ACT, actor: 'vera' })).toEqual(
      read(2, 'vera'),
    );
    expect(unit(habits, row(3), [], { ...ACT, name: 'request.reject' })).toEqual([]);
  });

  it('is not predicted where its values come from nowhere', () => {
    const habits: Habits = new Map();
    unit(habits, { id: 'a' }, [
      ['at', [1]],
      ['all', [9]],
    ]);
    unit(habits, { id: 'a' }, [
      ['at', [2]],
      ['all', [9]],
    ]);
    unit(habits, { id: 'a' }, [
      ['at', [3]],
      ['all', [9]],
    ]);
    expect(unit(habits, { id: 'a' }, [])).toEqual([['all', [9]]]);
  });

  it('of a long list is not all remembered', () => {
    const habits: Habits = new Map();
    unit(
      habits,
      { id: 'a' },
      Array.from({ length: 1000 }, (_, i) => [`${i}`, []]),
    );
    expect(unit(habits, { id: 'a' }, []).length).toBeLessThan(30);
  });
});

describe('a unit that reads ahead', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  const last = async (tx: Db, id: string): Promise<number | undefined> => {
    const build = () => sql<{ last: number }>`select "last" from "series" where "id" = ${id}`;
    return (await runText(tx, 'last of a series', build, [id])).rows[0]?.last;
  };
  const count = (tx: Db, id: string) =>
    sql`insert into "series" ("id", "last") values (${id}, 1) on conflict ("id") do update set "last" = "series"."last" + 1`.execute(
      tx,
    );
  const open = async () => {
    const { address, drop } = await newDatabase();
    ends.push(drop);
    const { db, close } = await openPostgres(address, createAuthentication(ROW_KEY));
    ends.push(close);
    const act = <R>(work: (tx: Db) => Promise<R>): Promise<R> =>
      db.transaction().execute(async (tx) => {
        await keepConnection(tx, ACT);
        return work(tx);
      });
    return { db, act };
  };

  it('sees what it has written itself, also of what it had read before', async () => {
    const { act } = await open();
    const play = () =>
      act(async (tx) => {
        const seen = [await last(tx, 'a'), await last(tx, 'b')];
        await count(tx, 'b');
        return [...seen, await last(tx, 'b')];
      });
    expect(await play()).toEqual([undefined, undefined, 1]);
    expect(await play()).toEqual([undefined, 1, 2]);
    expect(await Promise.all([play(), play(), play()])).toEqual([
      [undefined, 2, 3],
      [undefined, 3, 4],
      [undefined, 4, 5],
    ]);
  });

  it('asks the second time for all that it reads before the first of it was answered', async () => {
    const { act } = await open();
    const asked: string[] = [];
    const { query } = pg.Client.prototype;
    const play = () =>
      act(async (tx) => {
        await last(tx, 'a');
        asked.length = 0;
        await last(tx, 'b');
        return asked.length;
      });
    pg.Client.prototype.query = function noting(this: pg.Client, ...of: unknown[]) {
      asked.push(JSON.stringify(of[0]));
      return Reflect.apply(query, this, of);
    } as typeof query;
    ends.push(async () => {
      pg.Client.prototype.query = query;
    });
    expect(await play()).toBe(1);
    await act((tx) => count(tx, 'x'));
    const wrote = () =>
      act(async (tx) => {
        await last(tx, 'a');
        asked.length = 0;
        await last(tx, 'b');
        const more = asked.length;
        await count(tx, 'c');
        return more;
      });
    expect(await wrote()).toBe(1);
    expect(await wrote()).toBe(0);
  });
});
