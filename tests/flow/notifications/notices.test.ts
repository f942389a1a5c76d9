import type { Caller } from '../../../src/book/rights/roles.ts';
import type { WaitingMail } from '../../../src/mail/ports.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;

describe('people told by e-mail', () => {
  let w: World;
  let names: Map<string, string>;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    const cast = [
      'alice',
      'bruno',
      'corinne',
      'valerie',
      'vincent',
      'vera',
      'victor',
      'adele',
      'olga',
      'odile',
      'armand',
    ] as const;
    names = new Map(cast.map((name) => [w[name].personId, name]));
    await told();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  /** Who was told what since the last look, as `name template`; every mail is taken out. */
  async function told(): Promise<string[]> {
    const mails: WaitingMail[] = [];
    for (let mail = await claim(); mail; mail = await claim()) mails.push(mail);
    return mails.map((m) => `${names.get(m.personId ?? '') ?? m.personId} ${m.template}`).sort();
  }
  const claim = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
  const ask = (by: Caller, holder?: string) =>
    w.flow.request.submit(by, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
      ...(holder ? { holder } : {}),
    });

  it('are holder and asker, at every step from the request to its close', async () => {
    const request = await ask(w.corinne, 'M-ALICE');
    expect(await told()).toEqual(['alice request-received']);
    await w.flow.approval.askInformation(w.valerie, { ...(await w.seen(request.id)), text: 'quel poste ?' });
    expect(await told()).toEqual(['alice needs-information', 'corinne needs-information']);
    await w.flow.request.amend(w.corinne, { ...(await w.seen(request.id)), comment: 'celui-ci' });
    expect(await told()).toEqual([]);
    await w.approve(request.id);
    expect(await told()).toEqual(['alice approved', 'corinne approved']);
    await w.flow.approval.takeBack(w.valerie, { requestId: request.id });
    expect(await told()).toEqual(['alice approval-withdrawn', 'corinne approval-withdrawn']);
    await w.approve(request.id);
    await told();
    await w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    expect(await told()).toEqual(['alice ready', 'corinne ready']);
    await w.handOver(request.id);
    expect(await told()).toEqual(['alice handed-over', 'alice letter-printed', 'corinne handed-over']);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: request.id });
    expect(await told()).toEqual(['alice closed', 'corinne closed']);
  });

  it('hear, as holder, of everything on the way of token and PIN that somebody else says of them', async () => {
    const request = await ask(w.corinne, 'M-ALICE');
    const requestId = request.id;
    await w.approve(requestId);
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.flow.handover.ship(w.theo, { requestId, slot: '1', trackingNumber: 'C-1' });
    const { code } = await w.flow.pickupCodes.ask(w.alice, { requestId });
    await told();
    await w.flow.handover.receiveParcel(w.corinne, { requestId });
    expect(await told()).toEqual(['alice parcel-received']);
    await w.flow.handover.takeCode(w.corinne, { requestId, purpose: 'acceptance', code });
    expect(await told()).toEqual(['alice code-used']);
    const wrong = { requestId, purpose: 'receipt', code: code === '00000000' ? '11111111' : '00000000' } as const;
    for (let tries = 0; tries < 5; tries++) await w.flow.handover.takeCode(w.corinne, wrong).catch(() => undefined);
    expect(await told()).toEqual(['alice code-locked']);
    const check = { requestId, purpose: 'receipt', document: 'passport' } as const;
    await w.flow.handover.checkIdentity(w.valerie, check);
    expect(await told()).toEqual([]);
    await w.flow.handover.checkIdentity(w.odile, check);
    expect(await told()).toEqual(['alice closed', 'alice identity-checked', 'corinne closed']);
    await w.printLetter(requestId);
    expect(await told()).toEqual(['alice letter-printed']);
  });

  it('hear of a refusal, and of a withdrawal by the other one', async () => {
    const first = await ask(w.corinne, 'M-ALICE');
    await w.flow.approval.reject(w.valerie, { ...(await w.seen(first.id)), text: 'non' });
    expect(await told()).toEqual(['alice rejected', 'alice request-received', 'corinne rejected']);
    const second = await ask(w.corinne, 'M-ALICE');
    await told();
    await w.flow.request.withdraw(w.alice, { requestId: second.id });
    expect(await told()).toEqual(['corinne withdrawn']);
  });

  it('hear why a request ends with the loan of its machine, and once where its token was made', async () => {
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    const made = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.approve(made.id);
    await w.flow.production.produce(w.thomas, { requestId: made.id, slot: '1' });
    await ask(w.corinne, 'M-ALICE');
    await told();
    await w.flow.enrolment.change(w.theo, { workstation: 'PN-1', action: 'giveBack' });
    expect(await told()).toEqual(['alice request-loan-ended', 'bruno token-revoked', 'corinne request-loan-ended']);
  });

  it('hear why a request ends with the loan of its machine where its token was revoked before', async () => {
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
    const { id } = await w.produced(w.alice, 'PN-1');
    await w.handOver(id);
    const [token] = await w.reads.find('token', { requestId: id });
    await w.flow.revocation.reportLoss(w.alice, { serial: token!.id, reason: 'lost' });
    expect(await w.reads.get('request', id)).toMatchObject({ state: 'handed_over' });
    await told();
    await w.flow.enrolment.change(w.theo, { workstation: 'PN-1', action: 'giveBack' });
    expect(await told()).toEqual(['alice request-loan-ended']);
  });

  it.each(['retire', 'lose'] as const)('hear why a request ends with its machine: %s', async (action) => {
    await ask(w.corinne, 'M-ALICE');
    await told();
    const template = action === 'retire' ? 'request-workstation-retired' : 'request-workstation-lost';
    await (action === 'retire'
      ? w.flow.enrolment.change(w.theo, { workstation: 'PN-1', action })
      : w.flow.enrolment.reportLoss(w.theo, { workstation: 'PN-1' }));
    expect((await told()).filter((one) => one.includes('request-'))).toEqual([
      `alice ${template}`,
      `corinne ${template}`,
    ]);
  });

  it('hear of the shipment, of a token lost on the way, and of every revocation whatever its cause', async () => {
    const request = await w.produced(w.alice, 'PN-1');
    await told();
    await w.flow.handover.ship(w.theo, { requestId: request.id, slot: '1', trackingNumber: '6A123' });
    expect(await told()).toEqual(['alice shipped']);
    await w.flow.handover.repeat(w.theo, { requestId: request.id, reason: 'lost-in-transit' });
    expect(await told()).toEqual(['alice produced-again', 'alice token-revoked']);
    await w.activeToken(w.bruno, 'PN-2');
    await told();
    await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-2' });
    expect(await told()).toEqual([
      'bruno token-revoked',
      'bruno workstation-lost',
      'odile workstation-reported-lost',
      'olga workstation-reported-lost',
    ]);
  });

  it('do not hear of a certificate that was revoked because it never left the bench', async () => {
    const request = await ask(w.alice);
    await w.approve(request.id);
    await told();
    w.twin.lie('writeCertificate');
    await w.refuses('device_failed', w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' }), {
      entry: false,
    });
    expect(await told()).toEqual([]);
  });

  it('hear nothing of what was refused: a mail is queued with its act or not at all', async () => {
    const request = await ask(w.corinne, 'M-ALICE');
    await told();
    await w.refuses(
      'own_request',
      w.flow.approval.reject(
        { ...w.valerie, personId: w.corinne.personId },
        { ...(await w.seen(request.id)), text: 'x' },
      ),
    );
    await expect(
      w.store.transact(async (unit) => {
        await unit.queueMail({ template: 'approved', personId: w.alice.personId, about: `request:${request.id}` });
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await told()).toEqual([]);
  });

  it('are the ones who may confirm a proposal: neither its proposer, nor whom it is about, nor who has no account', async () => {
    await w.flow.dualControl.propose(w.adele, {
      act: 'role.grant',
      args: { personId: w.odile.personId, role: 'supervisor', scope: '*' },
    });
    // neither is Armand: of two administrators nobody would be the security officer that the act needs
    expect(await told()).toEqual(['olga proposal-waiting']);
  });

  it('are told by the console alone while no relay is configured', async () => {
    const quiet = await createWorld();
    await quiet.flow.request.submit(quiet.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await quiet.flow.reminders.send();
    expect((await quiet.flow.reading.told(quiet.alice, { sees: true })).map(({ template }) => template)).toContain(
      'request-received',
    );
    expect(await quiet.opened.outbox.standing()).toMatchObject({ waiting: 0 });
    await quiet.close();
  });

  it('and have seen what was shown to them, and nothing else', async () => {
    const names = async (sees: boolean) => (await w.flow.reading.told(w.alice, { sees })).filter((one) => one.fresh);
    for (let i = 0; i < 60; i += 1) {
      const asked = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
      await w.flow.request.withdraw(w.alice, { requestId: asked.id });
      w.clock.pass(60_000);
    }
    expect(await names(false)).toHaveLength(50); // somebody else’s page opened it behind them
    const untold = await w.flow.reading.untold(w.alice);
    expect(await names(true)).toHaveLength(50);
    expect(await names(true)).toHaveLength(untold - 50);
    expect(await w.flow.reading.untold(w.alice)).toBe(0);
  });

  it('in the console alone, once a day, of what somebody has to look at', async () => {
    const fresh = async (who: Caller) => (await w.flow.reading.told(who, { sees: true })).filter((one) => one.fresh);
    for (const who of [w.thomas, w.armand]) await fresh(who);
    await w.flow.reminders.tellHealth(['disk', 'mail']);
    await w.flow.reminders.tellHealth(['disk']);
    expect((await fresh(w.armand)).map(({ template }) => template)).toEqual(['health-bad', 'health-bad']);
    w.clock.pass(DAY);
    await w.flow.reminders.tellHealth(['disk']);
    expect(await fresh(w.armand)).toHaveLength(1);
    expect((await fresh(w.thomas)).map(({ template }) => template)).not.toContain('health-bad');
    expect((await told()).filter((one) => one.includes('health-bad'))).toEqual([]);
  });

  describe('by reminders', () => {
    it('of an end that comes within 60, 30 and 7 days, once each, also where its replacement was asked for', async () => {
      const { certificateId } = await w.activeToken(w.alice, 'PN-1');
      await w.activeToken(w.bruno, 'PN-2');
      await told();
      const { notAfter } = (await w.reads.get('certificate', certificateId))!;
      const at = async (days: number): Promise<string[]> => {
        w.clock.set(notAfter - days * DAY);
        await w.flow.reminders.send();
        return (await told()).filter((one) => !one.includes('approvals'));
      };
      expect(await at(62)).toEqual([]);
      expect(await at(59)).toEqual(['alice renewal-planned', 'bruno renewal-planned']);
      expect(await at(58)).toEqual([]);
      await w.flow.request.submit(w.bruno, { kind: 'renewal', workstation: 'PN-2', priority: 0 });
      await told();
      expect(await at(29)).toEqual(['alice expiry-coming', 'bruno expiry-coming']);
      expect(await at(27)).toEqual([]);
      expect(await at(7)).toEqual(['alice expiry-near', 'bruno expiry-near']);
      expect(await at(5)).toEqual([]);
    });

    it('of a renewal that the service asked for, and of its end until the new token is with its holder', async () => {
      const { certificateId } = await w.activeToken(w.alice, 'PN-1');
      await told();
      const { notAfter } = (await w.reads.get('certificate', certificateId))!;
      w.clock.set(notAfter - 58 * DAY);
      while ((await w.flow.renewals.askDue()) === 0) w.clock.advance(DAY);
      expect(await told()).toEqual(['alice renewal-asked']);
      const at = async (days: number): Promise<string[]> => {
        w.clock.set(notAfter - days * DAY);
        await w.flow.reminders.send();
        return (await told()).filter((one) => one.startsWith('alice expiry'));
      };
      expect(await at(50)).toEqual([]);
      // nobody approved it
      expect(await at(29)).toEqual(['alice expiry-coming']);
      const [renewal] = await w.reads.find('request', { kind: 'renewal' });
      await w.approve(renewal!.id);
      w.plugNext('1');
      await w.flow.production.produce(w.thomas, { requestId: renewal!.id, slot: '1' });
      await w.handOver(renewal!.id);
      expect(await at(6)).toEqual([]);
    });

    it('of an end while the new token is in the post, where it may be lost', async () => {
      const { certificateId } = await w.activeToken(w.alice, 'PN-1');
      const { notAfter } = (await w.reads.get('certificate', certificateId))!;
      w.clock.set(notAfter - 35 * DAY);
      const { id } = await w.flow.request.submit(w.alice, { kind: 'renewal', workstation: 'PN-1', priority: 0 });
      await w.approve(id);
      w.plugNext('1');
      await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
      await w.flow.handover.ship(w.theo, { requestId: id, slot: '1', trackingNumber: 'C-1' });
      await told();
      w.clock.set(notAfter - 6 * DAY);
      await w.flow.reminders.send();
      expect((await told()).filter((one) => one.startsWith('alice expiry'))).toEqual(['alice expiry-near']);
      w.clock.set(notAfter + 1000);
      await w.flow.expiry.expire();
      expect(await told()).toContain('alice token-lapsed');
    });

    it('of an end whose renewal was handed over, and reported lost before its receipt', async () => {
      const { certificateId } = await w.activeToken(w.alice, 'PN-1');
      const { notAfter } = (await w.reads.get('certificate', certificateId))!;
      w.clock.set(notAfter - 35 * DAY);
      const { id: requestId } = await w.flow.request.submit(w.alice, {
        kind: 'renewal',
        workstation: 'PN-1',
        priority: 0,
      });
      await w.approve(requestId);
      w.plugNext('1');
      await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
      await w.handOver(requestId);
      const [renewed] = await w.reads.find('token', { requestId });
      await w.flow.revocation.reportLoss(w.alice, { serial: renewed!.id, reason: 'lost' });
      await told();
      w.clock.set(notAfter - 6 * DAY);
      await w.flow.reminders.send();
      expect((await told()).filter((one) => one.startsWith('alice expiry'))).toEqual(['alice expiry-near']);
    });

    it('of an end beside which a temporary token is asked for: that one replaces nothing', async () => {
      const { certificateId } = await w.activeToken(w.alice, 'PN-1');
      const { notAfter } = (await w.reads.get('certificate', certificateId))!;
      w.clock.set(notAfter - 59 * DAY);
      const asked = { kind: 'replacement', reason: 'forgotten', workstation: 'PN-1', priority: 0 } as const;
      await w.flow.request.submit(w.alice, asked);
      await told();
      w.clock.set(notAfter - 6 * DAY);
      await w.flow.reminders.send();
      expect((await told()).filter((one) => one.startsWith('alice expiry'))).toEqual(['alice expiry-near']);
    });

    it('of an end without anything in its place: its holder, their approvers, the supervisor', async () => {
      const { certificateId } = await w.activeToken(w.alice, 'PN-1');
      await told();
      names.set(w.simon.personId, 'simon');
      const { notAfter } = (await w.reads.get('certificate', certificateId))!;
      w.clock.set(notAfter + 1000);
      expect(await w.flow.expiry.expire()).toBe(1);
      expect(await told()).toEqual([
        'alice token-lapsed',
        ...['simon', 'valerie', 'vera', 'vincent'].map((name) => `${name} lapsed-in-service`),
      ]);
    });

    it('of no end of what was replaced, or was temporary', async () => {
      const { tokenId } = await w.activeToken(w.alice, 'PN-1');
      const asked = { kind: 'replacement', reason: 'forgotten', workstation: 'PN-1', priority: 0 } as const;
      const { id } = await w.flow.request.submit(w.alice, asked);
      await w.approve(id);
      w.plugNext('1');
      await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
      await w.handOver(id);
      await w.flow.handover.confirmReceipt(w.alice, { requestId: id });
      await told();
      w.clock.advance(16 * DAY);
      expect(await w.flow.expiry.expire()).toBe(1);
      expect(await told()).toEqual([]);
      expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
    });

    it('of a receipt that is not confirmed after three days, and again after ten', async () => {
      const request = await w.produced(w.alice, 'PN-1');
      await w.handOver(request.id);
      await told();
      const days: [number, string[]][] = [
        [2, []],
        [1, ['alice receipt-reminder']],
        [1, []],
        [6, ['alice receipt-reminder']],
        [30, []],
      ];
      for (const [pass, expected] of days) {
        w.clock.advance(pass * DAY);
        await w.flow.reminders.send();
        expect(await told()).toEqual(expected);
      }
    });

    it('of a token that nobody fetches, after a week and after three', async () => {
      const request = await w.produced(w.alice, 'PN-1');
      await told();
      const days: [number, string[]][] = [
        [6, []],
        [1, ['alice pickup-reminder']],
        [1, []],
        [13, ['alice pickup-reminder']],
        [30, []],
      ];
      for (const [pass, expected] of days) {
        w.clock.advance(pass * DAY);
        await w.flow.reminders.send();
        expect((await told()).filter((one) => one.includes('pickup'))).toEqual(expected);
      }
      await w.handOver(request.id);
      await told();
    });

    it.each(['produced', 'handed_over'] as const)('of no token that is lost, while it is %s', async (state) => {
      const { id: requestId } = await w.produced(w.alice, 'PN-1');
      if (state === 'handed_over') await w.handOver(requestId);
      const [token] = await w.reads.find('token', { requestId });
      await w.flow.revocation.revoke(w.olga, { serial: token!.id, reason: 'stolen' });
      await told();
      w.clock.advance(22 * DAY);
      await w.flow.reminders.send();
      expect((await told()).filter((one) => /pickup|receipt-/.test(one))).toEqual([]);
    });

    it('of no token whose holder has a slot to fetch it', async () => {
      await w.dual('policy.set', { id: 'appointment.open', value: 2 });
      const { id, number } = await w.produced(w.alice, 'PN-1');
      w.clock.advance(6 * DAY);
      const { days } = await w.flow.reading.offeredSlots(w.alice, number);
      const { slots } = await w.flow.reading.offeredSlots(w.alice, number, { day: days.at(-1) });
      await w.flow.appointments.book(w.alice, { requestId: id, startsAt: slots.at(-1)?.startsAt ?? 0 });
      await told();
      w.clock.advance(1.5 * DAY);
      await w.flow.reminders.send();
      expect((await told()).filter((one) => one.includes('pickup'))).toEqual([]);
      await w.flow.appointments.cancel(w.alice, { requestId: id });
      await w.flow.reminders.send();
      expect(await told()).toContain('alice pickup-reminder');
    });

    it('of a token whose holder came for it, and left without it', async () => {
      await w.dual('policy.set', { id: 'appointment.open', value: 2 });
      const { id: requestId, number } = await w.produced(w.alice, 'PN-1');
      const { days } = await w.flow.reading.offeredSlots(w.alice, number);
      const { slots } = await w.flow.reading.offeredSlots(w.alice, number, { day: days.at(-1) });
      const slot = slots[0]!;
      await w.flow.appointments.book(w.alice, { requestId, startsAt: slot.startsAt });
      w.clock.set(slot.startsAt);
      await w.flow.handover.challenge(w.theo, { requestId, slot: '1' });
      await told();
      w.clock.set(slot.endsAt + 8 * DAY);
      await w.flow.appointments.missed();
      await w.flow.reminders.send();
      expect(await w.reads.count('appointment', { requestId, state: 'booked' })).toBe(1);
      expect(await told()).toContain('alice pickup-reminder');
    });

    it('of approvals that wait: twice a working day, within the scope, never of their own', async () => {
      const approvers = ['valerie', 'vera', 'vincent'].map((name) => `${name} approvals-waiting`);
      await ask(w.alice); // PREF-33, Tuesday 24 November 1998, 10:00 in Paris
      await told();
      const at = async (time: string) => {
        w.clock.set(Date.parse(time));
        await w.flow.reminders.send();
        await w.flow.reminders.send();
        return told();
      };
      expect(await at('1998-11-24T06:30:00Z')).toEqual([]);
      expect(await at('1998-11-24T09:30:00Z')).toEqual(approvers);
      expect(await at('1998-11-24T12:59:00Z')).toEqual([]);
      expect(await at('1998-11-24T13:01:00Z')).toEqual(approvers);
      expect(await at('1998-11-28T10:00:00Z')).toEqual([]); // a Saturday
      expect(await at('1998-11-30T07:00:00Z')).toEqual(approvers);
      expect(await at('1998-12-25T07:30:00Z')).toEqual([]); // a Friday
    });
  });
});
