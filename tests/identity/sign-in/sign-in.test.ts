import { codeOf, createHouse, FROM, type House, PASSWORD } from '../house.ts';

const MINUTE = 60_000;

describe('sign-in', () => {
  let house: House;
  beforeEach(async () => {
    house = await createHouse();
  });

  it('takes the directory id or the e-mail address, in any case', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    expect(await codeOf(house.signIn(alice))).toBe('done');
    const byEmail = house.identity.signIn({ login: ' Alice.Martin@Interieur.example', password: PASSWORD }, FROM);
    expect(await codeOf(byEmail)).toBe('done');
  });

  it('gives a new token of 256 bits each time, of which the database holds a hash', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const [one, two] = [await house.signIn(alice), await house.signIn(alice)];
    expect(Buffer.from(one.token, 'base64url')).toHaveLength(32);
    expect(new Set([one.token, two.token, one.csrf, two.csrf]).size).toBe(4);
    const stored = JSON.stringify(await house.identityRows(alice.id));
    expect(stored).not.toContain(one.token);
    expect(stored).toContain('$argon2id$');
  });

  it('says who somebody is: their person, roles and rights', async () => {
    const alice = await house.person('alice', ['agent', 'correspondent'], 'active');
    const { token, csrf } = await house.signIn(alice);
    const me = await house.identity.bySession(token);
    expect(me).toMatchObject({
      person: { id: alice.id },
      roles: expect.arrayContaining(['agent', 'correspondent']),
      means: 'session',
      csrf,
    });
    expect(me?.caller).toMatchObject({
      personId: alice.id,
      service: 'PREF-33',
      freshUntil: house.clock.now() + 5 * MINUTE,
    });
    expect(me?.caller.scopes).toBeUndefined();
  });

  it('refuses an unknown login, a wrong password, an invited and a disabled account alike, after the same work', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const bruno = await house.person('bruno');
    const denis = await house.person('denis', ['agent'], 'active');
    await house.disable(denis.id);
    const attempts = [
      () => house.identity.signIn({ login: 'M-NOBODY', password: PASSWORD }, FROM),
      () => house.signIn(alice, 'wrong password here'),
      () => house.signIn(bruno),
      () => house.signIn(denis),
    ];
    const messages = new Set<string>();
    for (const attempt of attempts) {
      const before = house.hashed();
      messages.add(
        await attempt().then(
          () => 'done',
          (error: Error) => error.message,
        ),
      );
      expect(house.hashed() - before).toBe(1);
    }
    expect(messages.size).toBe(1);
    expect([...messages][0]).toMatch(/^login and password do not fit/);
  });

  it('is refused where a new password is chosen, or the account disabled, while the password is compared', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const { token } = await house.signIn(alice);
    const change = { current: PASSWORD, password: 'six grands chevaux blancs' };
    house.whileVerifying(() => house.identity.changePassword(token, change, FROM));
    expect(await codeOf(house.signIn(alice))).toBe('sign_in_failed');
    house.whileVerifying(() => house.disable(alice.id));
    expect(await codeOf(house.signIn(alice, change.password))).toBe('sign_in_failed');
    const outcomes = (await house.accesses()).filter(({ event }) => event === 'sign-in').map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['done', 'done', 'refused', 'done', 'refused']);
  });

  it('goes to the access log, never to the journal', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const before = await house.entries();
    const { token } = await house.signIn(alice);
    await codeOf(house.signIn(alice, 'wrong password here'));
    await codeOf(house.identity.signIn({ login: PASSWORD, password: 'typed in the wrong field' }, FROM));
    await house.identity.signOut(token, FROM);
    expect(await house.entries()).toEqual(before);
    const log = (await house.accesses()).slice(1);
    expect(log.map((row) => [row.event, row.outcome, row.personId])).toEqual([
      ['sign-in', 'done', alice.id],
      ['sign-in', 'refused', alice.id],
      ['sign-in', 'refused', null],
      ['sign-out', 'done', alice.id],
    ]);
    expect(JSON.stringify(log)).not.toContain(PASSWORD);
    expect(log[0]).toMatchObject({ address: FROM.address, at: house.clock.now() });
  });

  it('takes a password however the keyboard composes its accents', async () => {
    const alice = await house.person('alice');
    await house.enrol(alice, 'été à Orléans demain'.normalize('NFD'));
    expect(await codeOf(house.signIn(alice, 'été à Orléans demain'.normalize('NFC')))).toBe('done');
  });

  it('does not guess between two people with one e-mail address', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const twin = await house.person('bruno');
    await house.rename(twin, { email: alice.email });
    const attempt = house.identity.signIn({ login: alice.email!, password: PASSWORD }, FROM);
    expect(await codeOf(attempt)).toBe('sign_in_failed');
  });
});

