import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CertificateRow, TokenRow } from '../../../src/book/tables/rows/tokens.ts';
import type { Wish } from '../../../src/demo/cast.ts';
import { type Client, createClient } from '../../../src/demo/client.ts';
import type { Member } from '../../../src/demo/staff.ts';
import type { Stage } from '../../../src/demo/stage.ts';
import { isAppError } from '../../../src/errors.ts';
import type { OpenStore } from '../../../src/store/store.ts';
import type { Behind } from '../../support/records/behind.ts';
import { checkEverything } from '../../support/world/check.ts';
import { type Everybody, renewSession } from '../everybody.ts';
import type { Running } from '../service.ts';

/** A process of the service, who works at its bench, and the serial of the token in each slot there. */
export interface Station {
  bench: NonNullable<Stage['bench']>;
  maker: Member;
  running(): Running;
  start(): Promise<unknown>;
  plugged: Map<string, string>;
}

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

/** Requests, approvals, slots producing and losses, all at once, and what was answered to whoever did it. */
export function createLoad({ cast, list, random }: { cast: Everybody; list: Wish[]; random: () => number }) {
  /** Calls that the service died under: whoever sent them cannot know whether they were done. */
  const unanswered = new Map<string, { asker: Member; body: object }>();
  const acknowledged: Acknowledged = { submitted: new Set(), produced: new Map(), revoked: new Set() };
  const at = ({ running }: Station, { apiToken }: Member): Client => createClient(running().url, apiToken);

  /** Asked, and not approved yet as far as anybody was told. */
  const unapproved: { id: string; contentHash: string }[] = [];
  /** One that was done before its answer was lost is refused as such. */
  async function approveNext(station: Station): Promise<void> {
    const [next] = unapproved;
    if (!next) return;
    const { id, contentHash } = next;
    const approver = at(station, cast.approvers[0]);
    await approver.post(`/requests/${id}/approve`, { contentHash, seenPriority: 0 }).catch((error: unknown) => {
      if (!isAppError(error, 'wrong_state', 'already_done')) throw error;
    });
    if (unapproved[0] === next) unapproved.shift();
  }

  async function ask(station: Station): Promise<void> {
    if (unapproved.length > 0) return approveNext(station);
    const wish = list.pop();
    if (!wish) return void (await sleep(50));
    const { holder, workstation, asker } = wish;
    const body = { holder: holder.directoryId, kind: 'first-issue', workstation };
    const key = randomUUID();
    unanswered.set(key, { asker, body });
    const asked = await at(station, asker)
      .post<{ id: string; contentHash: string }>('/requests', body, key)
      .catch((error: unknown) => {
        if (isAppError(error)) {
          unanswered.delete(key);
          list.unshift(wish); // whoever was refused for now asks again
        }
        throw error;
      });
    unanswered.delete(key);
    acknowledged.submitted.add(asked.id);
    unapproved.push(asked);
    await approveNext(station);
  }

  async function makeOne(station: Station, slot: string): Promise<void> {
    const { bench, maker, plugged } = station;
    const client = at(station, maker);
    const { items } = await client.get<{ items: { slot: string; token?: { serial: string } }[] }>('/bench/slots');
    const serial = items.find((s) => s.slot === slot)?.token?.serial;
    const { items: found } = serial
      ? await client.get<{ items: { id: string; state: string }[] }>(`/tokens?text=${serial}`)
      : { items: [] };
    if (plugged.has(slot) && plugged.get(slot) !== serial) return void (await sleep(20)); // it was not looked at yet
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
    if (done?.outcome !== 'done') return void (await sleep(20));
    acknowledged.produced.set(done.requestId, done);
    if (random() < 0.3) {
      await at(station, cast.securityOfficer).post(`/tokens/${done.tokenId}/revoke`, { reason: 'key-compromise' });
      acknowledged.revoked.add(done.tokenId);
    }
  }

  /** Under its key each of them is done once, whether it had been done before the crash or not. */
  async function repeatUnanswered(station: Station): Promise<void> {
    for (const [key, { asker, body }] of unanswered) {
      const once = () => at(station, asker).post<{ id: string }>('/requests', body, key);
      const first = await once();
      expect(await once()).toEqual(first);
      acknowledged.submitted.add(first.id);
    }
    unanswered.clear();
  }

  return {
    acknowledged,

    /** New factors for those who need one. */
    signInAgain: async ({ running, maker }: Station): Promise<void> => {
      const members = [cast.technician, maker, cast.approvers[0], cast.securityOfficer];
      for (const m of new Set(members)) await renewSession(running().url, m);
    },

    /** Works everywhere until `gone`; whatever worked at a service that dies ends earlier. */
    work: async (stations: readonly Station[], gone: AbortSignal): Promise<void> => {
      await Promise.all(
        stations.flatMap((station) => [
          until(gone, () => ask(station)),
          ...station.bench.slots.map((slot) => until(gone, () => makeOne(station, slot))),
        ]),
      );
    },

    /** After the restart, through its own doors: what was revoked stays revoked, what was asked is there. */
    checkRunning: async (station: Station): Promise<void> => {
      const tokens = await at(station, cast.technician).get<{ items: { id: string }[] }>(
        '/tokens?limit=200&state=revoked',
      );
      const known = new Set(tokens.items.map((t) => t.id));
      for (const serial of acknowledged.revoked) expect(known).toContain(serial);
      await repeatUnanswered(station);
    },

    /** While no service runs: the records are whole; `settled`: no job or certificate is left half-way. */
    checkAtRest: async (opened: OpenStore & { behind: Behind }, settled: boolean): Promise<void> => {
      await checkEverything(opened);
      const { reads } = opened.store;
      for (const id of acknowledged.submitted) expect(await reads.get('request', id)).toBeDefined();
      for (const [id, { tokenId, certificateId }] of acknowledged.produced) {
        expect(await reads.get('request', id)).toMatchObject({
          state: expect.stringMatching(/^(produced|handed_over|closed)$/),
        });
        const certificate = await reads.get('certificate', certificateId);
        expect(certificate?.sealedAt).not.toBeNull();
        if (acknowledged.revoked.has(tokenId)) expect(certificate?.state).toBe('revoked');
      }
      if (settled) await nothingHalfWay(opened.store);
    },
  };
}
export type Load = ReturnType<typeof createLoad>;

async function nothingHalfWay({ reads }: Pick<OpenStore['store'], 'reads'>): Promise<void> {
  expect(await reads.find('job', { state: ['leased', 'certifying', 'certified'] })).toEqual([]);
  expect(await reads.find('certificate', { state: ['intended', 'issued'] })).toEqual([]);
  expect(await reads.find('token', { state: 'in_production' })).toEqual([]);
  const good: CertificateRow[] = await reads.find('certificate', { state: 'good' });
  const tokens = new Map((await reads.find('token', {})).map((t: TokenRow) => [t.id, t]));
  const serials = good.map((c) => c.id);
  expect(new Set(serials).size).toBe(serials.length);
  for (const c of good)
    expect(tokens.get(c.tokenId ?? '')).toMatchObject({ certificateId: c.id, requestId: c.requestId });
  const requests = await reads.find('request', { state: ['produced', 'handed_over', 'closed'] });
  expect(requests.length).toBeGreaterThan(0);
}

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
export function numbers(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
