import { create } from '../../../src/book/tables/lifecycle.ts';
import type { ApiTokenRow } from '../../../src/book/tables/rows/people.ts';
import { entry, NO_BENCH, person, token } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';
import { checkEverything } from '../../support/world/check.ts';

async function withPeople(...ids: string[]): Promise<TestStore> {
  const t = await openTestStore();
  const changes = ids.map((id) => create('person', person(id)));
  await t.store.transact((unit) => unit.record(entry('person.import', 'person:import', changes)));
  return t;
}
const session = (hash: string, personId: string, createdAt = START) => ({
  hash,
  personId,
  csrf: 'csrf',
  createdAt,
  seenAt: createdAt,
  freshUntil: 0,
  expiresAt: START + 1000,
  method: 'password',
  address: '192.0.2.7',
  idToken: null,
  reach: null,
  ...NO_BENCH,
});

describe('passwords', () => {
  it('are one hash a person, and a new one replaces it', async () => {
    const { identity } = await withPeople('a');
    expect(await identity.passwordOf('a')).toBeUndefined();
    await identity.keepPassword('a', 'hash 1', START);
    await identity.keepPassword('a', 'hash 2', START + 1);
    expect(await identity.passwordOf('a')).toEqual({ hash: 'hash 2', setAt: START + 1, restoredAt: null });
  });

  it('are kept together with the journal entry of the act, or not at all', async () => {
    const t = await withPeople('a');
    const activate = (fail: boolean) =>
      t.store.transact(async (unit) => {
        await unit.keepPassword('a', 'hash', START);
        await unit.record(entry('account.activate', 'account:a'));
        if (fail) throw new Error('refused');
      });
    await expect(activate(true)).rejects.toThrow('refused');
    expect(await t.identity.passwordOf('a')).toBeUndefined();
    await activate(false);
    expect(await t.identity.passwordOf('a')).toBeDefined();
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ size: 2 });
  });
});

describe('people at the door', () => {
  it('are known by directory id, or by an e-mail address that is theirs alone, in any case', async () => {
    const t = await withPeople('a');
    const twins = ['x', 'y'].map((id) => create('person', person(id, { email: 'shared@example.fr' })));
    await t.store.transact((unit) => unit.record(entry('person.import', 'person:import', twins)));
    const id = async (login: string) => (await t.identity.personByLogin(login))?.id;
    expect(await id('M-a')).toBe('a');
    expect(await id('A@Example.FR')).toBe('a');
    expect(await id('shared@example.fr')).toBeUndefined();
    expect(await id('nobody')).toBeUndefined();
  });

  it('are known by a directory id in any case, unless two people have it then', async () => {
    const t = await openTestStore();
    const people = [
      person('a', { directoryId: 'PN88010' }),
      person('b', { directoryId: 'dupont.m' }),
      person('c', { directoryId: 'xy1' }),
      person('d', { directoryId: 'Xy1' }),
      person('e', { directoryId: 'É-1' }),
    ];
    await t.store.transact((unit) =>
      unit.record(
        entry(
          'person.import',
          'person:import',
          people.map((one) => create('person', one)),
        ),
      ),
    );
    const id = async (login: string) => (await t.identity.personByLogin(login))?.id;
    expect(await id('pn88010')).toBe('a');
    expect(await id('Pn88010')).toBe('a');
    expect(await id('DUPONT.M')).toBe('b');
    expect([await id('É-1'), await id('é-1')]).toEqual(['e', undefined]);
    expect([await id('xy1'), await id('Xy1'), await id('XY1')]).toEqual(['c', 'd', undefined]);
  });
});

describe('enrolment links', () => {
  const link = (hash: string) => ({ hash, personId: 'a', expiresAt: START + 900, inviterId: 'b', former: 0 });

  it('are used once, by one of two who race for it', async () => {
    const { identity } = await withPeople('a');
    await identity.keepEnrolment(link('h'));
    expect(await identity.enrolmentByHash('h')).toEqual({ ...link('h'), usedAt: null, codeHash: null });
    const used = await Promise.all([identity.redeemEnrolment('h', START), identity.redeemEnrolment('h', START)]);
    expect(used).toEqual([expect.objectContaining({ personId: 'a' }), undefined]);
    expect(await identity.enrolmentByHash('h')).toMatchObject({ usedAt: START });
  });

  it('end with their time, and when another one is given to the same person', async () => {
    const { identity } = await withPeople('a');
    await identity.keepEnrolment(link('old'));
    expect(await identity.redeemEnrolment('old', START + 900)).toBeUndefined();
    await identity.keepEnrolment(link('new'));
    expect(await identity.redeemEnrolment('old', START)).toBeUndefined();
    expect(await identity.redeemEnrolment('unknown', START)).toBeUndefined();
    expect(await identity.vouchEnrolment('new', 'code', START)).toBe(true);
    expect(await identity.vouchEnrolment('old', 'code', START)).toBe(false);
    expect(await identity.enrolmentOf('a')).toMatchObject({ hash: 'new', codeHash: 'code' });
    const used = await identity.redeemEnrolment('new', START + 899);
    expect(used).toEqual({ personId: 'a', inviterId: 'b', codeHash: 'code' });
    expect(await identity.enrolmentOf('a')).toBeUndefined();
  });
});

