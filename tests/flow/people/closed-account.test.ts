import { createWorld, type World } from '../../support/world/world.ts';

/** Who is shut out of Jeton is not shut out of the network: that takes a person's click, and somebody has to know. */
describe('a disabled account of somebody with tokens', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const disable = (who: World['alice']) => w.flow.people.disable(w.adele, { personId: who.personId });
  const told = async (who: World['alice']) => {
    const all = await w.store.told(who.personId, 0, 200);
    return all.filter(({ template }) => template === 'closed-still-holds').length;
  };
  const leavers = async (by: World['alice']) =>
    (await w.flow.directory.leavers(by)).map(({ person, state, since }) => ({ id: person.id, state, since }));

  it('is told to the security officers and to the approvers of that service, with a way to revoke', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await disable(w.alice);
    expect([await told(w.valerie), await told(w.odile)]).toEqual([1, 1]);
    expect([await told(w.alice), await told(w.adele), await told(w.thomas)]).toEqual([0, 0, 0]);
    expect(await leavers(w.odile)).toEqual([{ id: w.alice.personId, state: 'closed', since: null }]);
    expect(await leavers(w.valerie)).toHaveLength(1);
  });

  it('is listed with as many questions as one alone, however many have left', async () => {
    const find = jest.spyOn(w.reads, 'find');
    const questions = async () => {
      find.mockClear();
      const found = await leavers(w.odile);
      return { found: found.length, asked: find.mock.calls.length };
    };
    await w.activeToken(w.alice, 'PN-1');
    await disable(w.alice);
    const one = await questions();
    expect(one.found).toBe(1);
    for (const [who, machine] of [
      [w.bruno, 'PN-2'],
      [w.eve, 'PN-3'],
    ] as const) {
      await w.activeToken(who, machine);
      await disable(who);
    }
    expect(await questions()).toEqual({ found: 3, asked: one.asked });
  });

  it('does nothing more for its agent, whose request came in a moment before: that is no fault of ours', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1');
    await disable(w.alice);
    await w.refuses('forbidden', w.flow.pickupCodes.ask(w.alice, { requestId }));
    await w.refuses('forbidden', w.flow.incident.report(w.alice, { kind: 'phishing' }));
  });

  it('lets nobody go on in a role that ended a moment before, an operator or not', async () => {
    const { id: requestId } = await w.produced(w.alice, 'PN-1', { deliverySite: 'Lyon' });
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: '6A12345678901' });
    const [grant] = await w.reads.find('grant', { personId: w.corinne.personId, role: 'correspondent' });
    await w.flow.people.endGrant(w.adele, { grantId: grant!.id });
    await w.refuses('forbidden', w.flow.handover.receiveParcel(w.corinne, { requestId }));
  });

  it('lets one click take everything, and nothing goes by itself', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await disable(w.alice);
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
    const { personId } = w.alice;
    expect(await w.flow.directory.revokeLeaver(w.odile, { personId })).toMatchObject({ tokens: 1 });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
    expect(await leavers(w.odile)).toEqual([]);
  });

  it('stands among the leavers while a Nomade credential is being made, which one click takes away too', async () => {
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    await w.approve(requestId);
    const { personId } = w.alice;
    w.beforeSignature(async () => {
      await disable(w.alice);
      expect(await leavers(w.odile)).toEqual([{ id: personId, state: 'closed', since: null }]);
      expect(await w.flow.directory.revokeLeaver(w.odile, { personId })).toMatchObject({ credentials: 1 });
    });
    await expect(w.flow.software.release(w.thomas, { requestId })).rejects.toMatchObject({
      code: expect.stringMatching(/conflict|wrong_state/),
    });
    expect(await leavers(w.odile)).toEqual([]);
    // it does not go back to the queue: nobody makes it again
    expect((await w.reads.get('request', requestId))?.state).toBe('withdrawn');
  });

  it('keeps no request that waits: what is asked, approved or on its way without its token ends with one click', async () => {
    const { personId } = w.alice;
    const made = await w.produced(w.alice, 'PN-1');
    const [token] = await w.reads.find('token', { requestId: made.id });
    await w.flow.revocation.revoke(w.odile, { serial: token!.id, reason: 'damaged' });
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const asked = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    const approved = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(approved.id);
    await disable(w.alice);
    const ids = [made.id, asked.id, approved.id];
    const [leaver] = await w.flow.directory.leavers(w.odile);
    expect(leaver).toMatchObject({ person: { id: personId }, tokens: [], credentials: [] });
    expect(leaver!.requests.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await w.flow.directory.revokeLeaver(w.odile, { personId })).toEqual({
      tokens: 0,
      credentials: 0,
      requests: 3,
      published: true,
    });
    for (const id of ids)
      expect(await w.reads.get('request', id)).toMatchObject({ state: 'withdrawn', closedAt: expect.any(Number) });
    expect(await w.flow.reading.toMakeAgain(w.thomas, 10)).toMatchObject({ items: [] });
    expect(await leavers(w.odile)).toEqual([]);
    await w.refuses('already_done', w.flow.directory.revokeLeaver(w.odile, { personId }));
  });

  it('is no news where nothing is in use, and an open account gives no such click', async () => {
    await disable(w.eve);
    expect([await told(w.odile), (await leavers(w.odile)).length]).toEqual([0, 0]);
    await w.activeToken(w.alice, 'PN-1');
    await w.refuses('wrong_state', w.flow.directory.revokeLeaver(w.odile, { personId: w.alice.personId }));
  });
});

