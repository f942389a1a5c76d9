import { notifying } from '../../../src/flow/notifications/notices.ts';
import { createIdentity } from '../../../src/identity/accounts.ts';
import { createSecretHasher } from '../../../src/identity/passwords/hasher.ts';
import { createPasswordPolicy } from '../../../src/identity/passwords/password.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** Argon2id at its cheapest: its strength is not what these tests are about. */
const CHEAP = { memoryCost: 8, timeCost: 1, parallelism: 1 };

describe('what an administrator does alone', () => {
  let w: World;
  let names: Map<string, string>;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    names = new Map((['alice', 'valerie', 'adele', 'olga', 'odile'] as const).map((name) => [w[name].personId, name]));
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
      mails.push(`${names.get(mail.personId ?? '') ?? 'somebody'} ${mail.template}`);
    return mails.sort();
  }
  const identity = () =>
    createIdentity({
      store: notifying(w.opened.store, w.clock),
      records: w.opened.identity,
      clock: w.clock,
      chance: w.opened.chance,
      hasher: createSecretHasher(CHEAP),
      policy: createPasswordPolicy({ common: new Set() }),
    });
  const OFFICERS = ['odile acted-alone', 'olga acted-alone'];

  it('to an approver’s account is told to the officers and to them', async () => {
    await w.flow.people.disable(w.adele, { personId: w.valerie.personId });
    expect(await told()).toEqual([...OFFICERS, 'valerie account-disabled']);
  });

  it('to a role is told; to an agent’s it is not', async () => {
    const grant = async (role: 'approver' | 'agent', { personId }: typeof w.alice) =>
      (await w.reads.find('grant', { personId, role, revokedAt: null }))[0]!;
    await w.flow.people.endGrant(w.adele, { grantId: (await grant('approver', w.valerie)).id });
    expect(await told()).toEqual([...OFFICERS, 'valerie role-ended']);
    await w.flow.people.endGrant(w.adele, { grantId: (await grant('agent', w.alice)).id });
    expect(await told()).toEqual([]);
  });

  it('with a supervisor’s role, given or ended, is told', async () => {
    const grant = { personId: w.alice.personId, role: 'supervisor' as const, scope: '*' };
    await w.flow.people.grant(w.adele, grant);
    expect(await told()).toEqual(['alice role-given', ...OFFICERS]);
    const [row] = await w.reads.find('grant', { personId: grant.personId, role: grant.role });
    await w.flow.people.endGrant(w.adele, { grantId: row!.id });
    expect(await told()).toEqual(['alice role-ended', ...OFFICERS]);
  });

  it('to sessions is told, of one or of all', async () => {
    await identity().endSessionsFor(w.adele, w.alice.personId);
    expect(await told()).toEqual(['alice sessions-ended', ...OFFICERS]);
    await identity().endSessionsFor(w.adele);
    expect(await told()).toEqual(OFFICERS);
  });

  it('to open a disabled account again is told', async () => {
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    await told();
    await identity().invite(w.adele, w.alice.personId);
    expect(await told()).toEqual(['alice account-reopened', ...OFFICERS]);
  });

  it('to reopen an agent’s account is told; a first link is not, nor what was refused', async () => {
    await identity().invite(w.adele, w.alice.personId);
    expect(await told()).toEqual(['alice account-reopened', ...OFFICERS]);
    await identity().invite(w.adele, w.alice.personId);
    await w.refuses('same_person', w.flow.people.disable(w.adele, { personId: w.adele.personId }));
    expect(await told()).toEqual([]);
  });
});
