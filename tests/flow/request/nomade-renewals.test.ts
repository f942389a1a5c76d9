import { beginOf, dayOf, isWorkingDay } from '../../../src/book/rules/calendar/working-days.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const PHONE = { kind: 'android', name: 'Téléphone' } as const;

/** A Nomade credential that ends soon: the service asks for another one, for the same device. */
describe('a Nomade credential whose end is near', () => {
  let w: World;
  let first: string;
  let end: number;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    first = (await submit()).id;
    end = await fetch(first);
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const submit = () => w.flow.request.submit(w.alice, { kind: 'nomade', device: PHONE, priority: 0 });
  const made = async (requestId: string) => {
    const [certificate] = await w.reads.find('certificate', { requestId });
    return certificate!;
  };
  /** Approved, released and downloaded, with the conditions that are agreed to then. Answers its end. */
  const fetch = async (requestId: string): Promise<number> => {
    await w.approve(requestId);
    await w.flow.software.release(w.thomas, { requestId });
    await w.flow.software.download(w.alice, { requestId, terms: 1, form: 'modern' });
    return (await made(requestId)).notAfter;
  };
  const daysBefore = (days: number): void => {
    let day = dayOf(end) - days;
    while (!isWorkingDay(day)) day += 1;
    w.clock.advance(beginOf(day) + 9 * 3_600_000 - w.clock.now());
  };
  const askDue = () => w.flow.renewals.askDue();
  const others = async () => (await w.reads.find('request', { kind: 'nomade' })).filter(({ id }) => id !== first);
  const told = async (template: string): Promise<number> => {
    let n = 0;
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) if (mail.template === template) n += 1;
    return n;
  };

  it('ends unseen on no device, whatever its holder has on another', async () => {
    daysBefore(40);
    const tablet = { kind: 'ios', name: 'Tablette' } as const;
    await fetch((await w.flow.request.submit(w.alice, { kind: 'nomade', device: tablet, priority: 0 })).id);
    w.clock.set(end + 1000);
    // both end with the CA that issued them; while one of them was good, the other had ended
    expect(await w.flow.expiry.expire()).toBe(2);
    expect(await told('token-lapsed')).toBe(2);
  });

  it('is asked for anew once, for the same device, by the service; a download takes the old one’s place', async () => {
    daysBefore(66);
    expect(await askDue()).toBe(0);
    daysBefore(60);
    await told('renewal-asked');
    expect(await askDue()).toBe(1);
    expect(await askDue()).toBe(0);
    const [asked] = await others();
    const { deviceId } = (await w.reads.get('request', first))!;
    const alice = w.alice.personId;
    expect(asked).toMatchObject({ state: 'submitted', holderId: alice, askerId: alice, deviceId, profile: 'nomade' });
    const [entry] = (await w.opened.lists.entries({}, { limit: 1 })).items;
    expect(entry).toMatchObject({ action: 'request.renewNomade', actor: 'system', subject: `request:${asked!.id}` });
    expect(await told('renewal-asked')).toBe(1);
    const terms = { requestId: asked!.id, terms: 0, form: 'modern' } as const;
    await w.approve(asked!.id);
    await w.flow.software.release(w.thomas, { requestId: asked!.id });
    expect((await made(first)).state).toBe('good');
    await expect(w.flow.software.download(w.alice, terms)).rejects.toMatchObject({ code: 'changed_since' });
    await w.flow.software.download(w.alice, { ...terms, terms: 1 });
    expect(await made(first)).toMatchObject({ state: 'revoked', revocationReason: 'superseded' });
    expect((await made(asked!.id)).state).toBe('good');
  });

  it.each<[string, (requestId: string) => Promise<void>]>([
    ['holder withdrew', (requestId) => w.flow.request.withdraw(w.alice, { requestId })],
    [
      'approver rejected',
      async (id) => w.flow.approval.reject(w.valerie, { ...(await w.seen(id)), text: 'quitte le service' }),
    ],
  ])('is not asked for again once its %s it', async (_, decides) => {
    daysBefore(60);
    expect(await askDue()).toBe(1);
    await decides((await others())[0]!.id);
    daysBefore(50);
    expect(await askDue()).toBe(0);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['its holder asked for it', () => submit()],
    ['it was given up', async () => w.flow.revocation.giveUp(w.alice, { serial: (await made(first)).id })],
    ['its holder has left', () => w.flow.people.disable(w.adele, { personId: w.alice.personId })],
    [
      'two persons allow fewer devices by now',
      async () => {
        const tablet = { kind: 'ios', name: 'Tablette' } as const;
        const { id } = await w.flow.request.submit(w.alice, { kind: 'nomade', device: tablet, priority: 0 });
        await w.approve(id);
        await w.dual('policy.set', { id: 'nomade.devices', value: 1 });
      },
    ],
  ])('is not asked for where %s', async (_, happens) => {
    await happens();
    const before = (await others()).length;
    daysBefore(55);
    expect(await askDue()).toBe(0);
    expect(await others()).toHaveLength(before);
  });

  it('is not asked for while nobody fetched what was made', async () => {
    const bruno = await w.flow.request.submit(w.bruno, { kind: 'nomade', device: PHONE, priority: 0 });
    await w.approve(bruno.id);
    await w.flow.software.release(w.thomas, { requestId: bruno.id });
    daysBefore(55);
    expect(await askDue()).toBe(1);
    expect((await others()).filter(({ holderId }) => holderId === w.bruno.personId)).toHaveLength(1);
  });

  it('shares the day with tokens: no more than the workshop makes', async () => {
    await w.activeToken(w.bruno, 'PN-2');
    await w.dual('policy.set', { id: 'renewal.perDay', value: 1 });
    daysBefore(50);
    expect(await askDue()).toBe(1);
    expect(await askDue()).toBe(0);
    daysBefore(40);
    expect(await askDue()).toBe(1);
  });
});
