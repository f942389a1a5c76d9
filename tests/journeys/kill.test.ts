import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CertificateRow, RequestRow, TokenRow } from '../../src/book/tables/tables.ts';
import { assemble, type Wish, wishes } from '../../src/demo/cast.ts';
import { createClient } from '../../src/demo/client.ts';
import { type Founders, type Member, moveIn, type Person } from '../../src/demo/staff.ts';
import { buildStage, type Stage } from '../../src/demo/stage.ts';
import { isAppError } from '../../src/errors.ts';
import { openStore } from '../../src/store/store.ts';
import { behindFile } from '../support/behind.ts';
import { checkEverything } from '../support/check.ts';
import { counts, seed } from '../support/long.ts';
import { noJudge } from '../support/no-judge.ts';
import { rowKeyIn } from '../support/row-key.ts';
import { compiled } from '../support/softhsm.ts';
import { seededChance } from '../support/store.ts';
import { freePort, type Running, serveOn, signIn } from './service.ts';

const ROUNDS = counts(4, 30);
const random = numbers(seed());
type Bench = NonNullable<Stage['bench']>;

/** What the bench says of a token that it made. */
interface Made {
  requestId: string;
  tokenId: string;
  certificateId: string;
}

/** What the service said was done: it has to be true after any crash. */
interface Acknowledged {
  submitted: Set<string>;
  produced: Map<string, Made>;
  revoked: Set<string>;
}

