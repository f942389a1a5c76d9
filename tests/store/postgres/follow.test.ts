import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { deferred } from '../../../src/store/deferred.ts';
import { CHANNEL } from '../../../src/store/postgres/status/followed.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { START, seededChance, settableClock } from '../../support/clock.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry } from '../../support/records/rows.ts';
import { certificate, keep } from '../../support/records/status-rows.ts';
import { until } from './nodes.ts';

describe('what follows a commit of what status answers need', () => {
  let database: TestDatabase;
  let opened: OpenStore;
  let listener: Client;
  let follow: () => Promise<void>;
  let [followed, heard] = [0, 0];
  beforeEach(async () => {
    database = await newDatabase();
    [followed, heard] = [0, 0];
    follow = () => Promise.resolve();
    opened = await openStore({
      postgres: database.address,
      clock: settableClock(),
      chance: seededChance(),
      judge: noJudge,
      rowKey: ROW_KEY,
      follow: () => {
        followed += 1;
        return follow();
      },
    });
    listener = new Client(database.config);
    await listener.connect();
    await listener.query(`listen ${CHANNEL}`);
    listener.on('notification', () => {
      heard += 1;
    });
  });
  afterEach(async () => {
    await listener.end();
    await opened.close();
    await database.drop();
  });
  const note = () => opened.store.transact((unit) => unit.record(entry('x.note', 'journal')));
  /** How many units are answered by now, of those given. */
  function counted(...units: Promise<unknown>[]) {
    const answered = { count: 0 };
    for (const unit of units) void unit.then(() => (answered.count += 1));
    return answered;
  }

  it('is told to other nodes with the commit, and of nothing else', async () => {
    await note();
    expect(followed).toBe(0);
    await keep(opened, certificate('0a'), START);
    await until(() => heard === 1);
    expect(followed).toBe(1);
    const undone = opened.store.transact(async (unit) => {
      await unit.record(entry('x.note', 'journal'));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await sleep(50);
    expect([followed, heard]).toEqual([1, 1]);
  });

  it('is done before who acted is answered, and other acts do not wait for it', async () => {
    const copying = deferred();
    follow = () => copying.promise;
    const revoking = keep(opened, certificate('0a'), START);
    const answered = counted(revoking);
    await until(() => followed === 1);
    expect(await listener.query('select from "revocation"')).toMatchObject({ rowCount: 1 });
    await note();
    expect(answered.count).toBe(0);
    copying.resolve();
    await revoking;
  });

  it('changes nothing of the answer when it fails, and is not waited for longer than five seconds', async () => {
    follow = () => Promise.reject(new Error('no room for the copy'));
    await keep(opened, certificate('0a'), START);
    follow = () => new Promise(() => {});
    const begun = performance.now();
    await keep(opened, certificate('0b'), START);
    expect(performance.now() - begun).toBeLessThan(7000);
    expect(performance.now() - begun).toBeGreaterThan(4000);
  }, 15_000);

  it('is over before the store is closed', async () => {
    const copying = deferred();
    follow = () => copying.promise;
    const revoking = keep(opened, certificate('0a'), START);
    await until(() => followed === 1);
    const closing = opened.close();
    const answered = counted(closing);
    await sleep(50);
    expect(answered.count).toBe(0);
    copying.resolve();
    await Promise.all([revoking, closing]);
  });
});
