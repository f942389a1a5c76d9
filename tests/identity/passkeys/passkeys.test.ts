import { may } from '../../../src/book/rights/authorise.ts';
import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Role } from '../../../src/book/tables/codes.ts';
import { passkeySite } from '../../../src/identity/passkeys/passkey-site.ts';
import type { PasskeyNeed } from '../../../src/identity/passwords/strength.ts';
import { type Authenticator, createAuthenticator, type Lies, PRESENT_ONLY } from '../../support/authenticator.ts';
import { codeOf, createHouse, FROM, type House, PASSWORD } from '../house.ts';

const ORIGIN = 'https://jeton.interieur.example';
const SITE = { origin: ORIGIN, rpId: 'jeton.interieur.example' };
const MINUTE = 60_000;

const open = (need: PasskeyNeed = 'operators') => createHouse({ passkeys: { need, site: () => SITE } });

/** Somebody with an account and one passkey; `token` is the session that registered it. */
async function withPasskey(house: House, id: string, roles: Role[] = ['agent']) {
  const row = await house.person(id, roles, 'active');
  const key = createAuthenticator(ORIGIN);
  const { token } = await register(house, (await house.signIn(row)).token, key);
  return { row, key, token };
}
async function register(house: House, token: string, key: Authenticator, lies: Lies = {}) {
  const options = await house.identity.passkeyRegistration(token);
  return house.identity.registerPasskey(token, { name: 'clé bleue', response: key.create(options, lies) });
}
const enter = async (house: House, key: Authenticator, lies: Lies = {}) =>
  house.identity.signInWithPasskey(key.get(await house.identity.passkeyRequest(), lies), FROM);
const methodOf = async (house: House, token: string) => (await house.identity.bySession(token))?.method;

describe('a console whose name is another one', () => {
  const rpId = 'console.interieur.example';
  const moved = { origin: `https://${rpId}`, rpId };
  let house: House;
  let site: typeof SITE | undefined;
  beforeEach(async () => {
    site = SITE;
    house = await createHouse({ passkeys: { need: 'everybody', site: () => site } });
  });

  it('counts the passkeys that open nothing there, and marks them for their owner', async () => {
    await withPasskey(house, 'alice');
    const { token } = await withPasskey(house, 'denis');
    const { caller } = (await house.identity.bySession(token))!;
    const [own] = await house.identity.passkeys(caller);
    expect(own?.elsewhere).toBeNull();
    expect(await house.identity.passkeysElsewhere()).toEqual({ here: SITE.rpId, bound: [] });
    site = moved;
    const bound = [{ rpId: SITE.rpId, count: 2 }];
    expect(await house.identity.passkeysElsewhere()).toEqual({ here: rpId, bound });
    expect(await house.identity.passkeys(caller)).toEqual([{ ...own, elsewhere: SITE.rpId }]);
    site = undefined; // reached by its address
    expect(await house.identity.passkeysElsewhere()).toEqual({ here: null, bound });
    // a name that somebody wrote behind the service's back is told to nobody
    await house.behind.run(`update "passkey" set "rpId" = 'evil.example' where "personId" = '${caller.personId}'`);
    expect((await house.identity.passkeysElsewhere()).bound).toEqual([{ rpId: SITE.rpId, count: 1 }]);
  });

  it('asks a session of a password for the passkey once its person has one that answers there', async () => {
    const row = await house.person('alice', ['agent'], 'active');
    const stepUp = async (token: string) => (await house.identity.bySession(token))?.stepUp;
    const weak = await house.signIn(row);
    expect(await stepUp(weak.token)).toBe('password');
    const strong = await register(house, weak.token, createAuthenticator(ORIGIN));
    expect(await stepUp(strong.token)).toBe('passkey');
    expect(await stepUp((await house.signIn(row)).token)).toBe('passkey');
    site = moved;
    expect(await stepUp((await house.signIn(row)).token)).toBe('password');
  });

  it('keeps the last passkey that opens something there, and gives up those that do not', async () => {
    const { token } = await withPasskey(house, 'alice');
    const { caller } = (await house.identity.bySession(token))!;
    const [dead] = await house.identity.passkeys(caller);
    site = moved;
    // without any, whoever has the password alone would register the first one
    expect(await codeOf(house.identity.removePasskey(caller, dead!.id))).toBe('limit_reached');
    const next = await register(house, token, createAuthenticator(moved.origin));
    const now = (await house.identity.bySession(next.token))!.caller;
    const alive = (await house.identity.passkeys(now)).find(({ elsewhere }) => elsewhere === null)!;
    expect(await codeOf(house.identity.removePasskey(now, alive.id))).toBe('limit_reached');
    expect(await codeOf(house.identity.removePasskey(now, dead!.id))).toBe('done');
    expect((await house.identity.passkeys(now)).map(({ id }) => id)).toEqual([alive.id]);
  });
});