describe('sessions', () => {
  it('are found by hash, touched, made fresh and ended, one or all of a person', async () => {
    const { identity } = await withPeople('a', 'b');
    for (const s of [session('1', 'a'), session('2', 'a', START + 1), session('3', 'b')]) await identity.keepSession(s);
    await identity.touchSession('1', { seenAt: START + 5 });
    await identity.touchSession('1', { expiresAt: START + 9 });
    expect(await identity.sessionByHash('1')).toEqual({
      ...session('1', 'a'),
      seenAt: START + 5,
      expiresAt: START + 9,
    });
    expect((await identity.sessionsOf('a')).map((s) => s.hash)).toEqual(['2', '1']);
    const among = await identity.sessionsAmong(['3', '1', 'none']);
    expect(among.map((s) => s.hash).sort()).toEqual(['1', '3']);
    expect(await identity.sessionsAmong([])).toEqual([]);
    await identity.endSession('1');
    expect(await identity.sessionByHash('1')).toBeUndefined();
    await identity.endSessionsOf('a');
    expect(await identity.sessionsOf('a')).toEqual([]);
    expect(await identity.sessionsOf('b')).toHaveLength(1);
  });
});

describe('API tokens', () => {
  it('are found by their hash alone, with the row that the journal knows', async () => {
    const t = await withPeople('a');
    const row: ApiTokenRow = {
      id: 't',
      personId: 'a',
      name: 'n',
      scopes: 'agent',
      createdAt: START,
      expiresAt: START + 1,
      revokedAt: null,
      thumbprint: null,
    };
    await t.store.transact(async (unit) => {
      await unit.record(entry('apiToken.create', 'apiToken:t', [create('apiToken', row)]));
      await unit.keepApiToken('h', 't');
    });
    expect(await t.identity.apiTokenByHash('h')).toEqual(row);
    expect(await t.identity.apiTokenByHash('t')).toBeUndefined();
    await t.identity.dropApiToken('t');
    expect(await t.identity.apiTokenByHash('h')).toBeUndefined();
    expect(await checkEverything(t, { byTheBook: false })).toMatchObject({ rows: 2 });
  });
});

describe('revocation codes', () => {
  it('are one hash a token, the newest', async () => {
    const t = await openTestStore();
    const delivery = {
      id: 'd',
      reference: 'BL-1',
      model: 'SoftHSM v2',
      firmware: null,
      batch: null,
      count: 1,
      locationId: null,
      expectedId: null,
      receivedBy: 'x',
      receivedAt: START,
    };
    const changes = [create('delivery', delivery), create('token', token('S1', 'd'))];
    await t.store.transact((unit) => unit.record(entry('stock.receive', 'delivery:d', changes)));
    await t.store.transact((unit) => unit.keepRevocationCode('S1', 'hash 1'));
    await t.store.transact((unit) => unit.keepRevocationCode('S1', 'hash 2'));
    expect(await t.store.revocationCode('S1')).toBe('hash 2');
    expect(await t.store.revocationCode('S2')).toBeUndefined();
  });
});

describe('the access log', () => {
  it('is read by day in order, and purged after its time with ended sessions and links', async () => {
    const { identity } = await withPeople('a');
    const log = (at: number, outcome: string) =>
      identity.logAccess({ at, event: 'sign-in', personId: null, address: '192.0.2.1', outcome });
    for (const [at, outcome] of [
      [1, 'a'],
      [5, 'b'],
      [5, 'c'],
      [9, 'd'],
    ] as const)
      await log(at, outcome);
    const read = async (from: number, to: number) => {
      const outcomes: string[] = [];
      for await (const page of identity.accesses(from, to)) outcomes.push(...page.map((row) => row.outcome));
      return outcomes.join('');
    };
    expect(await read(1, 9)).toBe('abc');
    expect(await read(10, 20)).toBe('');
    await identity.keepSession(session('s', 'a'));
    await identity.keepEnrolment({ hash: 'h', personId: 'a', expiresAt: START, inviterId: null, former: 0 });
    expect(await identity.purge({ expiredAt: START, accessBefore: 5 })).toBe(2);
    expect(await identity.purge({ expiredAt: START + 1000, accessBefore: 5 })).toBe(1);
    expect(await read(0, 20)).toBe('bcd');
  });
});
