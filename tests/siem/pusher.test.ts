import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCheckpoint } from '../../src/journal/checkpoint.ts';
import { createKeeper } from '../../src/journal/keeper.ts';
import { openJournalKey } from '../../src/journal/key.ts';
import type { EventFormat } from '../../src/siem/formats.ts';
import { createPusher, type PusherDeps } from '../../src/siem/pusher.ts';
import { createVault } from '../../src/vault/vault.ts';
import { authorityCertificate, clientCertificate, serverCertificate } from '../support/certificates.ts';
import { entry } from '../support/records/rows.ts';
import { openTestStore, type TestStore } from '../support/records/store.ts';
import { keptBeside } from '../support/world/kept-beside.ts';
import { openReceiver } from './receiver.ts';

describe('the journal on its way to a SIEM', () => {
  let folder: string;
  let s: TestStore;
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  let deps: PusherDeps;
  let vkey: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-siem-'));
    s = await openTestStore();
    const vault = createVault({ kek: new Uint8Array(32).fill(9), chance: s.chance });
    const key = openJournalKey(join(folder, 'journal.json'), { vault, chance: s.chance });
    const keeper = createKeeper({ records: { ...s.journal, ...keptBeside() }, key, clock: s.clock });
    vkey = keeper.vkey;
    const own = serverCertificate(folder);
    receiver = await openReceiver(own);
    deps = {
      records: { ...s.siem, size: s.journal.size, lines: s.journal.lines },
      receiver: { host: '127.0.0.1', port: receiver.port, ca: own.cert },
      format: 'ecs' as EventFormat,
      origin: keeper.origin,
      version: '1.0.0',
      hostname: 'jeton host',
      checkpoint: keeper.checkpoint,
      clock: s.clock,
    };
  });
  afterEach(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const record = (count: number, more: object = {}) =>
    s.store.transact(async (unit) => {
      for (let i = 0; i < count; i++) await unit.record({ ...entry('request.approve', 'request:R1'), ...more });
    });
  const seqs = () => receiver.entries().map((m) => Number(m.data['seq']));
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

  it('arrives whole, in order and once, as RFC 5424 in frames of RFC 5425, over TLS', async () => {
    await record(3);
    await record(1, { outcome: 'refused', detail: { code: 'own_request', text: 'é"]\\' } });
    const pusher = createPusher(deps);
    expect(await pusher.push()).toBe(4);
    expect(await pusher.push()).toBe(0);
    expect(seqs()).toEqual([0, 1, 2, 3]);
    const refused = receiver.entries().at(-1);
    expect(refused).toMatchObject({ priority: 108, app: 'jeton', hostname: 'jeton_host', msgid: 'request.approve' });
    expect(refused?.data).toMatchObject({ seq: '3', outcome: 'refused', subject: 'request:R1' });
    expect(JSON.parse(refused?.message ?? '')).toMatchObject({
      '@timestamp': refused?.at,
      event: { action: 'request.approve', outcome: 'failure', reason: 'own_request', type: ['denied'], sequence: 3 },
      jeton: { detail: { text: 'é"]\\' } },
    });
  });

  it('takes the newest signed checkpoint along, which verifies there', async () => {
    await record(2);
    await createPusher(deps).push();
    const last = receiver.whole[0]?.at(-1);
    expect(last?.msgid).toBe('checkpoint');
    expect(verifyCheckpoint(JSON.parse(last?.message ?? '').checkpoint, vkey)).toMatchObject({ size: 2 });
  });

  it('goes on where it was, also in another process', async () => {
    await record(2);
    await createPusher(deps).push();
    await record(2);
    await createPusher(deps).push();
    expect(seqs()).toEqual([0, 1, 2, 3]);
  });

  it('loses nothing to a receiver that breaks the connection off: what was in doubt comes again', async () => {
    const pusher = createPusher(deps);
    await record(5);
    receiver.behave('reset');
    await expect(pusher.push()).rejects.toMatchObject({ code: 'service_unreachable' });
    expect(await s.siem.next(deps.origin)).toBe(0);
    receiver.behave('good');
    expect(await pusher.push()).toBe(0); // it rests first
    s.clock.pass(2_000);
    expect(await pusher.push()).toBe(5);
    expect(seqs()).toEqual(upTo(5));
  });

  it('loses nothing to a receiver that takes everything and never says so: what was in doubt comes again', async () => {
    await record(5);
    receiver.behave('silent');
    const hurried = createPusher({ ...deps, deadlineMs: 500 });
    await expect(hurried.push()).rejects.toMatchObject({ code: 'service_unreachable' });
    expect(await s.siem.next(deps.origin)).toBe(0);
    receiver.behave('good');
    expect(await createPusher(deps).push()).toBe(5);
    expect(seqs()).toEqual(upTo(5));
  });

  it('waits out an outage, longer each time, and says when it is late', async () => {
    const closed = { ...deps, receiver: { ...deps.receiver, port: 1 } };
    const pusher = createPusher(closed);
    await record(1);
    await expect(pusher.push()).rejects.toMatchObject({ code: 'service_unreachable' });
    s.clock.pass(2_000);
    await expect(pusher.push()).rejects.toMatchObject({ code: 'service_unreachable' });
    s.clock.pass(2_000);
    expect([await pusher.push(), pusher.isLate()]).toEqual([0, false]);
    s.clock.pass(16 * 60_000);
    expect(pusher.isLate()).toBe(true);
  });

  it('sends a long backlog in connections of a bounded size', async () => {
    await record(40, { detail: { text: 'x'.repeat(60_000) } });
    const taken: number[] = [];
    const watched = {
      ...deps.records,
      keep: async (origin: string, next: number) => {
        taken.push(next);
        await deps.records.keep(origin, next);
      },
    };
    expect(await createPusher({ ...deps, records: watched }).push()).toBe(40);
    expect(seqs()).toEqual(upTo(40));
    expect(receiver.whole).toHaveLength(taken.length);
    expect(taken.length).toBeGreaterThan(2);
  });

  it('speaks to nobody whose certificate nobody vouches for, and shows its own where it is asked', async () => {
    await record(1);
    const { ca: _, ...strangers } = deps.receiver;
    await expect(createPusher({ ...deps, receiver: strangers }).push()).rejects.toMatchObject({
      code: 'service_unreachable',
    });
    const authority = authorityCertificate(folder, 'clients');
    const own = serverCertificate(folder, { name: 'strict' });
    const strict = await openReceiver(own, { ca: authority.cert });
    const at = { host: 'localhost', port: strict.port, ca: own.cert };
    await expect(createPusher({ ...deps, receiver: at }).push()).rejects.toMatchObject({ code: 'service_unreachable' });
    const { cert, key } = clientCertificate(folder, 'jeton', authority);
    expect(await createPusher({ ...deps, receiver: { ...at, client: { cert, key } } }).push()).toBe(1);
    await strict.close();
  });
});
