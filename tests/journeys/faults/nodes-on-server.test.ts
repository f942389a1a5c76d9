import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { rules } from '../../../src/book/judge/replay.ts';
import { type Wish, wishes } from '../../../src/demo/cast.ts';
import type { Member } from '../../../src/demo/staff.ts';
import { verifyExport } from '../../../src/journal/verify.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { openReadOnlyServer } from '../../../src/store/postgres/read-only.ts';
import { openStore } from '../../../src/store/store.ts';
import { VERSION } from '../../../src/version.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { rowKeyIn } from '../../support/records/row-key.ts';
import { seededChance } from '../../support/records/store.ts';
import { checkEverything } from '../../support/world/check.ts';
import { type Everybody, everybody, renewSession } from '../everybody.ts';
import { askOcsp, isListed } from './gateway.ts';
import {
  comes,
  type JourneyNode,
  killInProduction,
  type Made,
  type OnServer,
  openTwoNodes,
  produceNext,
  type TwoNodes,
} from './two-nodes.ts';

const exec = promisify(execFile);
const MINUTE = 60_000;
const STATE = {
  job: 'select "state" from "job" where "id" = ?',
  request: 'select "state" from "request" where "id" = ?',
  token: 'select "state" from "token" where "id" = ?',
};

/** The built program twice on one PostgreSQL server: one test goes on where the one before it ended. */
describe('two nodes of the real program on one database', () => {
  let pair: TwoNodes & OnServer;
  let un: JourneyNode;
  let deux: JourneyNode;
  let cast: Everybody;
  /** Makes tokens at each node. */
  let maker: Record<'un' | 'deux', Member>;
  let list: Wish[];
  /** A signed checkpoint of the first minute, and of each later part: no export may lead away from them. */
  const checkpoints: string[] = [];
  const made: Made[] = [];

  beforeAll(async () => {
    pair = await openTwoNodes({ blanks: 24 });
    ({ un, deux } = pair);
    cast = await everybody(await un.start());
    maker = { un: cast.technician, deux: cast.deskTechnician };
    list = wishes(cast, 30);
    await pair.found(cast.auditor);
    await deux.start();
  }, 120_000);
  afterAll(() => pair.close(), 30_000);

  const state = async (table: keyof typeof STATE, id: string): Promise<unknown> =>
    (await pair.behind.all<{ state: string }>(STATE[table], id))[0]?.state;
  const checkpointAt = async (node: JourneyNode): Promise<void> => {
    const { note } = await node.as(cast.auditor).get<{ note: string }>('/journal/checkpoint');
    checkpoints.push(note);
  };
  /** Entries that some node signed by itself. */
  const signed = async (): Promise<number> =>
    Number((await pair.behind.all<{ size: number }>('select max("size") as "size" from "checkpoint"'))[0]?.size);
  /** Asked at one node, approved at the other; answers the request. */
  async function ordered(asking: JourneyNode, approving: JourneyNode): Promise<string> {
    const wish = list.pop();
    if (!wish) throw new Error('the sample has no more wishes');
    const body = { holder: wish.holder.directoryId, kind: 'first-issue', workstation: wish.workstation };
    const { id, contentHash } = await asking
      .as(wish.asker)
      .post<{ id: string; contentHash: string }>('/requests', body);
    await approving.as(cast.approvers[0]).post(`/requests/${id}/approve`, { contentHash, seenPriority: 0 });
    return id;
  }
  const orders = async (count: number, asking = un): Promise<string[]> => {
    const ids: string[] = [];
    while (ids.length < count) ids.push(await ordered(asking, deux));
    return ids;
  };
  async function produced(node: JourneyNode, count: number): Promise<string[]> {
    const all = await produceNext(node, maker[node.name as 'un' | 'deux'], count);
    expect(all.map(({ outcome, code }) => [outcome, code])).toEqual(all.map(() => ['done', undefined]));
    made.push(...all);
    return all.map(({ requestId }) => requestId);
  }
  /** New sessions for those who need a factor of the last minutes. */
  const freshFactors = async (node: JourneyNode): Promise<void> => {
    const { url } = node.running();
    for (const m of [maker.un, maker.deux, cast.approvers[0], cast.securityOfficer, cast.auditor])
      await renewSession(url, m);
  };
  const leaders = async (node: JourneyNode): Promise<string[]> =>
    (await node.readiness()).nodes.filter(({ leads, silentMs }) => leads && silentMs < 5_000).map((n) => n.node);

  it(
    'are both ready and see each other, and one leads',
    async () => {
      for (const node of [un, deux]) {
        await comes(async () => (await node.readiness()).nodes.filter(({ ready }) => ready).length === 2);
        const { ready, waiting, nodes } = await node.readiness();
        expect({ ready, waiting }).toEqual({ ready: true, waiting: [] });
        expect(Object.fromEntries(nodes.map((n) => [n.node, n.site]))).toEqual({ un: 'Paris', deux: 'Lyon' });
        expect(nodes.map((n) => n.version)).toEqual([VERSION, VERSION]);
        // heard of within the last beats, and the copies that answer for CRLs and OCSP have the whole journal
        for (const { silentMs } of nodes) expect(silentMs).toBeLessThan(10_000);
        await comes(async () => (await node.readiness()).nodes.every(({ behind }) => behind === 0));
        expect(await leaders(node)).toEqual(['un']);
      }
      await checkpointAt(un);
    },
    MINUTE,
  );

  it(
    'share sessions, requests, decisions of two persons and the stock, and work on one queue',
    async () => {
      const args = { id: 'production.leaseMinutes', value: 5 };
      const proposal = await un.as(cast.administrator).post<{ id: string; argsHash: string }>('/proposals', {
        act: 'policy.set',
        args,
      });
      await deux.as(cast.securityOfficer).post(`/proposals/${proposal.id}/confirm`, { argsHash: proposal.argsHash });
      const tokens = [un, deux].flatMap(({ stage }) =>
        stage.bench.blanks.map(({ serial, soPin }) => ({ serial, soPin })),
      );
      await un.as(cast.technician).post('/deliveries', { reference: 'BL', model: 'SoftHSM2', tokens });

      const first = await ordered(un, deux);
      expect(await produced(deux, 1)).toEqual([first]);
      const second = await ordered(deux, un);
      expect(await produced(un, 1)).toEqual([second]);

      const ids = await orders(6);
      const both = await Promise.all([produced(un, 3), produced(deux, 3)]);
      expect(both.flat().toSorted()).toEqual(ids.toSorted());
    },
    MINUTE,
  );

  it(
    'answer gateways of a revocation at the other one, each under a signer of its own',
    async () => {
      const [lost, kept] = made;
      await freshFactors(un);
      const { certificateId } = lost!;
      expect(await askOcsp(deux.pki, certificateId)).toMatchObject({ verified: true, says: 'good' });
      await un.as(cast.securityOfficer).post(`/tokens/${lost!.tokenId}/revoke`, { reason: 'key-compromise' });
      await comes(async () => (await askOcsp(deux.pki, certificateId)).says === 'revoked', 2_000);
      const [atUn, atDeux] = [await askOcsp(un.pki, certificateId), await askOcsp(deux.pki, certificateId)];
      expect([atUn, atDeux]).toMatchObject([
        { verified: true, says: 'revoked' },
        { verified: true, says: 'revoked' },
      ]);
      expect(atUn.by).not.toBe(atDeux.by);
      await comes(() => isListed(deux.pki, certificateId), 5_000);
      await comes(() => isListed(un.pki, certificateId), 5_000);
      expect(await isListed(deux.pki, kept!.certificateId)).toBe(false);
    },
    MINUTE,
  );

  it(
    'are not disturbed when the other one dies in the middle of a production and comes back',
    async () => {
      await freshFactors(un);
      const ids = await orders(5);
      const [job, others] = await Promise.all([killInProduction(pair, deux, maker.deux), produced(un, 3)]);
      expect(ids).toEqual(expect.arrayContaining([job.requestId, ...others]));
      expect(await state('token', job.tokenId)).toBe('in_production'); // its lease runs on
      await deux.start();
      expect(await state('job', job.id)).toMatch(/^(sealed|undone)$/);
      expect(await state('token', job.tokenId)).toMatch(/^(issued|in_stock)$/);
      await produceRest(deux);
      for (const id of ids) expect(await state('request', id)).toBe('produced');
      expect(await leaders(deux)).toEqual(['un']);
    },
    MINUTE,
  );

  it(
    'have the other one take over when the one that leads dies for good in the middle of a production',
    async () => {
      await orders(1);
      const job = await killInProduction(pair, un, maker.un);
      const before = await signed();
      await comes(async () => (await leaders(deux)).join() === 'deux', 10_000);
      // the lease of five minutes, by a clock that does not wait so long; more at once would be a fault of the machine
      pair.leap(200);
      await sleep(2_000);
      pair.leap(400);
      await freshFactors(deux);
      const [another] = await orders(1, deux);
      expect(await produced(deux, 1)).toEqual([another]);
      expect(await state('token', job.tokenId)).toBe('in_production'); // nobody knows yet that it does not come back

      await comes(async () => (await state('job', job.id)) === 'undone', 100_000);
      expect(await state('token', job.tokenId)).toBe('to_check');
      expect(await state('request', job.requestId)).toBe('approved');
      expect(await produced(deux, 1)).toEqual([job.requestId]);
      await comes(async () => (await signed()) > before);
      expect(await deux.readiness()).toMatchObject({ waiting: ['node un'] });
      const crl = await fetch(`${deux.pki}/issuing.crl`);
      expect([crl.status, await isListed(deux.pki, made[0]!.certificateId)]).toEqual([200, true]);

      await un.start();
      await freshFactors(un);
      expect(await un.as(maker.un).post(`/tokens/${job.tokenId}/check`, {})).toEqual({ state: 'in_stock' });
      await comes(async () => (await leaders(un)).join() === 'deux'); // a busy machine may have kept it silent for a moment
    },
    4 * MINUTE,
  );

  it(
    'leave one journal that verifies by the book, records that are as it says, and no certificate twice',
    async () => {
      await Promise.all([checkpointAt(un), checkpointAt(deux)]);
      await freshFactors(deux);
      const { vkey } = await un.as(cast.auditor).get<{ vkey: string }>('/journal/checkpoint');
      const dir = join(pair.dir, 'export');
      const env = { ...process.env, JETON_URL: deux.running().url, JETON_TOKEN: cast.auditor.apiToken };
      await exec(process.execPath, ['dist/main.js', 'journal', 'export', dir], { env });
      for (const previous of checkpoints) await verifyExport(dir, { vkey, previous, rules });

      await Promise.all([un, deux].map((node) => node.running().stop()));
      const rowKey = await rowKeyIn(un.stage.config.dataDir, un.stage.config.kekFile);
      const postgres = pair.server.overSocket('jeton', 'records');
      expect(await compareTables({ open: () => openReadOnlyServer(postgres), rowKey })).toMatchObject({ total: 0 });
      const opened = await openStore({
        postgres,
        judge: noJudge,
        clock: { now: Date.now },
        chance: seededChance(),
        rowKey,
      });
      try {
        await checkEverything({ ...opened, behind: pair.behind });
        const { reads } = opened.store;
        expect(await reads.find('job', { state: ['leased', 'certifying', 'certified'] })).toEqual([]);
        expect(await reads.find('certificate', { state: ['intended', 'issued'] })).toEqual([]);
        const good = await reads.find('certificate', { state: 'good' });
        expect(new Set(good.map(({ requestId }) => requestId)).size).toBe(good.length);
        expect(new Set(made.map(({ requestId }) => requestId)).size).toBe(made.length);
      } finally {
        await opened.close();
      }
    },
    MINUTE,
  );

  /** What the queue still has. */
  async function produceRest(node: JourneyNode): Promise<void> {
    for (;;) {
      const { items } = await node.as(maker.deux).get<{ items: unknown[] }>('/queue');
      if (items.length === 0) return;
      await produced(node, Math.min(4, items.length));
    }
  }
});
