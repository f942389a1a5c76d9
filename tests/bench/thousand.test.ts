import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '../../src/errors.ts';
import { createKeeper } from '../../src/journal/keeper.ts';
import { openJournalKey } from '../../src/journal/key.ts';
import { verifyLines } from '../../src/journal/long-reading.ts';
import { createVault } from '../../src/vault/vault.ts';
import { seededChance } from '../support/clock.ts';
import { counts, isLong, seed } from '../support/runs/long.ts';
import { keptBeside } from '../support/world/kept-beside.ts';
import { takeOver } from '../support/world/machines.ts';
import { type TwinBench, twinBench, type Wanted } from '../support/world/twin-bench.ts';
import { createWorld, type World } from '../support/world/world.ts';

type Faults = NonNullable<Wanted['faults']>;
/** What goes wrong in one production of twenty. */
const FAULTS: Faults[] = [
  [{ call: 'C_InitToken', rv: 'CKR_DEVICE_ERROR' }],
  [{ call: 'C_InitToken', rv: 'CKR_DEVICE_ERROR', times: 0 }],
  [{ call: 'C_InitPIN', rv: 'CKR_DEVICE_ERROR' }],
  [{ call: 'C_Login', skip: 1, rv: 'CKR_PIN_INCORRECT' }],
  [{ call: 'C_GenerateKeyPair', rv: 'CKR_DEVICE_MEMORY' }],
  [{ call: 'C_GenerateKeyPair', lie: 'extractable' }],
  [{ call: 'C_GenerateKeyPair', end: 'crash' }],
  [{ call: 'C_GenerateKeyPair', remove: true }],
  [{ call: 'C_Sign', lie: 'wrong-value' }],
  [{ call: 'C_CreateObject', rv: 'CKR_FUNCTION_NOT_SUPPORTED' }],
  [{ call: 'C_CreateObject', remove: true, done: true }],
  [{ call: 'C_GetAttributeValue', lie: 'wrong-value', times: 0 }],
  [{ call: 'C_Sign', skip: 1, lie: 'wrong-value' }],
];
const SLOTS = ['1', '2', '3', '4'];
const TOKENS = counts(40, 1_000);

