import type { Client } from 'pg';
import { pipelinedReads } from '../../../../src/store/postgres/pipelined-reads.ts';
import { askServer } from '../../../../src/store/postgres/question.ts';
import { connectWriter, readerPool } from '../../../../src/store/postgres/server/connect.ts';
import { newDatabase, type TestDatabase } from '../../../support/records/postgres.ts';

let database: TestDatabase;
let client: Client;
/** How often the server said how rows look. */
let descriptions: number;

beforeEach(async () => {
  database = await newDatabase();
  client = await connectWriter(database.address);
  await client.query('create table "t" ("id" bigint primary key, "text" text)');
  descriptions = 0;
  client.connection.on('rowDescription', () => {
    descriptions += 1;
  });
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

const put = (id: number, text: string) =>
  askServer(client, { text: 'insert into "t" values ($1, $2)', values: [id, text], name: 'put' });
const all = (name = 'all') =>
  askServer(client, { text: 'select * from "t" where "id" > $1 order by "id"', values: [0], name });

describe('a prepared statement', () => {
  it('has its rows described once, and every answer whole', async () => {
    for (const id of [1, 2, 3]) expect(await put(id, `row ${id}`)).toMatchObject({ command: 'INSERT', rowCount: 1 });
    const answers = [await all(), ...(await Promise.all([all(), all()])), await all()];
    expect(descriptions).toBe(1);
    for (const { rows, rowCount, command } of answers) {
      expect(rows.map((row) => ({ ...row }))).toEqual([1, 2, 3].map((id) => ({ id, text: `row ${id}` })));
      expect([command, rowCount]).toEqual(['SELECT', 3]);
    }
    await all('another');
    expect(descriptions).toBe(2);
  });

  it('answers rows of one look alone: of a table that was changed behind it, an error', async () => {
    await put(1, 'one');
    await all();
    await client.query('alter table "t" add column "more" text');
    await expect(all()).rejects.toThrow('cached plan must not change result type');
    expect((await all('anew')).rows).toEqual([expect.objectContaining({ id: 1, text: 'one', more: null })]);
  });

  it('fails alone, and the same one answers afterwards', async () => {
    await put(1, 'one');
    const [same, other, read] = await Promise.allSettled([put(1, 'same'), put(2, 'two'), all()]);
    expect([same.status, other.status, read.status]).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    await expect(put(2, 'same')).rejects.toMatchObject({ code: '23505' });
    expect((await all()).rows).toHaveLength(2);
  });

  it('is known to the connection that was asked, and to no other', async () => {
    await put(1, 'one');
    await all();
    const readers = readerPool(database.address, { max: 1 });
    const asked = { text: 'select "text" from "t" where "id" > $1', values: [0], name: 'all' };
    const ask = pipelinedReads(readers);
    for (const _ of [1, 2]) expect((await ask(asked)).rows).toEqual([{ text: 'one' }]);
    await expect(ask({ ...asked, name: 'wrong', text: 'select $1 from "nowhere"' })).rejects.toThrow();
    expect((await ask(asked)).rows).toHaveLength(1); // none of the pool's connections was kept
    await readers.end();
  });
});
