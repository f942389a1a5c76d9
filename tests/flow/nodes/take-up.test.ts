import { generateKeyPairSync } from 'node:crypto';
import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Flow } from '../../../src/flow/index.ts';
import type { Step } from '../../support/world/twin.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const LEASE_MS = 30 * 60_000;
const NOTHING = { jobs: 0, left: 0, certificates: 0, decisions: 0 };

describe('two nodes on the same records', () => {
  let w: World;
  let lyon: Awaited<ReturnType<World['startBeside']>>;
  beforeEach(async () => {
    w = await createWorld();
    lyon = await w.startBeside('lyon');
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  const asked = async (holder: Caller = w.alice, workstation = 'PN-1') => {
    const request = await w.flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });
    await w.approve(request.id);
    return request;
  };
  /** Work on Paris’s bench that has come to `step`; `go` lets it go on. */
  const held = async (step: Step, work: () => Promise<unknown>) => {
    let go = (): void => {};
    const reached = new Promise<void>((at) => {
      w.twin.onStep(step, () => {
        at();
        return new Promise<void>((on) => {
          go = on;
        });
      });
    });
    const result = work().catch((error: unknown) => error);
    await reached;
    return { go: () => go(), result };
  };
  /** Production in Paris that has come to `step`. */
  const producing = async (step: Step) => {
    const request = await asked();
    const input = { requestId: request.id, slot: '1' };
    return { request, ...(await held(step, () => w.flow.production.produce(w.thomas, input))) };
  };
  const propose = (flow: Flow, serial: string) =>
    flow.dualControl.propose(w.theo, { act: 'token.unblock', args: { serial, slot: '1' } });

  it('a start beside it lets a technician seal', async () => {
    const { request, go, result } = await producing('signChallenge');
    await w.startBeside('nice');
    go();
    expect(await result).toMatchObject({ state: 'produced' });
    const [job] = await w.reads.find('job', { requestId: request.id });
    expect(job).toMatchObject({ state: 'sealed', run: 'jeton/1' });
    const [certificate] = await w.reads.find('certificate', { requestId: request.id });
    expect(certificate).toMatchObject({ state: 'good', run: 'jeton/1' });
  });

  it('what resumes at a start leaves the jobs, orders and decisions of the other alone', async () => {
    const { request, go, result } = await producing('writeCertificate');
    expect(await lyon.flow.production.resume()).toEqual([]);
    expect(await lyon.flow.machine.resume()).toBe(0);
    expect(await lyon.flow.dualControl.resume()).toEqual([]);
    // nor does it undo what it does itself at this moment
    expect(await w.flow.production.resume()).toEqual([]);
    go();
    expect(await result).toMatchObject({ requestId: request.id, state: 'produced' });
  });

  it('a node that runs is not taken up', async () => {
    const { go, result } = await producing('generateKey');
    w.clock.advance(LEASE_MS + 1);
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual(NOTHING);
    go();
    expect(await result).toMatchObject({ state: 'produced' });
  });

  it('a node that has gone: its jobs are undone once their lease has run out, the token untouched', async () => {
    const { request } = await producing('writeCertificate');
    const label = w.twin.tokens.get('1')!.label;
    await lyon.flow.nodes.lose('jeton');
    const { items } = await w.opened.lists.entries({}, { limit: 1 });
    expect(items).toMatchObject([{ action: 'node.lost', subject: 'node:jeton', actor: 'system', outcome: 'done' }]);
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual({ ...NOTHING, left: 1 });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'in_production' });
    w.clock.advance(LEASE_MS + 1);
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual({ ...NOTHING, jobs: 1 });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'approved', leaseUntil: null });
    expect(await w.reads.find('job', {})).toMatchObject([{ state: 'undone', failure: 'interrupted' }]);
    expect(await w.reads.find('certificate', {})).toMatchObject([{ state: 'revoked' }]);
    expect(w.twin.tokens.get('1')!.label).toBe(label);
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual(NOTHING);
  });

  it('a node that has gone and works on seals nothing', async () => {
    const { request, go, result } = await producing('signChallenge');
    await lyon.flow.nodes.lose('jeton');
    go();
    expect(await result).toMatchObject({ code: 'against_the_book' });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'approved' });
    expect(await w.reads.find('certificate', { state: ['intended', 'issued', 'good'] })).toEqual([]);
    // nor does it begin anything
    const other = await asked(w.bruno, 'PN-2');
    w.plugNext('1');
    const begun = w.flow.production.produce(w.thomas, { requestId: other.id, slot: '1' });
    await expect(begun).rejects.toMatchObject({ code: 'against_the_book' });
  });

  it('a node that started anew: what its former run left is undone by another, or finished by itself', async () => {
    const first = await producing('signChallenge');
    await w.startAnew();
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual({ ...NOTHING, left: 1 });
    expect(await w.flow.production.resume()).toEqual([{ jobId: expect.any(String), outcome: 'sealed' }]);
    expect(await w.reads.get('request', first.request.id)).toMatchObject({ state: 'produced' });
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual(NOTHING);
  });

  it('a certificate that a node ordered and did not seal is revoked when that node has gone', async () => {
    const ordered = new Promise<void>((at) =>
      w.beforeSignature(() => {
        at();
        return new Promise(() => {});
      }),
    );
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const newKey = async () => ({
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }),
    });
    const names = { dnsNames: ['paris.example'], addresses: [] };
    void w.flow.server.ensure({ names, issuerId: w.ca.issuing()?.id, newKey });
    await ordered;
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual(NOTHING);
    await lyon.flow.nodes.lose('jeton');
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual({ ...NOTHING, certificates: 1 });
    expect(await w.reads.find('certificate', {})).toMatchObject([{ state: 'revoked', run: 'jeton/1' }]);
  });

  it('a decision for the bench of one node is confirmed there alone', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { id: proposalId, argsHash, args } = await propose(w.flow, tokenId);
    expect(JSON.parse(args)).toEqual({ serial: tokenId, slot: '1', node: 'jeton' });
    const elsewhere = lyon.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    await expect(elsewhere).rejects.toMatchObject({
      message: 'confirm on node jeton, where the token is plugged in',
      detail: { why: 'node', node: 'jeton' },
    });
    await w.refuses('wrong_state', lyon.flow.dualControl.confirm(w.odile, { proposalId, argsHash }));
    await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    expect(await w.reads.get('proposal', proposalId)).toMatchObject({ state: 'executed' });
  });

  it('a confirmed decision whose node has gone ends as failed, and its PIN is dropped', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { id: proposalId, argsHash } = await propose(w.flow, tokenId);
    await held('resetPin', () => w.flow.dualControl.confirm(w.odile, { proposalId, argsHash }));
    expect(await lyon.flow.dualControl.resume()).toEqual([]);
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual(NOTHING);
    await lyon.flow.nodes.lose('jeton');
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual({ ...NOTHING, decisions: 1 });
    expect(await w.reads.get('proposal', proposalId)).toMatchObject({ state: 'failed' });
    expect(await w.store.secret(`pin:${proposalId}`)).toBeUndefined();
    const { items } = await w.opened.lists.entries({}, { limit: 1 });
    const detail = expect.objectContaining({ proposal: proposalId, failure: 'interrupted' });
    expect(items).toMatchObject([{ action: 'token.unblock', actor: 'system', outcome: 'failed', detail }]);
  });

  it('a decision about a token that somebody edited keeps nothing else of that node from being taken up', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { tokenId: other } = await w.activeToken(w.bruno, 'PN-2');
    const confirmed = async (serial: string) => {
      w.twin.plug('1', { serial, soPin: 'sopin-unread' });
      const { id: proposalId, argsHash } = await propose(w.flow, serial);
      await held('resetPin', () => w.flow.dualControl.confirm(w.odile, { proposalId, argsHash }));
    };
    await confirmed(tokenId);
    await confirmed(other);
    await lyon.flow.nodes.lose('jeton');
    const { cycle } = (await w.reads.get('token', tokenId))!;
    const edit = (to: number) => w.opened.behind.run(`update "token" set "cycle" = ? where "id" = ?`, to, tokenId);
    await edit(cycle + 7);
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual({ ...NOTHING, decisions: 1 });
    await edit(cycle);
    expect(await lyon.flow.nodes.takeUp('jeton')).toEqual({ ...NOTHING, decisions: 1 });
    expect(await w.reads.count('proposal', { act: 'token.unblock', state: 'failed' })).toBe(2);
  });

  it('a node is lost once, and only one that runs', async () => {
    await lyon.flow.nodes.lose('jeton');
    await expect(lyon.flow.nodes.lose('jeton')).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(lyon.flow.nodes.lose('nice')).rejects.toMatchObject({ code: 'not_found' });
    await expect(lyon.flow.nodes.takeUp('nice')).rejects.toMatchObject({ code: 'not_found' });
  });
});
