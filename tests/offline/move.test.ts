import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createClosers } from '../../src/app/closers.ts';
import { checkDataFolder } from '../../src/app/folder/data-folder.ts';
import { openKeeper, openRecords } from '../../src/app/records.ts';
import { readConfig } from '../../src/config.ts';
import { verifyCheckpoint } from '../../src/journal/checkpoint.ts';
import { backup } from '../../src/offline/backup.ts';
import { assertSame, moving } from '../../src/offline/move.ts';
import { replay } from '../../src/offline/replay.ts';
import { connectWriter } from '../../src/store/postgres/server/connect.ts';
import { beAlone } from '../../src/store/postgres/server/held.ts';
import { found, welcome } from '../support/judged/journals/cast.ts';
import { openHouse } from '../support/judged/journals/house.ts';
import { behindFile, behindServer } from '../support/records/behind.ts';
import { programs } from '../support/records/postgres/server.ts';
import { newDatabase, type TestDatabase } from '../support/records/postgres.ts';

describe('jeton database move', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  let server: TestDatabase;
  let url: string;
  let said = '';
  beforeEach(async () => {
    said = '';
    house = await openHouse({ seed: 'move' });
    await welcome(house, await found(house), 'alice', 'valerie');
    await house.service.stop();
    server = await newDatabase({ tables: false });
    url = server.serviceUrl;
  }, 30_000);
  afterEach(async () => {
    await server.drop();
    await house.close();
  });

  const stderr = {
    write: (text: unknown) => {
      said += String(text);
      return true;
    },
  };
  const move = (to: string, more: NodeJS.ProcessEnv = {}) =>
    moving(['move', '--to', to], { stderr, env: { ...house.env, ...more } });
  const file = () => join(house.env['JETON_DATA']!, 'jeton.db');
  const check = async (more: NodeJS.ProcessEnv = {}) => {
    let out = '';
    const stdout = {
      write: (text: unknown) => {
        out += String(text);
        return true;
      },
    };
    const code = await replay(['--check', '--json'], { stdout, stderr, env: { ...house.env, ...more } });
    const { size, root, rows, total } = JSON.parse(out || '{}') as Record<string, unknown>;
    return { code, size, root, rows, total };
  };
  /** What the start looks at first. */
  const start = (more: NodeJS.ProcessEnv = {}) => checkDataFolder(readConfig({ ...house.env, ...more }));
  /** The round that signs what is new, as the service has it where the records are now. */
  const sign = async (more: NodeJS.ProcessEnv = {}) => {
    const config = readConfig({ ...house.env, ...more });
    const closers = createClosers();
    try {
      const log = { info() {}, warn() {}, error() {} };
      const records = await openRecords({ config, closers, log });
      const { checkpoint, vkey, origin } = openKeeper(config, records);
      const { note } = await checkpoint();
      const { size, root } = verifyCheckpoint(note, vkey);
      return { size, root: Buffer.from(root).toString('base64'), origin };
    } finally {
      await closers.close();
    }
  };

  it('takes the records to a server and back, proven on both sides', async () => {
    const before = await check();
    expect(before).toMatchObject({ code: 0, total: 0 });
    expect([await move(url), said]).toEqual([0, expect.stringContaining('JETON_DATABASE_URL')]);
    expect(said).toMatch(
      /^jeton\u202f: la base \S+\u202f: vérification selon le journal…\njeton: the database \S+ is held against/m,
    );
    expect([existsSync(file()), existsSync(`${file()}.moved`)]).toEqual([false, true]);
    expect(await check({ JETON_DATABASE_URL: url })).toEqual(before);
    await expect(start()).rejects.toThrow(
      /moved to a PostgreSQL database \(jeton.db.moved is here\), set JETON_DATABASE_URL/,
    );
    const { size, root } = before;
    const { origin } = house.service.keeper;
    expect(await sign({ JETON_DATABASE_URL: url })).toEqual({ size, root, origin });

    expect(await move('folder', { JETON_DATABASE_URL: url })).toBe(0);
    expect(await check()).toEqual(before);
    await expect(start({ JETON_DATABASE_URL: url })).rejects.toThrow(/take JETON_DATABASE_URL away/);
    expect(readdirSync(house.env['JETON_DATA']!).filter((name) => name.startsWith('jeton.db.new'))).toEqual([]);
    // nobody finds the records there any more, and they may come again
    expect((await check({ JETON_DATABASE_URL: url })).code).toBe(2);
    expect(await move(url)).toBe(0);
    expect(await check({ JETON_DATABASE_URL: url })).toEqual(before);
  }, 60_000);

  it('brings records to where they are backed up from, and restored to', async () => {
    const before = await check();
    expect(await move(url)).toBe(0);
    const backedUp = join(house.env['JETON_DATA']!, '..', 'backup');
    const env = { ...house.env, JETON_DATABASE_URL: url };
    expect([await backup(['backup', backedUp], { stderr, env }), said]).toEqual([0, expect.stringMatching(/SHA-256/)]);
    const target = await newDatabase({ tables: false });
    try {
      const elsewhere = {
        JETON_DATA: `${house.env['JETON_DATA']}-restored`,
        JETON_DATABASE_URL: url.replace(server.address.database, target.address.database),
      };
      expect(await backup(['restore', backedUp], { stderr, env: { ...env, ...elsewhere } })).toBe(0);
      const { code, size, root, total } = await check(elsewhere);
      expect([code, size, root, total]).toEqual([0, before.size, before.root, 0]);
      const { origin } = house.service.keeper;
      expect(await sign(elsewhere)).toEqual({ size, root, origin });
      rmSync(`${house.env['JETON_DATA']}-restored`, { recursive: true });
      expect(await backup(['restore', backedUp], { stderr, env: { ...env, ...elsewhere } })).toBe(1);
      expect(said).toContain('restore into an empty database');
    } finally {
      await target.drop();
    }
  }, 60_000);

  it('takes no copy for the same whose journal has another root, or whose rows have other numbers', () => {
    const before = { size: 2, rows: 1, sealed: 1, root: 'AAAA' };
    expect(() => assertSame(before, { ...before })).not.toThrow();
    const thrown = (code: string) => expect.objectContaining({ code });
    expect(() => assertSame(before, { ...before, root: 'BBBB' })).toThrow(thrown('journal_broken'));
    expect(() => assertSame(before, { ...before, sealed: 2 })).toThrow(thrown('internal'));
  });

  it('sets a copy aside that is not as the journal says, so that it can be tried again', async () => {
    const { write } = stderr;
    let isEdited = false;
    // what was copied is edited before it is looked at
    const editing = (text: unknown): boolean => {
      if (/the database \S+ is held against/.test(String(text)) && !isEdited) {
        isEdited = true;
        const edit = `update jeton."grant" set "scope" = 'SECRET' where "role" = 'approver'`;
        execFileSync(join(programs(), 'psql'), [url, '-v', 'ON_ERROR_STOP=1', '-c', edit], { stdio: 'pipe' });
      }
      return write(text);
    };
    expect(await moving(['move', '--to', url], { stderr: { write: editing }, env: house.env })).toBe(1);
    expect(isEdited).toBe(true);
    expect(said).toMatch(/1 records .* not as the journal says \(grant:/);
    expect(said).toMatch(/the records are where they were.*the copy is set aside there as jeton_moved_1/);
    expect(existsSync(file())).toBe(true);
    expect(await move(url)).toBe(0);
  }, 60_000);

  it('moves nothing that is not as the journal says', async () => {
    await behindFile(file()).run(`update "grant" set "scope" = 'SECRET' where "role" = 'approver'`);
    expect(await move(url)).toBe(1);
    expect(said).toMatch(/1 records .* not as the journal says \(grant:/);
    expect(said).not.toContain('SECRET');
    expect([existsSync(file()), (await check({ JETON_DATABASE_URL: url })).code]).toEqual([true, 2]);
  });

  it('puts nothing where records are, in a database or in the folder', async () => {
    const other = await newDatabase();
    try {
      const { database } = other.address;
      const elsewhere = url.replace(server.address.database, database);
      expect(await move(elsewhere)).toBe(0); // tables without a row are no records
      expect(await move(elsewhere)).toBe(1);
      expect(said).toContain('there are no records in');
    } finally {
      await other.drop();
    }
  });

  it('moves nothing to where rows are that no entry tells of', async () => {
    const other = await newDatabase();
    try {
      await behindServer(other.config).run(
        `insert into "accessLog" ("at", "event", "address", "outcome") values (1, 'x', '', 'done')`,
      );
      expect(await move(url.replace(server.address.database, other.address.database))).toBe(1);
      expect(said).toContain('there are records already where these are to go (accessLog)');
      expect(existsSync(file())).toBe(true);
    } finally {
      await other.drop();
    }
  });

  it('takes nothing away from an instance that runs elsewhere', async () => {
    expect(await move(url)).toBe(0);
    const instance = await connectWriter(server.address);
    await beAlone(instance);
    expect(await move('folder', { JETON_DATABASE_URL: url })).toBe(1);
    expect(said).toContain('another instance uses this PostgreSQL database');
    expect(existsSync(file())).toBe(false);
    await instance.end();
  }, 60_000);

  it.each([
    [['move'], {}, 'jeton database move --to'],
    [['away', '--to', 'folder'], {}, 'jeton database move --to'],
    [['move', '--to', 'folder'], {}, 'JETON_DATABASE_URL is not set'],
    [['move', '--to', 'mysql://u@h/d'], {}, 'JETON_DATABASE_URL'],
    [['move', '--to', 'postgresql://u:secret@h/d'], {}, 'PASSWORD_FILE'],
  ])('%j is explained', async (argv, env, text) => {
    expect([0, await moving(argv, { stderr, env: { ...house.env, ...env } })]).not.toEqual([0, 0]);
    expect(said).toContain(text);
    expect(said).not.toContain('secret@');
    expect(existsSync(file())).toBe(true);
  });
});
