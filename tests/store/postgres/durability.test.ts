import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectWriter, readerPool } from '../../../src/store/postgres/server/connect.ts';
import {
  createServerCheck,
  type Finding,
  judgeServer,
  warningsOf,
} from '../../../src/store/postgres/server/durability.ts';
import { makeNamespace } from '../../../src/store/postgres/server/namespace.ts';
import type { ServerFacts } from '../../../src/store/postgres/server/server-facts.ts';
import { type OwnServer, ownServer, removeFolder, serverFolder } from './own-server.ts';

const SOUND: ServerFacts = {
  version: 15,
  encoding: 'UTF8',
  fsync: 'on',
  fullPageWrites: 'on',
  synchronousCommit: 'on',
  synchronousStandbyNames: '',
  standbys: 0,
  synchronousStandbys: 0,
  excess: [],
  trigramsIn: 'public',
  trigramsAvailable: true,
  mayCreateInDatabase: false,
  schema: 'ready',
};
const codes = (findings: readonly Finding[]): string[] => findings.map(({ code, level }) => `${level} ${code}`);

describe('a server, by what it says of itself,', () => {
  it.each<[string, Partial<ServerFacts>, string[]]>([
    ['is sound', {}, []],
    ['is of version 14', { version: 14 }, ['refuse version_old']],
    ['is of version 17', { version: 17 }, []],
    ['is of version 18', { version: 18 }, ['warn version_new']],
    ['is in LATIN1', { encoding: 'LATIN1' }, ['refuse encoding']],
    ['has fsync off', { fsync: 'off' }, ['refuse fsync']],
    ['has full_page_writes off', { fullPageWrites: 'off' }, ['refuse full_page_writes']],
    ['has synchronous_commit off', { synchronousCommit: 'off' }, ['refuse synchronous_commit']],
    ['has synchronous_commit local', { synchronousCommit: 'local' }, ['refuse synchronous_commit']],
    ['has synchronous_commit remote_write', { synchronousCommit: 'remote_write' }, ['refuse synchronous_commit']],
    ['has synchronous_commit remote_apply', { synchronousCommit: 'remote_apply' }, []],
    ['has an asynchronous standby', { standbys: 1 }, ['warn standby_asynchronous']],
    ['has one that it may not see', { standbys: 1, synchronousStandbys: undefined }, ['warn standby_asynchronous']],
    ['has a synchronous one', { synchronousStandbyNames: '*', standbys: 2, synchronousStandbys: 1 }, []],
    ['may not see whether', { synchronousStandbyNames: '*', standbys: 2, synchronousStandbys: undefined }, []],
    ['waits for one', { synchronousStandbyNames: '*' }, ['warn standby_missing']],
    ['waits for another', { synchronousStandbyNames: 'b', standbys: 1 }, ['warn standby_missing']],
    ['gives us too much', { excess: ['SUPERUSER'] }, ['warn role_too_strong']],
    ['lets us make the schema', { schema: 'missing', mayCreateInDatabase: true }, []],
    ['lets us make no schema', { schema: 'missing' }, ['refuse schema']],
    ['has a schema of others', { schema: 'foreign', mayCreateInDatabase: true }, ['refuse schema']],
    ['lacks pg_trgm', { trigramsIn: undefined, trigramsAvailable: false }, ['refuse pg_trgm_absent']],
    ['keeps pg_trgm from us', { trigramsIn: undefined }, ['refuse pg_trgm_denied']],
    ['lets us make pg_trgm', { trigramsIn: undefined, mayCreateInDatabase: true }, []],
    ['has pg_trgm elsewhere', { trigramsIn: 'extensions' }, ['refuse pg_trgm_elsewhere']],
  ])('%s', (_, facts, expected) => expect(codes(judgeServer({ ...SOUND, ...facts }))).toEqual(expected));

  it('that lost its only standby is warned of until a commit waits for one', () => {
    const hadStandby = { hadStandby: true };
    expect(codes(judgeServer(SOUND, hadStandby))).toEqual(['warn standby_asynchronous']);
    expect(codes(judgeServer({ ...SOUND, synchronousStandbyNames: '*' }, hadStandby))).toEqual([
      'warn standby_missing',
    ]);
    const served = { synchronousStandbyNames: '*', standbys: 1, synchronousStandbys: 1 };
    expect(codes(judgeServer({ ...SOUND, ...served }, hadStandby))).toEqual([]);
  });

  it('is refused with every reason, and else warned of', () => {
    const bad = judgeServer({ ...SOUND, fsync: 'off', encoding: 'LATIN1', standbys: 1 });
    expect(() => warningsOf(bad)).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        message: expect.stringMatching(/LATIN1.*; fsync is off/),
        detail: { findings: ['encoding', 'fsync'], fr: expect.stringMatching(/LATIN1.* ; fsync y est désactivé/) },
      }),
    );
    expect(codes(warningsOf(judgeServer({ ...SOUND, standbys: 1 })))).toEqual(['warn standby_asynchronous']);
  });
});

