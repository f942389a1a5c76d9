import type { Caller } from '../../../src/book/rights/roles.ts';
import { beginOf, dayOf } from '../../../src/book/rules/calendar/working-days.ts';
import { deputyScopes } from '../../../src/flow/two-persons/deputies.ts';
import { letIn } from '../../support/world/come-in.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const DAY = 86_400_000;

/** An approver is away, and nobody else approves for their services. */
describe('a deputy', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  const loginOf = async ({ personId }: Caller) => (await w.reads.get('person', personId))!.directoryId!;
  const name = async (approver: Caller, deputy: Caller, more: object = {}) =>
    w.flow.deputies.name(approver, { deputy: await loginOf(deputy), validUntil: w.clock.now() + 10 * DAY, ...more });
  const grantsOf = ({ personId }: Caller) => w.reads.find('grant', { personId, role: 'approver', revokedAt: null });

  it('approves in the services of who named them, with dates, once a security officer has confirmed it', async () => {
    const { id: proposalId, argsHash } = await name(w.valerie, w.eve);
    expect(await grantsOf(w.eve)).toEqual([]);
    expect(await w.flow.reading.proposals(w.armand)).toMatchObject([{ confirmerRole: 'security-officer' }]);
    await w.refuses('forbidden', w.flow.dualControl.confirm(w.armand, { proposalId, argsHash }));
    await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    const [own] = await grantsOf(w.valerie);
    expect(await grantsOf(w.eve)).toMatchObject([{ scope: own!.scope, validUntil: w.clock.now() + 10 * DAY }]);
  });

  it('is named by an approver alone, for services of their own, and never themselves', async () => {
    await w.refuses('forbidden', name(w.thomas, w.eve));
    await w.refuses('forbidden', name(w.alice, w.eve));
    await w.refuses('same_person', name(w.valerie, w.valerie));
    await w.refuses('out_of_scope', name(w.vera, w.eve, { scope: 'PREF-59' }));
    await w.refuses('out_of_scope', name(w.vera, w.eve, { scope: '*' }));
    await w.refuses(
      'not_found',
      w.flow.deputies.name(w.valerie, { deputy: 'M-NOBODY', validUntil: w.clock.now() + DAY }),
    );
  });

  it('is neither oneself nor an approver of the same services, and each is told so', async () => {
    const detail = (why: string) => ({ detail: expect.objectContaining({ why }) });
    await expect(name(w.valerie, w.valerie)).rejects.toMatchObject({ code: 'same_person', ...detail('deputy-self') });
    const { id: proposalId, argsHash } = await name(w.valerie, w.eve);
    await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    await expect(name(w.valerie, w.eve)).rejects.toMatchObject({ code: 'already_done', ...detail('role-held') });
  });

  it('has a scope named where the approver has several', async () => {
    const grant = w.valerie.grants.find(({ role }) => role === 'approver')!;
    const two = { ...w.valerie, grants: [...w.valerie.grants, { ...grant, scope: 'PREF-59' }] };
    expect(deputyScopes(w.valerie, w.clock.now())).toEqual([grant.scope]);
    expect(deputyScopes(two, w.clock.now())).toEqual([grant.scope, 'PREF-59']);
    const detail = { field: 'scope', rule: 'missing', why: 'deputy-scope' };
    await expect(name(two, w.eve)).rejects.toMatchObject({ code: 'invalid_input', detail });
  });

  it('stands in for 90 days at most, and not for longer than whoever named them is approver', async () => {
    const bad = { entry: false };
    await w.refuses('invalid_input', name(w.valerie, w.eve, { validUntil: w.clock.now() + 91 * DAY }), bad);
    await w.refuses('invalid_input', name(w.valerie, w.eve, { validUntil: w.clock.now() - 1 }), bad);
    // whatever is wrong with the dates says nothing of whose a directory id is
    const nobody = { deputy: 'M-NOBODY', validUntil: w.clock.now() - 1 };
    await w.refuses('invalid_input', w.flow.deputies.name(w.valerie, nobody), bad);
    // ninety days after the first is the last, whole, also where the clocks change between
    const first = dayOf(w.clock.now());
    const ninety = { validUntil: beginOf(first + 91) };
    await w.refuses('invalid_input', name(w.valerie, w.eve, { validUntil: ninety.validUntil + 1 }), bad);
    await w.flow.dualControl.cancel(w.valerie, { proposalId: (await name(w.valerie, w.eve, ninety)).id });
    const five = { validUntil: w.clock.now() + 5 * DAY };
    const { id: proposalId, argsHash } = await name(w.valerie, w.eve, five);
    await w.flow.dualControl.confirm(w.odile, { proposalId, argsHash });
    await letIn(w.identity, w, w.eve.personId);
    const [grant] = await grantsOf(w.eve);
    const eve = { ...w.eve, grants: [...w.eve.grants, grant!] };
    await w.refuses('out_of_scope', name(eve, w.bruno, { validUntil: w.clock.now() + 6 * DAY }));
  });

  it('does not stand in before who named them is approver of these services', async () => {
    const validFrom = w.clock.now() + 30 * DAY;
    const later = { personId: w.vera.personId, role: 'approver', scope: 'PREF-59', validFrom } as const;
    await w.dual('role.grant', later);
    const grants = await w.reads.find('grant', { personId: w.vera.personId, revokedAt: null });
    const vera = { ...w.vera, grants };
    await w.refuses('out_of_scope', name(vera, w.eve, { scope: 'PREF-59' }));
    const from = { scope: 'PREF-59', validFrom, validUntil: validFrom + DAY };
    await w.flow.deputies.name(vera, { deputy: await loginOf(w.eve), ...from });
  });

  it('is confirmed by a security officer who is not the deputy, while the approver still is one', async () => {
    const { id: proposalId, argsHash } = await name(w.valerie, w.eve);
    await w.refuses('forbidden', w.flow.dualControl.confirm(w.adele, { proposalId, argsHash }));
    const [own] = await grantsOf(w.valerie);
    await w.flow.people.endGrant(w.armand, { grantId: own!.id });
    await w.refuses('forbidden', w.flow.dualControl.confirm(w.odile, { proposalId, argsHash }));
  });
});
