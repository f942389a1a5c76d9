import { nomadeOf } from '../../support/world/nomade.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('an incident whose machine a technician blocks by itself', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const report = () => w.flow.incident.report(w.alice, { kind: 'ransomware', workstation: 'PN-1' });
  const blockMachine = () => w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'block' });
  const things = (taken: readonly { what: string; name: string; actorName: string }[]) =>
    taken.map(({ what, name, actorName }) => [what, name, actorName.split(' ')[0]]).sort();

  it('is blocked with it, tells of it, and is closed as blocked', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { id: incidentId } = await report();
    const beyond = await w.flow.incident.report(w.alice, { kind: 'phishing' });
    const at = w.clock.now();
    await blockMachine();
    const row = await w.reads.get('incident', incidentId);
    expect(row).toMatchObject({ state: 'open', blockedAt: at, blockerId: w.thomas.personId });
    expect((await w.reads.get('incident', beyond.id))?.blockedAt).toBeNull();
    const told = await w.flow.reading.incident(w.olga, incidentId);
    const taken = [
      ['token', tokenId, 'Thomas'],
      ['workstation', 'PN-1', 'Thomas'],
    ];
    expect([told.entries.map(({ action }) => action), told.isInUse, told.back]).toEqual([
      ...[['incident.report', 'workstation.block'], false, []],
    ]);
    expect(things(told.taken)).toEqual(taken);
    expect(things((await w.flow.reading.blocksOfMany(w.olga, { limit: 9 })).taken)).toEqual(taken);
    await w.flow.incident.close(w.olga, { incidentId, outcome: 'blocked' });
  });

  it('is blocked once more where its person has something elsewhere, which the list of incidents says', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const nomade = await nomadeOf(w, w.alice);
    const { id: incidentId } = await report();
    const listed = async () => (await w.flow.reading.incidents(w.olga, { state: 'open' }, { limit: 9 })).items;
    await blockMachine();
    expect(await listed()).toMatchObject([{ id: incidentId, isStillInUse: true }]);
    expect(await w.flow.incident.block(w.olga, { incidentId })).toMatchObject({ tokens: 0, credentials: 1 });
    expect(await listed()).toMatchObject([{ id: incidentId, isStillInUse: false }]);
    const { taken } = await w.flow.reading.incident(w.olga, incidentId);
    expect(things(taken)).toContainEqual(['nomade', nomade, 'Olga']);
    expect(taken).toHaveLength(3);
  });
});
