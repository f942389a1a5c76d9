import { join } from 'node:path';
import Database from 'better-sqlite3';
import { repairing } from '../../src/offline/repair.ts';
import { found, welcome } from '../support/judged/journals/cast.ts';
import { openHouse } from '../support/judged/journals/house.ts';
import { PASSWORD } from '../support/world/come-in.ts';

const TWO = ['--officer', 'M-OLGA', '--administrator', 'M-ADELE'];

/** Rows that somebody changed behind the service are written anew by two persons, as the journal tells of them. */
describe('jeton journal repair', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  let said: string;
  beforeEach(async () => {
    said = '';
    house = await openHouse({ seed: 'repair' });
    const founders = await found(house);
    const { alice } = await welcome(house, founders, 'alice', 'valerie', 'thomas');
    await house.flow.request.submit(alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
      comment: 'téléphone',
    });
    await house.service.stop();
  }, 30_000);
  afterEach(() => house.close());

  const run = (argv: readonly string[] = TWO, password = PASSWORD) => {
    const stderr = {
      write: (text: unknown) => {
        said += String(text);
        return true;
      },
    };
    return house.atOurTime(() => repairing(argv, { stderr, env: house.env, prompt: async () => password }));
  };
  const bySqlite = <R>(work: (db: Database.Database) => R): R => {
    const db = new Database(join(house.env['JETON_DATA']!, 'jeton.db'));
    db.pragma('foreign_keys = off');
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  const rowsOf = (...tables: string[]) =>
    bySqlite((db) => tables.map((table) => db.prepare(`select * from "${table}" order by 1`).all()));
  const entries = () =>
    bySqlite((db) => db.prepare(`select "line" from "journalEntry" where "action" = 'row.repair'`).pluck().all()).map(
      (line) => JSON.parse(String(line)),
    );

  it('gives every row back that was edited, taken away or put in, personal columns too', async () => {
    const tables = ['person', 'grant', 'request', 'account'];
    const before = rowsOf(...tables);
    bySqlite((db) => {
      db.exec(`update "person" set "familyName" = 'Directeur' where "directoryId" = 'M-ALICE';
        update "request" set "comment" = null, "deliverySite" = 'Ailleurs';
        insert into "grant" ("id", "personId", "role", "scope", "grantedAt", "seal")
          select 'MINE', "personId", 'administrator', '*', 1, "seal" from "grant" limit 1;
        delete from "grant" where "role" = 'technician'; delete from "account" where "state" = 'active' and rowid = 3;
        update "password" set "setAt" = 1 where "personId" = (select "id" from "person" where "directoryId" = 'M-ALICE')`);
    });
    expect((await house.compare()).total).toBe(6);
    expect([await run(), said]).toEqual([0, expect.stringContaining('6 of 6 records are repaired')]);
    expect((await house.compare()).differences).toEqual([]);
    expect(rowsOf(...tables)).toEqual(before);
    const made = entries();
    expect(made.map(({ detail, subject }) => `${detail.kind} ${subject.split(':')[0]}`).sort()).toEqual([
      'different password',
      'different person',
      'different request',
      'foreign grant',
      'missing account',
      'missing grant',
    ]);
    expect(made[0]).toMatchObject({
      role: 'security-officer',
      detail: { confirmedBy: expect.stringMatching(/^\w{26}$/) },
    });
  }, 30_000);

  it('counts the tokens of the stock anew, alone or with rows that it writes', async () => {
    const counts = `insert into "tokenCount" ("location", "model", "state", "n", "onTheWay") values ('', 'A', 'in_stock', 5, 0)`;
    for (const edit of ['', `update "person" set "site" = 'x' where "directoryId" = 'M-ALICE'`]) {
      bySqlite((db) => db.exec(`${counts}; ${edit}`));
      const { total } = await house.compare();
      expect([await run(), said]).toEqual([0, expect.stringContaining(`${total} of ${total} records are repaired`)]);
      expect(said).toContain('different  tokenCount:stock');
      expect((await house.compare()).differences).toEqual([]);
    }
    expect(entries().map(({ subject }) => subject.split(':')[0])).toEqual(['tokenCount', 'tokenCount', 'person']);
  }, 30_000);

  it('gives a name back whose opening was put under another row', async () => {
    const before = rowsOf('person');
    bySqlite((db) => {
      db.exec(`drop trigger "openingNoUpdate";
        update "opening" set "subject" = 'person:z' where "value" = '"Alice"';
        update "person" set "givenName" = 'Directeur' where "directoryId" = 'M-ALICE'`);
    });
    expect(before).not.toEqual(rowsOf('person'));
    await run();
    expect(rowsOf('person')).toEqual(before);
  }, 30_000);

  it('asks for an officer and an administrator, who have to be whole themselves', async () => {
    bySqlite((db) =>
      db.exec(`update "workstation" set "site" = 'x'; update "person" set "site" = 'x' where "directoryId" = 'M-OLGA'`),
    );
    expect(await run(['--officer', 'M-OLGA'])).toBe(2);
    expect(await run(['--officer', 'M-OLGA', '--administrator', 'M-OLGA'])).toBe(1);
    expect(await run(TWO, 'une porte qui reste close')).toBe(1);
    expect(await run()).toBe(1);
    expect(entries()).toEqual([]);
  }, 30_000);

  it('writes nothing from a journal that is not intact', async () => {
    bySqlite((db) =>
      db.exec(`drop trigger "journalEntryNoUpdate"; update "journalEntry" set "actor" = 'x' where "seq" = 4;
        update "person" set "site" = 'x' where "directoryId" = 'M-ALICE'`),
    );
    expect([await run(), said]).toEqual([1, expect.stringContaining('the journal itself differs (journalEntry:4)')]);
    expect((await house.compare()).differences.map(({ table }) => table)).toContain('person');
  }, 30_000);

  it.each([
    ['signature', (note: string) => note.replace(/[\w+/=]+\n$/, (signed) => `AAAA${signed.slice(4)}`)],
    ['name', (note: string) => note.replaceAll(/jeton-\w+\/1/g, 'jeton-another/1')],
  ])(
    'writes nothing from a journal whose last checkpoint has another %s',
    async (_, forge) => {
      bySqlite((db) => {
        const last = db.prepare('select "size", "note" from "checkpoint" order by "size" desc').get() as {
          size: number;
          note: string;
        };
        const forged = forge(last.note);
        expect(forged).not.toBe(last.note);
        db.exec('drop trigger "checkpointNoUpdate"');
        db.prepare('update "checkpoint" set "note" = ? where "size" = ?').run(forged, last.size);
      });
      expect([await run(), said]).toEqual([1, expect.stringContaining('the journal itself differs (checkpoint:')]);
    },
    30_000,
  );

  it('keeps out of a data folder in which the service runs', async () => {
    const { lockDataFolder } = await import('../../src/store/sqlite/lock.ts');
    const lock = lockDataFolder(house.env['JETON_DATA']!);
    expect([await run(), said]).toEqual([1, expect.stringMatching(/another|running|in use/)]);
    lock.release();
  });
});
