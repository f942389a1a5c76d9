import { createWorld, type World } from '../../../support/world/world.ts';

/** The workstations that a correspondent is offered when they ask for somebody of their service. */
describe('workstations to ask for', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(() => w.close());
  const give = (workstation: string, person: string) =>
    w.flow.record.assign(w.thomas, { workstation, person, reason: 'handed-out' });
  const offered = async () =>
    (await w.flow.reading.toAskFor(w.corinne)).workstations.map((one) => `${one.assetNumber} ${one.holderName}`);

  it('are those that people of the service have, or that their tokens are for', async () => {
    expect(await offered()).toEqual([]);
    await w.activeToken(w.alice, 'PN-1');
    await give('PN-2', 'M-BRUNO');
    expect(await offered()).toEqual(['PN-1 Alice Agard', 'PN-2 Bruno Béart']);
  });

  it('are none of another service, and none that is lost', async () => {
    await give('PN-2', 'M-EVE');
    await give('PN-1', 'M-ALICE');
    expect(await offered()).toEqual(['PN-1 Alice Agard']);
    await w.flow.enrolment.reportLoss(w.thomas, { workstation: 'PN-1' });
    expect(await offered()).toEqual([]);
  });

  it('are none that was given on, to another service, once the token for it was lost', async () => {
    const { tokenId: serial } = await w.activeToken(w.alice, 'PN-1');
    expect(await offered()).toEqual(['PN-1 Alice Agard']);
    await w.flow.revocation.reportLoss(w.alice, { serial, reason: 'lost' });
    expect(await offered()).toEqual([]);
    await give('PN-1', 'M-EVE');
    expect(await offered()).toEqual([]);
  });

  it('are none whose own holder is of another service, though a token of this one is for it', async () => {
    await w.activeToken(w.alice, 'PN-1');
    await give('PN-1', 'M-EVE');
    expect(await offered()).toEqual([]);
  });

  it('are with people of the services that the reader asks for, though they read more people', async () => {
    const own = w.corinne.grants.find(({ role }) => role === 'correspondent')!;
    const everywhere = { ...own, role: 'technician', scope: '*' } as const;
    const both = { ...w.corinne, grants: [...w.corinne.grants, everywhere] };
    await give('PN-2', 'M-EVE');
    const { people, workstations, isCut } = await w.flow.reading.toAskFor(both);
    expect(people).not.toHaveLength(0);
    expect(people.every(({ service }) => service === 'PREF-33')).toBe(true);
    expect({ workstations, isCut }).toEqual({ workstations: [], isCut: false });
    const none = await w.flow.reading.toAskFor(w.theo);
    expect(none).toEqual({ people: [], workstations: [], isCut: false });
  });

  it('say that there are more, where more than 200 people may be asked for', async () => {
    const rows = Array.from({ length: 201 }, (_, i) => ({
      directoryId: `M-MANY-${i}`,
      givenName: 'Manu',
      familyName: `Many${i}`,
      site: 'Bordeaux',
      email: `many${i}@example.test`,
      service: 'PREF-33',
    }));
    await w.flow.imports.all(w.adele, 'people', rows);
    const { people, isCut } = await w.flow.reading.toAskFor(w.corinne);
    expect({ count: people.length, isCut }).toEqual({ count: 200, isCut: true });
  });

  it('say what a label says and who has it, and no more; nobody reads them without people', async () => {
    await give('PN-1', 'M-ALICE');
    const [one] = (await w.flow.reading.toAskFor(w.corinne)).workstations;
    expect(Object.keys(one ?? {}).sort()).toEqual(['assetNumber', 'holderName', 'model', 'site']);
    await expect(w.flow.reading.toAskFor(w.alice)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
