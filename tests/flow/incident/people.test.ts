import { nomadeOf } from '../../support/world/nomade.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** Phishing hits people: those of a list, and those of a service whom its machines do not lead to. */
describe('an incident of many people', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const stateOf = async (id: string) => (await w.reads.get('certificate', id))?.state;
  const machine = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0]!;

  it('knows people by their id of the directory in any case, each once', async () => {
    await w.activeToken(w.alice, 'PN-1');
    const people = ['m-alice', 'M-ALICE', w.alice.personId];
    const { peopleAlone, leftPeople } = await w.flow.incident.hits(w.olga, { people });
    expect([peopleAlone, leftPeople]).toMatchObject([[{ person: 'M-ALICE' }], []]);
    const done = await w.flow.incident.blockMany(w.olga, { people, reason: 'phishing' });
    expect(done.people).toMatchObject([{ person: 'm-alice', outcome: 'done', tokens: 1 }]);
    const reported = await w.flow.incident.report(w.thomas, { kind: 'other', person: 'm-bruno' });
    expect(reported.personId).toBe(w.bruno.personId);
  });

  it('takes away what each has in use, and leaves their machines in service', async () => {
    const nomade = await nomadeOf(w, w.alice);
    const own = await w.activeToken(w.alice, 'PN-1');
    const left = await w.activeToken(w.bruno, 'PN-1');
    const { id: incidentId } = await w.flow.incident.report(w.alice, { kind: 'phishing' });
    const onMachine = await w.flow.incident.report(w.alice, { kind: 'phishing', workstation: 'PN-1' });
    const people = ['M-ALICE', 'M-CORINNE', 'M-NOBODY', 'M-ALICE'];
    expect(await w.flow.incident.hits(w.olga, { people })).toEqual({
      workstations: [],
      blocked: 0,
      left: [],
      tokens: 1,
      credentials: 1,
      begun: 0,
      people: 1,
      peopleAlone: [{ person: 'M-ALICE', name: expect.stringContaining('Alice') }],
      leftPeople: ['M-CORINNE', 'M-NOBODY'],
      more: false,
    });
    const done = await w.flow.incident.blockMany(w.olga, { people, reason: 'phishing' });
    expect(done.people).toMatchObject([
      { person: 'M-ALICE', outcome: 'done', tokens: 1, credentials: 1 },
      { person: 'M-CORINNE', error: { code: 'already_done' } },
      { person: 'M-NOBODY', error: { code: 'not_found' } },
    ]);
    expect(done).toMatchObject({ machines: [], published: true });
    for (const id of [nomade, own.certificateId]) expect(await stateOf(id)).toBe('revoked');
    expect([await stateOf(left.certificateId), (await machine('PN-1')).state]).toEqual(['good', 'commissioned']);
    // what is open of the machine is blocked with the machine alone
    const blocked = async (id: string) => (await w.reads.get('incident', id))?.blockerId;
    expect([await blocked(incidentId), await blocked(onMachine.id)]).toEqual([w.olga.personId, null]);
    const { entries } = await w.flow.reading.incident(w.olga, incidentId);
    expect(entries.map(({ action }) => action)).toEqual(['incident.report', 'incident.blockPerson']);
  });

  it('stands beside machines in one list', async () => {
    const nomade = await nomadeOf(w, w.alice);
    const list = { people: ['M-ALICE'], workstations: ['PN-2'] };
    expect(await w.flow.incident.hits(w.olga, list)).toMatchObject({
      workstations: ['PN-2'],
      people: 1,
      credentials: 1,
    });
    const { machines, people } = await w.flow.incident.blockMany(w.olga, { ...list, reason: 'phishing' });
    expect([...machines, ...people].map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect([await stateOf(nomade), (await machine('PN-2')).state]).toEqual(['revoked', 'blocked']);
  });

  it('of a service takes in a Nomade credential alone, and a token on a machine of another service', async () => {
    const { service } = w.eve;
    const nomade = await nomadeOf(w, w.eve);
    const elsewhere = await w.activeToken(w.eve, 'PN-3');
    const others = await nomadeOf(w, w.alice);
    expect(await w.flow.incident.hits(w.olga, { service })).toMatchObject({
      workstations: [],
      tokens: 1,
      credentials: 1,
      peopleAlone: [{ person: 'M-EVE' }],
      leftPeople: [],
    });
    const { people } = await w.flow.incident.blockMany(w.olga, { service, reason: 'phishing' });
    expect(people).toMatchObject([{ person: 'M-EVE', outcome: 'done', tokens: 1, credentials: 1 }]);
    const states = [nomade, elsewhere.certificateId, others].map(stateOf);
    expect(await Promise.all(states)).toEqual(['revoked', 'revoked', 'good']);
    expect((await machine('PN-3')).state).toBe('commissioned');
    expect((await w.flow.incident.hits(w.olga, { service })).people).toBe(0);
  });

  it('is a security officer’s, by a factor given moments ago', async () => {
    const many = { people: ['M-ALICE'], reason: 'phishing' as const };
    await expect(w.flow.incident.blockMany(w.thomas, many)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(w.flow.incident.hits(w.valerie, { people: ['M-ALICE'] })).rejects.toMatchObject({ code: 'forbidden' });
    const later = { ...w.olga, freshUntil: 0 };
    await expect(w.flow.incident.blockMany(later, many)).rejects.toMatchObject({ code: 'fresh_factor_needed' });
  });
});
