import type { Caller } from '../../../src/book/rights/roles.ts';
import type { AccessReview } from '../../../src/book/rules/decision-args.ts';
import type { Role } from '../../../src/book/tables/codes.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;
type Outcome = AccessReview['grants'][number]['outcome'];

/** Once a year two persons look at who holds which role. */
describe('a review of roles', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  const grantOf = async ({ personId }: Caller, role: Role) =>
    (await w.reads.find('grant', { personId, role, revokedAt: null }))[0]!;
  const line = async (who: Caller, role: Role, outcome: Outcome) => {
    const { id: grantId, personId } = await grantOf(who, role);
    return { grantId, personId, role, outcome } as AccessReview['grants'][number];
  };
  const propose = (by: Caller, ...grants: AccessReview['grants']) =>
    w.flow.dualControl.propose(by, { act: 'access.review', args: { grants } });
  const review = async (one: Caller, other: Caller, ...grants: AccessReview['grants']) => {
    const { id: proposalId, argsHash } = await propose(one, ...grants);
    await w.flow.dualControl.confirm(other, { proposalId, argsHash });
    return proposalId;
  };
  const shown = async (who: Caller, role: Role, reader = w.odile) => {
    const all = await w.flow.reading.accessReview(reader);
    return all.find((grant) => grant.personId === who.personId && grant.role === role);
  };

  it('confirms and ends roles at once, and remembers who reviewed them when', async () => {
    const lines = [await line(w.thomas, 'technician', 'confirmed'), await line(w.valerie, 'approver', 'ended')];
    const [kept, gone] = [await grantOf(w.thomas, 'technician'), await grantOf(w.valerie, 'approver')];
    const reviewId = await review(w.adele, w.odile, ...lines);
    const now = w.clock.now();
    expect(await w.reads.get('grant', kept.id)).toMatchObject({ reviewedAt: now, reviewId, revokedAt: null });
    expect(await w.reads.get('grant', gone.id)).toMatchObject({ reviewedAt: now, reviewId, revokedAt: now });
    const told = await shown(w.thomas, 'technician');
    expect(told?.reviewers).toHaveLength(2);
    expect(await shown(w.valerie, 'approver')).toBeUndefined();
  });

  it('says who gave a role, and when it was last used', async () => {
    const before = await shown(w.thomas, 'technician');
    expect(before).toMatchObject({ standing: 'later', proposed: false });
    expect(before?.granters).toHaveLength(2);
    await w.flow.stock.receive(w.thomas, {
      reference: 'BL-R',
      model: 'SoftHSM2',
      tokens: [{ serial: 'Z-0001', soPin: 'sopin-z-factory' }],
    });
    expect((await shown(w.thomas, 'technician'))?.actedAt).toBe(w.clock.now());
    expect((await shown(w.adele, 'administrator'))?.granters).toEqual([]);
    await propose(w.adele, await line(w.thomas, 'technician', 'confirmed'));
    expect(await shown(w.thomas, 'technician')).toMatchObject({ proposed: true });
  });

  it('is due after a year, announced a month before, and due again a year after it was done', async () => {
    const { grantedAt } = await grantOf(w.thomas, 'technician');
    const standing = async () => (await shown(w.thomas, 'technician'))?.standing;
    w.clock.pass(grantedAt + 336 * DAY - w.clock.now());
    expect(await standing()).toBe('due');
    w.clock.pass(29 * DAY);
    expect(await standing()).toBe('overdue');
    const { due, overdue } = await w.flow.reading.accessReviewStanding(w.odile);
    expect(overdue).toBeGreaterThan(0);
    // what waits for somebody: none of their own roles, and for who only reads them none
    const own = (await w.flow.reading.accessReview(w.odile)).filter(
      ({ personId, standing: is }) => personId === w.odile.personId && (is === 'due' || is === 'overdue'),
    );
    const count = () => w.flow.reading.accessReviewCount(w.odile);
    expect(await count()).toBe(due + overdue - own.length);
    expect(await w.flow.reading.accessReviewCount(w.aurore)).toBe(0);
    await propose(w.adele, await line(w.valerie, 'approver', 'confirmed'));
    expect(await count()).toBe(due + overdue - own.length - 1);
    await review(w.adele, w.odile, await line(w.thomas, 'technician', 'confirmed'));
    expect(await shown(w.thomas, 'technician')).toMatchObject({
      standing: 'later',
      dueAt: w.clock.now() + 365 * DAY,
    });
  });

  it('is done by nobody on a role of their own, and by a security officer with another', async () => {
    const technician = await line(w.thomas, 'technician', 'confirmed');
    const own = await line(w.odile, 'security-officer', 'confirmed');
    await w.refuses('same_person', propose(w.odile, technician, own));
    const { id: proposalId, argsHash } = await propose(w.adele, technician, own);
    await w.refuses('same_person', w.flow.dualControl.confirm(w.odile, { proposalId, argsHash }));
    await w.refuses('same_person', w.flow.dualControl.confirm(w.adele, { proposalId, argsHash }));
    await w.refuses('forbidden', w.flow.dualControl.confirm(w.armand, { proposalId, argsHash }));
    await w.refuses('forbidden', propose(w.thomas, await line(w.valerie, 'approver', 'confirmed')));
    await w.refuses('forbidden', propose(w.aurore, technician));
  });

  it("of security officers' roles alone is done by two administrators too", async () => {
    const officer = await line(w.odile, 'security-officer', 'confirmed');
    await review(w.adele, w.armand, officer);
    expect(await grantOf(w.odile, 'security-officer')).toMatchObject({ reviewedAt: w.clock.now() });
  });

  it('names each role as it stands', async () => {
    const technician = await line(w.thomas, 'technician', 'confirmed');
    const wrong = { ...technician, personId: w.valerie.personId };
    await w.refuses('changed_since', propose(w.adele, wrong), { entry: false });
    await w.refuses('changed_since', propose(w.adele, { ...technician, role: 'auditor' }), { entry: false });
    const { id: proposalId, argsHash } = await propose(w.adele, technician);
    await w.flow.people.endGrant(w.armand, { grantId: technician.grantId });
    await w.refuses('changed_since', w.flow.dualControl.confirm(w.odile, { proposalId, argsHash }), { entry: false });
  });

  it('ends no last role that appoints others', async () => {
    const admins = await w.reads.find('grant', { role: 'administrator', revokedAt: null });
    const officers = await w.reads.find('grant', { role: 'security-officer', revokedAt: null });
    const end = ({ id, personId, role }: (typeof admins)[number]) =>
      ({ grantId: id, personId, role, outcome: 'ended' }) as AccessReview['grants'][number];
    const others = officers.filter(({ personId }) => personId !== w.odile.personId);
    await w.refuses('last_of_role', propose(w.odile, ...admins.map(end)));
    await w.refuses('last_of_role', propose(w.adele, ...officers.map(end)));
    expect(others.length).toBeGreaterThan(0);
  });

  it('is seen by those who do it and by the auditor', async () => {
    expect(await shown(w.thomas, 'technician', w.aurore)).toBeDefined();
    for (const who of [w.thomas, w.valerie, w.alice]) {
      await expect(w.flow.reading.accessReview(who)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});