describe('a passkey', () => {
  let house: House;
  beforeEach(async () => {
    house = await open();
  });

  it('opens an account alone: what somebody has, and that they are there, in one', async () => {
    const { key, row } = await withPasskey(house, 'alice');
    const opened = await enter(house, key);
    expect(await house.identity.bySession(opened.token)).toMatchObject({ person: { id: row.id }, method: 'passkey' });
  });

  it('raises the session that registers it, under a new token', async () => {
    const row = await house.person('alice', ['agent'], 'active');
    const before = await house.signIn(row);
    const after = await register(house, before.token, createAuthenticator(ORIGIN));
    expect(await methodOf(house, before.token)).toBeUndefined();
    expect(await methodOf(house, after.token)).toBe('passkey');
    expect(after.csrf).toBe(before.csrf);
  });

  const wrong: [string, Lies][] = [
    ['from another origin', { origin: 'https://jeton.interieur.example.evil.example' }],
    ['from the same name on another port', { origin: `${ORIGIN}:8443` }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['without verifying its user', { flags: PRESENT_ONLY }],
    ['with its user away', { flags: 0 }],
    ['over a challenge of its own', { challenge: Buffer.alloc(54, 1).toString('base64url') }],
    ["with somebody else's handle", { userHandle: Buffer.from('SOMEBODY').toString('base64url') }],
  ];
  it.each(wrong)('is refused %s', async (_, lies) => {
    const { key } = await withPasskey(house, 'alice');
    expect(await codeOf(enter(house, key, lies))).toBe('sign_in_failed');
    expect(await codeOf(enter(house, key))).toBe('done');
  });
  it.each(wrong.slice(0, 6))('is not registered %s', async (_, lies) => {
    const row = await house.person('alice', ['agent'], 'active');
    const { token } = await house.signIn(row);
    expect(await codeOf(register(house, token, createAuthenticator(ORIGIN), lies))).toBe('invalid_input');
    expect(await house.identity.passkeys((await house.identity.bySession(token))!.caller)).toEqual([]);
  });

  it('answers an unknown key, a bad signature and a disabled account alike', async () => {
    const { key } = await withPasskey(house, 'alice');
    const { key: dead, row } = await withPasskey(house, 'denis');
    await house.disable(row.id);
    const forged = key.get(await house.identity.passkeyRequest());
    forged.response.signature = Buffer.alloc(70, 3).toString('base64url');
    const attempts = [
      enter(house, createAuthenticator(ORIGIN)),
      house.identity.signInWithPasskey(forged, FROM),
      enter(house, dead),
    ];
    const answers = await Promise.all(attempts.map((a) => a.catch((error: Error) => error.message)));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^this passkey does not open/);
  });

  it('uses a challenge once, within five minutes, and for what it was made', async () => {
    const { key, token } = await withPasskey(house, 'alice');
    const options = await house.identity.passkeyRequest();
    const proof = key.get(options);
    expect(await codeOf(house.identity.signInWithPasskey(proof, FROM))).toBe('done');
    expect(await codeOf(house.identity.signInWithPasskey(proof, FROM))).toBe('sign_in_failed');
    const again = key.get(options);
    expect(await codeOf(house.identity.signInWithPasskey(again, FROM))).toBe('sign_in_failed');
    expect(
      await codeOf(house.identity.refreshWithPasskey(token, key.get(await house.identity.passkeyRequest()), FROM)),
    ).toBe('sign_in_failed');
    const late = await house.identity.passkeyRequest();
    house.clock.pass(5 * MINUTE);
    expect(await codeOf(house.identity.signInWithPasskey(key.get(late), FROM))).toBe('sign_in_failed');
  });

  it('of two sign-ins that race with one assertion lets one in', async () => {
    const { key } = await withPasskey(house, 'alice');
    const proof = key.get(await house.identity.passkeyRequest());
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(house.identity.signInWithPasskey(proof, FROM))));
    expect(codes.sort()).toEqual(['done', 'sign_in_failed', 'sign_in_failed']);
  });

  it('whose counter goes back is refused, and the journal says so', async () => {
    const { key, row } = await withPasskey(house, 'alice');
    await enter(house, key);
    await enter(house, key);
    key.setCounter(0); // a copy that was made before
    expect(await codeOf(enter(house, key))).toBe('sign_in_failed');
    const [newest] = await house.entries();
    expect(newest).toMatchObject({
      action: 'passkey.use',
      outcome: 'failed',
      actor: 'system',
      subject: `account:${row.id}`,
      detail: { failure: 'counter' },
    });
  });

  it('of an account that is given back is gone', async () => {
    const { key, row } = await withPasskey(house, 'alice');
    await house.identity.invite(house.administrator, row.id);
    await house.enrol(row);
    expect(await codeOf(enter(house, key))).toBe('sign_in_failed');
  });

  it('cannot be had where the console is opened by an IP address', async () => {
    const elsewhere = await createHouse({ passkeys: { need: 'nobody', site: () => undefined } });
    const { token } = await elsewhere.signIn(await elsewhere.person('alice', ['agent'], 'active'));
    expect(elsewhere.identity.passkeysUsable()).toBe(false);
    expect(await codeOf(elsewhere.identity.passkeyRegistration(token))).toBe('config_invalid');
    expect(await codeOf(elsewhere.identity.passkeyRequest())).toBe('config_invalid');
  });
});

