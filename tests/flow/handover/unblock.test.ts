import type { Caller } from '../../../src/book/rights/roles.ts';
import { AppError } from '../../../src/errors.ts';
import { failingOnce } from '../../support/world/failing-once.ts';
import { createWorld, type World } from '../../support/world/world.ts';

let w: World;
beforeEach(async () => {
  w = await createWorld();
});
const end = async () => {
  await w.check();
  await w.close();
};
/** Théo at the bench proposes, Odile confirms. */
const together = async (
  act: 'token.unblock' | 'token.destroy',
  args: { serial: string; slot?: string },
  proposer: Caller = w.theo,
  confirmer: Caller = w.odile,
) => {
  const proposal = await w.flow.dualControl.propose(proposer, { act, args } as never);
  await w.flow.dualControl.confirm(confirmer, { proposalId: proposal.id, argsHash: proposal.argsHash });
  return proposal;
};
const letters = async (requestId: string) => {
  const all = await w.reads.find('letter', { requestId, kind: 'pin' });
  return all.map(({ state }) => state).sort();
};
const newest = async () => (await w.opened.lists.entries({}, { limit: 1 })).items[0]!;

describe('a token that is unblocked', () => {
  afterEach(end);

  /** Alice's token in use, plugged into slot 1, its PIN forgotten or locked. */
  const inUse = () => w.activeToken(w.alice, 'PN-1');
  const requestOf = async (serial: string) => (await w.reads.get('token', serial))!.requestId!;

  it('has a new PIN that a letter tells by the rule of the first one, and keeps key and certificate', async () => {
    const { tokenId, certificateId } = await inUse();
    const [before, keys] = [w.twin.tokens.get('1')!.pin, w.twin.tokens.get('1')!.keys];
    await together('token.unblock', { serial: tokenId, slot: '1' });
    const after = w.twin.tokens.get('1')!;
    expect(after.pin).toMatch(/^\d{8}$/);
    expect(after.pin).not.toBe(before);
    expect(after.keys).toBe(keys);
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'good' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
    expect(await newest()).toMatchObject({ action: 'token.unblock', subject: `token:${tokenId}`, outcome: 'done' });

    const requestId = await requestOf(tokenId);
    expect(await letters(requestId)).toEqual(['confirmed', 'waiting']);
    const letter = (await w.reads.find('letter', { requestId, kind: 'pin', state: 'waiting' }))[0]!;
    await w.refuses('same_person', w.flow.letters.print(w.thomas, { letterId: letter.id })); // he produced it
    // and these two had it before them as they decided to reset its PIN
    const [reset] = await w.reads.find('proposal', { act: 'token.unblock' });
    expect(reset?.confirmerId).toBe(w.odile.personId);
    await w.refuses('same_person', w.flow.letters.print(w.odile, { letterId: letter.id }));
    await w.flow.letters.print(w.vincent, { letterId: letter.id });
    expect(w.printed.at(-1)).toMatchObject({ kind: 'pin', secret: after.pin });
    await w.flow.letters.confirm(w.vincent, { letterId: letter.id });
    expect(await w.store.secret(letter.secretId!)).toBeUndefined();
  });

  it('before it is handed over: the desk proves it with the new PIN, and the old letter is void', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    const [token] = await w.reads.find('token', { requestId: request.id });
    const first = await w.pinLetter(request.id);
    await together('token.unblock', { serial: token!.id, slot: '1' });
    expect(await letters(request.id)).toEqual(['expired', 'waiting']);
    expect(await w.store.secret(first.secretId!)).toBeUndefined();
    await w.refuses('wrong_state', w.flow.letters.print(w.vincent, { letterId: (await w.pinLetter(request.id)).id }));
    await w.handOver(request.id);
    expect(w.printed.findLast((paper) => paper.kind === 'pin')).toMatchObject({ secret: w.twin.tokens.get('1')!.pin });
  });

  it('takes a technician or officer to propose, another person to confirm, one of them an officer', async () => {
    const { tokenId } = await inUse();
    const args = { serial: tokenId, slot: '1' };
    await w.refuses('forbidden', w.flow.dualControl.propose(w.armand, { act: 'token.unblock', args }));
    await w.refuses('forbidden', w.flow.dualControl.propose(w.alice, { act: 'token.unblock', args }));
    const proposal = await w.flow.dualControl.propose(w.theo, { act: 'token.unblock', args });
    const confirm = (by: Caller, argsHash = proposal.argsHash) =>
      w.flow.dualControl.confirm(by, { proposalId: proposal.id, argsHash });
    await w.refuses('forbidden', confirm(w.theo)); // no confirmer by role
    await w.refuses('forbidden', confirm(w.armand)); // neither of the two is an officer
    await w.refuses('changed_since', confirm(w.odile, '0'.repeat(64)));
    const before = w.twin.tokens.get('1')!.pin;
    const own = await w.flow.dualControl.propose(w.odile, { act: 'token.unblock', args });
    await w.refuses('same_person', w.flow.dualControl.confirm(w.odile, { proposalId: own.id, argsHash: own.argsHash }));
    expect(w.twin.tokens.get('1')!.pin).toBe(before);
    await confirm(w.odile);
    await w.refuses('wrong_state', confirm(w.odile)); // once
    const other = await w.flow.dualControl.propose(w.theo, { act: 'token.unblock', args });
    await w.flow.dualControl.cancel(w.theo, { proposalId: other.id });
    // a technician's right reaches no further
    await w.refuses(
      'forbidden',
      w.flow.dualControl.propose(w.theo, { act: 'policy.set', args: { id: 'approvals:renewal', value: 1 } }),
    );
  });

  it('waits for its second person until it is plugged', async () => {
    const { tokenId } = await inUse();
    const token = w.twin.tokens.get('1')!;
    w.twin.unplug('1');
    const refused = together('token.unblock', { serial: tokenId, slot: '1' });
    await expect(refused).rejects.toMatchObject({ code: 'token_wrong' });
    const [proposal] = await w.reads.find('proposal', { act: 'token.unblock', state: 'proposed' });
    w.twin.tokens.set('1', token);
    await w.flow.dualControl.confirm(w.odile, { proposalId: proposal!.id, argsHash: proposal!.argsHash });
    expect(await w.reads.get('proposal', proposal!.id)).toMatchObject({ state: 'executed' });
  });

  it('is one in use', async () => {
    const { tokenId } = await inUse();
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'lost' });
    const refused = together('token.unblock', { serial: tokenId, slot: '1' });
    await expect(refused).rejects.toMatchObject({ code: 'wrong_state', message: expect.stringContaining('revoked') });
  });

  it('on a device that fails: recorded as failed, nothing promised, to be proposed again', async () => {
    const { tokenId } = await inUse();
    w.twin.fail('resetPin');
    const failed = together('token.unblock', { serial: tokenId, slot: '1' });
    await expect(failed).rejects.toMatchObject({ code: 'device_failed' });
    const [proposal] = await w.reads.find('proposal', { act: 'token.unblock' });
    expect(proposal).toMatchObject({ state: 'failed' });
    expect(await w.store.secret(`pin:${proposal!.id}`)).toBeUndefined();
    expect(await letters(await requestOf(tokenId))).toEqual(['confirmed']);
    expect(await newest()).toMatchObject({ action: 'token.unblock', outcome: 'failed', role: 'security-officer' });
    await together('token.unblock', { serial: tokenId, slot: '1' });
  });

  it('whose outcome could not be recorded is finished at the next look, with the PIN that it has', async () => {
    const { tokenId } = await inUse();
    const flow = failingOnce(w, 'token.unblock');
    const args = { serial: tokenId, slot: '1' };
    const { id: proposalId, argsHash } = await flow.dualControl.propose(w.theo, { act: 'token.unblock', args });
    // nobody takes it up while it is in hand
    w.twin.onStep('resetPin', () => flow.dualControl.finishLeft());
    const confirmed = flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    await expect(confirmed).rejects.toMatchObject({ code: 'overloaded' });
    expect(await w.reads.get('proposal', proposalId)).toMatchObject({ state: 'confirmed' });
    // the token is not asked again: each try of an SO-PIN may be the last
    let askedAgain = false;
    w.twin.onStep('resetPin', async () => {
      askedAgain = true;
    });
    await flow.dualControl.finishLeft();
    expect([askedAgain, await w.reads.get('proposal', proposalId)]).toMatchObject([false, { state: 'executed' }]);
    const [letter] = await w.reads.find('letter', { tokenId, kind: 'pin', state: 'waiting' });
    await w.flow.letters.print(w.vincent, { letterId: letter!.id });
    expect(w.printed.at(-1)).toMatchObject({ kind: 'pin', secret: w.twin.tokens.get('1')!.pin });
    const entry = await newest();
    await flow.dualControl.finishLeft();
    expect(await newest()).toEqual(entry);
  });

  it.each([
    ['with the token still plugged: it is done at the next start', true],
    ['with the token gone: it ends as failed', false],
  ])('cut off after the confirmation, %s', async (_, plugged) => {
    const { tokenId } = await inUse();
    const reached = new Promise<void>((at) => {
      w.twin.onStep('resetPin', () => {
        at();
        return new Promise(() => {});
      });
    });
    void together('token.unblock', { serial: tokenId, slot: '1' });
    await reached;
    const [confirmed] = await w.reads.find('proposal', { state: 'confirmed' });
    if (!plugged) w.twin.unplug('1');
    const outcome = plugged ? 'executed' : 'failed';
    expect(await w.flow.dualControl.resume()).toEqual([{ proposalId: confirmed!.id, outcome }]);
    expect(await w.reads.get('proposal', confirmed!.id)).toMatchObject({ state: outcome });
    expect(await letters(await requestOf(tokenId))).toEqual(plugged ? ['confirmed', 'waiting'] : ['confirmed']);
    expect(await w.flow.dualControl.resume()).toEqual([]);
  });

  it('is unblocked by one proposal at a time: its letter tells the PIN that it has', async () => {
    const { tokenId } = await inUse();
    const args = { serial: tokenId, slot: '1' };
    let second: unknown;
    w.twin.onStep('resetPin', async () => {
      second = await together('token.unblock', args).catch((error: unknown) => error);
    });
    await together('token.unblock', args);
    expect(second).toMatchObject({ code: 'conflict' });
    const letter = (await w.reads.find('letter', { tokenId, kind: 'pin', state: 'waiting' }))[0]!;
    await w.flow.letters.print(w.vincent, { letterId: letter.id });
    expect(w.printed.at(-1)).toMatchObject({ kind: 'pin', secret: w.twin.tokens.get('1')!.pin });
  });

  it('whose holder loses it at that very moment stays revoked, its new PIN dropped', async () => {
    const { tokenId } = await inUse();
    w.twin.onStep('resetPin', () => w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' }));
    await expect(together('token.unblock', { serial: tokenId, slot: '1' })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    const [proposal] = await w.reads.find('proposal', { act: 'token.unblock' });
    expect(proposal).toMatchObject({ state: 'failed' });
    expect(await w.store.secret(`pin:${proposal!.id}`)).toBeUndefined();
  });
});

