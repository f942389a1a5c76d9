import type { PersonRow } from '../../../src/book/tables/rows/people.ts';
import { createHouse, FROM, type House } from '../house.ts';

describe('whoever comes with a session', () => {
  let house: House;
  let alice: PersonRow;
  let token: string;
  beforeEach(async () => {
    house = await createHouse();
    alice = await house.person('alice', ['agent', 'correspondent'], 'active');
    ({ token } = await house.signIn(alice));
    await house.identity.bySession(token); // from now on the house knows whose it is
  });
  const who = () => house.identity.bySession(token);

  it('is asked about in the moment in which the session is, once it is known whose it is', async () => {
    const asked: string[] = [];
    const { sessionByHash } = house.records;
    let answer = (): void => {};
    const held = new Promise<void>((go) => {
      answer = go;
    });
    jest.spyOn(house.records, 'sessionByHash').mockImplementation(async (hash) => {
      await held;
      asked.push('answered');
      return sessionByHash(hash);
    });
    const get = jest.spyOn(house.store.reads, 'get').mockClear();
    const recognised = who();
    await new Promise(setImmediate);
    asked.push(...get.mock.calls.map(([table]) => table));
    answer();
    expect((await recognised)?.person.id).toBe(alice.id);
    expect(asked).toEqual(['person', 'account', 'answered']);
  });

  it('loses a role that ended, and everything with a closed account, at once', async () => {
    expect((await who())?.roles).toEqual(expect.arrayContaining(['agent', 'correspondent']));
    const [grant] = await house.store.reads.find('grant', { personId: alice.id, role: 'correspondent' });
    await house.endGrant(grant!);
    expect((await who())?.roles).toEqual(['agent']);
    await house.disable(alice.id);
    expect(await who()).toBeUndefined();
  });

  it('is nobody after the end of the session, and another session is another person’s', async () => {
    const bob = await house.person('bob', ['agent'], 'active');
    const other = await house.signIn(bob);
    expect((await house.identity.bySession(other.token))?.person.id).toBe(bob.id);
    await house.identity.signOut(token, FROM);
    expect(await who()).toBeUndefined();
    expect(await who()).toBeUndefined();
    expect((await house.identity.bySession(other.token))?.person.id).toBe(bob.id);
  });
});
