import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;
/** A certificate renews itself once; for the second time in a row an operator looks at a document of its holder's. */
describe('a second renewal in a row', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    await w.activeToken(w.alice, 'PN-1');
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const made = async (kind: 'renewal' | 'damaged'): Promise<string> => {
    const wish = kind === 'renewal' ? { kind } : { kind: 'replacement' as const, reason: kind };
    const { id } = await w.flow.request.submit(w.alice, { workstation: 'PN-1', priority: 0, ...wish });
    await w.approve(id);
    w.clock.advance(DAY);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
    return id;
  };
  const accepted = async (requestId: string): Promise<void> => {
    await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
    await w.flow.handover.accept(w.alice, { requestId });
  };
  const given = async (requestId: string): Promise<void> => {
    await w.flow.handover.handOver(w.theo, { requestId });
    await w.flow.handover.confirmReceipt(w.alice, { requestId });
  };
  const renewed = async (): Promise<void> => {
    const id = await made('renewal');
    await accepted(id);
    await given(id);
  };
  const identify = (requestId: string, by = w.theo) =>
    w.flow.handover.checkIdentity(by, { requestId, purpose: 'renewal', document: 'passport' });
  const identityOf = async (id: string) => (await w.flow.reading.request(w.theo, id)).identity;

  it('is not handed over before an operator checked the identity, and the first is', async () => {
    await renewed();
    const id = await made('renewal');
    await accepted(id);
    expect(await identityOf(id)).toBe('missing');
    await w.refuses('wrong_state', w.flow.handover.handOver(w.theo, { requestId: id }));
    await w.refuses('own_request', identify(id, w.alice), { entry: false }).catch(() => undefined);
    expect(await identify(id)).toEqual({ done: true });
    expect(await identityOf(id)).toBe('checked');
    await w.refuses('already_done', identify(id));
    await given(id);
    // it begins anew: the next one goes by its holder's own factor
    await renewed();
  });

  it('has no document of somebody looked at who has left meanwhile', async () => {
    await renewed();
    const id = await made('renewal');
    await w.flow.handover.challenge(w.theo, { requestId: id, slot: '1' });
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    await expect(identify(id)).rejects.toMatchObject({ code: 'wrong_state', detail: { why: 'holder-gone-token' } });
    expect(await w.reads.count('identityCheck', { purpose: 'renewal' })).toBe(0);
  });

  it('is the first again once its token went to another machine before two persons', async () => {
    await renewed();
    const [token] = await w.reads.find('token', { holderId: w.alice.personId, state: 'active' });
    await w.flow.record.assign(w.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
    const moved = { serial: token!.id, workstation: 'PN-2', document: 'passport' } as const;
    await w.flow.rebinding.check(w.vincent, moved);
    await w.flow.rebinding.rebind(w.theo, moved);
    const { id } = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-2', priority: 0 });
    await w.approve(id);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
    await accepted(id);
    expect(await identityOf(id)).toBe('not-asked');
    await given(id);
    expect((await w.reads.get('token', token!.id))?.state).toBe('revoked');
  });

  it('is not checked by whoever produced it', async () => {
    await renewed();
    const id = await made('renewal');
    await accepted(id);
    await expect(identify(id, w.thomas)).rejects.toMatchObject({
      code: expect.stringMatching(/same_person|forbidden/),
    });
  });

  it('by shipment does not go by its holder’s own factor alone', async () => {
    await renewed();
    const requestId = await made('renewal');
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    await w.flow.handover.accept(w.alice, { requestId });
    await w.refuses('wrong_state', w.flow.handover.confirmReceipt(w.alice, { requestId }));
    await w.flow.handover.receiveParcel(w.corinne, { requestId });
    const { code } = await w.flow.pickupCodes.ask(w.alice, { requestId });
    const receipt = { requestId, purpose: 'receipt', code } as const;
    await expect(w.flow.handover.takeCode(w.corinne, receipt)).rejects.toMatchObject({
      code: 'wrong_state',
      detail: { why: 'document' },
    });
    await w.flow.handover.takeCode(w.corinne, { ...receipt, document: 'passport' });
    expect(await w.reads.find('identityCheck', {})).toMatchObject([
      { purpose: 'renewal', document: 'passport', checkedBy: w.corinne.personId },
    ]);
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'closed' });
  });

  it('is none after a replacement', async () => {
    await renewed();
    const replaced = await made('damaged');
    await accepted(replaced);
    await given(replaced);
    const id = await made('renewal');
    expect(await identityOf(id)).toBe('not-asked');
    await accepted(id);
    await w.refuses('wrong_state', identify(id));
    await given(id);
  });
});
