import type { ErrorCode } from '../../src/errors.ts';
import { createWorld, type World } from '../support/world/world.ts';

/** Every refused act has its code, changes nothing and leaves its entry (`w.refuses` checks all three). */
describe('refusals', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = () => w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });

  it('asks for nobody else without being their correspondent', async () => {
    // somebody else and nobody are refused alike: no agent finds out which ids there are
    for (const holder of ['M-BRUNO', 'M-NOBODY'])
      await w.refuses(
        'forbidden',
        w.flow.request.submit(w.alice, {
          holder,
          kind: 'nomade',
          device: { kind: 'android', name: 'Téléphone' },
          priority: 0,
        }),
      );
    await w.refuses(
      'out_of_scope',
      w.flow.request.submit(w.corinne, {
        holder: 'M-EVE',
        kind: 'nomade',
        device: { kind: 'android', name: 'Téléphone' },
        priority: 0,
      }),
    );
    await w.flow.request.submit(w.corinne, {
      holder: 'M-BRUNO',
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
  });

  it('keeps one open request for an agent and a workstation', async () => {
    await ask();
    await w.refuses('duplicate', ask());
  });

  it('refuses a first issue where an active token is, and a renewal where none is', async () => {
    await w.refuses(
      'wrong_state',
      w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 }),
    );
    await w.activeToken(w.alice, 'PN-1');
    await w.refuses('duplicate', ask());
  });

  it('refuses a retired workstation, an unknown one, and a request without shape', async () => {
    await w.refuses(
      'wrong_state',
      w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-OLD', priority: 0 }),
    );
    await w.refuses(
      'not_found',
      w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-404', priority: 0 }),
    );
    await expect(w.flow.request.submit(w.alice, { kind: 'first-issue', priority: 0 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(
      w.flow.request.submit(w.alice, { kind: 'replacement', workstation: 'PN-1', priority: 0 }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('lets nobody approve their own, whether held or asked for', async () => {
    const own = await w.flow.request.submit(w.valerie, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await w.refuses(
      'own_request',
      w.flow.approval.approve(w.valerie, { requestId: own.id, contentHash: own.contentHash, seenPriority: 0 }),
    );
  });

  it('lets nobody approve outside their scope, without the role, twice, or what has changed', async () => {
    const request = await ask();
    const seen = { requestId: request.id, contentHash: request.contentHash, seenPriority: 0 };
    await w.refuses('forbidden', w.flow.approval.approve(w.thomas, seen));
    await w.refuses('out_of_scope', w.flow.approval.approve(w.victor, seen));
    const amended = await w.flow.request.amend(w.alice, { ...(await w.seen(request.id)), comment: 'à Bordeaux' });
    await w.refuses('changed_since', w.flow.approval.approve(w.valerie, seen));
    await w.flow.approval.approve(w.valerie, { ...seen, contentHash: amended.contentHash });
    await w.refuses('already_done', w.flow.approval.approve(w.valerie, { ...seen, contentHash: amended.contentHash }));
  });

  it('lets nobody take a question for answered that was asked since they read the request', async () => {
    const request = await ask();
    const read = { ...(await w.seen(request.id)), comment: 'bureau 12' };
    await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(request.id)), text: 'Prêté ?' });
    await w.refuses('changed_since', w.flow.request.amend(w.alice, { ...read, isAnswer: false }));
    await w.flow.request.amend(w.alice, { ...read, isAnswer: true });
    await w.refuses(
      'changed_since',
      w.flow.request.amend(w.alice, { ...(await w.seen(request.id)), comment: 'Oui', isAnswer: true }),
    );
  });

  it('lets nobody amend what was amended since they read it, and says a state that forbids it first', async () => {
    const request = await ask();
    const read = await w.seen(request.id);
    await w.flow.request.amend(w.alice, { ...read, comment: 'bureau 12' });
    const { contentHash } = await w.seen(request.id);
    await w.refuses('changed_since', w.flow.request.amend(w.alice, { ...read, comment: 'bureau 14' }));
    expect(await w.reads.get('request', request.id)).toMatchObject({ comment: 'bureau 12', contentHash });
    await w.flow.request.amend(w.alice, { requestId: request.id, contentHash, comment: 'bureau 14' });
    await w.flow.request.withdraw(w.alice, { requestId: request.id });
    await w.refuses('wrong_state', w.flow.request.amend(w.alice, { ...read, comment: 'encore' }));
  });

  it('cancels the approvals when the content changes, and when they are taken back', async () => {
    const request = await ask();
    await w.approve(request.id);
    await w.flow.request.amend(w.alice, { ...(await w.seen(request.id)), deliverySite: 'Lille' });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'submitted', approvedAt: null });
    await w.approve(request.id);
    await w.flow.approval.takeBack(w.valerie, { requestId: request.id });
    expect(await w.reads.find('approval', { requestId: request.id, withdrawnAt: null })).toEqual([]);
    await w.refuses('wrong_state', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
  });

  it('needs two approvers where the policy, set by two persons, says so', async () => {
    const proposal = await w.flow.dualControl.propose(w.adele, {
      act: 'policy.set',
      args: { id: 'approvals:first-issue', value: 2 },
    });
    await w.refuses(
      'same_person',
      w.flow.dualControl.confirm(w.adele, { proposalId: proposal.id, argsHash: proposal.argsHash }),
    );
    await w.refuses(
      'changed_since',
      w.flow.dualControl.confirm(w.olga, { proposalId: proposal.id, argsHash: 'f'.repeat(64) }),
    );
    await w.flow.dualControl.confirm(w.olga, { proposalId: proposal.id, argsHash: proposal.argsHash });
    await w.refuses(
      'wrong_state',
      w.flow.dualControl.confirm(w.olga, { proposalId: proposal.id, argsHash: proposal.argsHash }),
    );
    const request = await ask();
    expect(await w.approve(request.id)).toEqual({ state: 'submitted' });
    const second = await w.flow.approval.approve(w.vera, {
      requestId: request.id,
      contentHash: request.contentHash,
      seenPriority: 0,
    });
    expect(second).toEqual({ state: 'approved' });
  });

  it('ends a proposal after its minutes', async () => {
    const args = { personId: w.bruno.personId, role: 'technician' as const, scope: '*' };
    const proposal = await w.flow.dualControl.propose(w.adele, { act: 'role.grant', args });
    w.clock.advance(16 * 60_000);
    await w.refuses(
      'expired',
      w.flow.dualControl.confirm(w.olga, { proposalId: proposal.id, argsHash: proposal.argsHash }),
    );
    expect(await w.flow.dualControl.expire()).toBe(1);
  });

  it('grants operator roles by two persons only, and exclusive roles to nobody', async () => {
    await w.refuses(
      'forbidden',
      w.flow.people.grant(w.adele, { personId: w.bruno.personId, role: 'technician', scope: '*' }),
    );
    await w.refuses(
      'exclusive_role',
      w.dual('role.grant', { personId: w.thomas.personId, role: 'auditor', scope: '*' }),
    );
    await w.refuses(
      'exclusive_role',
      w.dual('role.grant', { personId: w.olga.personId, role: 'administrator', scope: '*' }, w.adele, w.odile),
    );
    await w.refuses(
      'same_person',
      w.flow.dualControl.propose(w.adele, {
        act: 'role.grant',
        args: { personId: w.adele.personId, role: 'technician', scope: '*' },
      }),
    );
  });

  it('grants nothing that has ended, or ends before it begins, by one person or by two', async () => {
    const noEntry = { entry: false };
    const now = w.clock.now();
    const [person, day] = [{ personId: w.bruno.personId, scope: '*' }, 86_400_000];
    for (const dates of [
      { validUntil: now },
      { validUntil: now - day },
      { validFrom: now + day, validUntil: now + day },
      { validFrom: now + 2 * day, validUntil: now + day },
    ]) {
      await w.refuses(
        'invalid_input',
        w.flow.people.grant(w.adele, { ...person, role: 'supervisor', ...dates }),
        noEntry,
      );
      const args = { ...person, role: 'technician' as const, ...dates };
      await w.refuses('invalid_input', w.flow.dualControl.propose(w.adele, { act: 'role.grant', args }), noEntry);
    }
    expect(await w.reads.find('proposal', { state: 'proposed' })).toEqual([]);
    const args = { ...person, role: 'technician' as const, validUntil: now + 60_000 };
    const { id: proposalId, argsHash } = await w.flow.dualControl.propose(w.adele, { act: 'role.grant', args });
    w.clock.advance(60_000);
    await w.refuses('invalid_input', w.flow.dualControl.confirm(w.olga, { proposalId, argsHash }), noEntry);
  });

  it('has nobody wait for a second person in vain: a grant that could not be done is refused when it is proposed', async () => {
    const propose = (personId: string, role: 'technician' | 'auditor') =>
      w.flow.dualControl.propose(w.adele, { act: 'role.grant', args: { personId, role, scope: '*' } });
    await w.refuses('not_found', propose('0'.repeat(26), 'technician'));
    await w.refuses('exclusive_role', propose(w.thomas.personId, 'auditor'));
    await w.refuses('already_done', propose(w.thomas.personId, 'technician'));
  });

  it('lets no two administrators make an operator', async () => {
    await w.refuses(
      'forbidden',
      w.dual('role.grant', { personId: w.bruno.personId, role: 'technician', scope: '*' }, w.adele, w.armand),
    );
  });

  it('lets nobody produce what they asked for, hold or approved', async () => {
    const own = await w.flow.request.submit(w.thomas, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(own.id);
    await w.refuses('own_request', w.flow.production.produce(w.thomas, { requestId: own.id, slot: '1' }));
    const other = await ask();
    await w.approve(other.id, w.vincent);
    await w.refuses('same_person', w.flow.production.produce(w.vincent, { requestId: other.id, slot: '1' }));
  });

  it('writes to no token that is foreign, used, or not the one named', async () => {
    const request = await ask();
    await w.approve(request.id);
    await w.refuses(
      'token_wrong',
      w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1', serial: 'B-0009' }),
    );
    w.twin.plug('1', { serial: 'FOREIGN', soPin: 'x' });
    await w.refuses('token_foreign', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
    expect(w.twin.tokens.get('1')).toMatchObject({ pin: null, soPin: 'x' });
    w.twin.unplug('1');
    await w.refuses('token_wrong', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
  });

  it('asks for a fresh factor where the table says so', async () => {
    const request = await ask();
    await w.approve(request.id);
    const stale = { ...w.thomas, freshUntil: 0 };
    await w.refuses('fresh_factor_needed', w.flow.production.produce(stale, { requestId: request.id, slot: '1' }));
    await w.refuses(
      'fresh_factor_needed',
      w.flow.dualControl.propose(
        { ...w.adele, freshUntil: 0 },
        { act: 'policy.set', args: { id: 'approvals:nomade', value: 1 } },
      ),
    );
  });

  it('prints nobody the letter of a token they produced, nor before the acceptance', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    const letter = await w.pinLetter(request.id);
    await w.refuses('same_person', w.flow.letters.print(w.thomas, { letterId: letter.id }));
    await w.refuses('wrong_state', w.flow.letters.print(w.vincent, { letterId: letter.id }));
    await w.flow.handover.challenge(w.theo, { requestId: request.id, slot: '1' });
    await w.refuses('wrong_state', w.flow.handover.handOver(w.theo, { requestId: request.id }));
    await w.accept(request.id);
    await w.refuses('already_done', w.flow.handover.accept(w.alice, { requestId: request.id }));
    await w.flow.letters.print(w.vincent, { letterId: letter.id });
    await w.flow.letters.print(w.vincent, { letterId: letter.id });
    w.clock.advance(16 * 60_000);
    await w.refuses('expired', w.flow.letters.print(w.vincent, { letterId: letter.id }));
    expect(await w.flow.letters.expire()).toBe(1);
    expect(await w.store.secret(letter.secretId ?? '')).toBeUndefined();
  });

  it('hands nothing over that was not produced, and closes nothing twice', async () => {
    const request = await ask();
    await w.refuses('wrong_state', w.flow.handover.challenge(w.theo, { requestId: request.id, slot: '1' }));
    await w.refuses('wrong_state', w.flow.handover.handOver(w.theo, { requestId: request.id }));
    await w.activeToken(w.bruno, 'PN-2');
    const [closed] = await w.reads.find('request', { holderId: w.bruno.personId });
    await w.refuses('wrong_state', w.flow.handover.confirmReceipt(w.bruno, { requestId: closed?.id ?? '' }));
    await w.refuses('forbidden', w.flow.handover.confirmReceipt(w.alice, { requestId: closed?.id ?? '' }));
  });

  it('revokes nothing twice, nothing unknown, and nobody else’s without the role', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.refuses('forbidden', w.flow.revocation.reportLoss(w.bruno, { serial: tokenId, reason: 'lost' }));
    await w.refuses('forbidden', w.flow.revocation.revoke(w.thomas, { serial: tokenId, reason: 'other' }));
    await w.refuses('not_found', w.flow.revocation.revoke(w.olga, { serial: 'none', reason: 'other' }));
    await w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'key-compromise' });
    await w.refuses('already_done', w.flow.revocation.revoke(w.olga, { serial: tokenId, reason: 'other' }));
  });

  it.each<[string, ErrorCode]>([
    ['rejected', 'wrong_state'],
    ['withdrawn', 'wrong_state'],
  ])('does nothing more to a request that is %s', async (end, code) => {
    const request = await ask();
    if (end === 'rejected')
      await w.flow.approval.reject(w.valerie, { ...(await w.seen(request.id)), text: 'hors périmètre' });
    else await w.flow.request.withdraw(w.alice, { requestId: request.id });
    await w.refuses(
      code,
      w.flow.approval.approve(w.valerie, { requestId: request.id, contentHash: request.contentHash, seenPriority: 0 }),
    );
    await w.refuses(code, w.flow.request.amend(w.alice, { ...(await w.seen(request.id)), comment: 'encore' }));
    await w.refuses(code, w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
  });

  it('takes a delivery in once', async () => {
    const delivery = { reference: 'BL-2', model: 'Twin', tokens: [{ serial: 'B-0001', soPin: '12345678' }] };
    const refused = w.flow.stock.receive(w.thomas, delivery);
    await w.refuses('duplicate', refused);
    const known = { serial: 'B-0001', kind: 'token', from: 'in_stock' };
    await expect(refused).rejects.toMatchObject({ detail: { ...known, why: 'received' } });
    await w.flow.stock.addLocation(w.simon, { code: 'LYON-COFFRE', label: 'Coffre', site: 'Lyon' });
    const tokens = [{ serial: 'B-9000', soPin: '12345678' }];
    await w.flow.stock.receive(w.thomas, { ...delivery, tokens });
    const placed = w.flow.stock.receive(w.thomas, { ...delivery, tokens });
    await w.refuses('duplicate', placed);
    await expect(placed).rejects.toMatchObject({ detail: { why: 'received-in-location', location: 'LYON-COFFRE' } });
    const fresh = { serial: 'B-9001', soPin: '12345678' };
    const twice = w.flow.stock.receive(w.thomas, { ...delivery, tokens: [fresh, fresh] });
    await w.refuses('duplicate', twice);
    await expect(twice).rejects.toMatchObject({ detail: { serial: 'B-9001', why: 'listed-twice' } });
    await w.refuses('wrong_state', w.flow.stock.change(w.thomas, { serial: 'B-0002', action: 'return' }));
  });
});
