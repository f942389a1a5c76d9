import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKnownJournal } from '../../src/app/folder/known-journal.ts';
import { writeKeptCheckpoint } from '../../src/app/folder/last-checkpoint.ts';
import { createFollowing } from '../../src/app/following.ts';
import { parseCheckpoint, signCheckpoint } from '../../src/journal/checkpoint.ts';
import { createKeeper, type KeeperRecords } from '../../src/journal/keeper.ts';
import { leafHash, nodesFor, rootAt } from '../../src/journal/tree.ts';
import { tooManyDifferences } from '../../src/store/differences.ts';
import { otherKey, serviceKey } from '../journal/sample.ts';
import { keptBeside } from '../support/world/kept-beside.ts';

const KEY = { origin: serviceKey.name, vkey: serviceKey.vkey, signer: serviceKey };
const MINUTE_MS = 60_000;
type Kept = Parameters<KeeperRecords['keepCheckpoint']>[0];

/** A database that whoever runs it may put back. */
function createDatabase() {
  const nodes = new Map<string, Uint8Array>();
  const node = (level: number, place: number): Uint8Array => {
    const found = nodes.get(`${level}/${place}`);
    if (!found) throw new Error(`no node ${level}/${place}`);
    return found;
  };
  let lines: string[] = [];
  let lag = 0;
  let checkpoints: Kept[] = [];
  const add = async (...more: readonly string[]): Promise<void> => {
    for (const line of more) {
      const made = await nodesFor(lines.length, leafHash(line), node);
      for (const { level, place, hash } of made) nodes.set(`${level}/${place}`, hash);
      lines.push(line);
    }
  };
  const journal = {
    size: async () => lines.length - lag,
    sizeWritten: async () => lines.length,
    async *lines(from: number, to: number) {
      const page = lines.slice(from, Math.min(to, lines.length - lag));
      if (page.length > 0) yield page;
    },
    lineWritten: async (seq: number) => lines[seq],
    node: async (level: number, place: number) => node(level, place),
    settle: async () => {},
    keepCheckpoint: async (checkpoint: Kept) => void checkpoints.push(checkpoint),
    lastCheckpoint: async () => checkpoints.toSorted((a, b) => b.size - a.size)[0],
    checkpointAt: async (size: number) => checkpoints.find((one) => one.size === size),
    checkpointFrom: async (size: number) =>
      checkpoints.toSorted((a, b) => a.size - b.size).find((one) => one.size >= size),
  };
  const putBack = async (size: number): Promise<void> => {
    const old = lines.slice(0, size);
    checkpoints = checkpoints.filter((one) => one.size <= size);
    nodes.clear();
    lines = [];
    await add(...old);
  };
  /** Readings come from a server that another one has taken over from. */
  const fallBehind = (by: number): void => {
    lag = by;
  };
  return { journal, add, putBack, fallBehind, slip: (checkpoint: Kept) => void checkpoints.push(checkpoint) };
}