describe('a further passkey', () => {
  it('needs a passkey given moments ago: a phished password adds no way in', async () => {
    const house = await open();
    const { row, key, token } = await withPasskey(house, 'alice');
    const byPassword = await house.signIn(row);
    expect(await codeOf(register(house, byPassword.token, createAuthenticator(ORIGIN)))).toBe('fresh_factor_needed');
    house.clock.pass(6 * MINUTE);
    expect(await codeOf(register(house, token, createAuthenticator(ORIGIN)))).toBe('fresh_factor_needed');
    const proof = key.get(await house.identity.passkeyRequest(token));
    const fresh = await house.identity.refreshWithPasskey(token, proof, FROM);
    expect(await codeOf(register(house, fresh.token, createAuthenticator(ORIGIN)))).toBe('done');
  });

  it('stands in the journal, and so does its removal; neither names the key or its owner', async () => {
    const house = await open();
    const { row, key, token } = await withPasskey(house, 'alice');
    const me = (await house.identity.bySession(token))!.caller;
    const [own] = await house.identity.passkeys(me);
    await house.identity.removePasskey(me, own!.id);
    const [removed, registered] = await house.entries();
    expect([registered?.action, removed?.action]).toEqual(['passkey.register', 'passkey.remove']);
    expect(JSON.stringify([removed, registered])).not.toContain(key.id);
    expect(registered).toMatchObject({ actor: row.id, outcome: 'done' });
    expect(await codeOf(enter(house, key))).toBe('sign_in_failed');
  });
});

