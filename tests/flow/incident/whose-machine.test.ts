import { nomadeOf } from '../../support/world/nomade.ts';
import { createWorld, type World } from '../../support/world/world.ts';

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

  it.each(['list', 'incident of another'])(
    'loses its holder’s Nomade credential with it, by a block of a %s',
    async (how) => {
      const certificateId = await nomadeOf(w, w.alice);
      const elsewhere = await w.activeToken(w.alice, 'PN-2');
      if (how === 'list') {
        const workstations = ['PN-1'];
        expect(await w.flow.incident.hits(w.olga, { workstations })).toMatchObject({
          tokens: 1,
          credentials: 1,
          people: 1,
        });
        await w.flow.incident.blockMany(w.olga, { workstations, reason: 'ransomware' });
      } else {
        const report = { kind: 'ransomware', person: 'M-BRUNO', workstation: 'PN-1' } as const;
        const { id: incidentId } = await w.flow.incident.report(w.thomas, report);
        expect(await w.flow.reading.incident(w.olga, incidentId)).toMatchObject({ tokens: 1, credentials: 1 });
        await w.flow.incident.block(w.olga, { incidentId });
      }
      for (const id of [certificateId, elsewhere.certificateId])
        expect(await w.reads.get('certificate', id)).toMatchObject({ state: 'revoked', revocationReason: 'incident' });
    },
  );

  it('is theirs no more once it was taken back', async () => {
    await w.flow.record.takeBack(w.thomas, { workstation: 'PN-1', reason: 'returned' });
    await w.refuses('not_found', w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' }), {
      entry: true,
    });
  });

  it('is not theirs by a request that was withdrawn: its holder’s would be blocked with it', async () => {
    const asked = await w.flow.request.submit(w.bruno, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    await w.flow.request.withdraw(w.bruno, { requestId: asked.id });
    await w.refuses('not_found', w.flow.incident.report(w.bruno, { kind: 'ransomware', workstation: 'PN-1' }), {
      entry: true,
    });
  });

  it('offers in the report what its reader has, asked a token for or has one in use on', async () => {
    const numbers = async () => (await w.flow.incident.machinesToName(w.alice)).map(({ assetNumber }) => assetNumber);
    expect(await numbers()).toEqual(['PN-1']);
    await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-3', priority: 0 });
    await w.activeToken(w.alice, 'PN-2');
    expect(await numbers()).toEqual(['PN-1', 'PN-2', 'PN-3']);
    for (const workstation of await numbers()) await w.flow.incident.report(w.alice, { kind: 'other', workstation });
  });
});
