import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;
const ABOUT_ROLES = /role|access-review/;

/** What people are told of their roles, and those who review them. */
describe('mails about roles', () => {
  let w: World;
  let names: Map<string, string>;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    const all = ['alice', 'thomas', 'valerie', 'adele', 'armand', 'olga', 'odile', 'eve'] as const;
    names = new Map(all.map((name) => [w[name].personId, name]));
    await told();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  async function told(): Promise<string[]> {
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    const mails: string[] = [];
    for (let mail = await next(); mail; mail = await next())
      if (ABOUT_ROLES.test(mail.template)) mails.push(`${names.get(mail.personId ?? '')} ${mail.template}`);
    return mails.sort();
  }
  const together = (proposal: Parameters<typeof w.flow.dualControl.propose>[1]) =>
    w.flow.dualControl
      .propose(w.adele, proposal)
      .then(({ id: proposalId, argsHash }) => w.flow.dualControl.confirm(w.odile, { proposalId, argsHash }));
  const line = async (name: 'thomas' | 'valerie', outcome: 'confirmed' | 'ended') => {
    const rows = await w.reads.find('grant', { personId: w[name].personId, revokedAt: null });
    const { id: grantId, personId, role } = rows.find((grant) => grant.role !== 'agent')!;
    return { grantId, personId, role: role as 'technician', outcome };
  };

  it('tell whose role was given by two, confirmed or ended', async () => {
    await together({
      act: 'role.grant',
      args: { personId: w.thomas.personId, role: 'approver', scope: 'PREF-59' },
    });
    expect(await told()).toEqual(['thomas role-given']);
    const grants = [await line('thomas', 'confirmed'), await line('valerie', 'ended')];
    await together({ act: 'access.review', args: { grants } });
    expect(await told()).toEqual(['thomas role-confirmed', 'valerie role-ended-by-review']);
  });

  it('tell who reviews a month before a day on which roles come due, and when it has passed, each once', async () => {
    const everybody = (template: string) => ['adele', 'armand', 'odile', 'olga'].map((name) => `${name} ${template}`);
    const send = async () => {
      await w.flow.reminders.send();
      return told();
    };
    expect(await send()).toEqual([]);
    w.clock.pass(336 * DAY);
    expect(await send()).toEqual(everybody('access-review-coming'));
    expect(await send()).toEqual([]);
    w.clock.pass(30 * DAY);
    expect(await send()).toEqual(everybody('access-review-due'));
    expect(await send()).toEqual([]);
  });
});
