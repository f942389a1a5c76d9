import type { Caller } from '../../../src/book/rights/roles.ts';
import { FROM, letIn, PASSWORD } from '../../support/world/come-in.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const HOUR = 3_600_000;

/** Olga is the only security officer, and has lost every key. */
describe('the only security officer', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    await w.flow.people.disable(w.adele, { personId: w.odile.personId });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  const propose = (by: Caller = w.adele, who: Caller = w.olga) =>
    w.flow.dualControl.propose(by, {
      act: 'officer.bringBack',
      args: { personId: who.personId, reason: 'keys-lost' },
    });
  const confirm = (by: Caller, { id: proposalId, argsHash }: { id: string; argsHash: string }) =>
    w.flow.dualControl.confirm(by, { proposalId, argsHash });
  const state = async ({ personId }: Caller) => (await w.reads.get('account', personId))?.state;
  const waitingMails = async (): Promise<string[]> => {
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    const names = new Map(Object.entries(w).map(([name, who]) => [(who as Partial<Caller>).personId, name]));
    const mails: string[] = [];
    for (let mail = await next(); mail; mail = await next())
      mails.push(`${names.get(mail.personId ?? '')} ${mail.template}`);
    return mails.sort();
  };

  it('is brought back by two administrators, after a day in which nobody objected; their old ways in are void', async () => {
    const { token } = await w.identity.signIn({ login: 'M-OLGA', password: PASSWORD }, FROM);
    const proposal = await propose();
    expect(proposal.expiresAt).toBe(w.clock.now() + 48 * HOUR);
    w.clock.advance(24 * HOUR);
    await confirm(w.armand, proposal);
    expect(await state(w.olga)).toBe('invited');
    expect(await w.identity.bySession(token)).toBeUndefined();
    await expect(w.identity.signIn({ login: 'M-OLGA', password: PASSWORD }, FROM)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
    await letIn(w.identity, { adele: w.adele, olga: w.armand }, w.olga.personId, 'sept vieilles barques vertes');
    const opened = await w.identity.signIn({ login: 'M-OLGA', password: 'sept vieilles barques vertes' }, FROM);
    expect((await w.identity.bySession(opened.token))?.roles).toContain('security-officer');
  });

  it('is in nobody’s account before both links of the chain: one administrator alone has the link, not the code', async () => {
    const proposal = await propose();
    w.clock.advance(24 * HOUR);
    await confirm(w.armand, proposal);
    const { token } = await w.identity.invite(w.adele, w.olga.personId);
    await expect(w.identity.enrol({ token, password: 'sept vieilles barques vertes' }, FROM)).rejects.toMatchObject({
      code: 'sign_in_failed',
    });
    await expect(w.identity.vouch(w.adele, w.olga.personId)).rejects.toMatchObject({ code: 'same_person' });
  });

  it('is not brought back by one administrator, nor with a plain token, nor sooner, nor later', async () => {
    const proposal = await propose();
    await w.refuses('same_person', confirm(w.adele, proposal));
    await w.refuses('wrong_state', confirm(w.armand, proposal));
    w.clock.advance(24 * HOUR - 1);
    await w.refuses('wrong_state', confirm(w.armand, proposal));
    w.clock.advance(1);
    await w.refuses('fresh_factor_needed', confirm({ ...w.armand, freshUntil: 0 }, proposal));
    w.clock.advance(24 * HOUR + 1);
    await w.refuses('expired', confirm(w.armand, proposal));
    expect(await state(w.olga)).toBe('active');
  });

  it('is asked for by administrators only, and confirmed by them', async () => {
    for (const who of [w.valerie, w.thomas, w.simon, w.aurore, w.alice]) await w.refuses('forbidden', propose(who));
    await w.refuses('forbidden', propose(w.olga));
    await w.refuses('fresh_factor_needed', propose({ ...w.adele, freshUntil: 0 }));
    const proposal = await propose();
    w.clock.advance(24 * HOUR);
    await w.refuses('same_person', confirm(w.olga, proposal));
    await w.refuses('forbidden', confirm(w.valerie, proposal));
    const [grant] = await w.reads.find('grant', { personId: w.adele.personId, role: 'administrator' });
    await w.flow.people.endGrant(w.armand, { grantId: grant!.id });
    await w.refuses('forbidden', confirm(w.armand, proposal));
  });

  it('is the only one: not where another officer is left, nor anybody who is no officer', async () => {
    await w.refuses('wrong_state', propose(w.adele, w.valerie));
    await w.refuses('wrong_state', propose(w.adele, w.odile));
    const proposal = await propose();
    const role = { personId: w.simon.personId, role: 'security-officer', scope: '*' } as const;
    await w.dual('role.grant', { ...role, validUntil: w.clock.now() + 72 * HOUR });
    await letIn(w.identity, w, w.simon.personId);
    w.clock.advance(24 * HOUR);
    await w.refuses('wrong_state', confirm(w.armand, proposal));
    await w.refuses('wrong_state', propose());
  });

  it('who has their keys after all objects, and it is over', async () => {
    const proposal = await propose();
    await waitingMails();
    await w.flow.dualControl.cancel(w.olga, { proposalId: proposal.id });
    const told = await waitingMails();
    expect(told).toHaveLength(10);
    expect(told).toContain('adele officer-return-cancelled');
    expect(told).toContain('olga officer-return-cancelled');
    w.clock.advance(24 * HOUR);
    await w.refuses('wrong_state', confirm(w.armand, proposal));
  });

  it('is proposed once at a time, so that one objection is enough', async () => {
    const proposal = await propose();
    await w.refuses('duplicate', propose(w.armand));
    await w.flow.dualControl.cancel(w.olga, { proposalId: proposal.id });
    const again = await propose(w.armand);
    w.clock.advance(49 * HOUR);
    await w.flow.dualControl.expire();
    await propose();
    await w.refuses('wrong_state', confirm(w.adele, again));
  });

  it('waits as long as two persons set it, never by two administrators', async () => {
    const set = { act: 'policy.set', args: { id: 'officer.waitHours', value: 2 } } as const;
    const lower = await w.flow.dualControl.propose(w.adele, set);
    await w.refuses('forbidden', confirm(w.armand, lower));
    await confirm(w.olga, lower);
    const proposal = await propose();
    w.clock.advance(2 * HOUR);
    await confirm(w.armand, proposal);
    expect(await state(w.olga)).toBe('invited');
  });

  it('is told to everybody who holds an operator role, and to themselves, when it is proposed and when it is done', async () => {
    await waitingMails();
    const everybody = ['adele', 'armand', 'aurore', 'olga', 'theo', 'thomas', 'valerie', 'vera', 'victor', 'vincent'];
    const proposal = await propose();
    expect(await waitingMails()).toEqual(everybody.map((name) => `${name} officer-return-proposed`));
    w.clock.advance(24 * HOUR);
    await confirm(w.armand, proposal);
    const told = [...everybody.map((name) => `${name} officer-returned`), 'olga account-reopened'];
    expect(await waitingMails()).toEqual(told.sort());
  });

  it('the entry says who, whom and why', async () => {
    const proposal = await propose();
    w.clock.advance(24 * HOUR);
    await confirm(w.armand, proposal);
    const { items } = await w.opened.lists.entries({}, { limit: 1 });
    expect(items[0]).toMatchObject({
      action: 'dualControl.confirm',
      actor: w.armand.personId,
      role: 'administrator',
      outcome: 'done',
      detail: { act: 'officer.bringBack', officer: w.olga.personId, reason: 'keys-lost' },
    });
  });
});
