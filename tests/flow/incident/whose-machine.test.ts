import { createWorld, type World } from '../../support/world.ts';

/** A machine that somebody was given, with no token of theirs on it. */
describe('an incident on the machine that somebody has', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
    await w.flow.record.assign(w.thomas, { workstation: 'PN-1', person: 'M-ALICE', reason: 'handed-out' });
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const stateOf = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0]?.state;

  it('is reported by its holder, or for them, and its block takes it out of service', async () => {
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'ransomware', workstation: 'PN-1' });
    await w.refuses(
      'already_done',
      w.flow.incident.report(w.corinne, { kind: 'ransomware', person: 'M-ALICE', workstation: 'PN-1' }),
    );
    await w.refuses('not_found', w.flow.incident.report(w.bruno, { kind: 'ransomware', workstation: 'PN-1' }));
    expect(await w.flow.incident.block(w.olga, { incidentId })).toMatchObject({ workstation: 'PN-1', tokens: 0 });
    expect(await stateOf('PN-1')).toBe('blocked');
  });

  it('is theirs no more once it was taken back', async () => {
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-1', reason: 'returned' });
    await w.refuses('not_found', w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' }), {
      entry: true,
    });
  });

  it('offers in the report what its reader has, asked a token for or has one in use on', async () => {
    const numbers = async () => (await w.flow.incident.ownMachines(w.alice)).map(({ assetNumber }) => assetNumber);
    expect(await numbers()).toEqual(['PN-1']);
    await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    await w.activeToken(w.alice, 'PN-2');
    expect(await numbers()).toEqual(['PN-1', 'PN-2', 'PN-3']);
    for (const workstation of await numbers()) await w.flow.incident.report(w.alice, { kind: 'other', workstation });
  });
});
