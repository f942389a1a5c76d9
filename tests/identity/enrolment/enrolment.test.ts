import type { Caller } from '../../../src/book/rights/roles.ts';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { UNREVIEWED } from '../../support/records/rows.ts';
import { codeOf, createHouse, FROM, type House, PASSWORD } from '../house.ts';

const fresh = (caller: Caller): Caller => ({ ...caller, freshUntil: Number.MAX_SAFE_INTEGER });
const officer: Caller = fresh({
  personId: 'OFFICER',
  service: 'DNUM',
  grants: [{ role: 'security-officer', scope: '*', validFrom: null, validUntil: null, revokedAt: null }],
  freshUntil: 0,
});

describe('an enrolment link', () => {
  let house: House;
  beforeEach(async () => {
    house = await createHouse();
  });

  it('lets its person choose a password and come in', async () => {
    const alice = await house.person('alice');
    const { token, expiresAt } = await house.identity.invite(house.administrator, alice.id);
    expect(await house.identity.peek(token)).toEqual({
      name: 'Alice Martin',
      expiresAt,
      needsCode: false,
      needsFormer: false,
    });
    await house.identity.enrol({ token, password: PASSWORD }, FROM);
    expect(await house.identity.accountState(alice.id)).toBe('active');
    expect((await house.signIn(alice)).token).toMatch(/^[\w-]{43}$/);
  });

  it('that was made up is refused ever more slowly: nobody fills the access log with them', async () => {
    for (let i = 0; i < 35; i += 1) {
      const made = { token: String(i).padStart(43, 'x'), password: PASSWORD };
      expect(await codeOf(house.identity.enrol(made, FROM))).toBe('expired');
    }
    expect(house.waited).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
    // a true one, from elsewhere, does not wait
    const alice = await house.person('alice');
    const { token } = await house.identity.invite(house.administrator, alice.id);
    await house.identity.enrol({ token, password: PASSWORD }, { address: '198.51.100.9' });
    expect(house.waited).toHaveLength(5);
  });

  it('works once', async () => {
    const alice = await house.person('alice');
    const { token } = await house.identity.invite(house.administrator, alice.id);
    await house.identity.enrol({ token, password: PASSWORD }, FROM);
    expect(await house.identity.peek(token)).toBeUndefined();
    expect(await codeOf(house.identity.enrol({ token, password: 'another long password' }, FROM))).toBe('expired');
    expect(await codeOf(house.signIn(alice))).toBe('done');
  });

  it('works once for two who redeem it at the same moment', async () => {
    const alice = await house.person('alice');
    const { token } = await house.identity.invite(house.administrator, alice.id);
    const both = ['one long password', 'two long passwords'].map((password) =>
      codeOf(house.identity.enrol({ token, password }, FROM)),
    );
    expect((await Promise.all(both)).sort()).toEqual(['done', 'expired']);
  });

  it('ends after 15 minutes', async () => {
    const alice = await house.person('alice');
    const { token } = await house.identity.invite(house.administrator, alice.id);
    house.clock.pass(15 * 60_000);
    expect(await house.identity.peek(token)).toBeUndefined();
    expect(await codeOf(house.identity.enrol({ token, password: PASSWORD }, FROM))).toBe('expired');
    expect(await house.accesses()).toMatchObject([{ event: 'enrol', personId: null, outcome: 'refused' }]);
  });

  it('ends when a newer one is given', async () => {
    const alice = await house.person('alice');
    const first = await house.identity.invite(house.administrator, alice.id);
    const second = await house.identity.invite(house.administrator, alice.id);
    expect(await house.identity.peek(first.token)).toBeUndefined();
    expect(await house.identity.peek(second.token)).toBeDefined();
  });

  it('stands after a weak password was refused', async () => {
    const alice = await house.person('alice');
    const { token } = await house.identity.invite(house.administrator, alice.id);
    expect(await codeOf(house.identity.enrol({ token, password: 'short' }, FROM))).toBe('invalid_input');
    expect(await codeOf(house.identity.enrol({ token, password: PASSWORD }, FROM))).toBe('done');
  });

  it('asks operators for 15 characters', async () => {
    const thomas = await house.person('thomas', ['technician']);
    const { token } = await house.identity.invite(house.administrator, thomas.id);
    const { code } = await house.identity.vouch(officer, thomas.id);
    expect(await codeOf(house.identity.enrol({ token, password: 'petits chats', code }, FROM))).toBe('invalid_input');
    expect(await codeOf(house.identity.enrol({ token, password: PASSWORD, code }, FROM))).toBe('done');
  });

  it('is given by an administrator only, never to oneself, and the refusal is journalled', async () => {
    const alice = await house.person('alice');
    const nobody = { ...house.administrator, grants: [] };
    expect(await codeOf(house.identity.invite(nobody, alice.id))).toBe('forbidden');
    expect((await house.entries())[0]).toMatchObject({
      action: 'account.invite',
      outcome: 'refused',
      detail: { code: 'forbidden' },
    });
    const self = { ...house.administrator, personId: alice.id };
    expect(await codeOf(house.identity.invite(self, alice.id))).toBe('same_person');
    expect(await codeOf(house.identity.invite(house.administrator, 'NOBODY'))).toBe('not_found');
  });

  it('leaves who invited and who activated in the journal, and nothing secret anywhere in the database', async () => {
    const alice = await house.person('alice');
    const { token } = await house.identity.invite(house.administrator, alice.id);
    await house.identity.enrol({ token, password: PASSWORD }, FROM);
    const [activated, invited] = await house.entries();
    expect(activated).toMatchObject({ action: 'account.activate', actor: alice.id, subject: `account:${alice.id}` });
    expect(invited).toMatchObject({ action: 'account.invite', actor: 'ADMINISTRATOR', detail: { from: 'invited' } });
    expect(await house.identity.peek(token)).toBeUndefined();
    const stored = JSON.stringify([await house.entries(), await house.identityRows(alice.id)]);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(PASSWORD);
  });
});

