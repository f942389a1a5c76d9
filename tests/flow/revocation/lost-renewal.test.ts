import { createWorld, type World } from '../../support/world.ts';

/** A token that is lost is replaced, and no longer renewed. */
describe('a renewal of a token that is lost', () => {
  let w: World;
  let tokenId: string;
  beforeEach(async () => {
    w = await createWorld();
    ({ tokenId } = await w.activeToken(w.alice, 'PN-1'));
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const renewal = async (): Promise<string> =>
    (await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 })).id;
  const stateOf = async (id: string) => (await w.reads.get('request', id))?.state;

  it.each(['lost', 'stolen'] as const)('is closed in the entry that says that it is %s', async (reason) => {
    const id = await renewal();
    await w.approve(id);
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason });
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'withdrawn', closedAt: expect.any(Number) });
    const [entry] = (await w.opened.lists.entries({ action: 'token.reportLoss' }, { limit: 1 })).items;
    expect(entry?.detail).toMatchObject({ reason });
    expect(JSON.stringify(entry?.detail)).toContain(id);
    // and what is offered in its place can be asked for
    const asked = { kind: 'replacement', reason, workstation: 'PN-1', priority: 0 } as const;
    expect(await w.flow.request.submit(w.alice, asked)).toMatchObject({ replacesTokenId: tokenId });
  });

  it('is closed by an approver’s revocation too', async () => {
    const id = await renewal();
    await w.flow.revocation.revoke(w.valerie, { serial: tokenId, reason: 'stolen' });
    expect(await stateOf(id)).toBe('withdrawn');
  });

  it('is its holder’s alone: one of who had the token before keeps nobody from revoking it', async () => {
    const id = await renewal();
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'damaged' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return' });
    await w.flow.stock.recycle(w.thomas, { serial: tokenId, slot: '1' });
    const next = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(next.id);
    await w.flow.production.produce(w.thomas, { requestId: next.id, slot: '1' });
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'stolen' });
    expect((await w.reads.get('token', tokenId))?.state).toBe('revoked');
    expect(await stateOf(id)).toBe('submitted');
  });

  it('stays where the token is revoked for what is no loss, or where it is being made', async () => {
    const id = await renewal();
    await w.flow.revocation.revoke(w.valerie, { serial: tokenId, reason: 'damaged' });
    expect(await stateOf(id)).toBe('submitted');
    const bruno = await w.activeToken(w.bruno, 'PN-2');
    const { id: made } = await w.flow.request.submit(w.bruno, { kind: 'renewal', workstation: 'PN-2', priority: 0 });
    await w.approve(made);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: made, slot: '1' });
    await w.flow.revocation.reportLoss(w.bruno, { serial: bruno.tokenId, reason: 'lost' });
    expect(await stateOf(made)).toBe('produced');
  });
});