describe('a real server', () => {
  let home: string;
  let server: OwnServer;
  beforeAll(async () => {
    home = serverFolder();
    server = await ownServer(home);
    await server.sql('create database jeton owner jeton');
  });
  afterAll(async () => {
    await server.stop();
    removeFolder(home);
  });
  const checked = async (user = 'jeton', database = 'jeton'): Promise<string[]> => {
    const client = await connectWriter(server.overSocket(user, database));
    try {
      return codes(await createServerCheck()(client));
    } finally {
      await client.end();
    }
  };

  it('is sound as Debian sets it up', async () => expect(await checked()).toEqual([]));

  it('is refused without fsync or full_page_writes', async () => {
    await server.set({ fsync: 'off', full_page_writes: 'off' });
    expect(await checked()).toEqual(['refuse fsync', 'refuse full_page_writes']);
    await server.set({ fsync: 'on', full_page_writes: 'on' });
  });

  it('may have synchronous_commit off: a session of ours has it on, any other is refused', async () => {
    await server.set({ synchronous_commit: 'off' });
    expect(await checked()).toEqual([]);
    const other = new pg.Client({ host: home, port: server.port, user: 'jeton', database: 'jeton' });
    await other.connect();
    expect(codes(await createServerCheck()(other))).toEqual(['refuse synchronous_commit']);
    await other.end();
    await server.set({ synchronous_commit: 'on' });
  });

  it('is refused in another encoding, or where we may make nothing', async () => {
    await server.sql(`create database latin owner jeton encoding 'LATIN1' template template0`);
    expect(await checked('jeton', 'latin')).toEqual(['refuse encoding']);
    expect(await checked('jeton', 'postgres')).toEqual(['refuse schema', 'refuse pg_trgm_denied']);
  });

  it('is warned of where our role may do more than it needs', async () => {
    await server.sql('alter role jeton createdb createrole; grant pg_execute_server_program to jeton');
    const client = await connectWriter(server.overSocket('jeton', 'jeton'));
    const [finding] = await createServerCheck()(client);
    expect(finding).toMatchObject({
      code: 'role_too_strong',
      en: expect.stringContaining('CREATEDB, CREATEROLE, pg_ex'),
    });
    await client.end();
    await server.sql('alter role jeton nocreatedb nocreaterole; revoke pg_execute_server_program from jeton');
    expect(await checked('postgres')).toEqual(['warn role_too_strong']);
  });

  it('gets our schema and pg_trgm from us, or from its administrator', async () => {
    const client = await connectWriter(server.overSocket('jeton', 'jeton'));
    await makeNamespace(client);
    await makeNamespace(client);
    await client.query('create table kept (id int)');
    const { rows } = await client.query(`select 'jeton'::regnamespace = relnamespace as "ours",
      similarity('jeton', 'jetons') > 0.5 as "near" from pg_class where relname = 'kept'`);
    expect(rows).toEqual([{ ours: true, near: true }]);
    await client.end();

    await server.sql('create schema jeton authorization jeton');
    await server.sql('create extension pg_trgm schema public');
    const plain = await connectWriter(server.overSocket('jeton'));
    await makeNamespace(plain);
    await plain.end();
    expect(await checked('jeton', 'postgres')).toEqual([]);
    await server.sql('create schema elsewhere');
    await server.sql('alter extension pg_trgm set schema elsewhere');
    expect(await checked('jeton', 'postgres')).toEqual(['refuse pg_trgm_elsewhere']);
  });

  describe('with a standby', () => {
    let standby: OwnServer;
    beforeAll(async () => {
      standby = await server.standby();
    });
    afterAll(() => standby.stop());
    const streaming = async (state: string): Promise<void> => {
      const now = () => server.sql('select sync_state from pg_stat_replication');
      while ((await now())[0]?.['sync_state'] !== state) await sleep(20);
    };

    it('is warned of until a commit waits for it', async () => {
      await streaming('async');
      expect(await checked()).toEqual(['warn standby_asynchronous']);
      expect(await checked('postgres')).toEqual(['warn standby_asynchronous', 'warn role_too_strong']);
      await server.set({ synchronous_standby_names: '*' });
      await streaming('sync');
      expect(await checked()).toEqual([]);
      expect(await checked('postgres')).toEqual(['warn role_too_strong']);
      await server.set({ synchronous_standby_names: 'another' });
      await streaming('async');
      expect(await checked('postgres')).toEqual(['warn standby_missing', 'warn role_too_strong']);
      await server.set({ synchronous_standby_names: '' });
    });

    it('is found among several servers, and the standby alone is refused', async () => {
      const address = standby.overSocket('jeton', 'jeton');
      await expect(connectWriter(address)).rejects.toMatchObject({
        code: 'service_unreachable',
        message: expect.stringMatching(/is read-only, as a standby is/),
      });
      const alone = readerPool(address, { max: 1 });
      await expect(alone.connect()).rejects.toMatchObject({ detail: { state: 'standby' } });
      await alone.end();

      const both = { ...address, servers: [...address.servers, { host: home, port: server.port }] };
      const writer = await connectWriter(both);
      expect((await writer.query('select pg_is_in_recovery() as "standby"')).rows).toEqual([{ standby: false }]);
      await writer.end();
      const pool = readerPool(both, { max: 2 });
      expect((await pool.query('select pg_is_in_recovery() as "standby"')).rows).toEqual([{ standby: false }]);
      await pool.end();
    });
  });
});
