import { newKey } from '../../../src/ca/keys/signer.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('a node that is shown other records than it knows', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.close());
  const approved = async () => {
    const request = await world.flow.request.submit(world.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    await world.approve(request.id);
    return request.id;
  };

  it('produces nothing, and touches no token', async () => {
    const requestId = await approved();
    world.shown.isOther = true;
    const before = { ...world.twin.tokens.get('1') };
    await world.refuses('other_records', world.flow.production.produce(world.thomas, { requestId, slot: '1' }), {
      entry: false,
    });
    expect(world.twin.tokens.get('1')).toEqual(before);
    expect(await world.reads.find('certificate', {})).toEqual([]);
    world.shown.isOther = false;
    await world.flow.production.produce(world.thomas, { requestId, slot: '1' });
  });

  it('signs nothing, and seals nothing, that was begun before', async () => {
    for (const step of ['sign', 'seal'] as const) {
      const requestId = await approved();
      const noticed = async () => {
        world.shown.isOther = true;
      };
      if (step === 'sign') world.beforeSignature(noticed);
      else world.twin.onStep('signChallenge', noticed);
      await expect(world.flow.production.produce(world.thomas, { requestId, slot: '1' })).rejects.toMatchObject({
        code: 'other_records',
      });
      expect(await world.reads.find('certificate', { state: 'good' })).toEqual([]);
      world.shown.isOther = false;
      await world.flow.request.withdraw(world.alice, { requestId });
    }
  });

  it('certifies no server anew', async () => {
    world.shown.isOther = true;
    const wish = { names: { dnsNames: ['jeton.example'], addresses: [] }, issuerId: world.ca.issuing()?.id };
    const key = await newKey('P-256');
    const made = world.flow.server.ensure({ ...wish, newKey: async () => ({ publicKey: key, privateKey: key }) });
    await expect(made).rejects.toMatchObject({ code: 'other_records' });
  });

  it('still takes losses and revocations, and publishes them', async () => {
    const one = await world.activeToken(world.alice, 'PN-1');
    const two = await world.activeToken(world.bruno, 'PN-2');
    world.shown.isOther = true;
    await world.flow.revocation.reportLoss(world.alice, { serial: one.tokenId, reason: 'lost' });
    await world.flow.revocation.revoke(world.olga, { serial: two.certificateId, reason: 'other' });
    for (const { certificateId } of [one, two]) {
      expect(await world.reads.get('certificate', certificateId)).toMatchObject({ state: 'revoked' });
    }
    expect(world.ca.crl('issuing')?.entries).toBe(2);
  });
});
