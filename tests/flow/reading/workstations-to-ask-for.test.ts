import { createWorld, type World } from '../../support/world.ts';

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
    (await w.flow.reading.workstationsToAskFor(w.corinne)).map((one) => `${one.assetNumber} ${one.holderName}`);

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
    await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'lose' });
    expect(await offered()).toEqual([]);
  });

  it('say what a label says and who has it, and no more; nobody reads them without people', async () => {
    await give('PN-1', 'M-ALICE');
    const [one] = await w.flow.reading.workstationsToAskFor(w.corinne);
    expect(Object.keys(one ?? {}).sort()).toEqual(['assetNumber', 'holderName', 'model', 'site']);
    await expect(w.flow.reading.workstationsToAskFor(w.alice)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
