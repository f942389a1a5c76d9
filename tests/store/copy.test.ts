import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { compareTables } from '../../src/store/compare/compare.ts';
import { copyRecords } from '../../src/store/copy/copy.ts';
import { COPIED } from '../../src/store/copy/tables-copied.ts';
import { openReadOnly, type Place } from '../../src/store/place.ts';
import { behindServer } from '../support/records/behind.ts';
import { newDatabase, type TestDatabase } from '../support/records/postgres.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import { createWorld } from '../support/world/world.ts';

let folder: string;
const made: TestDatabase[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-copy-'));
});
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
  rmSync(folder, { recursive: true });
});

async function emptyServer(): Promise<Place & TestDatabase> {
  const database = await newDatabase({ tables: false });
  made.push(database);
  return { ...database, postgres: database.address };
}
/** Every row of every table, as text in the order of its key. */
async function contents(place: Place): Promise<Record<string, string[]>> {
  const records = openReadOnly(place);
  const found: Record<string, string[]> = {};
  for (const { name, key } of COPIED) {
    const order = sql.join(key.map((column) => sql.id(column)));
    const { rows } = await sql<object>`select * from ${sql.table(name)} order by ${order}`.execute(records.db);
    found[name] = rows.map((row) => {
      const cells = Object.entries(row).filter(([column]) => name === 'journalNode' || column !== 'place');
      return JSON.stringify(cells.sort(([a], [b]) => (a < b ? -1 : 1)));
    });
  }
  await records.close();
  return found;
}
const differences = async (place: Place) =>
  (await compareTables({ open: () => openReadOnly(place), rowKey: ROW_KEY })).differences;

/** A ministry with tokens in service, one that was revoked, and somebody whose data were purged. */
async function ministry(): Promise<Place> {
  const w = await createWorld();
  await w.activeToken(w.alice, 'PN-1');
  const { certificateId } = await w.activeToken(w.bruno, 'PN-2');
  await w.flow.revocation.revoke(w.odile, { serial: certificateId ?? '', reason: 'lost' });
  await w.close();
  return w.opened.place;
}

describe('all records', () => {
  it('go to a server and back, each row as it was, and the journal proves both', async () => {
    const from = await ministry();
    const before = await contents(from);
    const server = await emptyServer();
    const counts = await copyRecords(from, { postgres: server.address });
    expect(counts['journalEntry']).toBe(before['journalEntry']?.length);
    expect(counts['revocation']).toBeGreaterThan(0);
    expect(await contents({ postgres: server.address })).toEqual(before);
    expect(await differences({ postgres: server.address })).toEqual([]);

    const back = { path: join(folder, 'jeton.db') };
    await copyRecords({ postgres: server.address }, back);
    expect(await contents(back)).toEqual(before);
    expect(await differences(back)).toEqual([]);
  });

  it('keep the order in which deliveries came and CRLs were made', async () => {
    const from = await ministry();
    const order = async (place: Place, column: string) => {
      const records = openReadOnly(place);
      const query = sql<{ id: string }>`select "id" from "crl" order by ${sql.raw(column)}`;
      const { rows } = await query.execute(records.db);
      await records.close();
      return rows.map(({ id }) => id);
    };
    const server = { postgres: (await emptyServer()).address };
    await copyRecords(from, server);
    const before = await order(from, 'path' in from ? 'rowid' : '"place"');
    expect(before.length).toBeGreaterThan(1);
    expect(await order(server, '"place"')).toEqual(before);
  });

  it('are put nowhere where records are already, and nothing there is changed', async () => {
    const from = await ministry();
    const server = { postgres: (await emptyServer()).address };
    await copyRecords(from, server);
    const before = await contents(server);
    await expect(copyRecords(from, server)).rejects.toMatchObject({ code: 'config_invalid' });
    expect(await contents(server)).toEqual(before);
  });

  it('are not there at all when copying breaks off', async () => {
    const from = await ministry();
    const server = await emptyServer();
    const broken = copyRecords(from, { postgres: server.address }, (table) => {
      if (table === 'outbox') throw new Error('the machine went down');
    });
    await expect(broken).rejects.toThrow('went down');
    expect(await behindServer(server.config).all('select count(*) as n from "journalEntry"')).toEqual([{ n: 0 }]);
    await copyRecords(from, { postgres: server.address });
    expect(await differences({ postgres: server.address })).toEqual([]);
  });
});
