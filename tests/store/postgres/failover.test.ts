import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalRecords } from '../../../src/store/journal/journal.ts';
import { connectWriter } from '../../../src/store/postgres/server/connect.ts';
import { beAlone } from '../../../src/store/postgres/server/held.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { seededChance } from '../../support/clock.ts';
import { keeperOf } from '../../support/judged/long-journal.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { counts } from '../../support/runs/long.ts';
import { type OwnServer, ownServer, removeFolder, serverFolder } from './own-server.ts';
import { expectNothingLost, marksOf, note, underLoad } from './under-load.ts';

const clock = { now: () => Date.now() };

describe('a primary with a synchronous standby', () => {
  let folder: string;
  let primary: OwnServer;
  let standby: OwnServer;
  let store: OpenStore | undefined;
  beforeEach(async () => {
    folder = serverFolder();
    primary = await ownServer(folder, { hot_standby: 'on' });
    await primary.sql('create database records owner jeton');
    standby = await primary.standby();
    await primary.set({ synchronous_standby_names: '*' });
  }, 60_000);
  afterEach(async () => {
    await store?.close();
    store = undefined;
    await Promise.all([standby.stop(), primary.stop()]);
    removeFolder(folder);
  });

  /** Both servers, the primary first. */
  const address = () => {
    const { servers, ...of } = primary.overSocket('jeton', 'records');
    return { ...of, servers: [...servers, ...standby.overSocket('jeton').servers] };
  };
  const open = async (): Promise<OpenStore> => {
    const chance = seededChance('failover');
    store = await openStore({ postgres: address(), hold: 'alone', judge: noJudge, clock, chance, rowKey: ROW_KEY });
    return store;
  };
  it.each(Array.from({ length: counts(1, 100) }, (_, round) => round))(
    'loses nothing that was acknowledged when it is killed under load, and the journal goes on as one (%d)',
    async () => {
      const s = await open();
      const load = underLoad(s);
      await load.more(100);
      const lost = performance.now();
      await primary.stop();
      const back = load.more(50);
      await standby.sql('select pg_promote()');
      await back;
      const away = performance.now() - lost;
      await load.rest();
      await expectNothingLost(s, load, standby.overSocket('jeton', 'records'));
      expect(away).toBeLessThan(30_000);
    },
    60_000,
  );

  it('gets no checkpoint signed while its standby is cut off, though it shows what it committed', async () => {
    const s = await open();
    await note(s, 'confirmed');
    const keeper = keeperOf({ journal: s.journal, clock });
    expect((await keeper.checkpoint()).size).toBe(1);
    await standby.stop();
    // nobody confirms it, and an administrator has the wait given up: it stands there for all to read
    const waiting = note(s, 'here alone').then(
      () => 'acknowledged',
      () => 'not known',
    );
    const writer = `select pid from pg_stat_activity where application_name = 'jeton' and wait_event = 'SyncRep'`;
    while ((await primary.sql(writer)).length === 0) await sleep(20);
    await primary.sql(`select pg_terminate_backend(pid) from (${writer}) as w`);
    expect(await waiting).toBe('not known');
    while ((await s.journal.size()) < 2) await sleep(20);
    const signing = keeper.checkpoint().then(
      () => 'signed',
      () => 'refused',
    );
    expect(await Promise.race([signing, sleep(1500, 'waits')])).toBe('waits');
    expect((await s.journal.lastCheckpoint())?.size).toBe(1);
    await primary.set({ synchronous_standby_names: '' }); // so that what waits ends
    await signing;
  }, 60_000);

  it('gets no checkpoint signed over what it showed before its standby was promoted, and only it has', async () => {
    const s = await open();
    await note(s, 'confirmed');
    await standby.stop();
    const waiting = note(s, 'here alone').catch(() => 'not known');
    const writer = `select pid from pg_stat_activity where application_name = 'jeton' and wait_event = 'SyncRep'`;
    while ((await primary.sql(writer)).length === 0) await sleep(20);
    await primary.sql(`select pg_terminate_backend(pid) from (${writer}) as w`);
    expect(await waiting).toBe('not known');
    while ((await s.journal.size()) < 2) await sleep(20);
    // the keeper has read it there, and the commit that is to confirm it is another server's
    const settle: JournalRecords['settle'] = async (...read) => {
      await primary.stop();
      standby = await standby.again();
      await standby.sql('select pg_promote()');
      while (
        !(await note(s, 'there alone').then(
          () => true,
          () => false,
        ))
      )
        await sleep(100);
      await s.journal.settle(...read);
    };
    const keeper = keeperOf({ journal: { ...s.journal, settle }, clock });
    await expect(keeper.checkpoint()).rejects.toMatchObject({ code: 'overloaded' });
    expect(await s.journal.lastCheckpoint()).toBeUndefined();
    expect((await keeperOf({ journal: s.journal, clock }).checkpoint()).size).toBe(2);
  }, 60_000);

  it.each(['warning', 'error'])(
    'says that it is not known whether a change was kept when an administrator cancels its wait (%s)',
    async (level) => {
      await primary.sql(`alter role jeton set client_min_messages = ${level}`);
      const s = await open();
      await note(s, 'confirmed');
      await standby.stop();
      const waiting = note(s, 'here alone');
      const told = expect(waiting).rejects.toMatchObject({
        code: 'overloaded',
        message: expect.stringContaining('whether it was done'),
      });
      const writer = `select pid from pg_stat_activity where application_name = 'jeton' and wait_event = 'SyncRep'`;
      while ((await primary.sql(writer)).length === 0) await sleep(20);
      await primary.sql(`select pg_cancel_backend(pid) from (${writer}) as w`);
      await told;
      await primary.set({ synchronous_standby_names: '' });
      await note(s, 'later');
      expect(await marksOf(s)).toEqual(['confirmed', 'here alone', 'later']);
    },
    60_000,
  );

  it('is written by one instance at a time', async () => {
    const first = await connectWriter(address());
    const second = await connectWriter(address());
    await beAlone(first);
    let waited = 0;
    const pause = async (ms: number) => {
      waited += ms;
    };
    await expect(beAlone(second, pause)).rejects.toMatchObject({ code: 'locked' });
    expect(waited).toBe(14_000);
    await first.end();
    await beAlone(second);
    await second.end();
  });
});