describe('an account that is opened again', () => {
  let house: House;
  beforeEach(async () => {
    house = await createHouse();
  });

  it('loses its sessions and API tokens, and needs a new password', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    const { token } = await house.signIn(alice);
    const { caller } = (await house.identity.bySession(token))!;
    const machine = await house.identity.createApiToken(caller, { name: 'script', scopes: ['agent'], days: 1 });
    await house.enrol(alice, 'quatre grands chiens noirs');
    expect(await house.identity.bySession(token)).toBeUndefined();
    expect(await house.identity.byApiToken(machine.token)).toBeUndefined();
    expect(await codeOf(house.signIn(alice))).toBe('sign_in_failed');
    expect(await codeOf(house.signIn(alice, 'quatre grands chiens noirs'))).toBe('done');
  });

  it('is not an operator’s: one administrator alone makes no puppet', async () => {
    const thomas = await house.person('thomas', ['agent', 'technician'], 'active');
    expect(await codeOf(house.identity.invite(house.administrator, thomas.id))).toBe('forbidden');
    expect(await house.identity.accountState(thomas.id)).toBe('active');
    expect(await codeOf(house.signIn(thomas))).toBe('done');
  });

  it('is nobody’s to open alone who holds an operator’s role before they ever came in', async () => {
    const thomas = await house.person('thomas', ['agent', 'technician']);
    const { token, needsCode } = await house.identity.invite(house.administrator, thomas.id);
    expect(needsCode).toBe(true);
    expect(await house.identity.peek(token)).toMatchObject({ needsCode: true });
    for (const code of [undefined, '', 'BCDF-GHJK'])
      expect(await codeOf(house.identity.enrol({ token, password: PASSWORD, code }, FROM))).toBe('sign_in_failed');
    expect(await codeOf(house.identity.vouch(fresh(house.administrator), thomas.id))).toBe('same_person');
    const { code } = await house.identity.vouch(officer, thomas.directoryId!);
    expect(await codeOf(house.identity.enrol({ token, password: PASSWORD, code: code.toLowerCase() }, FROM))).toBe(
      'done',
    );
    expect(await codeOf(house.signIn(thomas))).toBe('done');
    expect((await house.entries()).map((e) => e.action)).toContain('account.vouch');
    expect((await house.accesses()).filter((a) => a.event === 'enrol').map((a) => a.outcome)).toEqual([
      ...['refused', 'refused', 'refused'],
      'done',
    ]);
  });

  it('asks for the code also when the role came after the link', async () => {
    const alice = await house.person('alice', ['agent']);
    const { token, needsCode } = await house.identity.invite(house.administrator, alice.id);
    expect(needsCode).toBe(false);
    const now = house.clock.now();
    const dates = { grantedAt: now, validFrom: null, validUntil: null, revokedAt: null, ...UNREVIEWED };
    const grant = { id: house.chance.id(), personId: alice.id, role: 'approver' as const, scope: '*', ...dates };
    const entry = { actor: 'system', role: 'system', action: 'role.grant', outcome: 'done' } as const;
    await house.store.transact((u) => u.record({ ...entry, subject: 'grant:x', changes: [create('grant', grant)] }));
    expect(await codeOf(house.identity.enrol({ token, password: `${PASSWORD} aussi` }, FROM))).toBe('sign_in_failed');
  });

  it.each([
    ['somebody without the right', () => ({ ...officer, grants: [] }), 'forbidden'],
    ['a factor of yesterday', () => ({ ...officer, freshUntil: 0 }), 'fresh_factor_needed'],
  ])('gets no code from %s', async (_, caller, refusal) => {
    const thomas = await house.person('thomas', ['technician']);
    await house.identity.invite(house.administrator, thomas.id);
    expect(await codeOf(house.identity.vouch(caller(), thomas.id))).toBe(refusal);
  });

  it('gets no code where no link waits, and a new link needs a new code', async () => {
    const thomas = await house.person('thomas', ['technician']);
    expect(await codeOf(house.identity.vouch(officer, thomas.id))).toBe('not_found');
    await house.identity.invite(house.administrator, thomas.id);
    const { code } = await house.identity.vouch(officer, thomas.id);
    const { token } = await house.identity.invite(house.administrator, thomas.id);
    expect(await codeOf(house.identity.enrol({ token, password: PASSWORD, code }, FROM))).toBe('sign_in_failed');
  });

  it('may have been disabled', async () => {
    const alice = await house.person('alice', ['agent'], 'active');
    await house.disable(alice.id);
    await house.enrol(alice, 'quatre grands chiens noirs');
    expect(await house.identity.accountState(alice.id)).toBe('active');
  });
});

