import pg, { type Pool } from 'pg';
import { type Ask, pipelinedReads } from '../../../../src/store/postgres/pipelined-reads.ts';
import { readerPool } from '../../../../src/store/postgres/server/connect.ts';
import { newDatabase, type TestDatabase } from '../../../support/records/postgres.ts';

let database: TestDatabase;
let readers: Pool;
let ask: Ask;

beforeAll(async () => {
  database = await newDatabase();
});
beforeEach(() => {
  readers = readerPool(database.address, { max: 8 });
  ask = pipelinedReads(readers);
});
afterEach(() => readers.end());
afterAll(() => database.drop());

/** A number with whoever answered it: the server's process, and when. */
const NUMBER = 'select $1::int as "n", pg_backend_pid() as "pid", clock_timestamp()::text as "at"';
const number = async (n: number, name?: string) => (await ask({ text: NUMBER, values: [n], name })).rows[0];
const numbers = (count: number, name?: string) => Promise.all(Array.from({ length: count }, (_, n) => number(n, name)));

describe('questions that are asked in the same moment', () => {
  it.each([undefined, 'prepared'])('are each answered, four by one connection (%s)', async (name) => {
    for (const _ of [1, 2]) {
      const answers = await numbers(11, name);
      expect(answers.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(new Set(answers.map(({ pid }) => pid)).size).toBe(3);
    }
    expect(readers.totalCount).toBe(3);
  });

  it('do not wait behind a long one', async () => {
    const long = 'select pg_backend_pid() as "pid", pg_sleep(0.3) /* long */';
    const order: string[] = [];
    const asked = ask({ text: long, values: [] }).then(({ rows }) => {
      order.push('long');
      return rows[0].pid;
    });
    const answers = await numbers(3);
    order.push('short');
    expect(answers.map(({ pid }) => pid)).not.toContain(await asked);
    expect(order).toEqual(['short', 'long']);
    expect(readers.totalCount).toBe(2);
  });

  it('are four on a connection at most where all are long', async () => {
    const pids = await Promise.all(
      Array.from({ length: 9 }, async (_, n) => {
        const { rows } = await ask({
          text: 'select $1::int as "n", pg_backend_pid() as "pid" /* long */',
          values: [n],
        });
        return rows[0].pid as number;
      }),
    );
    expect(new Set(pids).size).toBe(3);
    expect(Math.max(...pids.map((pid) => pids.filter((one) => one === pid).length))).toBeLessThanOrEqual(4);
  });

  it('are asked once where they are the same, and nobody gets the rows of somebody else', async () => {
    const [one, same, other] = await Promise.all([number(7), number(7), number(8)]);
    expect(same).toEqual(one);
    expect(same).not.toBe(one);
    expect(other.at).not.toBe(one.at);
    expect((await number(7)).at).not.toBe(one.at); // a moment later it is another question
  });

  it('fail each for itself', async () => {
    const wrong = () => ask({ text: 'select 1 / $1::int as "n"', values: [0] });
    const answers = await Promise.allSettled([number(1), wrong(), wrong(), number(2)]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(answers[1]).toMatchObject({ reason: { code: '22012' } });
    expect((await number(3)).n).toBe(3);
  });

  it('hold no question of another moment', async () => {
    const order: string[] = [];
    const slow = ask({ text: 'select pg_sleep($1)', values: [0.5] }).then(() => order.push('slow'));
    await new Promise((later) => setImmediate(later));
    await number(1).then(() => order.push('quick'));
    await slow;
    expect(order).toEqual(['quick', 'slow']);
  });

  it('fail together with a connection that is lost, and the next ones are answered by another', async () => {
    const { pid } = await number(0);
    const asked = Promise.allSettled([ask({ text: 'select pg_sleep($1)', values: [30] }), number(1)]);
    await new Promise((later) => setImmediate(later));
    expect((await number(2)).pid).not.toBe(pid); // it is busy
    const admin = new pg.Client(database.config);
    await admin.connect();
    await admin.query('select pg_terminate_backend($1)', [pid]);
    await admin.end();
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await numbers(8)).map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('are told where no connection can be had', async () => {
    const nowhere = readerPool({ ...database.address, database: 'nowhere' }, { max: 2 });
    const one = pipelinedReads(nowhere);
    const asked = [1, 2, 3, 4, 5].map((n) => one({ text: 'select $1', values: [n] }));
    const answers = await Promise.allSettled(asked);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
    await nowhere.end();
  });
});