describe(`${TOKENS} tokens in one run, something failing in one of twenty`, () => {
  let twin: TwinBench;
  let w: World;
  afterEach(async () => {
    await w.close();
    await twin.close();
  });

  /** One request each, for a workstation each, all approved. */
  async function ordered(): Promise<void> {
    const numbers = Array.from({ length: TOKENS }, (_, index) => `PN-L${index}`);
    await takeOver(w.flow, [w.adele, w.olga], ...numbers);
    for (const workstation of numbers) {
      w.clock.advance(3_000);
      const { id } = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation, priority: 0 });
      await w.approve(id);
    }
  }

  it('made, scrapped and put back are what was taken; no good orphan; the stock and the journal hold', async () => {
    const spare = Math.ceil(TOKENS / 5) + 5;
    twin = twinBench({ slots: SLOTS.length, blanks: TOKENS + spare });
    w = await createWorld({ bench: twin.bench, blanks: twin.blanks });
    await ordered();

    const random = Buffer.from(seededChance(`faults ${seed()}`).bytes(4 * (TOKENS + spare)));
    /** One of twenty has a fault; which one follows from the seed. */
    const faultOf = (index: number): Faults =>
      index % 20 === seed() % 20 ? (FAULTS[random.readUInt32LE(4 * index) % FAULTS.length] ?? []) : [];
    const ready = [...twin.blanks];
    const tally = { taken: 0, made: 0, failed: 0, faults: 0 };

    /** One slot at work until the queue is empty. */
    const work = async (slot: string): Promise<void> => {
      while (tally.made < TOKENS) {
        const [request] = await w.flow.production.takeNext(w.thomas, { count: 1 });
        if (!request) {
          await sleep(20); // another slot may put one back
          continue;
        }
        const blank = ready.shift()!;
        twin.plug(slot, blank);
        const faults = faultOf(tally.taken);
        tally.taken += 1;
        if (faults.length > 0) tally.faults += 1;
        twin.play(slot, { faults });
        try {
          await w.flow.production.produce(w.thomas, { requestId: request.id, slot });
          tally.made += 1;
        } catch (error) {
          if (!isAppError(error, 'device_failed', 'token_wrong', 'possession_failed')) throw error;
          tally.failed += 1;
        }
        twin.play(slot, {});
        twin.unplug(slot);
        const token = await w.reads.get('token', blank.serial);
        if (token?.state === 'in_stock') ready.push(blank);
      }
    };
    await Promise.all(SLOTS.map(work));

    // every request is produced, however often it took
    expect(await w.reads.count('request', { state: 'produced' })).toBe(TOKENS);
    const jobs = { sealed: await w.reads.count('job', { state: 'sealed' }), all: await w.reads.count('job', {}) };
    const undone = await undoneJobs();
    expect(jobs).toEqual({ sealed: TOKENS, all: tally.taken });
    expect(jobs.sealed + undone.scrapped + undone.putBack + undone.setAside).toBe(tally.taken);
    expect(await w.reads.count('token', { state: 'scrapped' })).toBe(undone.scrapped);
    expect(tally).toMatchObject({ made: TOKENS, failed: undone.scrapped + undone.putBack + undone.setAside });
    expect(tally.failed).toBeLessThanOrEqual(tally.faults);

    // no good orphan: each good certificate lies on the token that was sealed with it, and on no other
    expect(await w.reads.count('certificate', { state: ['intended', 'issued'] })).toBe(0);
    expect(await w.reads.count('certificate', { state: 'good' })).toBe(TOKENS);
    for (let from = 0; from < twin.blanks.length; from += 500) {
      const ids = twin.blanks.slice(from, from + 500).map(({ serial }) => serial);
      for (const token of await w.reads.find('token', { id: ids, state: 'produced' })) {
        const certificate = await w.reads.get('certificate', token.certificateId ?? '');
        expect(certificate).toMatchObject({ state: 'good', tokenId: token.id, requestId: token.requestId });
      }
    }

    // received = in stock + in production + issued + missing + scrapped + destroyed
    const stock = await w.flow.reading.stock(w.odile);
    expect(stock).toMatchObject({ balanced: true, received: TOKENS + spare });
    expect(stock.byState).toMatchObject({ produced: TOKENS, scrapped: undone.scrapped, in_production: 0 });
    expect(await w.check()).toMatchObject({ size: expect.any(Number) });
    await verified();
    if (!isLong()) return;
    console.info(
      `${tally.taken} taken = ${tally.made} made + ${undone.scrapped} scrapped + ${undone.putBack} put back + ${undone.setAside} set aside; ${tally.faults} faults`,
    );
  }, 3_600_000);

  /** What the journal says of jobs that were undone. */
  async function undoneJobs(): Promise<{ scrapped: number; putBack: number; setAside: number }> {
    const tally = { scrapped: 0, putBack: 0, setAside: 0 };
    let cursor: string | null | undefined;
    do {
      const page = await w.opened.lists.entries(
        { action: 'production.undo' },
        { limit: 200, ...(cursor ? { cursor } : {}) },
      );
      for (const { detail } of page.items)
        tally[detail['wiped'] === true ? 'putBack' : detail['reached'] === true ? 'scrapped' : 'setAside'] += 1;
      cursor = page.next;
    } while (cursor !== null);
    return tally;
  }

  /** The journal's own verifier, on signed checkpoints. */
  async function verified(): Promise<void> {
    const dir = mkdtempSync(join(tmpdir(), 'jeton-thousand-'));
    const { chance, clock, journal } = w.opened;
    const vault = createVault({ kek: new Uint8Array(32).fill(7), chance });
    const key = openJournalKey(join(dir, 'journal.json'), { vault, chance });
    const keeper = createKeeper({ records: { ...journal, ...keptBeside() }, key, clock });
    const result = await verifyLines(await keeper.verificationTask(), journal);
    rmSync(dir, { recursive: true });
    expect(result).toMatchObject({ size: await journal.size() });
  }
});