describe('an operator role', () => {
  const roles: Role[] = ['agent', 'technician'];

  it('is not used by a session that a password alone opened', async () => {
    const house = await open();
    const { row } = await withPasskey(house, 'thomas', roles);
    const { token } = await house.signIn(row);
    const me = await house.identity.bySession(token);
    expect(me).toMatchObject({ roles: ['agent'], withheld: ['technician'], caller: { scopes: ['agent'] } });
  });

  it('comes with the passkey as second factor', async () => {
    const house = await open();
    const { row, key } = await withPasskey(house, 'thomas', roles);
    const { token } = await house.signIn(row);
    const raised = await house.identity.refreshWithPasskey(
      token,
      key.get(await house.identity.passkeyRequest(token)),
      FROM,
    );
    const me = await house.identity.bySession(raised.token);
    expect(me).toMatchObject({ roles: expect.arrayContaining(roles), withheld: [], method: 'passkey' });
    expect(me?.caller.scopes).toBeUndefined();
  });

  it('asks for the passkey again at step-up: the password does not do', async () => {
    const house = await open();
    const { key, token } = await withPasskey(house, 'thomas', roles);
    house.clock.pass(6 * MINUTE);
    expect(await codeOf(house.identity.refresh(token, PASSWORD, FROM))).toBe('sign_in_failed');
    const proof = key.get(await house.identity.passkeyRequest(token));
    const fresh = await house.identity.refreshWithPasskey(token, proof, FROM);
    const me = await house.identity.bySession(fresh.token);
    expect(me?.caller.freshUntil).toBe(house.clock.now() + 5 * MINUTE);
  });

  it('is not confirmed with the passkey of somebody else', async () => {
    const house = await open();
    const { token } = await withPasskey(house, 'thomas', roles);
    const { key } = await withPasskey(house, 'olga', roles);
    const proof = key.get(await house.identity.passkeyRequest(token));
    expect(await codeOf(house.identity.refreshWithPasskey(token, proof, FROM))).toBe('sign_in_failed');
  });

  it('keeps its last passkey', async () => {
    const house = await open();
    const { token } = await withPasskey(house, 'thomas', roles);
    const { caller } = (await house.identity.bySession(token))!;
    const [own] = await house.identity.passkeys(caller);
    expect(await codeOf(house.identity.removePasskey(caller, own!.id))).toBe('limit_reached');
  });

  it('keeps one passkey of two that are removed at the same moment', async () => {
    const house = await open();
    const { token } = await withPasskey(house, 'thomas', roles);
    const { token: strong } = await register(house, token, createAuthenticator(ORIGIN));
    const { caller } = (await house.identity.bySession(strong))!;
    const own = await house.identity.passkeys(caller);
    const outcomes = await Promise.all(own.map(({ id }) => codeOf(house.identity.removePasskey(caller, id))));
    expect(outcomes.sort()).toEqual(['done', 'limit_reached']);
    expect(await house.identity.passkeys(caller)).toHaveLength(1);
  });

  it('loses no passkey to a phished password', async () => {
    const house = await open();
    const { row, token } = await withPasskey(house, 'thomas', roles);
    await register(house, token, createAuthenticator(ORIGIN));
    const weak = (await house.identity.bySession((await house.signIn(row)).token))!.caller;
    const [first] = await house.identity.passkeys(weak);
    expect(await codeOf(house.identity.removePasskey(weak, first!.id))).toBe('fresh_factor_needed');
    expect(await house.identity.passkeys(weak)).toHaveLength(2);
  });

  it('makes API tokens with the passkey only', async () => {
    const house = await open();
    const { row, token } = await withPasskey(house, 'thomas', roles);
    const weak = (await house.identity.bySession((await house.signIn(row)).token))!.caller;
    const strong = (await house.identity.bySession(token))!.caller;
    const wish = { name: 'night report', scopes: roles, days: 1 };
    expect(await codeOf(house.identity.createApiToken(weak, wish))).toBe('forbidden');
    expect(await codeOf(house.identity.createApiToken(strong, wish))).toBe('done');
  });

  it('is used with a password where passkeys are optional, as in an evaluation', async () => {
    const house = await open('nobody');
    const { token } = await house.signIn(await house.person('thomas', roles, 'active'));
    expect(await house.identity.bySession(token)).toMatchObject({ roles: expect.arrayContaining(roles), withheld: [] });
  });
});

