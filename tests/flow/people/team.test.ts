import { createWorld, type World } from '../../support/world/world.ts';

describe('what a team lacks', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const team = () => w.flow.reading.team(w.odile);
  const endTechnicians = async () => {
    for (const { personId, id } of await w.reads.find('grant', { role: 'technician', revokedAt: null })) {
      const by = personId === w.adele.personId ? w.armand : w.adele;
      await w.flow.people.endGrant(by, { grantId: id });
    }
  };

  it('is worked out anew once somebody leaves it or comes to it', async () => {
    const before = await team();
    expect((await team()).lacks).toBe(before.lacks); // the same team, not worked out again
    await endTechnicians();
    const without = await team();
    const said = (of: typeof before) => of.lacks.flatMap(({ scenarios }) => scenarios.map(({ fr }) => fr));
    expect(said(without).length).toBeGreaterThan(said(before).length);
    expect(without.lacks.some(({ helpers }) => helpers.includes('technician'))).toBe(true);
    await w.dual('role.grant', { personId: w.vera.personId, role: 'technician', scope: '*' });
    await w.dual('role.grant', { personId: w.simon.personId, role: 'technician', scope: '*' });
    expect(said(await team()).length).toBeLessThan(said(without).length);
  });
});
