import type { RequestRow } from '../../../src/book/tables/rows/requests.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** A token that ends before its holder confirmed its receipt leaves nobody without a way to ask for another. */
describe('a token that ends before its receipt is confirmed', () => {
  let w: World;
  let made: RequestRow;
  let tokenId: string;
  beforeEach(async () => {
    w = await createWorld();
    made = await w.produced(w.alice, 'PN-1');
    tokenId = (await w.reads.find('token', { requestId: made.id }))[0]!.id;
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = (more: { kind: 'first-issue' } | { kind: 'replacement'; reason: 'lost' | 'damaged' }) =>
    w.flow.request.submit(w.alice, { workstation: 'PN-1', priority: 0, ...more });
  const lost = { kind: 'replacement', reason: 'lost' } as const;
  const report = () => w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });

  it.each(['desk', 'shipment'] as const)('is replaced once its loss is reported: %s', async (mode) => {
    if (mode === 'desk') await w.handOver(made.id);
    else await w.flow.handover.ship(w.theo, { requestId: made.id, trackingNumber: '6A1', slot: '1' });
    const { replacement } = await report();
    expect(replacement).toEqual(lost);
    expect((await w.reads.get('request', made.id))?.state).toBe('handed_over');
    expect((await w.flow.reading.holdings(w.alice))[0]?.open).toBeNull();
    expect(await ask(lost)).toMatchObject({ state: 'submitted', replacesTokenId: tokenId });
    expect(await w.reads.get('request', made.id)).toMatchObject({ state: 'withdrawn', closedAt: w.clock.now() });
    const handovers = await w.reads.find('handover', { requestId: made.id });
    expect(handovers.map(({ failedAt }) => failedAt)).not.toContain(null);
  });

  const toldTechnicians = async () =>
    (await w.flow.reading.told(w.theo, { sees: true })).filter(({ template }) => template === 'lost-on-way');
  it('is told to the technicians, who can make it again', async () => {
    await w.handOver(made.id);
    expect(await toldTechnicians()).toEqual([]);
    await report();
    expect(await toldTechnicians()).toEqual([expect.objectContaining({ number: made.number, fresh: true })]);
  });

  it.each(['desk', 'shipment', undefined] as const)(
    'is told to them too where it was revoked for another reason, or expired: %s',
    async (mode) => {
      const bruno = await w.produced(w.bruno, 'PN-2');
      const [{ id: serial, certificateId } = { id: '', certificateId: '' }] = await w.reads.find('token', {
        requestId: bruno.id,
      });
      if (mode === 'desk') await w.handOver(bruno.id);
      if (mode === 'shipment')
        await w.flow.handover.ship(w.theo, { requestId: bruno.id, trackingNumber: '6A1', slot: '1' });
      await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'key-compromise' });
      expect((await toldTechnicians()).map(({ number }) => number)).toEqual([made.number]);
      const { notAfter } = (await w.reads.get('certificate', certificateId ?? ''))!;
      w.clock.advance(notAfter - w.clock.now() + 1);
      await w.flow.expiry.expire();
      expect((await w.reads.get('token', serial))?.state).toBe('expired');
      // by now the first is older than what is kept of what one was told
      expect((await toldTechnicians()).map(({ number }) => number)).toEqual([bruno.number]);
    },
  );

  it('is told to nobody where a recall has it made again by itself', async () => {
    const { model = '' } = (await w.reads.get('token', tokenId)) ?? {};
    await w.dual('recall.open', { kind: 'model', model, way: 'revoke-now' });
    await w.flow.recall.ended();
    expect((await w.reads.get('token', tokenId))?.state).toBe('revoked');
    expect(await toldTechnicians()).toEqual([]);
  });

  it('is reported whatever somebody edited of other tokens and of who is told', async () => {
    const { tokenId: other } = await w.activeToken(w.bruno, 'PN-2');
    const [grant] = await w.reads.find('grant', { personId: w.theo.personId, role: 'technician' });
    const before = { requestId: (await w.reads.get('token', other))?.requestId, scope: grant?.scope };
    const edit = async ({ requestId, scope }: typeof before) => {
      await w.opened.behind.run(`update "token" set "requestId" = '${requestId}' where "id" = '${other}'`);
      await w.opened.behind.run(`update "grant" set "scope" = '${scope}' where "id" = '${grant?.id}'`);
    };
    await edit({ requestId: made.id, scope: 'X' });
    await report();
    expect((await w.reads.get('token', tokenId))?.state).toBe('revoked');
    await edit(before);
  });

  it('is no news to them where its request ends with it, or its receipt was confirmed', async () => {
    await w.handOver(made.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: made.id });
    await report();
    const bruno = await w.produced(w.bruno, 'PN-2');
    await w.handOver(bruno.id);
    await w.flow.handover.repeat(w.theo, { requestId: bruno.id, reason: 'lost-in-transit' });
    expect(await toldTechnicians()).toEqual([]);
  });

  it('is replaced where it was revoked on the bench, with what was made beside it', async () => {
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'stolen' });
    expect(await ask({ kind: 'first-issue' })).toMatchObject({ state: 'submitted' });
    expect(await w.reads.get('request', made.id)).toMatchObject({ state: 'withdrawn' });
    const letters = await w.reads.find('letter', { requestId: made.id });
    expect(letters.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['label', 'expired'],
      ['pin', 'expired'],
    ]);
  });

  it('is replaced once it has expired', async () => {
    await w.handOver(made.id);
    const { notAfter } = (await w.reads.find('certificate', { tokenId }))[0]!;
    w.clock.advance(notAfter - w.clock.now() + 1);
    await w.flow.expiry.expire();
    expect(await ask({ kind: 'first-issue' })).toMatchObject({ state: 'submitted' });
    expect((await w.reads.get('request', made.id))?.state).toBe('withdrawn');
  });

  it('is replaced after the incident in which it was blocked', async () => {
    await w.handOver(made.id);
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing' });
    await w.flow.incident.block(w.olga, { incidentId });
    expect(await ask({ kind: 'replacement', reason: 'damaged' })).toMatchObject({ replacesTokenId: tokenId });
  });

  it('is followed, and not replaced, as long as it can be fetched or used', async () => {
    const duplicate = { code: 'duplicate', detail: { number: made.number } };
    await expect(ask(lost)).rejects.toMatchObject(duplicate);
    await w.handOver(made.id);
    await expect(ask({ kind: 'first-issue' })).rejects.toMatchObject(duplicate);
    expect((await w.flow.reading.holdings(w.alice))[0]?.open).toMatchObject({ number: made.number });
    expect((await w.reads.get('request', made.id))?.state).toBe('handed_over');
  });

  it('is followed where a technician makes it again', async () => {
    await w.handOver(made.id);
    await report();
    await w.flow.handover.repeat(w.theo, { requestId: made.id, reason: 'lost-in-transit' });
    await expect(ask(lost)).rejects.toMatchObject({ code: 'duplicate', detail: { number: made.number } });
  });

  /** What is asked for anew beside the token that is active, made and handed over: its receipt is never confirmed. */
  const handedOver = async (wish: { kind: 'renewal' } | { kind: 'replacement'; reason: 'forgotten' }) => {
    await w.handOver(made.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: made.id });
    const { id } = await w.flow.request.submit(w.alice, { ...wish, workstation: 'PN-1', priority: 0 });
    await w.approve(id);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
    await w.handOver(id);
    const [token] = await w.reads.find('token', { requestId: id });
    return { requestId: id, serial: token!.id };
  };
  it.each([{ kind: 'renewal' }, { kind: 'replacement', reason: 'forgotten' }] as const)(
    'is offered again what can be asked for beside the token that works: %o',
    async (wish) => {
      const { requestId, serial } = await handedOver(wish);
      const { replacement } = await w.flow.revocation.reportLoss(w.alice, { serial, reason: 'stolen' });
      expect(replacement).toEqual(wish);
      const again = await w.flow.request.submit(w.alice, { ...wish, workstation: 'PN-1', priority: 0 });
      expect(again).toMatchObject({ state: 'submitted', replacesTokenId: tokenId });
      expect((await w.reads.get('request', requestId))?.state).toBe('withdrawn');
    },
  );

  it('is offered nothing beside a renewal that is made already: that one is fetched', async () => {
    const { serial } = await handedOver({ kind: 'renewal' });
    const { replacement } = await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });
    expect(replacement).toBeNull();
    await expect(ask(lost)).rejects.toMatchObject({ code: 'duplicate' });
    expect((await w.reads.get('token', serial))?.state).toBe('handed_over');
  });

  it('ends nothing of a workstation that another request is moved to', async () => {
    await w.handOver(made.id);
    await report();
    const other = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.refuses('duplicate', w.flow.request.amend(w.alice, { ...(await w.seen(other.id)), workstation: 'PN-1' }));
    expect((await w.reads.get('request', made.id))?.state).toBe('handed_over');
  });
});
