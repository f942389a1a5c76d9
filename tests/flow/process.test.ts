import { signAll } from '../support/world/machines.ts';
import { createWorld, type World } from '../support/world/world.ts';

/** The whole mission in its small form, by rule: domain words, no HTTP, a twin for the device. */
describe('from a request to a token in use', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  it('makes Alice a token by the book', async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    expect(request).toMatchObject({
      number: expect.stringMatching(/^DEM-\d{4}-00001$/),
      state: 'submitted',
      holderId: w.alice.personId,
    });
    await w.approve(request.id);
    const produced = await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    expect(produced).toMatchObject({ state: 'produced', labelPrinted: true });
    await w.handOver(request.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: request.id });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'closed' });
    expect(await w.reads.get('token', produced.tokenId)).toMatchObject({ state: 'active', holderId: w.alice.personId });
    expect(await w.reads.get('certificate', produced.certificateId)).toMatchObject({
      state: 'good',
      tokenId: produced.tokenId,
    });
  });

  it('revokes at once on a loss, and offers a replacement', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const lost = await w.flow.revocation.reportLoss({ ...w.alice, freshUntil: 0 }, { serial: tokenId, reason: 'lost' });
    expect(lost).toMatchObject({ published: true, replacement: { kind: 'replacement', reason: 'lost' } });
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({
      state: 'revoked',
      revocationReason: 'lost',
    });
    const again = await w.flow.request.submit(w.alice, {
      kind: 'replacement',
      reason: 'lost',
      workstation: 'PN-1',
      priority: 0,
    });
    expect(again.replacesTokenId).toBe(tokenId);
  });

  it('revokes by telephone with the code of the letter, and only with it', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const letter = w.printed.find((p) => p.kind === 'pin');
    const code = letter && 'revocationCode' in letter ? letter.revocationCode : null;
    await w.refuses('forbidden', w.flow.revocation.revokeByCode(w.thomas, { serial: tokenId, code: 'AAAA-BBBB-CCCC' }));
    await w.flow.revocation.revokeByCode(w.thomas, { serial: tokenId, code: code ?? '' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
  });

  it('produces again when the token is dead on arrival; the dead one is revoked', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.repeat(w.theo, { requestId: request.id, reason: 'dead-on-arrival' });
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'approved', producerId: null });
    const [dead] = await w.reads.find('token', { requestId: request.id });
    expect(dead).toMatchObject({ state: 'revoked' });
    w.plugNext('1');
    const second = await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    expect(second.tokenId).not.toBe(dead?.id);
  });

  it('produces again under the right name what its holder refused, once it was approved anew', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.repeat(w.theo, { requestId: request.id, reason: 'refused-by-holder' });
    const [certificate] = await w.reads.find('certificate', { requestId: request.id });
    expect(certificate).toMatchObject({ state: 'revoked', revocationReason: 'refused-by-holder' });
    const { directoryId, givenName, email, service, site } = (await w.reads.get('person', w.alice.personId))!;
    await w.flow.imports.all(w.adele, 'people', [
      { directoryId: directoryId!, givenName: givenName!, familyName: 'Agard-Ferrand', email: email!, service, site },
    ]);
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'submitted' });
    await w.approve(request.id);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    const [anew] = await w.reads.find('certificate', { requestId: request.id, state: 'good' });
    expect(anew?.subject).toContain('CN=Alice Agard-Ferrand');
  });

  it('renews: the old token ends when the receipt of the new one is confirmed', async () => {
    const old = await w.activeToken(w.alice, 'PN-1');
    const request = await w.produced(w.alice, 'PN-1', { kind: 'renewal' });
    expect(await w.reads.get('token', old.tokenId)).toMatchObject({ state: 'active' });
    await w.handOver(request.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: request.id });
    expect(await w.reads.get('token', old.tokenId)).toMatchObject({ state: 'revoked' });
  });

  it('ships: the challenge at dispatch, the acceptance in the console, the letter after the receipt', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    await w.flow.handover.ship(w.theo, { requestId: request.id, slot: '1', trackingNumber: 'LP-42' });
    const pin = await w.pinLetter(request.id);
    await w.refuses('wrong_state', w.flow.letters.print(w.vincent, { letterId: pin.id }));
    await w.refuses('wrong_state', w.flow.handover.confirmReceipt(w.alice, { requestId: request.id }));
    await w.flow.handover.accept(w.alice, { requestId: request.id });
    await w.flow.handover.confirmReceipt(w.alice, { requestId: request.id });
    await w.flow.letters.print(w.vincent, { letterId: pin.id });
    await w.flow.letters.confirm(w.vincent, { letterId: pin.id });
    expect(await w.store.secret(pin.secretId ?? '')).toBeUndefined();
  });

  it('gives a nomade credential once, then the key is gone', async () => {
    const request = await w.flow.request.submit(w.alice, {
      kind: 'nomade',
      device: { kind: 'android', name: 'Téléphone' },
      priority: 0,
    });
    await w.approve(request.id);
    await w.flow.software.release(w.thomas, { requestId: request.id });
    const { file, name } = await w.flow.software.download(w.alice, { requestId: request.id, terms: 1, form: 'modern' });
    expect(file.length).toBeGreaterThan(1000);
    expect(name).toBe(`${request.number}.p12`);
    await w.refuses(
      'already_done',
      w.flow.software.download(w.alice, { requestId: request.id, terms: 1, form: 'modern' }),
    );
    expect(await w.reads.get('request', request.id)).toMatchObject({ state: 'closed' });
    const [job] = await w.reads.find('job', { requestId: request.id });
    expect(await w.store.secret(`pkcs8:${job?.id}`)).toBeUndefined();
    const [letter] = await w.reads.find('letter', { requestId: request.id });
    await w.flow.letters.print(w.theo, { letterId: letter?.id ?? '' });
    await w.flow.letters.confirm(w.theo, { letterId: letter?.id ?? '' });
    expect(await w.store.secret(`pkcs12-password:${job?.id}`)).toBeUndefined();
  });

  it('puts a workstation into service when every item is signed, and produces for no other', async () => {
    const request = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-NEW', priority: 0 });
    await w.approve(request.id);
    await w.refuses('wrong_state', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }));
    await signAll(w.flow, 'commissioning', 'PN-NEW', [w.thomas, w.theo]);
    await w.refuses(
      'wrong_state',
      w.flow.enrolment.signItems({ ...w.thomas }, { workstation: 'PN-1', items: [{ item: 'disk-encryption' }] }),
    );
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
  });

  it('revokes every token of a workstation that somebody is to retire', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const done = await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'retire' });
    expect(done).toEqual({ state: 'retired', revoked: 1, withdrawn: 0, published: true });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
    const reason = { revocationReason: 'workstation-retired' };
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked', ...reason });
  });

  it('revokes every token of a workstation that is retired in its migration', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'migrate' });
    const done = await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'retire' });
    expect(done).toEqual({ state: 'retired', revoked: 1, withdrawn: 0, published: true });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
    const reason = { revocationReason: 'workstation-retired' };
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked', ...reason });
  });

  it('retires a lost workstation that was never found, and says still that its tokens went with the loss', async () => {
    const { certificateId } = await w.activeToken(w.alice, 'PN-1');
    await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' });
    const done = await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'retire' });
    expect(done).toEqual({ state: 'retired', revoked: 0, withdrawn: 0, published: true });
    const reason = { revocationReason: 'workstation-lost' };
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked', ...reason });
    await w.refuses('wrong_state', w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'takeBackFound' }));
  });

  it('revokes the tokens that are bound to a lent workstation still as it comes back, and not its own certificate', async () => {
    const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
    const machine = await w.reads.find('workstation', { assetNumber: 'PN-1' });
    await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
    const done = await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'giveBack' });
    expect(done).toEqual({ state: 'commissioned', revoked: 1, withdrawn: 1, published: true });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked', workstationId: machine[0]?.id });
    const reason = { revocationReason: 'loan-ended' };
    expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked', ...reason });
    expect(await w.reads.find('request', { kind: 'renewal' })).toMatchObject([{ state: 'withdrawn' }]);
    // nothing is bound to it any more
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    const again = await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'giveBack' });
    expect(again).toEqual({ state: 'commissioned', revoked: 0, withdrawn: 0, published: true });
  });

  it('closes every request that is open for a lent workstation as it comes back, with a reason', async () => {
    const ask = async (holder: typeof w.alice) =>
      w.flow.request.submit(holder, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    const [waits, approved] = [await ask(w.alice), await ask(w.bruno)];
    await w.approve(approved.id);
    const other = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-2', priority: 0 });
    const done = await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'giveBack' });
    expect(done).toEqual({ state: 'commissioned', revoked: 0, withdrawn: 2, published: true });
    for (const { id } of [waits, approved])
      expect(await w.reads.get('request', id)).toMatchObject({
        state: 'withdrawn',
        endReason: 'loan-ended',
        closedAt: w.clock.now(),
      });
    expect(await w.reads.get('request', other.id)).toMatchObject({ state: 'submitted', endReason: null });
    // whoever has the machine next may ask at once
    expect(await ask(w.alice)).toMatchObject({ state: 'submitted' });
  });

  it('closes a request whose token is ready, with the token, as the lent workstation comes back', async () => {
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    const { id } = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(id);
    const { tokenId } = await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
    const done = await w.flow.enrolment.change(w.theo, { workstation: 'PN-1', action: 'giveBack' });
    expect(done).toEqual({ state: 'commissioned', revoked: 1, withdrawn: 1, published: true });
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'withdrawn', endReason: 'loan-ended' });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
    expect(await w.reads.find('letter', { requestId: id, state: ['waiting', 'printed'] })).toEqual([]);
  });

  it('ends a hand-over that nobody confirmed with the loan, so that no round looks at it again', async () => {
    const { id } = await w.produced(w.alice, 'PN-1');
    await w.handOver(id);
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    await w.flow.enrolment.change(w.theo, { workstation: 'PN-1', action: 'giveBack' });
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'withdrawn', endReason: 'loan-ended' });
    expect(await w.reads.find('handover', { requestId: id })).toMatchObject([{ failedAt: expect.any(Number) }]);
    w.clock.advance(31 * 86_400_000);
    expect(await w.flow.handover.closeByRule()).toBe(0);
  });

  it('undoes what is being made for a lent workstation that comes back meanwhile', async () => {
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    const { id } = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(id);
    w.beforeSignature(async () => {
      await w.flow.enrolment.change(w.theo, { workstation: 'PN-1', action: 'giveBack' });
    });
    await expect(w.flow.production.produce(w.thomas, { requestId: id, slot: '1' })).rejects.toMatchObject({
      code: 'wrong_state',
    });
    const request = { state: 'withdrawn', endReason: 'loan-ended', leaseUntil: null };
    expect(await w.reads.get('request', id)).toMatchObject(request);
    expect(await w.reads.find('job', { requestId: id })).toMatchObject([{ state: 'undone' }]);
    expect(await w.reads.find('certificate', { requestId: id })).toMatchObject([{ state: 'revoked' }]);
    const [token] = await w.reads.find('token', { id: 'B-0001' });
    expect(token).toMatchObject({ state: 'in_stock', requestId: null });
  });

  describe.each(['retire', 'lose'] as const)('a workstation by %s', (action) => {
    const endReason = action === 'retire' ? 'workstation-retired' : 'workstation-lost';
    const goes = (by = w.thomas) =>
      action === 'retire'
        ? w.flow.enrolment.change(by, { workstation: 'PN-1', action })
        : w.flow.enrolment.reportLoss(by, { workstation: 'PN-1' });
    const ask = (holder: typeof w.alice, workstation = 'PN-1') =>
      w.flow.request.submit(holder, { kind: 'first-issue', workstation, priority: 0 });

    it('closes every request that is open for it, with a reason, and none of another', async () => {
      const [waits, approved, asked] = [await ask(w.alice), await ask(w.bruno), await ask(w.corinne)];
      await w.approve(approved.id);
      await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(asked.id)), text: 'Quel poste ?' });
      const other = await ask(w.alice, 'PN-2');
      expect(await goes()).toMatchObject({ revoked: 0, withdrawn: 3 });
      for (const { id } of [waits, approved, asked])
        expect(await w.reads.get('request', id)).toMatchObject({
          state: 'withdrawn',
          endReason,
          closedAt: expect.any(Number),
        });
      expect(await w.reads.get('request', other.id)).toMatchObject({ state: 'submitted', endReason: null });
      await w.refuses('wrong_state', ask(w.alice));
    });

    it('ends a request whose token is ready, or handed over and not confirmed, with the token', async () => {
      const ready = await ask(w.alice);
      await w.approve(ready.id);
      const { tokenId } = await w.flow.production.produce(w.thomas, { requestId: ready.id, slot: '1' });
      w.plugNext('1');
      const given = await w.produced(w.bruno, 'PN-1');
      await w.handOver(given.id);
      expect(await goes()).toMatchObject({ revoked: 2, withdrawn: 2 });
      for (const { id } of [ready, given])
        expect(await w.reads.get('request', id)).toMatchObject({ state: 'withdrawn', endReason });
      expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
      expect(await w.reads.find('handover', { requestId: given.id })).toMatchObject([{ failedAt: expect.any(Number) }]);
      expect(await w.reads.find('letter', { state: ['waiting', 'printed'] })).toEqual([]);
    });

    it('has what is being made for it undone', async () => {
      const { id } = await ask(w.alice);
      await w.approve(id);
      w.beforeSignature(async () => {
        await goes(w.theo);
      });
      await expect(w.flow.production.produce(w.thomas, { requestId: id, slot: '1' })).rejects.toMatchObject({
        code: 'wrong_state',
      });
      expect(await w.reads.get('request', id)).toMatchObject({ state: 'withdrawn', endReason, leaseUntil: null });
      expect(await w.reads.find('job', { requestId: id })).toMatchObject([{ state: 'undone' }]);
      expect(await w.reads.find('certificate', { requestId: id })).toMatchObject([{ state: 'revoked' }]);
      expect(await w.reads.get('token', 'B-0001')).toMatchObject({ state: 'in_stock', requestId: null });
    });
  });

  it('leaves what is asked for a blocked workstation open, which is made once it is back', async () => {
    const { id } = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(id);
    const to = (action: 'block' | 'takeBackCleaned' | 'backFromRepair') =>
      w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
    expect(await to('block')).toEqual({ state: 'blocked', revoked: 0, withdrawn: 0, published: true });
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'approved', endReason: null });
    await w.refuses('wrong_state', w.flow.production.produce(w.thomas, { requestId: id, slot: '1' }));
    await to('takeBackCleaned');
    await to('backFromRepair');
    await signAll(w.flow, 'commissioning', 'PN-1', [w.thomas, w.theo]);
    await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'produced' });
  });

  it('takes the next of the queue by priority, then age, and never twice', async () => {
    const first = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    const urgent = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-2', priority: 2 });
    await w.approve(first.id);
    await w.approve(urgent.id);
    const taken = await w.flow.production.takeNext(w.thomas, { count: 1 });
    expect(taken.map((r) => r.id)).toEqual([urgent.id]);
    expect((await w.flow.production.takeNext(w.theo, { count: 5 })).map((r) => r.id)).toEqual([first.id]);
    await w.refuses('conflict', w.flow.production.produce(w.theo, { requestId: urgent.id, slot: '1' }));
    w.clock.advance(31 * 60_000);
    expect(await w.flow.production.expireLeases()).toBe(2);
    expect(await w.reads.get('request', urgent.id)).toMatchObject({ state: 'approved', producerId: null });
  });
});