describe('the links of an empty data folder', () => {
  it('are for its first two people, fresh at each start, until each is used', async () => {
    const house = await createHouse();
    const [adele, olga] = [
      await house.person('adele', ['administrator'], 'invited', 'system'),
      await house.person('olga', ['security-officer'], 'invited', 'system'),
    ];
    house.clock.pass(1000);
    await house.person('armand', ['administrator']);
    const first = await house.identity.firstLinks();
    expect(first.map(({ person, role }) => [person.id, role]).sort()).toEqual(
      [
        [adele.id, 'administrator'],
        [olga.id, 'security-officer'],
      ].sort(),
    );
    const again = await house.identity.firstLinks();
    expect(await house.identity.peek(first[0]!.token)).toBeUndefined();
    const his = again.find((l) => l.role === 'administrator')!;
    await house.identity.enrol({ token: his.token, password: PASSWORD }, FROM);
    expect((await house.identity.firstLinks()).map((l) => l.role)).toEqual(['security-officer']);
    expect((await house.entries())[0]).toMatchObject({ action: 'account.firstLink', actor: 'system' });
  });

  it('are not for people who came later, whatever they were granted', async () => {
    const house = await createHouse();
    await house.person('alice', ['agent']);
    expect(await house.identity.firstLinks()).toEqual([]);
  });
});
