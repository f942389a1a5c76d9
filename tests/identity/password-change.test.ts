import { codeOf, createHouse, FROM, type House, PASSWORD } from './house.ts';

const NEW = 'quatre chiens dorment dehors';

describe('a password changed by its owner', () => {
  let house: House;
  beforeEach(async () => {
    house = await createHouse();
  });
  const change = (token: string, password = NEW, current = PASSWORD) =>
    house.identity.changePassword(token, { current, password }, FROM);

  it('takes the place of the old one, and ends every other session', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const other = await house.signIn(alice);
    const before = await house.signIn(alice);
    const after = await change(before.token);
    expect(await house.identity.bySession(after.token)).toBeDefined();
    for (const dead of [before, other]) expect(await house.identity.bySession(dead.token)).toBeUndefined();
    expect(await codeOf(house.signIn(alice))).toBe('sign_in_failed');
    expect(await codeOf(house.signIn(alice, NEW))).toBe('done');
    expect((await house.entries())[0]).toMatchObject({ action: 'account.changePassword', actor: alice.id });
  });

  it('needs the present one, and is slowed like a sign-in', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const { token } = await house.signIn(alice);
    for (let i = 0; i < 5; i += 1) expect(await codeOf(change(token, NEW, 'wrong wrong wrong'))).toBe('sign_in_failed');
    expect(house.waited).toEqual([1_000, 2_000]);
    expect(await codeOf(house.signIn(alice))).toBe('done');
  });

  it('is held to the rules, and says which one it broke', async () => {
    const { token } = await house.signIn(await house.person('alice', ['agent'], 'active'));
    await expect(change(token, 'short')).rejects.toMatchObject({ code: 'invalid_input', detail: { rule: 'short' } });
    expect(await house.identity.bySession(token)).toBeDefined();
  });

  it('asks an operator for the passkey first, where one is required', async () => {
    const strict = await createHouse({
      passkeys: { need: 'operators', site: () => ({ origin: 'http://localhost', rpId: 'localhost' }) },
    });
    const { token } = await strict.signIn(await strict.person('thomas', ['technician'], 'active'));
    const changed = strict.identity.changePassword(token, { current: PASSWORD, password: NEW }, FROM);
    expect(await codeOf(changed)).toBe('fresh_factor_needed');
  });
});
