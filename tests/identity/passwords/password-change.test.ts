import { createAuthenticator } from '../../support/authenticator.ts';
import { codeOf, createHouse, FROM, type House, PASSWORD } from '../house.ts';

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

  it('brings no session back that ended while the new one was made ready', async () => {
    const { token } = await house.signIn(await house.person('alice', ['agent'], 'active'));
    const both = await Promise.all([codeOf(change(token)), codeOf(change(token, `${NEW} encore`))]);
    expect(both.filter((code) => code === 'done')).toHaveLength(1);
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

  it('keeps no passkey fresh: a password is no proof of it', async () => {
    const origin = 'https://jeton.interieur.example';
    const site = () => ({ origin, rpId: 'jeton.interieur.example' });
    const strict = await createHouse({ passkeys: { need: 'operators', site } });
    const { token: weak } = await strict.signIn(await strict.person('thomas', ['technician'], 'active'));
    const response = createAuthenticator(origin).create(await strict.identity.passkeyRegistration(weak));
    const { token } = await strict.identity.registerPasskey(weak, { name: 'clé bleue', response });
    const { freshUntil } = (await strict.identity.bySession(token))!.caller;
    strict.clock.pass(4 * 60_000);
    const changed = await strict.identity.changePassword(token, { current: PASSWORD, password: NEW }, FROM);
    expect((await strict.identity.bySession(changed.token))!.caller.freshUntil).toBe(freshUntil);
  });

  it('counts as a fresh factor where the password is one', async () => {
    const { token } = await house.signIn(await house.person('alice', ['agent'], 'active'));
    house.clock.pass(4 * 60_000);
    const before = (await house.identity.bySession(token))!.caller.freshUntil;
    const changed = await change(token);
    expect((await house.identity.bySession(changed.token))!.caller.freshUntil).toBe(before + 4 * 60_000);
  });
});
