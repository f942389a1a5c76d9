import { beginOf, dayOf, isWorkingDay } from '../../../src/book/rules/calendar/working-days.ts';
import type { TokenRow } from '../../../src/book/tables/rows/tokens.ts';
import { DAY_MS } from '../../../src/durations.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** Renewals that the service asks for by itself, near the end of what somebody has in use. */
describe('a renewal that nobody asked for', () => {
  let w: World;
  let end: number;
  let tokenId: string;
  beforeEach(async () => {
    w = await createWorld();
    const made = await w.activeToken(w.alice, 'PN-1');
    tokenId = made.tokenId;
    end = (await w.reads.get('certificate', made.certificateId))!.notAfter;
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  /** The first working day on which it ends in so many days, or fewer. */
  const daysBefore = (days: number): void => {
    let day = dayOf(end) - days;
    while (!isWorkingDay(day)) day += 1;
    w.clock.advance(beginOf(day) + 9 * 3_600_000 - w.clock.now());
  };
  const renewals = () => w.reads.find('request', { kind: 'renewal' });
  const askDue = () => w.flow.renewals.askDue();

  it('is asked for once, in its holder’s name, by the service', async () => {
    daysBefore(66);
    expect(dayOf(end) - dayOf(w.clock.now())).toBeGreaterThan(60);
    expect(await askDue()).toBe(0);
    daysBefore(60);
    expect(await askDue()).toBe(1);
    expect(await askDue()).toBe(0);
    const [request] = await renewals();
    const alice = w.alice.personId;
    expect(request).toMatchObject({ state: 'submitted', holderId: alice, askerId: alice, replacesTokenId: tokenId });
    const [entry] = (await w.opened.lists.entries({}, { limit: 1 })).items;
    expect(entry).toMatchObject({ action: 'request.renewDue', actor: 'system', subject: `request:${request?.id}` });
    await w.approve(request!.id);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId: request!.id, slot: '1' });
    await w.handOver(request!.id);
    await w.flow.handover.confirmReceipt(w.alice, { requestId: request!.id });
    expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'revoked' });
  });

  it.each<[string, (requestId: string) => Promise<void>]>([
    ['holder withdrew', (requestId) => w.flow.request.withdraw(w.alice, { requestId })],
    [
      'approver rejected',
      async (id) => w.flow.approval.reject(w.valerie, { ...(await w.seen(id)), text: 'quitte le service' }),
    ],
  ])('is not asked for again once its %s it', async (_, decides) => {
    daysBefore(60);
    await askDue();
    const [first] = await renewals();
    await decides(first!.id);
    daysBefore(50);
    expect(await askDue()).toBe(0);
    // whoever wants it all the same asks
    expect(await w.flow.request.submit(w.alice, RENEWAL)).toMatchObject({ replacesTokenId: tokenId });
  });

  it('is asked for where a colleague asked and took it back: its holder decided nothing', async () => {
    daysBefore(60);
    const asked = await w.flow.request.submit(w.corinne, { holder: 'M-ALICE', ...RENEWAL });
    await w.flow.request.withdraw(w.corinne, { requestId: asked.id });
    expect(await askDue()).toBe(1);
  });

  it('is not kept back by requests of the same day that were withdrawn', async () => {
    daysBefore(60);
    await w.dual('policy.set', { id: 'renewal.perDay', value: 1 });
    const one = await w.flow.request.submit(w.bruno, {
      kind: 'nomade',
      priority: 0,
      device: { kind: 'android', name: 'Téléphone' },
    });
    await w.flow.request.withdraw(w.bruno, { requestId: one.id });
    expect(await askDue()).toBe(1);
  });

  describe('that a replacement took the place of', () => {
    const replace = () =>
      w.flow.request.submit(w.corinne, {
        holder: 'M-ALICE',
        kind: 'replacement',
        reason: 'damaged',
        workstation: 'PN-1',
        priority: 0,
      });
    it.each<[string, (requestId: string) => Promise<void>]>([
      ['is withdrawn', (requestId) => w.flow.request.withdraw(w.corinne, { requestId })],
      [
        'is rejected',
        async (id) => w.flow.approval.reject(w.valerie, { ...(await w.seen(id)), text: 'il fonctionne' }),
      ],
    ])('is asked for again where that one %s: nobody decided that the token shall end', async (_, ends) => {
      daysBefore(60);
      await askDue();
      const [first] = await renewals();
      await w.approve(first!.id);
      w.clock.advance(DAY_MS);
      const { id } = await replace();
      expect(await w.reads.get('request', first!.id)).toMatchObject({ state: 'withdrawn' });
      expect(await askDue()).toBe(0); // the replacement is open
      await ends(id);
      daysBefore(50);
      expect(await askDue()).toBe(1);
      expect((await renewals()).filter(({ state }) => state === 'submitted')).toMatchObject([
        { replacesTokenId: tokenId },
      ]);
    });

    it('is asked for the newest token, whenever that one ends', async () => {
      daysBefore(60);
      await askDue();
      const { id } = await replace();
      await w.approve(id);
      w.plugNext('1');
      await w.flow.production.produce(w.thomas, { requestId: id, slot: '1' });
      await w.handOver(id);
      await w.flow.handover.confirmReceipt(w.alice, { requestId: id });
      const [newest] = await w.reads.find('token', { requestId: id });
      end = (await w.reads.get('certificate', newest?.certificateId ?? ''))!.notAfter;
      daysBefore(50);
      expect(await askDue()).toBe(1);
      const [renewal] = (await renewals()).filter(({ state }) => state === 'submitted');
      expect(renewal?.replacesTokenId).toBe(newest?.id);
    });
  });

  it('is not asked for at a weekend', async () => {
    daysBefore(40);
    const day = dayOf(w.clock.now());
    w.clock.advance((6 - ((day + 3) % 7) + 0) * DAY_MS);
    expect(isWorkingDay(dayOf(w.clock.now()))).toBe(false);
    expect(await askDue()).toBe(0);
    w.clock.advance(2 * DAY_MS);
    expect(await askDue()).toBe(1);
  });

  it.each<[string, (w: World, token: TokenRow) => Promise<unknown>]>([
    ['its holder asked for it', ({ flow, alice }) => flow.request.submit(alice, RENEWAL)],
    [
      'the token is revoked',
      ({ flow, alice }, { id }) => flow.revocation.reportLoss(alice, { serial: id, reason: 'lost' }),
    ],
    ['its holder has left', ({ flow, adele, alice }) => flow.people.disable(adele, { personId: alice.personId })],
    [
      'its workstation is retired',
      ({ flow, theo }) => flow.enrolment.change(theo, { workstation: 'PN-1', action: 'retire' }),
    ],
  ])('is not asked for where %s', async (_, happens) => {
    await happens(w, (await w.reads.get('token', tokenId))!);
    const before = (await renewals()).length;
    daysBefore(55);
    expect(await askDue()).toBe(0);
    expect(await renewals()).toHaveLength(before);
  });

  it('is not asked for a temporary token', async () => {
    await w.temporaryToken(w.alice, 'PN-1');
    w.clock.advance(DAY_MS);
    while (!isWorkingDay(dayOf(w.clock.now()))) w.clock.advance(DAY_MS);
    expect(await askDue()).toBe(0);
  });

  it('is asked for as many as the workshop makes on a day, and all that is left at the latest seven days before', async () => {
    await w.activeToken(w.bruno, 'PN-2');
    await w.activeToken(w.eve, 'PN-3');
    await w.dual('policy.set', { id: 'renewal.perDay', value: 1 });
    daysBefore(60);
    expect(await askDue()).toBe(1);
    expect(await askDue()).toBe(0);
    daysBefore(56);
    expect(await askDue()).toBe(1);
    expect(await renewals()).toHaveLength(2);
    daysBefore(7);
    expect(await askDue()).toBe(1);
    expect(await renewals()).toHaveLength(3);
  });
});

const RENEWAL = { kind: 'renewal', workstation: 'PN-1', priority: 0 } as const;