describe('a node, and a database that somebody else runs', () => {
  let now = 0;
  let database: ReturnType<typeof createDatabase>;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-following-'));
    now = 1_000_000;
    database = createDatabase();
    await database.add('a', 'b', 'c');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const postgres = { postgres: { user: 'jeton', database: 'jeton', servers: [] } };

  let differences = async (): Promise<void> => {};
  function createNode() {
    const { journal } = database;
    const keeper = createKeeper({ records: { ...journal, ...keptBeside() }, key: KEY, clock: { now: () => now } });
    const opened = { store: { distrust: () => differences() }, journal };
    const own = { entries: 0 };
    const known = createKnownJournal(folder, () => own.entries);
    const following = createFollowing(postgres, { opened, known, keeper, clock: { now: () => now } });
    const follow = async (): Promise<void> => {
      for (const { run } of following.rounds) await run();
    };
    return { keeper, following, follow, known, own };
  }
  const broken = { code: 'journal_broken' };
  const other = { code: 'other_records', detail: { fr: expect.stringContaining('arrêtez tous les nœuds') } };

  it('shows the newest checkpoint again, and signs none for that', async () => {
    const { keeper } = createNode();
    const signed = await keeper.checkpoint();
    await database.add('d');
    await expect(keeper.latest()).resolves.toMatchObject(signed);
  });

  it('signs one anew where none was signed, and where the newest was hidden', async () => {
    const { keeper } = createNode();
    expect((await keeper.latest()).size).toBe(3);
    const hidden = createNode();
    await database.add('d');
    await hidden.keeper.checkpoint();
    await database.putBack(3);
    await database.add('d', 'e');
    expect((await hidden.keeper.latest()).size).toBe(5);
  });

  it('gives nobody a checkpoint that somebody else wrote, or an old note as that of more entries', async () => {
    const { keeper } = createNode();
    const old = await keeper.checkpoint();
    await database.add('d', 'e');
    const root = await rootAt(5, database.journal.node);
    database.slip({ size: 5, root, note: old.note, signedAt: now });
    const sizes = async () => {
      const given = [
        await keeper.latest(),
        await keeper.checkpoint(),
        await keeper.covering(5),
        await keeper.checkpointAt(5),
      ];
      return given.map(({ note }) => parseCheckpoint(note).size);
    };
    expect(await sizes()).toEqual([5, 5, 5, 5]);
    database.slip({ size: 9, root: Buffer.alloc(32), note: 'nobody', signedAt: now });
    await database.add('f');
    await expect(keeper.latest()).rejects.toMatchObject(broken);
  });

  it('takes up what another node signed', async () => {
    const [one, two] = [createNode(), createNode()];
    await one.keeper.checkpoint();
    await two.follow();
    expect(two.keeper.kept()?.size).toBe(3);
  });

  it('signs nothing over a database that was put back while it runs', async () => {
    const [one, two] = [createNode(), createNode()];
    await one.keeper.checkpoint();
    await database.add('revoked', 'd');
    await one.keeper.checkpoint();
    await two.follow();
    await database.putBack(3);
    for (const more of ['x', 'y', 'z']) {
      await database.add(more);
      for (const { keeper, follow } of [one, two]) {
        await expect(keeper.checkpoint()).rejects.toMatchObject(broken);
        await expect(follow()).rejects.toMatchObject(broken);
        expect(keeper.kept()?.size).toBe(5);
      }
    }
  });

  it('follows no checkpoint that was not signed, nor one that does not continue its own', async () => {
    const two = createNode();
    await createNode().keeper.checkpoint();
    await two.follow();
    const slip = async (size: number, signer: typeof serviceKey) => {
      const root = await rootAt(size, database.journal.node);
      const note = await signCheckpoint({ origin: serviceKey.name, size, root }, { ...signer, name: serviceKey.name });
      database.slip({ size, root, note, signedAt: now });
    };
    await database.add('d', 'e');
    await slip(5, otherKey);
    await expect(two.follow()).rejects.toMatchObject(broken);
    await database.putBack(2);
    await database.add('x', 'y');
    await slip(4, serviceKey);
    await expect(two.follow()).rejects.toMatchObject(broken);
    expect(two.keeper.kept()?.size).toBe(3);
  });

  it('keeps the longest that was signed, also where a shorter one is signed later', async () => {
    const { keeper } = createNode();
    await keeper.checkpoint();
    await keeper.exportTask({ recordedAt: 1, policy: '', openings: false });
    expect(keeper.kept()?.size).toBe(3);
  });

  it('says so where nobody signs what is new, whoever keeps them from that', async () => {
    const [one, two] = [createNode(), createNode()];
    await two.follow();
    now += 9 * MINUTE_MS;
    await two.follow();
    expect(two.following.isUnsigned()).toBe(false);
    now += 2 * MINUTE_MS;
    await database.add('d');
    await two.follow();
    expect(two.following.isUnsigned()).toBe(true);
    await one.keeper.checkpoint();
    await two.follow();
    expect(two.following.isUnsigned()).toBe(false);
    now += 60 * MINUTE_MS;
    await two.follow();
    expect(two.following.isUnsigned()).toBe(false);
  });

  it('says so at once where the database is another one than was signed', async () => {
    const one = createNode();
    await one.keeper.checkpoint();
    await database.putBack(2);
    await expect(one.follow()).rejects.toMatchObject(broken);
    expect(one.following.isUnsigned()).toBe(true);
    expect(() => one.known.check()).toThrow(expect.objectContaining(other));
  });

  it('issues nothing once entries are missing that it committed, until it starts anew, and says it once', async () => {
    const one = createNode();
    one.own.entries = 3;
    await one.follow();
    one.known.check();
    await database.putBack(2);
    await expect(one.follow()).rejects.toMatchObject(other);
    expect(one.following.isUnsigned()).toBe(true);
    await database.add('x', 'y');
    await one.follow();
    expect(() => one.known.check()).toThrow(expect.objectContaining(other));
    createNode().known.check();
  });

  it.each([0, 1])('issues nothing once its last entry is another one, after %i entries of its own', async (more) => {
    const one = createNode();
    one.own.entries = 3;
    await one.follow();
    await database.putBack(2);
    await database.add('x', 'y', 'z');
    one.own.entries += more;
    await expect(one.follow()).rejects.toMatchObject(other);
    expect(one.known.isOther()).toBe(true);
  });

  it('goes on issuing where a reading alone is of an older server', async () => {
    const one = createNode();
    one.own.entries = 3;
    database.fallBehind(1);
    await one.follow();
    one.known.check();
  });

  it('issues nothing once entries are missing that its folder saw signed', async () => {
    const one = createNode();
    const root = await rootAt(3, database.journal.node);
    writeKeptCheckpoint(folder, await signCheckpoint({ origin: serviceKey.name, size: 3, root }, serviceKey));
    await one.follow();
    expect([one.known.atLeast(), one.known.isOther()]).toEqual([3, false]);
    await database.putBack(1);
    await expect(one.follow()).rejects.toMatchObject(other);
    expect(one.known.isOther()).toBe(true);
  });

  it('issues again where what was not signed is gone', async () => {
    const one = createNode();
    await one.keeper.checkpoint();
    await database.add('d');
    const root = await rootAt(4, database.journal.node);
    const note = await signCheckpoint(
      { origin: serviceKey.name, size: 4, root },
      { ...otherKey, name: serviceKey.name },
    );
    database.slip({ size: 4, root, note, signedAt: now });
    await expect(one.follow()).rejects.toMatchObject(broken);
    expect(one.known.isOther()).toBe(true);
    await database.putBack(3);
    await one.follow();
    one.known.check();
  });

  it('issues nothing while nobody knows which rows differ, and says it once', async () => {
    const one = createNode();
    differences = () => Promise.reject(tooManyDifferences());
    await expect(one.follow()).rejects.toMatchObject({ code: 'record_tampered' });
    await one.follow();
    expect(() => one.known.check()).toThrow(expect.objectContaining({ code: 'record_tampered' }));
    differences = async () => {};
    await one.follow();
    one.known.check();
  });

  it('follows nobody where the records are its own', async () => {
    const { keeper } = createNode();
    const opened = { store: { distrust: async () => {} }, journal: database.journal };
    const known = createKnownJournal(folder, () => 0);
    const alone = createFollowing({}, { opened, known, keeper, clock: { now: () => now } });
    expect([alone.rounds, alone.isUnsigned()]).toEqual([[], false]);
  });
});