describe('kill -9 at random moments under load', () => {
  let stage: Stage;
  const ports = { web: 0, pki: 0 };
  /** Calls that the service died under: whoever sent them cannot know whether they were done. */
  const unanswered = new Map<string, { asker: Member; body: object }>();
  /** The serial of the token in each slot. */
  const plugged = new Map<string, string>();
  const acknowledged: Acknowledged = { submitted: new Set(), produced: new Map(), revoked: new Set() };

  beforeAll(async () => {
    const keep = join(tmpdir(), `jeton-kill-${process.pid}`);
    rmSync(keep, { recursive: true, force: true });
    stage = await buildStage({ keep, blanks: 24 + ROUNDS * 8, scriptPath: compiled('blanks') });
    Object.assign(ports, { web: await freePort(), pki: await freePort() });
  });
  afterAll(() => rmSync(stage.dir, { recursive: true, force: true }));

  it(
    `loses nothing acknowledged and leaves no good orphan in ${ROUNDS} rounds`,
    async () => {
      let service = await serveOn(stage, ports);
      const bench = stage.bench as Bench;
      const cast = await everybody(service);
      await cast.technician.client.post('/deliveries', {
        reference: 'BL',
        model: 'SoftHSM2',
        tokens: bench.blanks.map(({ serial, soPin }) => ({ serial, soPin })),
      });
      const list = wishes(cast, 24 + ROUNDS * 8);

      for (let round = 0; round < ROUNDS; round++) {
        await signInAgain(service, cast);
        const crash = new AbortController();
        const load = work(cast, bench, list, crash.signal);
        // a busy machine makes nothing in a second, and then nothing would be shown
        while (round === 0 && acknowledged.produced.size === 0) await sleep(50);
        await sleep(40 + Math.floor(random() * 1200));
        await service.kill();
        crash.abort();
        await load;
        await checkAtRest(false);
        service = await serveOn(stage, ports);
        await checkRunning(service, cast);
      }
      await service.stop();
      await checkAtRest(true);
    },
    30_000 + ROUNDS * 10_000,
  );

  /** Between crash and restart, and at the end: the records are whole; `settled`: no job or certificate is left half-way. */
  async function checkAtRest(settled: boolean): Promise<void> {
    const path = join(stage.config.dataDir, 'jeton.db');
    const rowKey = await rowKeyIn(stage.config.dataDir, stage.config.kekFile);
    const opened = await openStore({ judge: noJudge, path, clock: { now: Date.now }, chance: seededChance(), rowKey });
    try {
      await checkEverything({ ...opened, behind: behindFile(path) });
      const { reads } = opened.store;
      for (const id of acknowledged.submitted) expect(await reads.get('request', id)).toBeDefined();
      for (const [id, { tokenId, certificateId }] of acknowledged.produced) {
        expect(await reads.get('request', id)).toMatchObject({
          state: expect.stringMatching(/^(produced|handed_over|closed)$/),
        });
        const revoked = acknowledged.revoked.has(tokenId);
        const certificate = await reads.get('certificate', certificateId);
        expect(certificate?.sealedAt).not.toBeNull();
        if (revoked) expect(certificate?.state).toBe('revoked');
      }
      if (settled) await nothingHalfWay(reads);
    } finally {
      await opened.close();
    }
  }

  async function nothingHalfWay(reads: {
    find: Awaited<ReturnType<typeof openStore>>['store']['reads']['find'];
  }): Promise<void> {
    expect(await reads.find('job', { state: ['leased', 'certifying', 'certified'] })).toEqual([]);
    expect(await reads.find('certificate', { state: ['intended', 'issued'] })).toEqual([]);
    expect(await reads.find('token', { state: 'in_production' })).toEqual([]);
    const good: CertificateRow[] = await reads.find('certificate', { state: 'good' });
    const tokens = new Map((await reads.find('token', {})).map((t: TokenRow) => [t.id, t]));
    const serials = good.map((c) => c.id);
    expect(new Set(serials).size).toBe(serials.length);
    for (const c of good)
      expect(tokens.get(c.tokenId ?? '')).toMatchObject({ certificateId: c.id, requestId: c.requestId });
    const requests: RequestRow[] = await reads.find('request', { state: ['produced', 'handed_over', 'closed'] });
    expect(requests.length).toBeGreaterThan(0);
  }

  /** After the restart, through its own doors: what was revoked stays revoked, what was made is there. */
  async function checkRunning(service: Running, cast: Cast): Promise<void> {
    await signInAgain(service, cast);
    const tokens = await cast.technician.client.get<{ items: { id: string; state: string }[] }>(
      '/tokens?limit=200&state=revoked',
    );
    const known = new Set(tokens.items.map((t) => t.id));
    for (const serial of acknowledged.revoked) expect(known).toContain(serial);
    await repeatUnanswered();
  }

  /** Under its key each of them is done once, whether it had been done before the crash or not. */
  async function repeatUnanswered(): Promise<void> {
    for (const [key, { asker, body }] of unanswered) {
      const [first, second] = [
        await asker.client.post<{ id: string }>('/requests', body, key),
        await asker.client.post<{ id: string }>('/requests', body, key),
      ];
      expect(second).toEqual(first);
      acknowledged.submitted.add(first.id);
    }
    unanswered.clear();
  }

  /** Requests, approvals, four slots producing and losses, all at once, until the service dies. */
  async function work(cast: Cast, bench: Bench, list: Wish[], gone: AbortSignal): Promise<void> {
    const asking = until(gone, async () => {
      const wish = list.pop();
      if (!wish) return sleep(50);
      const { holder, workstation, asker } = wish;
      const body = { holder: holder.directoryId, kind: 'first-issue', workstation };
      const key = randomUUID();
      unanswered.set(key, { asker, body });
      const asked = await asker.client
        .post<{ id: string; contentHash: string }>('/requests', body, key)
        .catch((error: unknown) => {
          if (isAppError(error)) unanswered.delete(key);
          throw error;
        });
      unanswered.delete(key);
      acknowledged.submitted.add(asked.id);
      await cast.approvers[0].client.post(`/requests/${asked.id}/approve`, { contentHash: asked.contentHash });
    });
    const making = bench.slots.map((slot) => until(gone, () => makeOne(cast, bench, slot)));
    await Promise.all([asking, ...making]);
  }

  async function makeOne(cast: Cast, bench: Bench, slot: string): Promise<void> {
    const { client } = cast.technician;
    const { items } = await client.get<{ items: { slot: string; token?: { serial: string } }[] }>('/bench/slots');
    const serial = items.find((s) => s.slot === slot)?.token?.serial;
    const { items: found } = serial
      ? await client.get<{ items: { id: string; state: string }[] }>(`/tokens?text=${serial}`)
      : { items: [] };
    if (plugged.has(slot) && plugged.get(slot) !== serial) return sleep(20); // it was not looked at yet
    if (found[0]?.state !== 'in_stock') {
      bench.putAway(slot);
      plugged.set(slot, bench.plugNext(slot));
      return;
    }
    const { items: made } = await client.post<{ items: (Made & { outcome: string })[] }>('/bench/next', {
      count: 1,
      slots: [slot],
    });
    const [done] = made;
    if (done?.outcome !== 'done') return sleep(20);
    acknowledged.produced.set(done.requestId, done);
    if (random() < 0.3) {
      await cast.securityOfficer.client.post(`/tokens/${done.tokenId}/revoke`, { reason: 'key-compromise' });
      acknowledged.revoked.add(done.tokenId);
    }
  }

  type Cast = Awaited<ReturnType<typeof everybody>>;
  /** The sample, its people with accounts, and sessions in place of API tokens: nothing here is a demo's licence. */
  async function everybody(service: Running) {
    const enter = (directoryId: string, role: Member['role'], label: string) => {
      const person = { id: '', directoryId, givenName: '', familyName: '', service: 'DNUM', site: '' } satisfies Person;
      return moveIn(service.url, person, role, { token: service.links.get(label) ?? '' });
    };
    const founders: Founders = {
      administrator: await enter('admin', 'administrator', 'administrateur'),
      securityOfficer: await enter('officer', 'security-officer', 'responsable sécurité'),
    };
    await signInAll(service, [founders.administrator, founders.securityOfficer]);
    return { ...(await assemble(service.url, founders)), ...founders };
  }
  async function signInAll(service: Running, members: readonly Member[]): Promise<void> {
    for (const m of members) m.client = await signIn(service.url, m.directoryId, m.password);
  }
  async function signInAgain(service: Running, cast: Cast): Promise<void> {
    await signInAll(service, [cast.technician, cast.approvers[0], cast.securityOfficer]);
    for (const m of [...cast.correspondents, ...cast.agents]) m.client = createClient(service.url, m.apiToken);
  }
});

/** Again and again until the service is gone; a refusal is an answer like another, an answer cut off by the crash is none. */
async function until(gone: AbortSignal, step: () => Promise<void>): Promise<void> {
  while (!gone.aborted) {
    try {
      await step();
    } catch (error) {
      if (!isAppError(error)) return;
      await sleep(5);
    }
  }
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function numbers(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
