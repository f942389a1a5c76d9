import { setTimeout as sleep } from 'node:timers/promises';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { seededChance } from '../../support/clock.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { type OwnServer, ownServer, removeFolder, serverFolder } from './own-server.ts';
import { note } from './under-load.ts';

describe('the settings of a server that is in use', () => {
  let folder: string;
  let server: OwnServer;
  let store: OpenStore;
  const warned: string[] = [];
  beforeAll(async () => {
    folder = serverFolder();
    server = await ownServer(folder);
    await server.sql('create database records owner jeton');
    store = await openStore({
      postgres: server.overSocket('jeton', 'records'),
      hold: 'alone',
      judge: noJudge,
      clock: { now: () => Date.now() },
      chance: seededChance('settings'),
      rowKey: ROW_KEY,
      warn: (message) => void warned.push(message),
    });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await server.stop();
    removeFolder(folder);
  });
  beforeEach(() => {
    warned.length = 0;
  });
  const found = () => store.settings.findings().map(({ code, level }) => `${level} ${code}`);

  it('are looked at again: what was changed is told once, and gone once it is mended', async () => {
    expect(found()).toEqual([]);
    await server.set({ fsync: 'off' });
    for (const _ of [1, 2]) await store.settings.look();
    expect(found()).toEqual(['refuse fsync']);
    expect(warned).toEqual([expect.stringContaining('fsync is off there')]);
    await note(store, 'work goes on');
    await server.set({ fsync: 'on' });
    await store.settings.look();
    expect(found()).toEqual([]);
    expect(warned).toEqual([expect.anything(), 'the PostgreSQL server is mended: fsync']);
  });

  it('are looked at by themselves once another connection writes', async () => {
    await server.sql('alter role jeton createdb');
    await server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'jeton'`);
    while (found().length === 0) {
      await note(store, 'again').catch(() => {}); // the first meets the lost connection
      await sleep(20);
    }
    expect(found()).toEqual(['warn role_too_strong']);
    await server.sql('alter role jeton nocreatedb');
    await store.settings.look();
    expect(found()).toEqual([]);
  });

  it('have no synchronous standby still where the only standby is lost', async () => {
    const mended = /mended: standby_asynchronous/;
    const standby = await server.standby();
    const standbys = async (count: number): Promise<void> => {
      while ((await server.sql('select from pg_stat_replication')).length !== count) await sleep(20);
    };
    await standbys(1);
    await store.settings.look();
    expect(found()).toEqual(['warn standby_asynchronous']);
    await standby.stop();
    await standbys(0);
    await store.settings.look();
    expect(found()).toEqual(['warn standby_asynchronous']);
    expect(warned).not.toContainEqual(expect.stringMatching(mended));
    // as Patroni does that is not strict: it asks for one while it is there, and for none once it is lost
    await server.set({ synchronous_standby_names: 'one' });
    await store.settings.look();
    expect(found()).toEqual(['warn standby_missing']);
    await server.set({ synchronous_standby_names: '' });
    await store.settings.look();
    expect(found()).toEqual(['warn standby_asynchronous']);
  }, 60_000);

  it('stay as they were known while no server answers', async () => {
    await server.sql('alter role jeton createdb');
    await store.settings.look();
    const before = found();
    expect(before).toContain('warn role_too_strong');
    await server.stop();
    await expect(store.settings.look()).rejects.toMatchObject({ code: 'service_unreachable' });
    expect(found()).toEqual(before);
    server = await server.again();
  }, 60_000);
});
