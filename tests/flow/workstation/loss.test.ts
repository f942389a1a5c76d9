import type { Caller } from '../../../src/book/rights/roles.ts';
import { isUrgent } from '../../../src/flow/urgent.ts';
import { machine, machineRequest, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('the loss of a workstation', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const lose = (by: Caller, workstation = 'PN-1') => w.flow.enrolment.reportLoss(by, { workstation });
  const stateOf = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0]?.state;
  const give = (person: Caller, workstation = 'PN-1') =>
    w.flow.record.assign(w.thomas, { workstation, person: person.personId, reason: 'handed-out' });

  it('is told by the agent who has it: its tokens and its own certificate are revoked at once', async () => {
    const brunos = await w.activeToken(w.bruno, 'PN-1');
    const { certificate } = await w.flow.machine.certify(w.theo, { workstation: 'PN-1', ...machineRequest() });
    await give(w.alice);
    expect(await lose(w.alice)).toEqual({
      workstation: 'PN-1',
      state: 'lost',
      revoked: 1,
      withdrawn: 0,
      published: true,
    });
    expect(await stateOf('PN-1')).toBe('lost');
    for (const id of [brunos.certificateId, certificate.id])
      expect(await w.reads.get('certificate', id)).toMatchObject({
        state: 'revoked',
        revocationReason: 'workstation-lost',
      });
    expect((await w.reads.get('token', brunos.tokenId))?.state).toBe('revoked');
  });

  it('is told by whoever has a token in use on it, also by one factor alone', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await give(w.bruno);
    await lose({ ...w.alice, scopes: [], oneFactor: ['agent'], freshUntil: 0 });
    expect(await stateOf('PN-1')).toBe('lost');
  });

  it('is told for others by correspondent and approver, and for anybody by technician and security officer', async () => {
    await takeOver(w.flow, [w.adele, w.olga], 'PN-4', { ...machine('PN-59'), service: 'PREF-59' });
    await lose(w.corinne, 'PN-1');
    await lose(w.valerie, 'PN-2');
    await lose(w.thomas, 'PN-3');
    await lose(w.olga, 'PN-4');
    await w.refuses('out_of_scope', lose(w.corinne, 'PN-59'));
    // lent by another service to one of theirs
    await give(w.alice, 'PN-59');
    await lose(w.corinne, 'PN-59');
  });

  it('of a blocked machine is told by the workshop and the officers alone: it is to come back as cleaned', async () => {
    await give(w.alice);
    await w.flow.enrolment.change(w.olga, { workstation: 'PN-1', action: 'block' });
    await w.refuses('forbidden', lose(w.alice));
    for (const by of [w.corinne, w.valerie]) await w.refuses('out_of_scope', lose(by));
    expect(await w.flow.reading.machinesToReport(w.alice, w.alice.personId)).toEqual([]);
    await lose(w.thomas);
  });

  it('shows no number of somebody else’s token before it is told', async () => {
    const brunos = await w.activeToken(w.bruno, 'PN-1');
    const alices = await w.activeToken(w.alice, 'PN-1');
    expect(await w.flow.reading.lossHit(w.alice, 'PN-1')).toMatchObject({
      tokens: [{ id: alices.tokenId }],
      others: 1,
    });
    const { tokens, others } = await w.flow.reading.lossHit(w.thomas, 'PN-1');
    expect([tokens.map(({ id }) => id).sort(), others]).toEqual([[alices.tokenId, brunos.tokenId].sort(), 0]);
  });

  it('shows whose requests end with it as far as who tells it may read them, and ends them all', async () => {
    const ask = (who: Caller) => w.flow.request.submit(who, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const [mine, his] = [await ask(w.alice), await ask(w.bruno)];
    await give(w.alice);
    expect(await w.flow.reading.lossHit(w.alice, 'PN-1')).toMatchObject({
      requests: [{ number: mine.number, state: 'submitted' }],
      otherRequests: 1,
    });
    expect(await lose(w.alice)).toMatchObject({ revoked: 0, withdrawn: 2 });
    for (const { id } of [mine, his])
      expect(await w.reads.get('request', id)).toMatchObject({
        state: 'withdrawn',
        endReason: 'workstation-lost',
        closedAt: expect.any(Number),
      });
  });

  it('of somebody else’s machine is answered as of none, and changes nothing', async () => {
    await w.activeToken(w.bruno, 'PN-1');
    const saidOf = (number: string) => lose(w.alice, number).catch((error: unknown) => String(error));
    expect(await saidOf('PN-1')).toBe(await saidOf('PN-NONE'));
    await w.refuses('forbidden', lose(w.alice));
    await w.refuses('forbidden', lose(w.aurore));
    expect(await stateOf('PN-1')).toBe('commissioned');
    expect(await w.reads.count('token', { state: 'active' })).toBe(1);
  });

  it('of none, and of somebody else’s, is asked about in the same words; who may report any learns that there is none', async () => {
    await w.activeToken(w.bruno, 'PN-1');
    const askedBy = (by: Caller, number: string) =>
      w.flow.reading.lossHit(by, number).catch(({ code, message, detail }) => ({ code, message, detail }));
    expect(await askedBy(w.alice, 'PN-1')).toEqual(await askedBy(w.alice, 'PN-NONE'));
    for (const by of [w.alice, w.corinne])
      expect(await askedBy(by, 'PN-NONE')).toMatchObject({ code: 'not_found', detail: { why: 'loss-not-yours' } });
    expect(await askedBy(w.thomas, 'PN-NONE')).not.toMatchObject({ detail: { why: 'loss-not-yours' } });
  });

  it('is no matter any more of who gave the machine back, or whose token there ended', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });
    await w.refuses('forbidden', lose(w.alice));
    await give(w.alice);
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-1', reason: 'returned' });
    await w.refuses('forbidden', lose(w.alice));
  });

  it('is told once; the way back is the workshop’s', async () => {
    await give(w.alice);
    await lose(w.alice);
    await w.refuses('wrong_state', lose(w.alice));
    const found = { workstation: 'PN-1', action: 'takeBackFound' } as const;
    for (const who of [w.alice, w.corinne, w.valerie])
      await w.refuses('forbidden', w.flow.enrolment.change(who, found));
    await w.flow.enrolment.change(w.thomas, found);
    expect(await stateOf('PN-1')).toBe('in_repair');
  });

  it('waits for nothing: neither for an agent who did too much, nor for room on the disk', async () => {
    await give(w.alice);
    for (let n = 0; n < 410; n++) await w.flow.pickupCodes.ask(w.alice, { requestId: 'none' }).catch(() => undefined);
    await lose(w.alice);
    expect(isUrgent({ actor: w.alice.personId, action: 'workstation.lose', outcome: 'done' })).toBe(true);
  });
});