describe('a session', () => {
  let house: House;
  let token: string;
  let alice: Awaited<ReturnType<House['person']>>;
  beforeEach(async () => {
    house = await createHouse();
    alice = await house.person('alice', ['agent'], 'active');
    token = (await house.signIn(alice)).token;
  });
  const stands = async () => (await house.identity.bySession(token)) !== undefined;

  it('ends after 15 minutes without a request', async () => {
    house.clock.pass(15 * MINUTE - 1);
    expect(await stands()).toBe(true);
    house.clock.pass(15 * MINUTE);
    expect(await stands()).toBe(false);
    house.clock.pass(-15 * MINUTE);
    expect(await stands()).toBe(false);
  });

  it('ends after eight hours whatever happens', async () => {
    for (let passed = 0; passed < 8 * 60 - 10; passed += 10) {
      house.clock.pass(10 * MINUTE);
      expect(await stands()).toBe(true);
    }
    house.clock.pass(10 * MINUTE);
    expect(await stands()).toBe(false);
  });

  it('ends at sign-out, on the server', async () => {
    await house.identity.signOut(token, FROM);
    expect(await stands()).toBe(false);
    await house.identity.signOut(token, FROM);
  });

  it('ends at once when the account is disabled, and with everything a person has open', async () => {
    const { token: other } = await house.signIn(alice);
    await house.identity.endSessions(alice.id);
    expect(await stands()).toBe(false);
    expect(await house.identity.bySession(other)).toBeUndefined();
    token = (await house.signIn(alice)).token;
    await house.disable(alice.id);
    expect(await stands()).toBe(false);
  });

  it('loses a role with its grant', async () => {
    const [grant] = await house.store.reads.find('grant', { personId: alice.id });
    await house.endGrant(grant!);
    expect((await house.identity.bySession(token))?.roles).toEqual([]);
  });

  it('is nobody’s for a token that was never given', async () => {
    for (const wrong of ['', 'x', 'A'.repeat(43), `${token} `])
      expect(await house.identity.bySession(wrong)).toBeUndefined();
  });

  it('has a fresh factor for five minutes, and again after the password was given once more', async () => {
    house.clock.pass(10 * MINUTE);
    expect((await house.identity.bySession(token))!.caller.freshUntil).toBeLessThan(house.clock.now());
    const renewed = await house.identity.refresh(token, PASSWORD, FROM);
    expect((await house.identity.bySession(renewed.token))!.caller.freshUntil).toBe(house.clock.now() + 5 * MINUTE);
  });

  it('goes on under a new token after a refresh, with its CSRF token and its absolute end', async () => {
    const before = await house.identity.bySession(token);
    house.clock.pass(MINUTE);
    const renewed = await house.identity.refresh(token, PASSWORD, FROM);
    expect(renewed.token).not.toBe(token);
    expect(await stands()).toBe(false);
    expect(renewed.csrf).toBe(before!.csrf);
    expect(renewed.expiresAt).toBe(house.clock.now() - MINUTE + 8 * 60 * MINUTE);
  });

  it('is not refreshed with a wrong password, nor once it has ended', async () => {
    expect(await codeOf(house.identity.refresh(token, 'wrong password here', FROM))).toBe('sign_in_failed');
    expect(await stands()).toBe(true);
    await house.identity.signOut(token, FROM);
    expect(await codeOf(house.identity.refresh(token, PASSWORD, FROM))).toBe('session_expired');
  });

  it('is refreshed once by two who try at the same moment', async () => {
    const both = await Promise.all([1, 2].map(() => codeOf(house.identity.refresh(token, PASSWORD, FROM))));
    expect(both.sort()).toEqual(['done', 'session_expired']);
  });
});