describe('a token that has another holder since two persons began to decide on its PIN', () => {
  afterEach(end);
  /** Alice's token is wiped and made for Bruno. */
  const becomesBrunos = async (serial: string): Promise<string> => {
    w.clock.pass(60_000);
    await w.flow.revocation.revoke(w.odile, { serial, reason: 'left-service' });
    await w.flow.stock.change(w.thomas, { serial, action: 'return' });
    await w.flow.stock.recycle(w.theo, { serial, slot: '1' });
    const request = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(request.id);
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    return request.id;
  };

  it('is refused at the confirmation: its PIN and letter stay', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const args = { serial: tokenId, slot: '1' };
    const { id, argsHash } = await w.flow.dualControl.propose(w.theo, { act: 'token.unblock', args });
    const requestId = await becomesBrunos(tokenId);
    const { pin } = w.twin.tokens.get('1')!;
    await w.refuses('wrong_state', w.flow.dualControl.confirm(w.odile, { proposalId: id, argsHash }));
    expect(w.twin.tokens.get('1')!.pin).toBe(pin);
    expect(await w.store.secret(`pin:${id}`)).toBeUndefined();
    expect(await letters(requestId)).toEqual(['waiting']);
    expect(await w.reads.get('proposal', id)).toMatchObject({ state: 'proposed' });
    await together('token.unblock', args);
  });

  it('is left alone by the service after a stop, and the decision ends as failed', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const reached = new Promise<void>((at) => {
      w.twin.onStep('resetPin', () => {
        at();
        return new Promise(() => {});
      });
    });
    void together('token.unblock', { serial: tokenId, slot: '1' });
    await reached;
    const requestId = await becomesBrunos(tokenId);
    const { pin } = w.twin.tokens.get('1')!;
    const [confirmed] = await w.reads.find('proposal', { state: 'confirmed' });
    expect(await w.flow.dualControl.resume()).toEqual([{ proposalId: confirmed!.id, outcome: 'failed' }]);
    expect(w.twin.tokens.get('1')!.pin).toBe(pin);
    expect(await letters(requestId)).toEqual(['waiting']);
    expect(await newest()).toMatchObject({ action: 'token.unblock', outcome: 'failed' });
  });
});

