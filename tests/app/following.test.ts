import { createFollowing } from '../../src/app/following.ts';
import { signCheckpoint } from '../../src/journal/checkpoint.ts';
import { createKeeper, type KeeperRecords } from '../../src/journal/keeper.ts';
import { leafHash, nodesFor, rootAt } from '../../src/journal/tree.ts';
import { otherKey, serviceKey } from '../journal/sample.ts';
import { keptBeside } from '../support/kept-beside.ts';

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
  let checkpoints: Kept[] = [];
  const add = async (...more: readonly string[]): Promise<void> => {
    for (const line of more) {
      const made = await nodesFor(lines.length, leafHash(line), node);
      for (const { level, place, hash } of made) nodes.set(`${level}/${place}`, hash);
      lines.push(line);
    }
  };
  const journal = {
    size: async () => lines.length,
    node: async (level: number, place: number) => node(level, place),
    settle: async () => {},
    keepCheckpoint: async (checkpoint: Kept) => void checkpoints.push(checkpoint),
    lastCheckpoint: async () => checkpoints.toSorted((a, b) => b.size - a.size)[0],
    checkpointAt: async (size: number) => checkpoints.find((one) => one.size === size),
  };
  const putBack = async (size: number): Promise<void> => {
    const old = lines.slice(0, size);
    checkpoints = checkpoints.filter((one) => one.size <= size);
    nodes.clear();
    lines = [];
    await add(...old);
  };
  return { journal, add, putBack, slip: (checkpoint: Kept) => void checkpoints.push(checkpoint) };
}

describe('a node, and a database that somebody else runs', () => {
  let now = 0;
  let database: ReturnType<typeof createDatabase>;
  beforeEach(async () => {
    now = 1_000_000;
    database = createDatabase();
    await database.add('a', 'b', 'c');
  });
  const postgres = { postgres: { user: 'jeton', database: 'jeton', servers: [] } };

  function createNode() {
    const { journal } = database;
    const keeper = createKeeper({ records: { ...journal, ...keptBeside() }, key: KEY, clock: { now: () => now } });
    const opened = { store: { distrust: async () => {} }, journal };
    const following = createFollowing(postgres, { opened, keeper, clock: { now: () => now } });
    const follow = async (): Promise<void> => {
      for (const { run } of following.rounds) await run();
    };
    return { keeper, following, follow };
  }
  const broken = { code: 'journal_broken' };

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
  });

  it('follows nobody where the records are its own', async () => {
    const { keeper } = createNode();
    const opened = { store: { distrust: async () => {} }, journal: database.journal };
    const alone = createFollowing({}, { opened, keeper, clock: { now: () => now } });
    expect([alone.rounds, alone.isUnsigned()]).toEqual([[], false]);
  });
});
