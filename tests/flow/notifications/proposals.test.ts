import type { Caller } from '../../../src/book/rights/roles.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const HOUR = 3_600_000;

/** Whoever proposed an act of two persons is not there as the other decides. */
describe('the proposer of an act of two persons', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    // what two persons decided to found the ministry
    for (const who of [w.adele, w.olga, w.odile, w.armand]) await w.flow.reading.told(who, { sees: true });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const told = async (who: Caller): Promise<string[]> =>
    (await w.flow.reading.told(who, { sees: false }))
      .filter(({ fresh }) => fresh)
      .map(({ template }) => template)
      .filter((template) => template.startsWith('proposal-'));
  const recovery = () =>
    w.flow.dualControl.propose(w.adele, { act: 'account.recover', args: { personId: w.alice.personId } });

  it('of a recovery hears that it was confirmed, and nobody else does', async () => {
    const { id: proposalId, argsHash } = await recovery();
    expect(await told(w.adele)).toEqual([]);
    await w.flow.dualControl.confirm(w.olga, { proposalId, argsHash });
    expect(await told(w.adele)).toEqual(['proposal-confirmed']);
    for (const other of [w.olga, w.odile, w.armand]) expect(await told(other)).not.toContain('proposal-confirmed');
  });

  it('hears that it was refused, and nothing of what they withdrew themselves', async () => {
    const { id: proposalId } = await recovery();
    await w.flow.dualControl.cancel(w.olga, { proposalId });
    expect(await told(w.adele)).toEqual(['proposal-refused']);
    const own = await recovery();
    await w.flow.dualControl.cancel(w.adele, { proposalId: own.id });
    expect(await told(w.adele)).toEqual(['proposal-refused']);
  });

  it('hears that nobody confirmed it in time', async () => {
    await recovery();
    w.clock.advance(HOUR);
    await w.flow.dualControl.expire();
    expect(await told(w.adele)).toEqual(['proposal-expired']);
  });

  it('of what a device does hears once that it was confirmed, or that it could not be done', async () => {
    const { tokenId: serial } = await w.activeToken(w.alice, 'PN-1');
    const propose = () => w.flow.dualControl.propose(w.thomas, { act: 'token.unblock', args: { serial, slot: '1' } });
    const first = await propose();
    await w.flow.dualControl.confirm(w.olga, { proposalId: first.id, argsHash: first.argsHash });
    expect(await told(w.thomas)).toEqual(['proposal-confirmed']);
    const second = await propose();
    w.twin.fail('resetPin');
    await expect(
      w.flow.dualControl.confirm(w.olga, { proposalId: second.id, argsHash: second.argsHash }),
    ).rejects.toMatchObject({ code: 'device_failed' });
    expect((await told(w.thomas)).sort()).toEqual(['proposal-confirmed', 'proposal-confirmed', 'proposal-failed']);
  });

  it('of the return of the only officer hears by the news that all operators have, and once', async () => {
    await w.flow.people.disable(w.adele, { personId: w.odile.personId });
    const args = { personId: w.olga.personId, reason: 'keys-lost' } as const;
    const { id: proposalId, argsHash } = await w.flow.dualControl.propose(w.adele, { act: 'officer.bringBack', args });
    w.clock.advance(24 * HOUR);
    await w.flow.dualControl.confirm(w.armand, { proposalId, argsHash });
    expect(await told(w.adele)).toEqual([]);
  });
});
