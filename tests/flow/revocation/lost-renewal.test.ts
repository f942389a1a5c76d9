import { createWorld, type World } from '../../support/world/world.ts';

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
  const renewal = async (workstation = 'PN-1'): Promise<string> =>
    (await w.flow.request.submit(w.alice, { kind: 'renewal', workstation, priority: 0 })).id;
  const forgotten = () =>
    w.flow.request.submit(w.alice, { kind: 'replacement', reason: 'forgotten', workstation: 'PN-1', priority: 0 });
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

  it('is closed with a temporary one that waits beside it', async () => {
    const { id } = await forgotten();
    await w.approve(id);
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });
    expect(await stateOf(id)).toBe('withdrawn');
  });

  const goes = (action: 'lose' | 'block') =>
    action === 'lose'
      ? w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' })
      : w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
  it.each(['lose', 'block'] as const)('is closed in the entry by which its machine goes: %s', async (action) => {
    const bruno = await w.activeToken(w.bruno, 'PN-2');
    const id = await renewal();
    const kept = await w.flow.request.submit(w.bruno, { kind: 'renewal', workstation: 'PN-2', priority: 0 });
    await w.approve(id);
    await goes(action);
    // a blocked machine may come back; of a lost one it is said why
    const endReason = action === 'lose' ? 'workstation-lost' : null;
    const ended = { state: 'withdrawn', closedAt: expect.any(Number), endReason };
    expect(await w.reads.get('request', id)).toMatchObject(ended);
    const [entry] = (await w.opened.lists.entries({ action: `workstation.${action}` }, { limit: 1 })).items;
    expect(JSON.stringify(entry?.detail)).toContain(id);
    expect(await stateOf(kept.id)).toBe('submitted');
    expect((await w.reads.get('token', bruno.tokenId))?.state).toBe('active');
  });

  it.each(['lose', 'block'] as const)('is closed so where a temporary one is asked for: %s', async (action) => {
    const { id } = await forgotten();
    await goes(action);
    expect(await stateOf(id)).toBe('withdrawn');
  });

  it('is closed where an incident takes the token away, of its machine and of its holder elsewhere', async () => {
    await w.activeToken(w.alice, 'PN-2');
    const [here, there] = [await renewal(), await renewal('PN-2')];
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' });
    await w.flow.incident.block(w.olga, { incidentId });
    expect([await stateOf(here), await stateOf(there)]).toEqual(['withdrawn', 'withdrawn']);
  });

  it('is closed where a list of machines is blocked', async () => {
    const id = await renewal();
    await w.flow.incident.blockMany(w.olga, { workstations: ['PN-1'], reason: 'ransomware' });
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