describe('a token that is renewed', () => {
  afterEach(end);
  const renewal = async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    await w.approve(request.id);
    return request.id;
  };

  it('on the same token: wiped, a new key, the former certificate ends with the former key', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const key = w.twin.tokens.get('1')!.keys;
    const requestId = await renewal();
    const made = await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    expect(made.tokenId).toBe(tokenId);
    expect(w.twin.tokens.get('1')!.keys).not.toBe(key);
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({
      state: 'revoked',
      revocationReason: 'superseded',
    });
    await w.handOver(requestId);
    await w.flow.handover.confirmReceipt(w.alice, { requestId });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active', cycle: 2, requestId });
    expect(await w.flow.reading.holdersOf(w.thomas, tokenId)).toMatchObject([
      { holderName: 'Alice Agard', certificateId },
      { holderName: 'Alice Agard', certificateId: made.certificateId, revokedAt: null },
    ]);
  });

  it('on a new one: the former stays in use until the new one is accepted', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    w.plugNext('1');
    const requestId = await renewal();
    const made = await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    expect(made.tokenId).not.toBe(tokenId);
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'good' });
    await w.handOver(requestId);
    await w.flow.handover.confirmReceipt(w.alice, { requestId });
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
  });

  it('on the same token, which fails: nobody holds it, and another takes its place', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const requestId = await renewal();
    w.twin.fail('generateKey');
    const failed = w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await expect(failed).rejects.toMatchObject({ code: 'device_failed' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'in_stock', holderId: null });
    expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'approved' });
    expect(await w.reads.count('certificate', { state: 'good' })).toBe(0);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
  });

  it("is its holder's own and no other", async () => {
    await w.activeToken(w.alice, 'PN-1');
    const request = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(request.id);
    await w.refuses('wrong_state', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
  });
});