describe('a code of the command line', () => {
  let house: House;
  beforeEach(async () => {
    house = await open();
  });

  it('lets it in once its person confirmed it, with the same roles, once', async () => {
    const { token, row } = await withPasskey(house, 'thomas', ['technician']);
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    expect(await house.identity.redeemDeviceSignIn(deviceCode, FROM)).toBeUndefined();
    await house.identity.approveDeviceSignIn(token, userCode.toLowerCase().replace('-', ' '), FROM);
    const opened = await house.identity.redeemDeviceSignIn(deviceCode, FROM);
    expect(await house.identity.bySession(opened!.token)).toMatchObject({
      person: { id: row.id },
      roles: ['technician'],
    });
    expect(await codeOf(house.identity.redeemDeviceSignIn(deviceCode, FROM))).toBe('expired');
    expect(await codeOf(house.identity.approveDeviceSignIn(token, userCode, FROM))).toBe('expired');
  });

  it('has 34 random bits for people and 256 for the machine, stored hashed', async () => {
    const codes = await Promise.all(Array.from({ length: 50 }, () => house.identity.startDeviceSignIn(FROM)));
    for (const { userCode, deviceCode } of codes) {
      expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
      expect(Buffer.from(deviceCode, 'base64url')).toHaveLength(32);
    }
    expect(new Set(codes.map((c) => c.userCode)).size).toBe(50);
  });

  it('ends after ten minutes, and needs a fresh factor', async () => {
    const { token } = await withPasskey(house, 'thomas', ['technician']);
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    house.clock.pass(6 * MINUTE);
    expect(await codeOf(house.identity.approveDeviceSignIn(token, userCode, FROM))).toBe('fresh_factor_needed');
    house.clock.pass(5 * MINUTE);
    expect(await codeOf(house.identity.redeemDeviceSignIn(deviceCode, FROM))).toBe('expired');
  });

  it('opens a session that is fresh and lasts no longer than the one that confirmed it', async () => {
    const { token } = await withPasskey(house, 'thomas', ['technician']);
    const before = (await house.identity.bySession(token))!;
    house.clock.pass(3 * MINUTE);
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    await house.identity.approveDeviceSignIn(token, userCode, FROM);
    house.clock.pass(1 * MINUTE);
    const opened = (await house.identity.redeemDeviceSignIn(deviceCode, FROM))!;
    const line = (await house.identity.bySession(opened.token))!;
    expect(line.caller.freshUntil).toBe(before.caller.freshUntil);
    expect([opened.expiresAt, line.ends?.absolute]).toEqual(Array(2).fill(before.ends?.absolute));
  });

  it('lets no chain of command lines outlive the factor that began it', async () => {
    const { token } = await withPasskey(house, 'thomas', ['technician']);
    let last = token;
    for (let i = 0; i < 2; i += 1) {
      house.clock.pass(2 * MINUTE);
      const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
      await house.identity.approveDeviceSignIn(last, userCode, FROM);
      last = (await house.identity.redeemDeviceSignIn(deviceCode, FROM))!.token;
    }
    house.clock.pass(2 * MINUTE);
    const { userCode } = await house.identity.startDeviceSignIn(FROM);
    expect(await codeOf(house.identity.approveDeviceSignIn(last, userCode, FROM))).toBe('fresh_factor_needed');
  });

  it('is weak when a password alone confirmed it', async () => {
    const { row } = await withPasskey(house, 'thomas', ['agent', 'technician']);
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    await house.identity.approveDeviceSignIn((await house.signIn(row)).token, userCode, FROM);
    const opened = await house.identity.redeemDeviceSignIn(deviceCode, FROM);
    expect(await house.identity.bySession(opened!.token)).toMatchObject({ roles: ['agent'], method: 'password' });
  });

  it('is guessed ever more slowly', async () => {
    const { token } = await withPasskey(house, 'thomas', ['technician']);
    const { caller } = (await house.identity.bySession(token))!;
    for (let i = 0; i < 8; i += 1) await house.identity.peekDeviceSignIn(caller, `BBBB-BBB${'BCDFGHJK'[i]}`, FROM);
    expect(house.waited).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it('lets nobody in by a session that ends while a wrong guess is waited for', async () => {
    const { token, row } = await withPasskey(house, 'thomas', ['technician']);
    const { caller } = (await house.identity.bySession(token))!;
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    for (let i = 0; i < 8; i += 1) await house.identity.peekDeviceSignIn(caller, `BBBB-BBB${'BCDFGHJK'[i]}`, FROM);
    house.whileWaiting(() => house.identity.endSessions(row.id));
    expect(await codeOf(house.identity.approveDeviceSignIn(token, userCode, FROM))).toBe('session_expired');
    expect(await house.identity.redeemDeviceSignIn(deviceCode, FROM)).toBeUndefined();
  });

  it('opens a session that ends with its person’s others, whenever they are ended', async () => {
    const { token, row } = await withPasskey(house, 'thomas', ['technician']);
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    await house.identity.approveDeviceSignIn(token, userCode, FROM);
    const { transact } = house.store;
    let ending = true;
    house.store.transact = async (work) => {
      const done = await transact(work);
      if (ending) {
        ending = false;
        await house.records.endSessionsOf(row.id);
      }
      return done;
    };
    const opened = await house.identity.redeemDeviceSignIn(deviceCode, FROM);
    expect(await methodOf(house, opened!.token)).toBeUndefined();
  });

  it('is asked for in vain without a write, and redeemed once by two that ask at the same moment', async () => {
    const { token } = await withPasskey(house, 'thomas', ['technician']);
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    const redeem = (code: string) => codeOf(house.identity.redeemDeviceSignIn(code, FROM));
    const { transact } = house.store;
    let writes = 0;
    house.store.transact = (work) => {
      writes += 1;
      return transact(work);
    };
    expect([await redeem('made up'), await redeem(deviceCode), writes]).toEqual(['expired', 'done', 0]);
    await house.identity.approveDeviceSignIn(token, userCode, FROM);
    expect((await Promise.all([redeem(deviceCode), redeem(deviceCode)])).sort()).toEqual(['done', 'expired']);
  });

  it('is read without a wait by one person while another guesses elsewhere', async () => {
    const guesser = await withPasskey(house, 'eve');
    const eve = (await house.identity.bySession(guesser.token))!.caller;
    for (let i = 0; i < 40; i += 1) {
      const guess = `BBBB-BB${'BCDFGHJK'[i % 8]}${'BCDFG'[Math.floor(i / 8)]}`;
      await house.identity.peekDeviceSignIn(eve, guess, { address: '198.51.100.4' });
    }
    const { token } = await withPasskey(house, 'thomas', ['technician']);
    const { caller } = (await house.identity.bySession(token))!;
    const { userCode } = await house.identity.startDeviceSignIn(FROM);
    house.waited.length = 0;
    expect(await house.identity.peekDeviceSignIn(caller, userCode, FROM)).toBeDefined();
    expect(house.waited).toEqual([]);
  });

  it('of a person who was disabled meanwhile lets nobody in', async () => {
    const { token, row } = await withPasskey(house, 'thomas', ['technician']);
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    await house.identity.approveDeviceSignIn(token, userCode, FROM);
    await house.disable(row.id);
    expect(await codeOf(house.identity.redeemDeviceSignIn(deviceCode, FROM))).toBe('expired');
  });
});

describe("one's own sessions", () => {
  it('are listed with how and from where, and ended one by one', async () => {
    const house = await open();
    const { row, token } = await withPasskey(house, 'alice');
    const other = await house.signIn(row, PASSWORD, { address: '198.51.100.4' });
    const me = (await house.identity.bySession(token))!.caller;
    const listed = await house.identity.sessions(me);
    expect(listed.map((s) => [s.method, s.address]).sort()).toEqual([
      ['passkey', FROM.address],
      ['password', '198.51.100.4'],
    ]);
    expect(JSON.stringify(listed)).not.toContain(other.token);
    const foreign = listed.find((s) => s.method === 'password')!;
    await house.identity.endSession(me, foreign.id, FROM);
    expect(await methodOf(house, other.token)).toBeUndefined();
    expect(await methodOf(house, token)).toBe('passkey');
    expect(await codeOf(house.identity.endSession(me, foreign.id, FROM))).toBe('not_found');
  });

  it('are not ended by a phished password where a passkey opened them', async () => {
    const house = await open();
    const { row, token } = await withPasskey(house, 'thomas', ['technician']);
    const phished = await house.signIn(row);
    const other = await house.signIn(row);
    const weak = (await house.identity.bySession(phished.token))!.caller;
    const listed = await house.identity.sessions(weak);
    const end = (caller: Caller, method: string) =>
      codeOf(house.identity.endSession(caller, listed.find((one) => one.method === method)!.id, FROM));
    expect(await end(weak, 'passkey')).toBe('fresh_factor_needed');
    expect(await codeOf(house.identity.endOwnSessions(weak))).toBe('fresh_factor_needed');
    const standing = async () => Promise.all([token, phished.token, other.token].map((one) => methodOf(house, one)));
    expect(await standing()).toEqual(['passkey', 'password', 'password']);

    expect(await end(weak, 'password')).toBe('done');
    const strong = (await house.identity.bySession(token))!.caller;
    expect(await house.identity.endOwnSessions(strong)).toBe(2);
    expect(await standing()).toEqual([undefined, undefined, undefined]);
  });

  it('are all ended by a password alone where it opened all of them', async () => {
    const house = await open();
    const row = await house.person('thomas', ['technician'], 'active');
    const [one] = [await house.signIn(row), await house.signIn(row)];
    const weak = (await house.identity.bySession(one.token))!.caller;
    expect(await house.identity.endOwnSessions(weak)).toBe(2);
  });

  it('are nobody else’s to see or end', async () => {
    const house = await open();
    const { token } = await withPasskey(house, 'alice');
    const { token: theirs } = await withPasskey(house, 'bruno');
    const alice = (await house.identity.bySession(token))!.caller;
    const bruno = (await house.identity.bySession(theirs))!.caller;
    const [session] = await house.identity.sessions(bruno);
    expect(await codeOf(house.identity.endSession(alice, session!.id, FROM))).toBe('not_found');
    expect(await methodOf(house, theirs)).toBe('passkey');
  });

  it('say when they end', async () => {
    const house = await open();
    const { token } = await withPasskey(house, 'alice');
    const began = house.clock.now();
    house.clock.pass(10 * MINUTE);
    const { ends } = (await house.identity.bySession(token))!;
    expect(ends).toEqual({ idle: house.clock.now() + 15 * MINUTE, absolute: began + 480 * MINUTE });
  });
});

describe('the site of passkeys', () => {
  it.each([
    ['https://jeton.interieur.example:8443/', { origin: 'https://jeton.interieur.example:8443', rpId: SITE.rpId }],
    ['http://localhost:8080', { origin: 'http://localhost:8080', rpId: 'localhost' }],
    ['https://192.0.2.7', undefined],
    ['https://[2001:db8::1]:8443', undefined],
    ['http://jeton.interieur.example', undefined],
  ])('of %s', (url, site) => expect(passkeySite(url)).toEqual(site));

  it('of several nodes is one name above theirs, and the origin of each', async () => {
    expect(passkeySite('https://lyon.jeton.interieur.example:8443', SITE.rpId)).toEqual({
      origin: 'https://lyon.jeton.interieur.example:8443',
      rpId: SITE.rpId,
    });
  });
});

describe('where everybody needs a second factor', () => {
  it('an agent with a password alone can do nothing but report a loss, and with a passkey everything', async () => {
    const house = await open('everybody');
    const alice = await house.person('alice', ['agent'], 'active');
    const { token } = await house.signIn(alice);
    const weak = (await house.identity.bySession(token))!;
    expect(weak).toMatchObject({ roles: [], withheld: ['agent'] });
    const own = { holderId: alice.id };
    const now = house.clock.now();
    expect(may(weak.caller, 'token.reportLoss', own, now)).toBe(true);
    expect(may(weak.caller, 'token.reportLoss', { holderId: 'somebody else' }, now)).toBe(false);
    for (const right of ['request.submit', 'request.read', 'handover.accept', 'credential.download'] as const)
      expect([right, may(weak.caller, right, own, now)]).toEqual([right, false]);
    const { token: strong } = await register(house, token, createAuthenticator(ORIGIN));
    const me = (await house.identity.bySession(strong))!;
    expect(me).toMatchObject({ roles: ['agent'], withheld: [] });
    expect(may(me.caller, 'request.submit', own, now)).toBe(true);
  });

  it('nobody removes their last passkey, or steps up with the password', async () => {
    const house = await open('everybody');
    const alice = await house.person('alice', ['agent'], 'active');
    const { token } = await register(house, (await house.signIn(alice)).token, createAuthenticator(ORIGIN));
    const { caller } = (await house.identity.bySession(token))!;
    const [key] = await house.identity.passkeys(caller);
    await expect(house.identity.removePasskey(caller, key!.id)).rejects.toMatchObject({
      code: 'limit_reached',
      message: expect.stringContaining('you need one as agent'),
      detail: { why: 'last-passkey', roles: 'agent' },
    });
    expect(await codeOf(house.identity.refresh(token, PASSWORD, FROM))).toBe('sign_in_failed');
  });
});

describe('sessions that an administrator ends', () => {
  const administrator = async (house: House) => {
    const adele = await house.person('adele', ['agent', 'administrator'], 'active');
    const { token } = await house.signIn(adele);
    return { token, ...(await house.identity.bySession(token))! };
  };

  it('are all those of one person, and a command line that they let in', async () => {
    const house = await open('nobody');
    const [alice, bruno] = [
      await house.person('alice', ['agent'], 'active'),
      await house.person('bruno', ['agent'], 'active'),
    ];
    const [one, two, other] = [await house.signIn(alice), await house.signIn(alice), await house.signIn(bruno)];
    const { deviceCode, userCode } = await house.identity.startDeviceSignIn(FROM);
    await house.identity.approveDeviceSignIn(one.token, userCode, FROM);
    const adele = await administrator(house);
    expect(await house.identity.endSessionsFor(adele.caller, alice.id)).toBe(2);
    for (const { token } of [one, two]) expect(await house.identity.bySession(token)).toBeUndefined();
    expect(await codeOf(house.identity.redeemDeviceSignIn(deviceCode, FROM))).toBe('expired');
    expect(await house.identity.bySession(other.token)).toBeDefined();
    expect((await house.entries())[0]).toMatchObject({ action: 'account.endSessions', detail: { ended: 2 } });
    expect(await codeOf(house.signIn(alice))).toBe('done');
  });

  it('are those of everybody but the administrator', async () => {
    const house = await open('nobody');
    const alice = await house.signIn(await house.person('alice', ['agent'], 'active'));
    const adele = await administrator(house);
    expect(await house.identity.endSessionsFor(adele.caller)).toBe(1);
    expect(await house.identity.bySession(alice.token)).toBeUndefined();
    expect(await house.identity.bySession(adele.token)).toBeDefined();
  });

  it('stay when anybody else asks, or without a fresh factor; a refusal is journalled', async () => {
    const house = await open('nobody');
    const alice = await house.person('alice', ['agent', 'technician'], 'active');
    const { token } = await house.signIn(alice);
    const { caller } = (await house.identity.bySession(token))!;
    expect(await codeOf(house.identity.endSessionsFor(caller))).toBe('forbidden');
    const adele = await administrator(house);
    const late = { ...adele.caller, freshUntil: 0 };
    expect(await codeOf(house.identity.endSessionsFor(late, alice.id))).toBe('fresh_factor_needed');
    expect((await house.entries())[0]).toMatchObject({ action: 'account.endSessions', outcome: 'refused' });
    expect(await house.identity.bySession(token)).toBeDefined();
  });
});
