import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;
/** At most one active token for an agent and a workstation, a renewal or a temporary one beside it. */
describe('one token for an agent and a workstation', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  type Asked = { kind: 'renewal' } | { kind: 'replacement'; reason: 'forgotten' | 'damaged' };
  const produce = async (asked: Asked): Promise<string> => {
    const { id } = await w.flow.request.submit(w.alice, { workstation: 'PN-1', priority: 0, ...asked });
    await w.approve(id);
    w.clock.advance(1000);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
    await w.handOver(id);
    return id;
  };
  const confirm = (requestId: string) => w.flow.handover.confirmReceipt(w.alice, { requestId });
  const inUse = () =>
    w.reads.count('token', { holderId: w.alice.personId, state: ['produced', 'handed_over', 'active', 'suspended'] });

  it('gives a second temporary token to nobody who has one', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await confirm(await produce({ kind: 'replacement', reason: 'forgotten' }));
    expect(await inUse()).toBe(2);
    await w.refuses('duplicate', produce({ kind: 'replacement', reason: 'forgotten' }));
  });

  it('ends the token before and the temporary one beside it once another is in use', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await confirm(await produce({ kind: 'replacement', reason: 'forgotten' }));
    await confirm(await produce({ kind: 'replacement', reason: 'damaged' }));
    expect(await inUse()).toBe(1);
    expect(await w.reads.count('certificate', { holderId: w.alice.personId, state: 'good' })).toBe(1);
  });

  it('ends a temporary token as it is given back, by a technician alone, and no other', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await confirm(await produce({ kind: 'replacement', reason: 'forgotten' }));
    const [temporary] = (await w.reads.find('token', { holderId: w.alice.personId })).filter(
      ({ id }) => id !== tokenId,
    );
    const serial = temporary?.id ?? '';
    await w.refuses('wrong_state', w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return' }));
    await w.refuses('forbidden', w.flow.stock.change(w.vera, { serial, action: 'return' }));
    await w.flow.stock.change(w.thomas, { serial, action: 'return' });
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'returned' });
    expect((await w.reads.get('certificate', temporary?.certificateId ?? ''))?.revocationReason).toBe('superseded');
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
    await w.refuses('wrong_state', w.flow.stock.change(w.thomas, { serial, action: 'return' }));
  });

  it('leaves a temporary token in use where its return is refused', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await confirm(await produce({ kind: 'replacement', reason: 'forgotten' }));
    const serial = (await w.reads.find('token', { holderId: w.alice.personId })).find(({ id }) => id !== tokenId)!.id;
    const before = (await w.opened.lists.entries({}, { limit: 1 })).items[0]!;
    const back = (location?: string) =>
      w.flow.stock.change(w.thomas, { serial, action: 'return', ...(location && { location }) });
    await w.refuses('not_found', back('NOWHERE'));
    const since = (await w.opened.lists.entries({}, { limit: 5 })).items.filter(({ seq }) => seq > before.seq);
    expect(since).toMatchObject([{ action: 'stock.change', outcome: 'refused', detail: { code: 'not_found' } }]);
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'active' });
    expect(await w.reads.count('certificate', { tokenId: serial, state: 'good' })).toBe(1);
    await back();
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'returned' });
  });

  it('renews the token that goes on, and no temporary one', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await confirm(await produce({ kind: 'replacement', reason: 'forgotten' }));
    const renew = () => w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    const asked = await renew();
    expect(asked).toMatchObject({ replacesTokenId: tokenId });
    await w.flow.request.withdraw(w.alice, { requestId: asked.id });
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });
    await w.refuses('wrong_state', renew());
  });

  it('gives nothing for a lost or stolen token until its loss is reported', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await confirm(await produce({ kind: 'replacement', reason: 'forgotten' }));
    const ask = { kind: 'replacement', reason: 'stolen', workstation: 'PN-1', priority: 0 } as const;
    await w.refuses('wrong_state', w.flow.request.submit(w.alice, ask));
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'stolen' });
    expect(await w.flow.request.submit(w.alice, ask)).toMatchObject({ replacesTokenId: expect.any(String) });
  });

  it('ends an overlap after 30 days, whether the receipt was confirmed or not', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const requestId = await produce({ kind: 'renewal' });
    w.clock.advance(29 * DAY);
    expect(await w.flow.handover.closeByRule()).toBe(0);
    expect(await inUse()).toBe(2);
    w.clock.advance(2 * DAY);
    expect(await w.flow.handover.closeByRule()).toBe(1);
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'closed' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
    expect(await inUse()).toBe(1);
    expect(await w.flow.handover.closeByRule()).toBe(0);
  });

  it('closes by rule what was lost meanwhile, and nothing that was shipped and not received', async () => {
    const lost = await w.produced(w.alice, 'PN-1');
    await w.handOver(lost.id);
    const [token] = await w.reads.find('token', { requestId: lost.id });
    await w.flow.revocation.reportLoss(w.alice, { serial: token!.id, reason: 'lost' });
    const shipped = await w.produced(w.bruno, 'PN-2');
    await w.flow.handover.ship(w.theo, { requestId: shipped.id, slot: '1', trackingNumber: 'C-1' });
    w.clock.advance(31 * DAY);
    expect(await w.flow.handover.closeByRule()).toBe(1);
    expect(await w.reads.get('token', token!.id)).toMatchObject({ state: 'revoked' });
    expect(await w.reads.get('request', shipped.id)).toMatchObject({ state: 'handed_over' });
  });

  it('leaves nothing in use whose certificate ended before its holder had it', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const requestId = await produce({ kind: 'replacement', reason: 'forgotten' });
    const [token] = await w.reads.find('token', { requestId });
    w.clock.advance(16 * DAY);
    expect(await w.flow.expiry.expire()).toBe(1);
    expect(await w.reads.get('token', token!.id)).toMatchObject({ state: 'expired' });
    w.clock.advance(15 * DAY);
    expect(await w.flow.handover.closeByRule()).toBe(1);
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'closed' });
    expect(await inUse()).toBe(1);
  });

  describe('when a request is amended', () => {
    const amend = async (requestId: string, workstation: string) =>
      w.flow.request.amend(w.alice, { ...(await w.seen(requestId)), workstation });
    const ask = (workstation: string) =>
      w.flow.request.submit(w.alice, { kind: 'first-issue', workstation, priority: 0 });

    it('names no workstation on which there is an active token', async () => {
      await w.activeToken(w.alice, 'PN-1');
      await w.refuses('duplicate', amend((await ask('PN-2')).id, 'PN-1'));
    });

    it('says which request is open for the workstation that it names', async () => {
      const first = await ask('PN-1');
      const error = await amend((await ask('PN-2')).id, 'PN-1').catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'duplicate', detail: { number: first.number } });
    });

    it('follows the token of the workstation that it names, or none', async () => {
      await w.activeToken(w.alice, 'PN-1');
      const { tokenId } = await w.activeToken(w.alice, 'PN-2');
      const renewal = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
      expect((await amend(renewal.id, 'PN-2')).replacesTokenId).toBe(tokenId);
      await w.refuses('wrong_state', amend(renewal.id, 'PN-3'));
    });

    it('gives a nomade credential no workstation, which would be produced whatever state it is in', async () => {
      const { id } = await w.flow.request.submit(w.alice, {
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        priority: 0,
      });
      const error = await amend(id, 'PN-NEW').catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'invalid_input', detail: { field: 'workstation' } });
    });
  });
});