describe('a token that is recycled', () => {
  afterEach(end);
  const returned = async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'left-service' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return' });
    return tokenId;
  };

  it('is wiped, in stock again, and shows every holder', async () => {
    const serial = await returned();
    await w.flow.stock.recycle(w.theo, { serial, slot: '1' });
    expect(w.twin.tokens.get('1')).toMatchObject({ label: 'BLANK', keys: null, certificate: null });
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'in_stock', holderId: null, keyId: null });
    const request = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    await w.approve(request.id);
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'produced', cycle: 2, activatedAt: null });
    expect(await w.flow.reading.holdersOf(w.odile, serial)).toMatchObject([
      { holderName: 'Alice Agard', assetNumber: 'PN-1', revokedAt: expect.any(Number) },
      { holderName: 'Bruno Béart', assetNumber: 'PN-2', revokedAt: null },
    ]);
    await expect(w.flow.reading.holdersOf(w.alice, serial)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('only once it was returned, plugged, by a technician', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const recycle = (by = w.theo, slot = '1') => w.flow.stock.recycle(by, { serial: tokenId, slot });
    await w.refuses('wrong_state', recycle());
    await w.flow.revocation.revoke(w.odile, { serial: tokenId, reason: 'left-service' });
    await w.flow.stock.change(w.thomas, { serial: tokenId, action: 'return' });
    await w.refuses('forbidden', recycle(w.odile));
    await expect(recycle(w.theo, '2')).rejects.toMatchObject({ code: 'token_wrong' });
    w.twin.fail('initialise');
    await expect(recycle()).rejects.toMatchObject({ code: 'device_failed' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'returned' });
    await recycle();
    await w.refuses('wrong_state', recycle());
  });

  it('leaves no letter waiting with its former PIN', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    const [token] = await w.reads.find('token', { requestId: request.id });
    const letter = await w.pinLetter(request.id);
    await w.flow.revocation.revoke(w.odile, { serial: token!.id, reason: 'other' });
    await w.flow.stock.change(w.thomas, { serial: token!.id, action: 'return' });
    await w.flow.stock.recycle(w.theo, { serial: token!.id, slot: '1' });
    expect(await w.reads.get('letter', letter.id)).toMatchObject({ state: 'expired', secretId: null });
    expect(await w.store.secret(letter.secretId!)).toBeUndefined();
  });
});