describe('a question to somebody whose account was disabled', () => {
  let w: World;
  let requestId: string;
  const PHONE = { kind: 'android', name: 'Téléphone' } as const;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    const asked = { kind: 'first-issue', workstation: 'PN-1', holder: 'M-ALICE', priority: 0 } as const;
    requestId = (await w.flow.request.submit(w.corinne, asked)).id;
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = async (id = requestId) =>
    w.flow.approval.askInformation(w.valerie, { ...(await w.seen(id)), text: 'Lequel ?' });
  const disable = (who: World['alice']) => w.flow.people.disable(w.adele, { personId: who.personId });
  const told = async (who: World['alice']): Promise<string[]> => {
    const all = await w.store.told(who.personId, 0, 200);
    return all.filter(({ template }) => template === 'question-unanswerable').map(({ about }) => about);
  };

  it('is told to the approvers of its service once neither who asked nor the holder can answer it', async () => {
    await ask();
    await disable(w.corinne);
    expect(await told(w.valerie)).toEqual([]); // Alice can
    await disable(w.alice);
    expect(await told(w.valerie)).toEqual([`request:${requestId}`]);
    expect([await told(w.olga), await told(w.alice), await told(w.corinne)]).toEqual([[], [], []]);
    // and they can do what they are told
    await w.flow.approval.reject(w.valerie, { ...(await w.seen(requestId)), text: 'à refaire' });
  });

  it('is told of what somebody asked for themselves', async () => {
    const own = await w.flow.request.submit(w.alice, { kind: 'nomade', device: PHONE, priority: 0 });
    await ask(own.id);
    await disable(w.alice);
    expect(await told(w.valerie)).toEqual([`request:${own.id}`]);
  });

  it('is told of a question that is put once both are gone', async () => {
    await disable(w.corinne);
    await disable(w.alice);
    await ask();
    expect(await told(w.valerie)).toEqual([`request:${requestId}`]);
    expect([await told(w.olga), await told(w.corinne)]).toEqual([[], []]);
  });

  it('is no news where no question waits, and none to an approver whose request it is', async () => {
    await disable(w.corinne);
    await disable(w.alice);
    expect(await told(w.valerie)).toEqual([]);
    const wish = { kind: 'nomade', device: PHONE, priority: 0 } as const;
    const own = await w.flow.request.submit(w.vera, wish);
    await ask(own.id);
    await disable(w.vera);
    expect([await told(w.vera), await told(w.valerie)]).toEqual([[], [`request:${own.id}`]]);
  });
});

/** Nothing is made for a closed account, so that somebody has to end what was asked. */
describe('an open request of a holder whose account is disabled', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = (workstation: string) =>
    w.flow.request.submit(w.corinne, { kind: 'first-issue', workstation, holder: 'M-ALICE', priority: 0 });
  const disable = () => w.flow.people.disable(w.adele, { personId: w.alice.personId });
  const told = async (who: World['alice']): Promise<string[]> => {
    const all = await w.store.told(who.personId, 0, 200);
    return all.filter(({ template }) => template === 'holder-gone').map(({ about }) => about);
  };

  it('is refused where it is asked for only then', async () => {
    await disable();
    await w.refuses('wrong_state', ask('PN-1'));
  });

  it('is told to the approvers of its service, who reject it, whether it waits for them or in the queue', async () => {
    const waits = await ask('PN-1');
    const approved = await ask('PN-2');
    await w.approve(approved.id);
    await disable();
    expect((await told(w.valerie)).sort()).toEqual([`request:${waits.id}`, `request:${approved.id}`].sort());
    expect([await told(w.olga), await told(w.alice), await told(w.corinne)]).toEqual([[], [], []]);
    for (const { id } of [waits, approved])
      await w.flow.approval.reject(w.valerie, { ...(await w.seen(id)), text: 'parti' });
  });

  it('is told as a technician puts it back, who had taken it, and where whoever asked could answer its question', async () => {
    const leased = await ask('PN-1');
    await w.approve(leased.id);
    await w.flow.production.take(w.thomas, { requestId: leased.id });
    const asked = await ask('PN-2');
    await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(asked.id)), text: 'Lequel ?' });
    await disable();
    expect(await told(w.valerie)).toEqual([`request:${asked.id}`]);
    await w.flow.production.putBack(w.thomas, { requestId: leased.id });
    expect((await told(w.valerie)).sort()).toEqual([`request:${leased.id}`, `request:${asked.id}`].sort());
    await w.flow.approval.reject(w.valerie, { ...(await w.seen(leased.id)), text: 'parti' });
  });

  it('is no news of what was made or ended, nor told to whoever it is of', async () => {
    await w.produced(w.alice, 'PN-1');
    const ended = await ask('PN-2');
    await w.flow.approval.reject(w.valerie, { ...(await w.seen(ended.id)), text: 'non' });
    await disable();
    expect(await told(w.valerie)).toEqual([]);
    const own = await w.flow.request.submit(w.vera, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    await w.flow.people.disable(w.adele, { personId: w.vera.personId });
    expect([await told(w.vera), await told(w.valerie)]).toEqual([[], [`request:${own.id}`]]);
  });
});
