import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Role } from '../../../src/book/tables/codes.ts';
import { letIn } from '../../support/world/come-in.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;

/** One administrator tries to leave the house without a security officer, while the account of the only one waits. */
describe('the only security officer, whose account waits for a link', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    await w.flow.people.disable(w.adele, { personId: w.odile.personId });
    const args = { personId: w.olga.personId, reason: 'keys-lost' } as const;
    const { id: proposalId, argsHash } = await w.flow.dualControl.propose(w.adele, { act: 'officer.bringBack', args });
    w.clock.advance(DAY);
    await w.flow.dualControl.confirm(w.armand, { proposalId, argsHash });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const grantOf = async ({ personId }: Caller, role: Role = 'security-officer') =>
    (await w.reads.find('grant', { personId, role, revokedAt: null }))[0]!.id;

  it('keeps the role, whichever administrator would end it', async () => {
    await w.refuses('last_of_role', w.flow.people.endGrant(w.armand, { grantId: await grantOf(w.olga) }));
  });

  it('keeps the account, which nobody else could open again', async () => {
    await w.refuses('last_of_role', w.flow.people.disable(w.armand, { personId: w.olga.personId }));
  });

  it('keeps the role in a review by two administrators', async () => {
    const line = { grantId: await grantOf(w.olga), personId: w.olga.personId, role: 'security-officer' } as const;
    const args = { grants: [{ ...line, outcome: 'ended' as const }] };
    await w.refuses('last_of_role', w.flow.dualControl.propose(w.adele, { act: 'access.review', args }));
  });

  it('keeps nobody else’s account open where somebody edited a row of that role', async () => {
    const edit = (scope: string) =>
      w.opened.behind.run(`update "grant" set "scope" = '${scope}' where "role" = 'security-officer'`);
    await edit('X');
    await w.flow.people.disable(w.armand, { personId: w.theo.personId }).catch((error: unknown) => error);
    await edit('*');
    expect((await w.reads.get('account', w.theo.personId))?.state).toBe('disabled');
  });

  it('leaves everybody else’s role to be ended as before, and their own once another one is in', async () => {
    await w.flow.people.endGrant(w.armand, { grantId: await grantOf(w.thomas, 'technician') });
    await w.flow.people.disable(w.armand, { personId: w.theo.personId });
    await letIn(w.identity, { adele: w.adele, olga: w.armand }, w.olga.personId, 'sept vieilles barques vertes');
    await w.flow.people.endGrant(w.armand, { grantId: await grantOf(w.odile) });
  });
});
