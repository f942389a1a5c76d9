import { fillAs } from '../support/records/retold.ts';
import { type Kept, openServed, type Served } from './served-house.ts';
import { createWatch } from './watched.ts';

/** Somebody has the database file of the running service, and leaves every row and every text of the schema as it is. */
describe('what leads to the rows, edited behind the running service', () => {
  let s: Served;
  beforeAll(async () => {
    s = await openServed();
  }, 60_000);
  afterAll(() => s.close());
  const { isTold, isMended } = createWatch(() => s);
  /** Fills an index as if it were another one. */
  const lies = (index: string, by: string, to: string): void => {
    s.bySqlite((db) =>
      expect(db.prepare('select "sql" from sqlite_schema where "name" = ?').pluck().get(index)).toContain(by),
    );
    fillAs(s.path, index, { by, to });
  };
  const rolesOf = (personId: string) =>
    s.beside(async (store) => {
      const grants = await store.reads.find('grant', { personId, revokedAt: null });
      return grants.map(({ role }) => role).sort();
    });

  it('gives nobody the role of another by an index that names their rows', async () => {
    const { eve, victor } = s.callers;
    const before = await rolesOf(eve.personId);
    const other = `(replace("personId", '${victor.personId}', '${eve.personId}'), "id")`;
    lies('grantByPerson', '("personId", "id")', other);
    expect(await rolesOf(eve.personId)).toEqual(before);
    const decide = s.beside((store) => store.transact((unit) => unit.find('grant', { personId: eve.personId })));
    await expect(decide).rejects.toMatchObject({ code: 'record_tampered' });
    await isTold('different schema:grant');
    s.bySqlite((db) => db.exec('reindex "grantByPerson"'));
    await isMended();
  });

  it('tells of an index in which a revocation is missing', async () => {
    const lost = await s.credentialOf(s.callers.alice);
    await s.app().flow.revocation.revoke(s.callers.olga, { serial: lost, reason: 'lost' });
    lies('revocationByCertificate', '("certificateId")', '(lower("certificateId" || 1))');
    await isTold('different schema:revocation');
    s.bySqlite((db) => db.exec('reindex "revocationByCertificate"'));
    await isMended();
  });

  it.each(['-9223372036854775808', '9223372036854775807'])('finds a row that was put in at place %s', async (place) => {
    const grant = s.bySqlite((db) => db.prepare('select * from "grant"').get() as Kept);
    const id = `01HHHHHHHHHHHHHHHHHHHHHH${place.slice(-2)}`;
    s.bySqlite((db) => {
      const columns = Object.keys(grant).map((column) => `"${column}"`);
      const values = Object.keys(grant).map((column) => `@${column}`);
      const put = `insert into "grant" (rowid, ${columns}) values (${place}, ${values})`;
      db.prepare(put).run({ ...grant, id });
    });
    await isTold(`foreign grant:${id}`);
  });

  it('comes to an end, whatever the places of a thousand rows', async () => {
    s.bySqlite((db) => {
      const insert = db.prepare(
        `insert into "revocationCode" (rowid, "serial", "hash", "seal") values (?, ?, 'x', 'x')`,
      );
      for (let i = 0n; i < 1001n; i += 1n) insert.run(2n ** 62n + i, `T-${i}`);
    });
    expect(await s.compare()).toMatchObject({ failed: false, last: { differences: 1003 } });
  }, 60_000);
});