describe('a token that is destroyed', () => {
  afterEach(end);
  const scrapped = async () => {
    await w.flow.stock.change(w.thomas, { serial: 'B-0002', action: 'scrap' });
    return 'B-0002';
  };

  it('by two persons, whose names stand on the report; its SO-PIN is gone', async () => {
    const serial = await scrapped();
    const { soPinId } = (await w.reads.get('token', serial))!;
    expect(await w.store.secret(soPinId)).toBeDefined();
    await together('token.destroy', { serial });
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'destroyed' });
    expect(await w.store.secret(soPinId)).toBeUndefined();
    const report = {
      kind: 'destruction-report',
      serial,
      model: 'Twin',
      delivery: 'BL-1',
      proposer: 'Théo Thuillier',
      confirmer: 'Odile Ory',
    };
    expect(w.printed).toEqual([expect.objectContaining(report)]);
    await w.flow.stock.printDestructionReport(w.odile, { serial });
    expect(w.printed).toHaveLength(2);
    await w.refuses('wrong_state', together('token.destroy', { serial }));
  });

  it('also where the printer fails: the report can be printed again', async () => {
    const serial = await scrapped();
    w.failPrinter(new AppError('print_failed', 'out of paper'));
    await together('token.destroy', { serial });
    expect(await w.reads.get('token', serial)).toMatchObject({ state: 'destroyed' });
    await w.flow.stock.printDestructionReport(w.thomas, { serial });
    expect(w.printed).toHaveLength(1);
  });

  it('only when it was scrapped or returned, and never by one alone', async () => {
    await w.refuses('wrong_state', together('token.destroy', { serial: 'B-0003' }));
    const serial = await scrapped();
    await w.refuses('forbidden', together('token.destroy', { serial }, w.theo, w.thomas));
    await w.refuses('forbidden', w.flow.dualControl.propose(w.simon, { act: 'token.destroy', args: { serial } }));
    await w.refuses('not_found', w.flow.stock.printDestructionReport(w.thomas, { serial }));
    await w.refuses('forbidden', w.flow.stock.printDestructionReport(w.alice, { serial }));
  });
});
