import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { replay } from '../../src/offline/replay.ts';
import { found, welcome } from '../support/judged/journals/cast.ts';
import { openHouse } from '../support/judged/journals/house.ts';

/** What an administrator asks beside the service, or with no service at all. */
describe('jeton journal replay', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  beforeEach(async () => {
    house = await openHouse({ seed: 'replay' });
    await welcome(house, await found(house), 'alice', 'valerie');
  }, 30_000);
  afterEach(() => house.close());

  const run = async (argv: readonly string[], env: NodeJS.ProcessEnv = house.env) => {
    let [out, err] = ['', ''];
    const sink = (take: (text: string) => void) => ({
      write: (text: unknown) => {
        take(String(text));
        return true;
      },
    });
    const code = await replay(argv, { stdout: sink((t) => (out += t)), stderr: sink((t) => (err += t)), env });
    return { code, out, err };
  };
  const bySqlite = (sql: string): void => {
    const db = new Database(join(house.env['JETON_DATA']!, 'jeton.db'));
    db.pragma('foreign_keys = off');
    db.exec(sql);
    db.close();
  };

  it('says how many rows the journal tells of, table by table', async () => {
    const { code, out } = await run([]);
    expect([code, out]).toEqual([0, expect.stringMatching(/^entries +\d+\nperson +4\n/)]);
    const { tables } = JSON.parse((await run(['--json'])).out);
    expect(tables).toMatchObject({ person: 4, account: 4, token: 0 });
  });

  it('finds nothing in a whole database, while the service runs and once it is stopped', async () => {
    expect(await run(['--check'])).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/differences +0\n$/) });
    await house.service.stop();
    expect(await run(['--check'])).toMatchObject({ code: 0, out: expect.stringMatching(/differences +0\n$/) });
  });

  it('names what differs, never a value, and ends with another code', async () => {
    bySqlite(`update "grant" set "scope" = 'SECRET' where "role" = 'approver'; delete from "checkItem"`);
    const { code, out } = await run(['--check']);
    expect([code, out]).toEqual([1, expect.stringMatching(/differences +1\ndifferent {2}grant:\w{26} {2}scope\n$/)]);
    expect(out).not.toContain('SECRET');
    const json = await run(['--check', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      total: 1,
      differences: [{ table: 'grant', kind: 'different', columns: ['scope'] }],
    });
  });

  it('holds the journal against the checkpoint that is kept beside the database', async () => {
    await house.service.keeper.checkpoint();
    bySqlite(`drop trigger "checkpointNoDelete"; drop trigger "journalEntryNoDelete"; delete from "checkpoint";
      delete from "journalEntry" where "seq" > 20; drop trigger "journalNodeNoDelete"; delete from "journalNode" where "place" > 20`);
    const { code, out } = await run(['--check']);
    expect([code, out]).toEqual([1, expect.stringContaining('missing    journalEntry:21')]);
  });

  it('is refused without the key, on no data, and with words that it does not know', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jeton-replay-'));
    try {
      expect(await run(['--check'], { ...house.env, JETON_DATA: folder })).toMatchObject({
        code: 2,
        err: expect.stringMatching(/^jeton\u202f: il n’y a pas de base dans .*\njeton: there are no records .*\n$/),
      });
      writeFileSync(join(folder, 'kek'), Buffer.alloc(32, 8).toString('base64'), { mode: 0o600 });
      expect(await run(['--check'], { ...house.env, JETON_KEK_FILE: join(folder, 'kek') })).toMatchObject({ code: 1 });
      expect(await run(['--mend'])).toMatchObject({ code: 2, err: expect.stringContaining('jeton journal replay') });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
