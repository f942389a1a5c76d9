import { goesFirst, isUrgent } from '../../src/flow/urgent.ts';
import { createWorld, type World } from '../support/world/world.ts';

describe('what takes access away goes on while the disk is nearly full', () => {
  let world: World;
  let token: { tokenId: string; certificateId: string };
  beforeEach(async () => {
    world = await createWorld();
    token = await world.activeToken(world.alice, 'PN-1');
  });
  afterEach(() => world.close());

  const revoked = async (): Promise<boolean> => {
    const certificate = await world.reads.get('certificate', token.certificateId);
    return certificate?.state === 'revoked';
  };
  const newest = async () => (await world.opened.lists.entries({ outcome: 'done' }, { limit: 9 })).items;
  const acts: Record<string, () => Promise<unknown>> = {
    'an officer revokes a token': () =>
      world.flow.revocation.revoke(world.olga, { serial: token.tokenId, reason: 'other' }),
    'its holder reports it lost': () =>
      world.flow.revocation.reportLoss(world.alice, { serial: token.tokenId, reason: 'lost' }),
    'its workstation is lost': () => world.flow.enrolment.reportLoss(world.thomas, { workstation: 'PN-1' }),
    'its workstation is blocked': () =>
      world.flow.enrolment.change(world.thomas, { workstation: 'PN-1', action: 'block' }),
  };

  it.each(Object.keys(acts))('%s', async (name) => {
    await acts[name]?.();
    expect(await revoked()).toBe(true);
    const entry = (await newest()).find(({ actor }) => actor !== 'system')!;
    expect([entry.action, isUrgent({ ...entry, outcome: 'done' })]).toEqual([entry.action, true]);
  });

  it('a workstation is retired, and its certificate with it', async () => {
    await world.flow.enrolment.change(world.thomas, { workstation: 'PN-2', action: 'retire' });
    const [entry] = await newest();
    expect([entry?.action, isUrgent({ actor: entry!.actor, action: entry!.action, outcome: 'done' })]).toEqual([
      'workstation.retire',
      true,
    ]);
  });

  it('a temporary token comes back, and is revoked in the same act', async () => {
    const asked = { kind: 'replacement', reason: 'forgotten', workstation: 'PN-1', priority: 0 } as const;
    const { id: requestId } = await world.flow.request.submit(world.alice, asked);
    await world.approve(requestId);
    world.plugNext('1');
    await world.flow.production.produce(world.thomas, { requestId, slot: '1' });
    const [temporary] = await world.reads.find('token', { requestId });
    await world.flow.stock.change(world.thomas, { serial: temporary!.id, action: 'return' });
    const its = (await newest()).filter(({ subject }) => subject === `token:${temporary!.id}`).slice(0, 2);
    const two = its.map(({ actor, action }) => [action, isUrgent({ actor, action, outcome: 'done' })]);
    expect(two).toEqual([
      ['token.return', true],
      ['token.endTemporary', true],
    ]);
  });

  it('is a recovery, which takes the account from whoever has its ways in', () => {
    for (const action of ['dualControl.propose', 'dualControl.confirm'])
      expect(goesFirst({ action, detail: { act: 'account.recover' } })).toBe(true);
  });

  it.each([
    ['recall.open', { kind: 'model', model: 'Twin', way: 'revoke-now' }, true],
    ['policy.set', { id: 'dual.revealMinutes', value: 7 }, false],
  ] as const)('of decisions of two persons %s is as urgent as what is decided', async (act, args, urgent) => {
    const { transact } = world.opened.store;
    const hastes: unknown[] = [];
    world.opened.store.transact = (work, how) => {
      hastes.push(how);
      return transact(work, how);
    };
    const decided = { act, args } as Parameters<typeof world.flow.dualControl.propose>[1];
    const proposal = await world.flow.dualControl.propose(world.adele, decided);
    hastes.length = 0;
    await world.flow.dualControl.confirm(world.olga, { proposalId: proposal.id, argsHash: proposal.argsHash });
    world.opened.store.transact = transact;
    expect(hastes[0]).toMatchObject({ urgent });
    const entries = (await newest()).filter(({ subject }) => subject === `proposal:${proposal.id}`);
    expect(entries.map((entry) => [entry.action, isUrgent({ ...entry, outcome: 'done' })])).toEqual([
      ['dualControl.confirm', urgent],
      ['dualControl.propose', urgent],
    ]);
  });

  it('ways in end, and grants that a review ends', () => {
    for (const [action, detail] of [
      ['account.endSessions', {}],
      ['session.endAll', {}],
      ['apiToken.revoke', {}],
      ['dualControl.confirm', { act: 'access.review' }],
    ] as const)
      expect([action, isUrgent({ actor: 'somebody', action, outcome: 'done', detail })]).toEqual([action, true]);
  });

  it('and nothing that gives access does', () => {
    expect(
      isUrgent({ actor: 'a', action: 'dualControl.confirm', outcome: 'done', detail: { act: 'role.grant' } }),
    ).toBe(false);
    for (const action of ['request.approve', 'production.begin', 'workstation.signItem', 'account.grant'])
      expect([action, isUrgent({ actor: 'somebody', action, outcome: 'done' })]).toEqual([action, false]);
  });
});
