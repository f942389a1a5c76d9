import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewEntry } from '../../../src/flow/ports/store.ts';
import { watchDiskSpace } from '../../../src/store/sqlite/disk-space.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { mountSmallDisk } from '../../support/records/small-disk.ts';
import { seededChance, settableClock } from '../../support/records/store.ts';

const MIB = 1024 * 1024;
const ordinary: NewEntry = {
  actor: 'P1',
  role: 'agent',
  action: 'request.submit',
  subject: 'request:1',
  outcome: 'done',
};
const urgent: NewEntry = { ...ordinary, action: 'token.reportLoss', subject: 'token:1' };
/** Near the longest that an entry may be. */
const large: NewEntry = { ...urgent, detail: { text: 'x'.repeat(60_000) } };

describe('room on the disk', () => {
  let disk: ReturnType<typeof mountSmallDisk>;
  let said: string[];
  let time: number;
  beforeEach(() => {
    disk = mountSmallDisk(16);
    [said, time] = [[], 0];
  });
  afterEach(() => disk.remove());
  const reserve = () => join(disk.dir, 'reserve');
  const open = () =>
    watchDiskSpace({ dir: disk.dir, reserve: 2 * MIB, warn: (text) => void said.push(text), elapsed: () => time });
  const later = () => {
    time += 1000;
  };

  it('holds back what it was asked to, in blocks that are really taken', () => {
    const before = disk.free();
    open().look();
    expect(before - disk.free()).toBe(2 * MIB);
    expect(statSync(reserve())).toMatchObject({ size: 2 * MIB, mode: expect.any(Number) });
    expect(said).toEqual([]);
  });

  it('is tight first, then low, then gives the reserve up, and takes it back when there is room', () => {
    const room = open();
    room.look();
    const seen = () => {
      later();
      return [room.isTight(), room.isLow(), existsSync(reserve())];
    };
    expect(seen()).toEqual([false, false, true]);
    disk.fill(5 * MIB);
    expect(seen()).toEqual([true, false, true]);
    disk.fill(1.5 * MIB);
    expect(seen()).toEqual([true, true, true]);
    disk.fill(0.25 * MIB);
    expect(seen()).toEqual([true, true, false]);
    expect(disk.free()).toBeGreaterThan(2 * MIB);
    disk.empty();
    expect(seen()).toEqual([false, false, true]);
    expect(said).toEqual([
      expect.stringMatching(/^only urgent work is taken: the disk has 3 MiB left$/),
      expect.stringMatching(/^all work is taken again: \d+ MiB are free$/),
    ]);
  });

  it('believes a look for a moment, so that no act waits for the disk', () => {
    const room = open();
    room.look();
    disk.fill();
    expect(room.isLow()).toBe(false);
    later();
    expect(room.isLow()).toBe(true);
  });

  it('says so when the reserve cannot be made, and works without', () => {
    disk.fill(0.5 * MIB);
    const room = open();
    room.look();
    expect([room.isLow(), existsSync(reserve())]).toEqual([true, false]);
  });

  describe('under a store', () => {
    const openRecords = async () => {
      const room = open();
      room.look();
      const path = join(disk.dir, 'jeton.db');
      return openStore({
        judge: noJudge,
        path,
        clock: settableClock(),
        chance: seededChance('room'),
        diskSpace: room,
        rowKey: ROW_KEY,
      });
    };

    it('refuses what can wait before anything is written, and takes what cannot', async () => {
      const { store, close, lists } = await openRecords();
      disk.fill();
      later();
      await expect(store.transact((unit) => unit.record(ordinary))).rejects.toMatchObject({
        code: 'disk_full',
        message: expect.stringContaining('revoking goes on'),
      });
      await store.transact((unit) => unit.record(urgent));
      expect((await lists.entries({}, { limit: 9 })).items.map(({ action }) => action)).toEqual(['token.reportLoss']);
      disk.empty();
      later();
      await store.transact((unit) => unit.record(ordinary));
      await close();
    });

    it('runs a revocation again in the reserve when the disk was full before anybody had looked', async () => {
      const { store, close } = await openRecords();
      await store.transact((unit) => unit.record(ordinary));
      disk.fill(); // and no time passes: the room is believed
      await Promise.all(Array.from({ length: 12 }, () => store.transact((unit) => unit.record(large))));
      expect(existsSync(reserve())).toBe(false);
      const both = [store.transact((unit) => unit.record(ordinary)), store.transact((unit) => unit.record(urgent))];
      expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
      await close();
    });

    it('says disk_full when even the reserve is used up, loses nothing, and goes on when there is room', async () => {
      const { store, close, lists } = await openRecords();
      disk.fill();
      later();
      let kept = 0;
      const fill = async () => {
        for (; kept < 200; kept += 1) await store.transact((unit) => unit.record(large));
      };
      await expect(fill()).rejects.toMatchObject({ code: 'disk_full' });
      expect(kept).toBeGreaterThan(2);
      disk.empty();
      later();
      await store.transact((unit) => unit.record(urgent));
      expect((await lists.entries({}, { limit: 200 })).items).toHaveLength(kept + 1);
      await close();
    });
  });

  it('is not watched where no reserve is asked for', () => {
    const room = watchDiskSpace({ dir: disk.dir, reserve: 0, warn: () => {} });
    room.look();
    expect(existsSync(reserve())).toBe(false);
    writeFileSync(join(disk.dir, 'any'), '');
    disk.fill();
    expect([room.isLow(), room.isTight()]).toEqual([false, false]);
  });
});
