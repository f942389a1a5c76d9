import type { RecallRow } from '../../../src/book/tables/rows/stock.ts';
import { notifying } from '../../../src/flow/notifications/notices.ts';
import { createHitting } from '../../../src/flow/recall/hitting.ts';
import { createReplacing } from '../../../src/flow/recall/replacing.ts';
import { isUrgent } from '../../../src/flow/urgent.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const MODEL = 'Twin';
const DAY = 86_400_000;

describe('a recall', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.flow.recall.stop();
    await w.check();
    await w.close();
  });
  type Args = Parameters<World['dual']>[1];
  const recalled = async (args: object, by = [w.adele, w.olga] as const): Promise<RecallRow> => {
    await w.dual('recall.open', { kind: 'model', model: MODEL, way: 'revoke-now', ...args } as Args & never, ...by);
    await w.flow.recall.ended();
    const [recall] = await w.reads.find('recall', {}, { orderBy: 'openedAt', descending: true, limit: 1 });
    return recall!;
  };
  const items = (recall: RecallRow) => w.reads.find('recallItem', { recallId: recall.id });
  const token = async (id: string) => (await w.reads.get('token', id))!;
  const told = async () => {
    const mails: string[] = [];
    const names = new Map((['alice', 'bruno', 'olga', 'adele'] as const).map((name) => [w[name].personId, name]));
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next())
      mails.push(`${names.get(mail.personId ?? ('' as never)) ?? 'somebody'} ${mail.template}`);
    return mails.sort();
  };

  it('uses up nothing of what whoever proposed it may ask for in a day', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await w.dual('policy.set', { id: 'request.perDay', value: 1 });
    await recalled({}, [w.olga, w.adele]);
    const { personId } = w.olga;
    expect(await w.reads.count('request', { askerId: personId })).toBe(1);
    await w.flow.people.grant(w.adele, { personId, role: 'correspondent', scope: 'DNUM' });
    const olga = { ...w.olga, grants: await w.reads.find('grant', { personId }) };
    const other = { holder: 'M-THOMAS', kind: 'first-issue', workstation: 'PN-2', priority: 0 } as const;
    expect(await w.flow.request.submit(olga, other)).toMatchObject({ state: 'submitted' });
    await w.refuses('limit_reached', w.flow.request.submit(olga, { ...other, workstation: 'PN-3' }));
  });

  it('that revokes at once takes all in use away, scraps the blanks and asks for each replacement', async () => {
    const alice = await w.activeToken(w.alice, 'PN-1');
    const bruno = await w.activeToken(w.bruno, 'PN-2');
    await told();
    const recall = await recalled({});
    expect(recall).toMatchObject({ state: 'open', proposerId: w.adele.personId, confirmerId: w.olga.personId });
    for (const { tokenId, certificateId } of [alice, bruno]) {
      expect((await token(tokenId)).state).toBe('revoked');
      expect(await w.reads.get('certificate', certificateId)).toMatchObject({
        state: 'revoked',
        revocationReason: 'recalled',
      });
    }
    expect(await w.reads.count('token', { state: 'in_stock' })).toBe(0);
    const [asked] = await w.reads.find('request', { reason: 'recalled', holderId: w.alice.personId });
    expect(asked).toMatchObject({
      kind: 'replacement',
      state: 'approved',
      priority: 1,
      askerId: w.adele.personId,
      replacesTokenId: alice.tokenId,
    });
    const approvals = await w.reads.find('approval', { requestId: asked!.id });
    expect(approvals.map(({ approverId }) => approverId)).toEqual([w.olga.personId]);
    const hit = await items(recall);
    expect(hit).toHaveLength(12);
    expect(hit.filter(({ left }) => left === 'blank')).toHaveLength(10);
    expect(hit.every(({ settledAt }) => settledAt !== null)).toBe(true);
    const mails = await told();
    for (const who of ['alice', 'bruno'])
      expect(mails.filter((mail) => mail.startsWith(who))).toEqual([`${who} recall-replaces`]);
  });

  it('may be proposed by a supervisor, and is confirmed by a security officer alone', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const input = { act: 'recall.open', args: { kind: 'model', model: MODEL, way: 'revoke-now' } } as const;
    // whoever proposes may think better of it
    const { id: proposalId } = await w.flow.dualControl.propose(w.simon, input);
    await w.flow.dualControl.cancel(w.simon, { proposalId });
    await told();
    const proposal = await w.flow.dualControl.propose(w.simon, input);
    // who could not be the second person is not asked to
    expect(await told()).toEqual(['olga proposal-waiting', 'somebody proposal-waiting']);
    const confirm = (by: typeof w.adele) =>
      w.flow.dualControl.confirm(by, { proposalId: proposal.id, argsHash: proposal.argsHash });
    expect((await w.flow.reading.proposals(w.simon)).map(({ id }) => id)).toEqual([proposal.id]);
    await w.refuses('forbidden', confirm(w.simon));
    await w.refuses('forbidden', confirm(w.adele));
    await confirm(w.olga);
    await w.flow.recall.ended();
    expect((await token(tokenId)).state).toBe('revoked');
    const [asked] = await w.reads.find('request', { reason: 'recalled', holderId: w.alice.personId });
    expect(asked).toMatchObject({ askerId: w.simon.personId, state: 'approved' });
    // for the service of others they ask for nothing, and withdraw nothing that the recall asked for in their name
    const correspondent = { ...w.corinne.grants.find(({ role }) => role === 'correspondent')!, scope: w.simon.service };
    const both = { ...w.simon, grants: [...w.simon.grants, correspondent] };
    await w.refuses('out_of_scope', w.flow.request.withdraw(both, { requestId: asked!.id }));
    for (const by of [w.thomas, w.valerie, w.alice])
      await w.refuses('forbidden', w.flow.dualControl.propose(by, input));
    await w.refuses(
      'forbidden',
      w.flow.dualControl.propose(w.simon, { act: 'policy.set', args: { id: 'approvals:renewal', value: 2 } }),
    );
  });

  it('publishes one CRL, after the last is revoked, and none twice', async () => {
    const { certificateId } = await w.activeToken(w.alice, 'PN-1');
    await w.activeToken(w.bruno, 'PN-2');
    const issuerId = (await w.reads.get('certificate', certificateId))!.issuerId;
    const before = await w.reads.count('crl', { issuerId });
    await recalled({});
    expect(await w.reads.count('crl', { issuerId })).toBe(before + 1);
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect(await w.reads.count('crl', { issuerId })).toBe(before + 1);
  });

  it('that replaces first leaves the token until its replacement is accepted', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.stock.receive(w.thomas, {
      reference: 'BL-2',
      model: MODEL,
      batch: 'L-2',
      tokens: [{ serial: 'N-0001', soPin: 'sopin-new-factory' }],
    });
    const [{ deliveryId } = { deliveryId: '' }] = await w.reads.find('token', { id: tokenId });
    const recall = await recalled({ kind: 'delivery', model: undefined, value: deliveryId, way: 'replace-first' });
    expect((await token(tokenId)).state).toBe('active');
    expect((await items(recall)).find((one) => one.tokenId === tokenId)).toMatchObject({ found: 'active', left: null });
    await w.refuses('wrong_state', w.flow.recall.close(w.olga, { recallId: recall.id }));

    const [asked] = await w.reads.find('request', { reason: 'recalled' });
    expect(asked).toMatchObject({ state: 'approved', priority: 0 });
    w.twin.plug('1', { serial: 'N-0001', soPin: 'sopin-new-factory' });
    await w.flow.production.produce(w.thomas, { requestId: asked!.id, slot: '1' });
    await w.handOver(asked!.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: asked!.id });
    expect((await token(tokenId)).state).toBe('revoked');
    await w.flow.recall.close(w.olga, { recallId: recall.id });
    expect(await w.reads.get('recall', recall.id)).toMatchObject({ state: 'closed', closerId: w.olga.personId });
  });

  it('revokes what was not replaced at its date', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const recall = await recalled({ way: 'replace-first', revokeAt: w.clock.now() + 7 * DAY });
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect((await token(tokenId)).state).toBe('active');
    w.clock.pass(7 * DAY);
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect((await token(tokenId)).state).toBe('revoked');
    await w.flow.recall.close(w.odile, { recallId: recall.id });
  });

  it('revokes at its date the others of a token whose certificate was edited, and settles them', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const other = await w.activeToken(w.bruno, 'PN-2');
    await recalled({ way: 'replace-first', revokeAt: w.clock.now() + 7 * DAY });
    const { certificateId } = await token(tokenId);
    const edit = (profile: string) =>
      w.opened.behind.run(`update "certificate" set "profile" = '${profile}' where "id" = '${certificateId}'`);
    const before = (await w.reads.get('certificate', certificateId ?? ''))?.profile ?? '';
    await edit('other');
    w.clock.pass(7 * DAY);
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect([(await token(tokenId)).state, (await token(other.tokenId)).state]).toEqual(['active', 'revoked']);
    await edit(before);
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect((await token(tokenId)).state).toBe('revoked');
  });

  it('makes again what its holder did not receive yet', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    const recall = await recalled({ way: 'replace-first' });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'approved', priority: request.priority });
    expect((await items(recall)).find(({ left }) => left === null)).toMatchObject({ requestId: request.id });
    expect(await w.reads.count('token', { state: 'revoked' })).toBe(1);
    // and gateways hear of it at once, not a minute later
    const [crl] = await w.reads.find('crl', {}, { orderBy: 'number', descending: true, limit: 1 });
    expect(crl).toMatchObject({ entries: 1, thisUpdate: w.clock.now() });
  });

  it('follows the request that is open already', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const open = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    const recall = await recalled({});
    expect((await items(recall)).find((one) => one.tokenId === tokenId)).toMatchObject({ requestId: open.id });
    expect(await w.reads.count('request', { reason: 'recalled' })).toBe(0);
  });

  /** A token of Alice's beside the one that works, handed over: nobody confirmed its receipt. */
  const handedOver = async (wish: { kind: 'renewal' } | { kind: 'replacement'; reason: 'forgotten' }) => {
    const { id: requestId } = await w.flow.request.submit(w.alice, { ...wish, workstation: 'PN-1', priority: 0 });
    await w.approve(requestId);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.handOver(requestId);
    const [made] = await w.reads.find('token', { requestId });
    return { requestId, serial: made!.id };
  };
  it.each([{ kind: 'renewal' }, { kind: 'replacement', reason: 'forgotten' }] as const)(
    'follows no request whose token was lost: it asks for a new one in its place (%o)',
    async (wish) => {
      const { tokenId } = await w.activeToken(w.alice, 'PN-1');
      const { requestId, serial } = await handedOver(wish);
      await w.flow.revocation.reportLoss(w.alice, { serial, reason: 'lost' });
      const recall = await recalled({});
      const [asked] = await w.reads.find('request', { reason: 'recalled', holderId: w.alice.personId });
      expect(asked).toMatchObject({ state: 'approved', replacesTokenId: tokenId });
      expect((await items(recall)).find((one) => one.tokenId === tokenId)).toMatchObject({ requestId: asked!.id });
      expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'withdrawn', closedAt: w.clock.now() });
      expect(await w.reads.find('handover', { requestId })).toMatchObject([{ failedAt: w.clock.now() }]);
    },
  );

  it('follows a renewal of which it hits the token too, once that is to be made again', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { requestId, serial } = await handedOver({ kind: 'renewal' });
    const recall = await recalled({});
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'approved' });
    const hit = (await items(recall)).filter((one) => [tokenId, serial].includes(one.tokenId));
    expect(hit.map((one) => one.requestId)).toEqual([requestId, requestId]);
    expect(await w.reads.count('request', { reason: 'recalled' })).toBe(0);
  });

  it('waits for the end of a request for a temporary token, which replaces nothing, and settles the others', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    w.clock.advance(1000);
    await w.activeToken(w.bruno, 'PN-2');
    const forgotten = { kind: 'replacement', reason: 'forgotten' } as const;
    const temporary = await w.flow.request.submit(w.alice, { ...forgotten, workstation: 'PN-1', priority: 0 });
    const recall = await recalled({ way: 'replace-first' });
    const [alices] = (await items(recall)).filter((one) => one.tokenId === tokenId);
    expect(alices).toMatchObject({ settledAt: null, requestId: null, left: null });
    expect(await w.reads.count('request', { reason: 'recalled' })).toBe(1);
    await w.flow.request.withdraw(w.alice, { requestId: temporary.id });
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    const [asked] = await w.reads.find('request', { reason: 'recalled', holderId: w.alice.personId });
    expect((await items(recall)).find((one) => one.tokenId === tokenId)).toMatchObject({ requestId: asked?.id });
  });

  it('asks for nothing where nobody could have it, and says why', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    const recall = await recalled({});
    expect((await items(recall)).find((one) => one.tokenId === tokenId)).toMatchObject({ left: 'holder' });
  });

  it('says so too of somebody who had asked for a temporary token before they left', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const forgotten = { kind: 'replacement', reason: 'forgotten' } as const;
    await w.flow.request.submit(w.alice, { ...forgotten, workstation: 'PN-1', priority: 0 });
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    const recall = await recalled({});
    expect((await items(recall)).find((one) => one.tokenId === tokenId)).toMatchObject({ left: 'holder' });
  });

  it('of the second person’s own token waits for an approver', async () => {
    await w.flow.people.grant(w.adele, { personId: w.olga.personId, role: 'agent', scope: '*' });
    const grants = await w.reads.find('grant', { personId: w.olga.personId, revokedAt: null });
    await w.activeToken({ ...w.olga, grants }, 'PN-1');
    await recalled({});
    const [asked] = await w.reads.find('request', { reason: 'recalled' });
    expect(asked).toMatchObject({ state: 'submitted', holderId: w.olga.personId });
    expect(await w.reads.count('approval', { requestId: asked!.id })).toBe(0);
  });

  it('waits for as many approvers as the policy asks for', async () => {
    await w.dual('policy.set', { id: 'approvals:replacement', value: 2 });
    await w.activeToken(w.alice, 'PN-1');
    await recalled({});
    const [asked] = await w.reads.find('request', { reason: 'recalled' });
    expect(asked?.state).toBe('submitted');
    await w.approve(asked!.id);
    expect((await w.reads.get('request', asked!.id))?.state).toBe('approved');
  });

  it('keeps blanks of its kind from production, also those that come while it is open', async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    const recall = await recalled({});
    await w.flow.stock.receive(w.thomas, {
      reference: 'BL-2',
      model: MODEL,
      tokens: [{ serial: 'N-0001', soPin: 'sopin-new-factory' }],
    });
    w.twin.plug('1', { serial: 'N-0001', soPin: 'sopin-new-factory' });
    await w.refuses('wrong_state', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
    await w.flow.recall.resume();
    await w.flow.recall.ended();
    expect((await token('N-0001')).state).toBe('in_stock');
    await w.flow.recall.close(w.olga, { recallId: recall.id });
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
  });

  it('never lets a recalled token back into stock, closed or not', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const recall = await recalled({});
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return' });
    await w.flow.recall.close(w.olga, { recallId: recall.id });
    await w.refuses('wrong_state', w.flow.stock.recycle(w.thomas, { serial: tokenId, slot: '1' }));
    await w.dual('token.destroy', { serial: tokenId }, w.thomas, w.olga);
  });

  it.each([
    ['firmware', '5.4.3', ['F-0001', 'F-0002']],
    ['batch', 'L-7', ['F-0001', 'F-0002', 'F-0003']],
  ] as const)('of a %s hits its tokens and no other', async (kind, value, serials) => {
    await w.flow.stock.receive(w.thomas, {
      reference: 'BL-2',
      model: MODEL,
      firmware: '5.4.3',
      batch: 'L-7',
      tokens: ['F-0001', 'F-0002', 'F-0003'].map((serial) => ({
        serial,
        soPin: 'sopin-new-factory',
        ...(serial === 'F-0003' ? { firmware: '5.7.0' } : {}),
      })),
    });
    expect(await token('F-0003')).toMatchObject({ firmware: '5.7.0', batch: 'L-7' });
    const recall = await recalled({ kind, value });
    expect((await items(recall)).map(({ tokenId }) => tokenId).sort()).toEqual(serials);
  });

  describe('is refused', () => {
    const propose = (args: object) =>
      w.flow.dualControl.propose(w.adele, {
        act: 'recall.open',
        args: { kind: 'model', model: MODEL, way: 'revoke-now', ...args } as never,
      });
    it('for what nobody has', async () => {
      await w.refuses('not_found', propose({ model: 'Autre' }));
    });
    it('a second time while it is open', async () => {
      await recalled({});
      await w.refuses('already_done', propose({}));
    });
    it('for a date that is past', async () => {
      await w.refuses('invalid_input', propose({ way: 'replace-first', revokeAt: 1 }), { entry: false });
    });
    it('to whoever is no officer or administrator', async () => {
      const args = { kind: 'model', model: MODEL, way: 'revoke-now' } as const;
      await w.refuses('forbidden', w.flow.dualControl.propose(w.thomas, { act: 'recall.open', args }));
      const recall = await recalled({});
      await w.refuses('forbidden', w.flow.recall.close(w.thomas, { recallId: recall.id }));
    });
  });

  it('goes on where it was after the service stopped in the middle', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await w.dual('recall.open', { kind: 'model', model: MODEL, way: 'revoke-now' });
    await w.flow.recall.stop();
    const beside = await w.startBeside('zweite');
    await beside.flow.recall.resume();
    await beside.flow.recall.ended();
    expect(await w.reads.count('token', { state: 'active' })).toBe(0);
    expect(await w.reads.count('request', { reason: 'recalled', state: 'approved' })).toBe(1);
  });

  describe('of which something changed between its hit and what follows', () => {
    /** Hit, and not settled yet. */
    const hitOnly = async (args: object) => {
      await w.flow.recall.stop();
      const recall = await recalled(args);
      const store = notifying(w.store, w.clock);
      const deps = { store, clock: w.clock, chance: w.opened.chance, ca: w.ca.authority };
      const hitting = createHitting(deps);
      await hitting.hitSome(recall, (await hitting.next(recall, '')).due);
      const settle = async (changed: Partial<typeof deps> = {}): Promise<unknown> => {
        const replacing = createReplacing({ ...deps, ...changed });
        return replacing.settleSome(recall, await replacing.next(recall, new Set()), new Set());
      };
      return { store, recall, settle };
    };

    it('leaves the token that was made instead of the one it hit', async () => {
      const request = await w.produced(w.alice, 'PN-1');
      await w.flow.stock.receive(w.thomas, {
        reference: 'BL-2',
        model: MODEL,
        batch: 'L-2',
        tokens: [{ serial: 'N-0001', soPin: 'sopin-new-factory' }],
      });
      const [first] = await w.reads.find('token', { requestId: request.id });
      const { recall, settle } = await hitOnly({
        kind: 'delivery',
        model: undefined,
        value: first!.deliveryId,
        way: 'replace-first',
      });
      await w.flow.handover.repeat(w.theo, { requestId: request.id, reason: 'dead-on-arrival' });
      w.twin.plug('1', { serial: 'N-0001', soPin: 'sopin-new-factory' });
      await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
      await settle();
      expect((await token('N-0001')).state).toBe('produced');
      expect((await items(recall)).find(({ tokenId }) => tokenId === first!.id)).toMatchObject({
        requestId: request.id,
      });
    });

    const replacements = async () =>
      (await w.reads.find('request', { reason: 'recalled' }, { orderBy: 'number' })).map(({ number }) => number);

    it('settles none of a piece that broke off, and then each of it once, numbered in a row', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.bruno, 'PN-2');
      const { store, settle } = await hitOnly({});
      await told();
      const transact: typeof store.transact = (work, how) =>
        store.transact(async (unit) => {
          await work(unit);
          throw new Error('power failed');
        }, how);
      await expect(settle({ store: { ...store, transact } })).rejects.toThrow('power failed');
      expect([await replacements(), await told()]).toEqual([[], []]);
      await settle();
      expect(await told()).toEqual(['alice recall-replaces', 'bruno recall-replaces']);
      const numbers = (await replacements()).map((number) => Number(number.split('-')[2]));
      expect(numbers).toEqual([numbers[0], (numbers[0] ?? 0) + 1]);
      const series = (await replacements())[0]?.split('-').slice(0, 2).join('-') ?? '';
      expect(await store.transact((unit) => unit.nextNumber(series))).toBe((numbers[1] ?? 0) + 1);
    });

    it('settles each once where two nodes are at it', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.bruno, 'PN-2');
      const { settle } = await hitOnly({});
      await told();
      await Promise.all([settle(), settle()]);
      expect(await replacements()).toHaveLength(2);
      expect(await told()).toEqual(['alice recall-replaces', 'bruno recall-replaces']);
    });

    it('settles the others where the row of one was edited, and that one once it is as it was', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.bruno, 'PN-2');
      const { recall } = await hitOnly({});
      const edit = (site: string) =>
        w.opened.behind.run(`update "workstation" set "site" = '${site}' where "assetNumber" = 'PN-1'`);
      const [machine] = await w.reads.find('workstation', { assetNumber: 'PN-1' });
      await edit('Elsewhere');
      const beside = await w.startBeside('zweite');
      await beside.flow.recall.resume();
      await beside.flow.recall.ended();
      const holders = async () =>
        (await w.reads.find('request', { reason: 'recalled' })).map(({ holderId }) => holderId);
      expect(await holders()).toEqual([w.bruno.personId]);
      expect(await w.reads.count('recallItem', { recallId: recall.id, settledAt: null })).toBe(1);
      await edit(machine!.site);
      w.clock.advance(10 * 60_000);
      await beside.flow.recall.resume();
      await beside.flow.recall.ended();
      expect((await holders()).sort()).toEqual([w.alice.personId, w.bruno.personId].sort());
    });

    it('lets an approver decide where the second person left meanwhile', async () => {
      await w.activeToken(w.alice, 'PN-1');
      const { settle } = await hitOnly({});
      await w.flow.people.disable(w.adele, { personId: w.olga.personId });
      await settle();
      const [asked] = await w.reads.find('request', { reason: 'recalled' });
      expect(asked?.state).toBe('submitted');
      expect(await w.reads.count('approval', { requestId: asked!.id })).toBe(0);
    });

    it('lets an approver decide where another profile is asked for than the token had', async () => {
      await w.activeToken(w.alice, 'PN-1');
      const { settle } = await hitOnly({});
      const usual = w.ca.authority.tokenProfiles().map((profile) => ({ ...profile, name: 'smart-card-logon' }));
      await settle({ ca: { ...w.ca.authority, tokenProfiles: () => usual } });
      const [asked] = await w.reads.find('request', { reason: 'recalled' });
      expect(asked).toMatchObject({ state: 'submitted', profile: 'smart-card-logon', approvedAt: null });
      expect(await w.reads.count('approval', { requestId: asked!.id })).toBe(0);
      await w.approve(asked!.id);
      expect((await w.reads.get('request', asked!.id))?.state).toBe('approved');
    });
  });

  it('takes away even while the disk is nearly full', () => {
    expect(isUrgent({ actor: 'system', action: 'recall.hit', outcome: 'done' })).toBe(true);
  });
});
