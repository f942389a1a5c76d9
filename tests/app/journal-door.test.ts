import { text } from 'node:stream/consumers';
import type { Door } from '../../src/app/door.ts';
import { journalDoor } from '../../src/app/journal-door.ts';
import { recordStart } from '../../src/flow/nodes/start-and-stop.ts';
import { policyText } from '../../src/flow/reading/journal/policy-text.ts';
import { keeperOf } from '../support/judged/long-journal.ts';
import { heldReadings } from '../support/world/held-readings.ts';
import { readingHere } from '../support/world/reading-here.ts';
import { createWorld, type World } from '../support/world/world.ts';

const never = async (): Promise<never> => {
  throw new Error('not asked for here');
};

describe('long readings of the journal', () => {
  let w: World;
  let held: ReturnType<typeof heldReadings>;
  let door: Door['journal'];
  let close: () => Promise<void>;
  let left: ReturnType<typeof journalDoor>['left'];
  beforeEach(async () => {
    w = await createWorld();
    held = heldReadings(readingHere(w.opened));
    const keeper = keeperOf(w.opened);
    const policy = policyText({ origin: keeper.origin, profiles: [] });
    await recordStart(w.own, { version: 'test', evaluation: true, profiles: [], policy });
    const { readings } = held;
    ({ door, left, close } = journalDoor({
      flow: w.flow,
      keeper,
      comparisons: { ask: never, show: never },
      readings,
      policy,
      lookMs: 5,
    }));
  });
  afterEach(async () => {
    await close();
    await w.close();
  });
  const asked = (place: number) => held.askedAs(place);
  const untilRemoved = async (count: number): Promise<void> => {
    while (held.removed.length < count) await new Promise((turn) => setImmediate(turn));
  };
  const standing = async () => (await door.reading(w.aurore))!;

  it('are not begun for whoever may not', async () => {
    await w.refuses('forbidden', door.verifyNow(w.olga));
    await w.refuses('forbidden', door.exportZip(w.olga, { openings: false }));
    await w.refuses('forbidden', door.begin(w.alice, { kind: 'verification' }));
    await w.refuses('forbidden', door.reading(w.thomas));
    await w.refuses('forbidden', door.stop(w.thomas));
    expect(held.asked).toEqual([]);
    await w.refuses('not_found', door.stop(w.aurore), { entry: false });
    await w.refuses('not_found', door.file(w.aurore), { entry: false });
  });

  it('are one at a time for one person, and another follows its end', async () => {
    const first = door.verifyNow(w.aurore);
    const one = await asked(1);
    for (const again of [
      () => door.exportZip(w.aurore, { openings: false }),
      () => door.begin(w.aurore, { kind: 'verification' }),
    ]) {
      await w.refuses('conflict', again());
    }
    expect(held.asked).toHaveLength(1);
    one.end();
    expect(await first).toMatchObject({ signed: true });
    const { items } = await w.opened.lists.entries({ action: 'journal.verify', outcome: 'done' }, { limit: 5 });
    expect(items).toMatchObject([{ actor: w.aurore.personId, detail: { signed: true } }]);
    const second = door.exportZip(w.aurore, { openings: false });
    (await asked(2)).end();
    const { stream } = await second;
    expect(await text(stream)).toMatch(/^PK/);
    expect(held.removed).toHaveLength(1);
  });

  it('say how far they are, at what pace and how long they take', async () => {
    expect(await door.reading(w.aurore)).toBeUndefined();
    await door.begin(w.aurore, { kind: 'export', openings: true });
    const one = await asked(1);
    expect(await standing()).toMatchObject({ kind: 'export', state: 'running', done: 0, total: null, leftMs: null });
    w.clock.pass(60_000); // it waits for its turn: no time of its own
    one.progress?.(0, 4000);
    w.clock.pass(2000);
    one.progress?.(1000, 4000);
    expect(await standing()).toMatchObject({ done: 1000, total: 4000, perSecond: 500, leftMs: 6000, hasFile: false });
    one.end();
    await door.ended(w.aurore);
    expect(await standing()).toMatchObject({ state: 'finished', hasFile: true, perSecond: null, leftMs: null });
    const { name, stream } = await door.file(w.aurore);
    expect([name, await text(stream)]).toEqual([
      expect.stringMatching(/^journal-.*\.zip$/),
      expect.stringMatching(/^PK/),
    ]);
    expect(held.removed).toEqual([]); // it may be fetched again
    w.clock.pass(16 * 60_000);
    expect(await door.reading(w.aurore)).toBeUndefined();
  });

  it('are kept for whoever asked alone, and no longer than their role', async () => {
    await door.begin(w.aurore, { kind: 'export', openings: false });
    (await asked(1)).end();
    await door.ended(w.aurore);
    await door.begin(w.aurore, { kind: 'verification' });
    expect(held.removed).toHaveLength(1); // the next takes its place
    (await asked(2)).end();
    await door.ended(w.aurore);
    expect(await standing()).toMatchObject({ kind: 'verification', verified: { signed: true } });
    await door.begin(w.aurore, { kind: 'export', openings: false });
    (await asked(3)).end();
    await door.ended(w.aurore);
    const [grant] = await w.reads.find('grant', { personId: w.aurore.personId, role: 'auditor', revokedAt: null });
    await w.flow.people.endGrant(w.adele, { grantId: grant!.id });
    await expect(door.file(w.aurore)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('end when their asker goes, stops them, or with the service', async () => {
    const gone = new AbortController();
    const left = door.exportZip(w.aurore, { openings: false }, gone.signal);
    expect((await asked(1)).signal?.aborted).toBe(false);
    gone.abort();
    await expect(left).rejects.toMatchObject({ code: 'wrong_state' });
    expect([held.asked[0]?.signal?.aborted, (await standing()).state]).toEqual([true, 'stopped']);

    await door.begin(w.aurore, { kind: 'export', openings: false });
    await asked(2);
    await door.stop(w.aurore);
    expect(await standing()).toMatchObject({ state: 'stopped', hasFile: false });

    await door.begin(w.aurore, { kind: 'verification' });
    const last = await asked(3);
    await close();
    expect(last.signal?.aborted).toBe(true);
  });

  it('end with the role or the account of their asker, however they wait for it', async () => {
    const untilStopped = async (): Promise<void> => {
      while ((await standing()).state === 'running') await new Promise((turn) => setTimeout(turn, 5));
      expect(await standing()).toMatchObject({ state: 'stopped', hasFile: false });
    };
    await door.begin(w.aurore, { kind: 'verification' });
    const one = await asked(1);
    await new Promise((turn) => setTimeout(turn, 30));
    expect(one.signal?.aborted).toBe(false);
    let answers: () => Promise<boolean> = () => Promise.reject(new Error('the records do not answer'));
    w.flow.audit.mayGoOn = () => answers();
    await new Promise((turn) => setTimeout(turn, 30));
    expect(one.signal?.aborted).toBe(false);
    answers = async () => false;
    await untilStopped();
    expect(one.signal?.aborted).toBe(true);
  });

  it('are followed in the records: a role that ended ends them', async () => {
    const wish = { kind: 'export', openings: true } as const;
    expect(await w.flow.audit.mayGoOn(w.aurore, wish)).toBe(true);
    expect(await w.flow.audit.mayGoOn(w.olga, { kind: 'verification' })).toBe(false);
    const waiting = door.exportZip(w.aurore, { openings: true });
    const ended = expect(waiting).rejects.toMatchObject({ code: 'wrong_state' });
    const one = await asked(1);
    const [grant] = await w.reads.find('grant', { personId: w.aurore.personId, role: 'auditor', revokedAt: null });
    await w.flow.people.endGrant(w.adele, { grantId: grant!.id });
    await ended;
    expect(one.signal?.aborted).toBe(true);
    expect(await w.flow.audit.mayGoOn(w.aurore, { kind: 'verification' })).toBe(false);
  });

  it('end where their asker left them to be made and signed out, and not for others', async () => {
    await door.begin(w.aurore, { kind: 'export', openings: false });
    const one = await asked(1);
    left((personId) => personId !== w.aurore.personId);
    expect(one.signal?.aborted).toBe(false);
    left((personId) => personId === w.aurore.personId);
    expect(one.signal?.aborted).toBe(true);
    await door.ended(w.aurore);
    const waiting = door.verifyNow(w.aurore); // as a program does: it goes with its connection
    const two = await asked(2);
    left(() => true);
    expect(two.signal?.aborted).toBe(false);
    two.end();
    expect(await waiting).toMatchObject({ signed: true });
  });

  it('are one at a time among nodes: another node says that it runs elsewhere', async () => {
    const name = `reading ${w.aurore.personId}`;
    const { presence: claims } = w.opened;
    await claims.claim(name); // as another node's
    const refusal = expect.objectContaining({ code: 'conflict', detail: { why: 'reading-elsewhere' } });
    await expect(door.verifyNow(w.aurore)).rejects.toEqual(refusal);
    await expect(door.begin(w.aurore, { kind: 'export', openings: false })).rejects.toEqual(refusal);
    expect(held.asked).toEqual([]);
    await claims.release(name);
    await w.refuses('forbidden', door.verifyNow(w.olga));
    expect(claims.holds(`reading ${w.olga.personId}`)).toBe(false);
    const first = door.verifyNow(w.aurore);
    (await asked(1)).end();
    await first;
    const second = door.verifyNow(w.aurore); // at once: the turn of the first is given back before
    (await asked(2)).end();
    await second;
  });

  it('leave no file where their asker goes before it was sent', async () => {
    const gone = new AbortController();
    const made = door.exportZip(w.aurore, { openings: false }, gone.signal);
    (await asked(1)).end();
    await made;
    gone.abort();
    await untilRemoved(1);

    const late = new AbortController();
    const again = door.exportZip(w.aurore, { openings: false }, late.signal);
    const two = await asked(2);
    two.end();
    late.abort();
    await expect(again).rejects.toMatchObject({ code: 'wrong_state' });
    await untilRemoved(2);
  });

  it('that fail are told to their asker, who may begin another', async () => {
    const failing = door.verifyNow(w.aurore);
    (await asked(1)).fail(new Error('the process ended'));
    await expect(failing).rejects.toThrow('the process ended');
    expect(await standing()).toMatchObject({ state: 'failed', code: 'internal', verified: null });
    const again = door.verifyNow(w.aurore);
    (await asked(2)).end();
    expect(await again).toMatchObject({ signed: true });
  });
});
