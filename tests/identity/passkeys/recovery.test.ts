import { PASSWORD } from '../../support/world/come-in.ts';
import { createService, type Service } from '../../support/world/service.ts';
import { codeOf } from '../house.ts';

const FROM = { address: '192.0.2.7' };
const NEW = 'quatre chiens dorment dehors';

describe('the recovery of an account', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());
  const propose = (by = service.world.adele, personId = service.world.thomas.personId) =>
    service.world.flow.dualControl.propose(by, { act: 'account.recover', args: { personId } });

  it('takes two persons, voids what let somebody in before, and leaves the roles', async () => {
    const { world, door } = service;
    const session = await service.sessionOf('thomas');
    const proposal = await propose();
    const input = { proposalId: proposal.id, argsHash: proposal.argsHash };
    expect(await codeOf(world.flow.dualControl.confirm(world.adele, input))).toBe('same_person');
    expect(await door.identity.bySession(session)).toBeDefined();
    await world.flow.dualControl.confirm(world.olga, input);
    expect(await door.identity.bySession(session)).toBeUndefined();
    expect(await codeOf(door.identity.signIn({ login: 'M-THOMAS', password: PASSWORD }, FROM))).toBe('sign_in_failed');
    const { token } = await door.identity.invite(world.adele, world.thomas.personId);
    expect(await codeOf(door.identity.enrol({ token, password: NEW }, FROM))).toBe('sign_in_failed');
    const { code } = await door.identity.vouch(world.olga, world.thomas.personId);
    await door.identity.enrol({ token, password: NEW, code }, FROM);
    const opened = await door.identity.signIn({ login: 'M-THOMAS', password: NEW }, FROM);
    expect((await door.identity.bySession(opened.token))?.roles).toContain('technician');
    await world.check();
  });

  it('is not what one administrator does alone with an operator', async () => {
    await service.sessionOf('thomas');
    const { adele, thomas } = service.world;
    expect(await codeOf(service.door.identity.invite(adele, thomas.personId))).toBe('forbidden');
  });

  it('is nothing that one proposes for oneself', async () => {
    const { adele } = service.world;
    expect(await codeOf(propose(adele, adele.personId))).toBe('same_person');
  });

  it('needs the security officer among the two', async () => {
    const { world } = service;
    await service.sessionOf('thomas');
    const { id, argsHash } = await propose(world.adele);
    expect(await codeOf(world.flow.dualControl.confirm(world.armand, { proposalId: id, argsHash }))).toBe('forbidden');
  });

  it('is in nobody’s way to prevent by what somebody proposes or makes beforehand in the account', async () => {
    const { world, door } = service;
    const { identity } = door;
    const grant = { personId: world.alice.personId, role: 'supervisor', scope: '*' } as const;
    const stack = () => world.flow.dualControl.propose(world.armand, { act: 'role.grant', args: grant });
    for (let count = 0; count < 50; count += 1) await stack();
    expect(await codeOf(stack())).toBe('limit_reached');
    // each day as many tokens as one may have, for a day: they are over and stand in the records
    for (let day = 0; day < 51; day += 1) {
      for (let count = 0; count < 20; count += 1)
        await identity.createApiToken(world.armand, { name: 'veille', scopes: ['administrator'], days: 1 });
      world.clock.advance(86_400_000);
    }
    for (let count = 0; count < 20; count += 1)
      await identity.createApiToken(world.armand, { name: 'veille', scopes: ['administrator'], days: 1 });
    const more = identity.createApiToken(world.armand, { name: 'veille', scopes: ['administrator'], days: 1 });
    expect(await codeOf(more)).toBe('limit_reached');
    const { id, argsHash } = await propose(world.adele, world.armand.personId);
    await world.flow.dualControl.confirm(world.olga, { proposalId: id, argsHash });
    const live = await world.reads.find('apiToken', { personId: world.armand.personId, revokedAt: null });
    expect(live.filter(({ expiresAt }) => expiresAt > world.clock.now())).toEqual([]);
    await world.check();
  }, 60_000);
});
