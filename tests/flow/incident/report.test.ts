import { nomadeOf } from '../../support/world/nomade.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('what an incident took away', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const things = (taken: readonly { what: string; name: string; personName: string | null }[]) =>
    taken.map(({ what, name, personName }) => [what, name, personName?.split(' ')[0] ?? null]).sort();

  it('is told by its report: machine, tokens and Nomade credentials by their numbers, whose they were, and when', async () => {
    await w.flow.record.assign(w.thomas, { workstation: 'PN-1', person: 'M-BRUNO', reason: 'handed-out' });
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const nomade = await nomadeOf(w, w.alice);
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' });
    expect((await w.flow.reading.incident(w.olga, incidentId)).taken).toEqual([]);
    const at = w.clock.now();
    await w.flow.incident.block(w.olga, { incidentId });
    const { taken } = await w.flow.reading.incident(w.olga, incidentId);
    expect(things(taken)).toEqual([
      ['nomade', nomade, 'Alice'],
      ['token', tokenId, 'Alice'],
      ['workstation', 'PN-1', 'Bruno'],
    ]);
    expect(new Set(taken.map((one) => [one.at, one.actorName.split(' ')[0]].join()))).toEqual(new Set([`${at},Olga`]));
  });

  it('has every block of it, also one of a list before another', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing' });
    await w.flow.incident.blockMany(w.olga, { people: ['M-ALICE'], reason: 'phishing' });
    const nomade = await nomadeOf(w, w.alice);
    await w.flow.incident.block(w.olga, { incidentId });
    const { taken } = await w.flow.reading.incident(w.olga, incidentId);
    expect(things(taken)).toEqual([
      ['nomade', nomade, 'Alice'],
      ['token', tokenId, 'Alice'],
    ]);
  });

  it('is told with what its person’s losses revoked, of theirs alone, from a day before it to its end', async () => {
    const { tokenId } = await w.activeToken(w.alice, 'PN-1');
    const nomade = await nomadeOf(w, w.alice);
    const others = await w.activeToken(w.bruno, 'PN-2');
    await w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'stolen' });
    w.clock.advance(3_600_000);
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'other' });
    await w.flow.revocation.revoke(w.olga, { serial: nomade, reason: 'lost' });
    await w.flow.revocation.reportLoss(w.bruno, { serial: others.tokenId, reason: 'lost' });
    const story = async () => {
      const { entries } = await w.flow.reading.incident(w.olga, incidentId);
      return entries.map(({ action, subject }) => [action, subject]);
    };
    const told = [
      ['token.reportLoss', `token:${tokenId}`],
      ['incident.report', `incident:${incidentId}`],
      ['token.revoke', `token:${nomade}`],
    ];
    expect(await story()).toEqual(told);
    await w.flow.incident.close(w.olga, { incidentId, outcome: 'handled' });
    w.clock.advance(1);
    const after = await nomadeOf(w, w.alice);
    await w.flow.revocation.revoke(w.olga, { serial: after, reason: 'lost' });
    expect(await story()).toEqual([...told, ['incident.close', `incident:${incidentId}`]]);
  });

  it('is told with the loss of its machine', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'other', workstation: 'PN-1' });
    await w.flow.enrolment.reportLoss(w.alice, { workstation: 'PN-1' });
    const { entries } = await w.flow.reading.incident(w.olga, incidentId);
    expect(entries.map(({ action }) => action)).toEqual(['incident.report', 'workstation.lose']);
  });

  it('is found again after a block of many, the newest first, by a security officer', async () => {
    const first = await nomadeOf(w, w.alice);
    await w.flow.incident.blockMany(w.olga, { people: ['M-ALICE', 'M-CORINNE'], reason: 'phishing' });
    await w.flow.incident.blockMany(w.olga, { workstations: ['PN-1', 'PN-2'], reason: 'phishing' });
    const { taken, next } = await w.flow.reading.blocksOfMany(w.olga, { limit: 2 });
    expect(things(taken)).toEqual([
      ['workstation', 'PN-1', null],
      ['workstation', 'PN-2', null],
    ]);
    const older = await w.flow.reading.blocksOfMany(w.olga, { limit: 2, cursor: next ?? '' });
    expect([things(older.taken), older.next]).toEqual([[['nomade', first, 'Alice']], null]);
    await expect(w.flow.reading.blocksOfMany(w.thomas, { limit: 2 })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
