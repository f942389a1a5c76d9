import type { Caller } from '../../../src/book/rights/roles.ts';
import type { Role } from '../../../src/book/tables/codes.ts';
import type { PersonRow } from '../../../src/book/tables/rows/people.ts';
import { codeOf, createHouse, type House } from '../house.ts';

const DAY = 86_400_000;

describe('an API token', () => {
  let house: House;
  let thomas: PersonRow;
  let caller: Caller;
  beforeEach(async () => {
    house = await createHouse();
    thomas = await house.person('thomas', ['agent', 'technician'], 'active');
    caller = (await house.identity.bySession((await house.signIn(thomas)).token))!.caller;
  });
  const make = (more: Partial<{ name: string; scopes: Role[]; days: number }> = {}, by = caller) =>
    house.identity.createApiToken(by, { name: 'bench', scopes: ['technician'], days: 30, ...more });

  it('acts in the roles it was made for, and has no fresh factor', async () => {
    const { token, row } = await make();
    expect(token).toMatch(/^jtn_[\w-]{43}$/);
    expect(row).toMatchObject({ name: 'bench', scopes: 'technician', expiresAt: house.clock.now() + 30 * DAY });
    const machine = await house.identity.byApiToken(token);
    expect(machine).toMatchObject({ roles: ['technician'], means: 'api-token', csrf: '', person: { id: thomas.id } });
    expect(machine?.caller).toMatchObject({ scopes: ['technician'], freshUntil: 0 });
  });

  it('counts as fresh in a throw-away data folder only', async () => {
    const demo = await createHouse({ demo: true });
    const person = await demo.person('thomas', ['technician'], 'active');
    const by = (await demo.identity.bySession((await demo.signIn(person)).token))!.caller;
    const { token } = await demo.identity.createApiToken(by, { name: 'bench', scopes: ['technician'], days: 1 });
    expect((await demo.identity.byApiToken(token))!.caller.freshUntil).toBeGreaterThan(demo.clock.now() + 365 * DAY);
  });

  it('is not made without end to fill the journal; to end one is never kept waiting', async () => {
    for (let n = 0; n < 59; n += 1) await house.identity.revokeApiToken(caller, (await make()).row.id);
    const last = (await make()).row.id;
    expect(await codeOf(make())).toBe('too_many_requests');
    expect(await codeOf(house.identity.revokeApiToken(caller, last))).toBe('done');
    house.clock.pass(60_000);
    caller = (await house.identity.bySession((await house.signIn(thomas)).token))!.caller;
    expect(await codeOf(make())).toBe('done');
  });

  it('is stored as a hash', async () => {
    const { token } = await make();
    expect(await house.identity.bySession(token)).toBeUndefined();
    expect(JSON.stringify([await house.entries(), await house.store.reads.find('apiToken', {})])).not.toContain(
      token.slice(4),
    );
  });

  it('ends with its days, its revocation, its owner’s account and role', async () => {
    const { token, row } = await make({ days: 1 });
    const [grant] = await house.store.reads.find('grant', { personId: thomas.id, role: 'technician' });
    house.clock.pass(DAY);
    expect(await house.identity.byApiToken(token)).toBeUndefined();
    house.clock.pass(-DAY);
    await house.endGrant(grant!);
    expect((await house.identity.byApiToken(token))?.roles).toEqual([]);
    await house.identity.revokeApiToken(caller, row.id);
    expect(await house.identity.byApiToken(token)).toBeUndefined();
    const other = await make({ scopes: ['agent'] });
    await house.disable(thomas.id);
    expect(await house.identity.byApiToken(other.token)).toBeUndefined();
  });

  it('tells its end to whoever has it once it ran out, and nothing of one that was revoked or never was', async () => {
    const { token, row } = await make({ days: 1 });
    expect(await house.identity.apiTokenEnd(token)).toBeUndefined();
    house.clock.pass(DAY);
    expect(await house.identity.apiTokenEnd(token)).toBe(row.expiresAt);
    expect(await house.identity.apiTokenEnd(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeUndefined();
    caller = (await house.identity.bySession((await house.signIn(thomas)).token))!.caller;
    await house.identity.revokeApiToken(caller, row.id);
    expect(await house.identity.apiTokenEnd(token)).toBeUndefined();
  });

  it('never has a role that its owner does not hold', async () => {
    expect(await codeOf(make({ scopes: ['technician', 'administrator'] }))).toBe('forbidden');
    expect((await house.entries())[0]).toMatchObject({ action: 'apiToken.create', outcome: 'refused' });
  });

  it('is made with a fresh factor, and never by another one', async () => {
    house.clock.pass(6 * 60_000);
    expect(await codeOf(make())).toBe('fresh_factor_needed');
    house.clock.pass(-6 * 60_000);
    const { token } = await make();
    const machine = (await house.identity.byApiToken(token))!.caller;
    expect(await codeOf(make({}, { ...machine, freshUntil: Number.MAX_SAFE_INTEGER }))).toBe('forbidden');
  });

  it.each([
    [{ days: 0 }],
    [{ days: 91 }],
    [{ days: 1.5 }],
    [{ scopes: [] }],
    [{ name: '' }],
    [{ name: '<b>' }],
    [{ name: 'x'.repeat(41) }],
  ])('is not made with %j', async (more) => expect(await codeOf(make(more))).toBe('invalid_input'));

  it('is one of 20 at most', async () => {
    for (let i = 0; i < 20; i += 1) await make({ name: `bench ${i}`, days: 1 });
    expect(await codeOf(make())).toBe('limit_reached');
    house.clock.pass(DAY);
    caller = { ...caller, freshUntil: house.clock.now() + 1 };
    expect(await codeOf(make())).toBe('done');
  });

  it('is listed for and revoked by its owner only, once', async () => {
    const { row } = await make();
    const olga = await house.person('olga', ['security-officer'], 'active');
    const other = (await house.identity.bySession((await house.signIn(olga)).token))!.caller;
    expect(await house.identity.apiTokens(other)).toEqual([]);
    expect(await codeOf(house.identity.revokeApiToken(other, row.id))).toBe('not_found');
    expect(await house.identity.apiTokens(caller)).toEqual([row]);
    await house.identity.revokeApiToken(caller, row.id);
    expect(await codeOf(house.identity.revokeApiToken(caller, row.id))).toBe('already_done');
    expect((await house.entries()).map((e) => [e.action, e.outcome]).slice(0, 3)).toEqual([
      ['apiToken.revoke', 'refused'],
      ['apiToken.revoke', 'done'],
      ['apiToken.revoke', 'refused'],
    ]);
  });
});
