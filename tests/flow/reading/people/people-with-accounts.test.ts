import { cast, createFake } from '../../../support/world/directory.ts';
import { createWorld, type World } from '../../../support/world/world.ts';

describe('the list of people with their accounts', () => {
  let w: World;
  let fake: ReturnType<typeof createFake>;
  beforeEach(async () => {
    fake = createFake();
    w = await createWorld({ directory: fake.directory });
    fake.holds(...cast());
  });
  afterEach(() => w.close());
  const stateOf = async (personId: string) => {
    const { items } = await w.flow.reading.peopleWithAccounts(w.adele, {}, { limit: 200 });
    const { state, left } = items.find(({ id }) => id === personId)!;
    return { state, left };
  };

  it('says of each whether it is open, and who has left by the directory', async () => {
    await w.flow.directory.read(w.adele, { manyLeft: false });
    const { state } = (await w.reads.get('account', w.bruno.personId))!;
    expect(await stateOf(w.bruno.personId)).toEqual({ state, left: null });
    fake.holds(...cast(['bruno']));
    await w.flow.directory.read(w.adele, { manyLeft: false });
    expect(await stateOf(w.bruno.personId)).toEqual({ state, left: 'gone' });
    await w.flow.people.disable(w.adele, { personId: w.eve.personId });
    expect(await stateOf(w.eve.personId)).toEqual({ state: 'disabled', left: null });
  });

  it('says nothing of an account whose row was edited, and shows the others', async () => {
    await w.opened.behind.run(`update "account" set "state" = 'disabled' where "id" = ?`, w.bruno.personId);
    expect(await stateOf(w.bruno.personId)).toEqual({ state: null, left: null });
    expect(await stateOf(w.eve.personId)).toMatchObject({ left: null });
  });

  it('is for whoever may open an account', async () => {
    await expect(w.flow.reading.peopleWithAccounts(w.theo, {}, { limit: 5 })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});
