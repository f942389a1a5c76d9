import { create, move, update } from '../../../src/book/tables/lifecycle.ts';
import type { TableName } from '../../../src/book/tables/tables.ts';
import { columnsOf } from '../../../src/store/seal/sealed-tables.ts';
import { entry, NO_BENCH, person, request, token, UNREVIEWED, workstation } from '../../support/records/rows.ts';
import { openTestStore, START, type TestStore } from '../../support/records/store.ts';

const delivery = {
  id: 'd',
  reference: 'BL-1',
  model: 'SoftHSM v2',
  firmware: null,
  batch: null,
  count: 2,
  locationId: null,
  expectedId: null,
  receivedBy: 'a',
  receivedAt: START,
};
const grant = { id: 'g', personId: 'a', role: 'agent', scope: '*', grantedAt: START } as const;

async function house(): Promise<TestStore> {
  const t = await openTestStore();
  await t.store.transact(async (unit) => {
    const people = ['a', 'b'].map((id) => create('person', person(id)));
    await unit.record(entry('import', 'x', [...people, create('workstation', workstation('w'))]));
    await unit.record(
      entry('import', 'x', [
        create('request', request('r', 'a')),
        create('delivery', delivery),
        ...['t', 'u'].map((id) => create('token', token(id, 'd'))),
        create('setting', { id: 'pin.days', value: '30' }),
        create('grant', { ...grant, validFrom: null, validUntil: null, revokedAt: null, ...UNREVIEWED }),
      ]),
    );
  });
  return t;
}
const refusal = (table: string, id: string) => ({ code: 'record_tampered', detail: { table, id } });

describe('a row that was edited behind the service', () => {
  const rows: [TableName, string][] = [
    ['person', 'a'],
    ['workstation', 'w'],
    ['request', 'r'],
    ['delivery', 'd'],
    ['token', 't'],
    ['setting', 'pin.days'],
    ['grant', 'g'],
  ];
  it.each(rows)('%s %s: is refused whichever of its columns it was, and nothing else is', async (table, id) => {
    const t = await house();
    const standing = (await t.store.reads.get(table, id)) as unknown as Record<string, string | number | null>;
    for (const column of columnsOf(table).filter((c) => c !== 'id')) {
      const value = standing[column] ?? null;
      await t.behind.run(
        `update "${table}" set "${column}" = ? where "id" = ?`,
        typeof value === 'number' ? value + 1 : '7',
        id,
      );
      await expect(t.store.reads.get(table, id)).rejects.toMatchObject(refusal(table, id));
      await expect(t.store.transact((unit) => unit.get(table, id))).rejects.toMatchObject(refusal(table, id));
      await t.behind.run(`update "${table}" set "${column}" = ? where "id" = ?`, value, id);
      expect(await t.store.reads.get(table, id)).toEqual(standing);
    }
    expect(new Set(t.tampered)).toEqual(new Set([`${table}:${id}`]));
  });

  it('is refused where a unit looks for it among others, and left out of what goes on without it', async () => {
    const t = await house();
    await t.behind.run(`update "token" set "state" = 'in_stock', "cycle" = 9 where "id" = 'u'`);
    const stock = { state: 'in_stock' } as const;
    await expect(t.store.transact((unit) => unit.find('token', stock))).rejects.toMatchObject(refusal('token', 'u'));
    expect((await t.store.reads.find('token', stock)).map(({ id }) => id)).toEqual(['t']);
    // people see it in a list all the same, where somebody can look for it
    expect((await t.lists.tokens({}, { limit: 5 })).items.map(({ id }) => id)).toEqual(['t', 'u']);
    expect(t.tampered).toEqual(['token:u', 'token:u', 'token:u']);
  });

  it('is not sealed anew by a change of ours, and nothing of that change is kept', async () => {
    const t = await house();
    const row = (await t.store.reads.get('token', 't'))!;
    await t.behind.run(`update "token" set "soPinId" = 'mine' where "id" = 't'`);
    const take = t.store.transact((unit) => unit.record(entry('x', 'x', [move('token', row, 'take', { keyId: 'k' })])));
    await expect(take).rejects.toMatchObject(refusal('token', 't'));
    await expect(t.store.reads.get('token', 't')).rejects.toMatchObject(refusal('token', 't'));
    expect(await t.journal.size()).toBe(2);
  });

  it.each([
    ['of another row', `update "token" set "seal" = (select "seal" from "token" where "id" = 'u') where "id" = 't'`],
    ['of nothing', `update "token" set "seal" = '' where "id" = 't'`],
  ])('is not saved by the seal %s', async (_, sql) => {
    const t = await house();
    await t.behind.run(sql);
    await expect(t.store.reads.get('token', 't')).rejects.toMatchObject(refusal('token', 't'));
  });

  it('is refused as a row copied to another id, seal and all', async () => {
    const t = await house();
    await t.behind.run(`insert into "grant" select 'h', 'b', "role", "scope", "grantedAt", "granterId", "seconderId", "validFrom", "validUntil",
        "reviewedAt", "reviewId", "revokedAt", "seal" from "grant"`);
    await expect(t.store.reads.get('grant', 'h')).rejects.toMatchObject(refusal('grant', 'h'));
    expect(await t.store.reads.find('grant', { personId: 'b' })).toEqual([]);
  });

  it('costs its neighbours in one commit nothing', async () => {
    const t = await house();
    await t.behind.run(`update "token" set "cycle" = 9 where "id" = 'u'`);
    const settled = await Promise.allSettled([
      t.store.transact((unit) => unit.get('token', 'u')),
      t.store.transact((unit) => unit.record(entry('x', 'x', [create('setting', { id: 's', value: '1' })]))),
    ]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('whose name says too much is told by a fingerprint, or by what it is about', async () => {
    const t = await house();
    await t.behind.run(`update "token" set "id" = ?, "cycle" = 9 where "id" = 'u'`, 'x\ny');
    await t.lists.tokens({}, { limit: 5 });
    expect(t.tampered).toEqual([expect.stringMatching(/^token:[0-9a-f]{16}$/)]);
  });
});

describe('what lets somebody in', () => {
  const session = {
    hash: 'h',
    personId: 'a',
    csrf: 'c',
    createdAt: START,
    seenAt: START,
    freshUntil: 0,
    expiresAt: START + 9,
    method: 'password',
    address: '192.0.2.7',
    idToken: null,
    reach: null,
    ...NO_BENCH,
  };
  const passkey = {
    id: 'pk',
    personId: 'a',
    name: 'key',
    publicKey: Uint8Array.of(1, 2),
    counter: 0,
    transports: 'usb',
    rpId: 'jeton.example',
    createdAt: START,
    usedAt: null,
  };
  const code = { hash: 'd', userCodeHash: 'u', address: '', createdAt: START, expiresAt: START + 9 };
  const link = { hash: 'l', personId: 'a', expiresAt: START + 9, inviterId: 'b', former: 0 };
  const apiToken = {
    id: 'at',
    personId: 'a',
    name: 'n',
    scopes: 'agent',
    createdAt: START,
    expiresAt: START + 9,
    revokedAt: null,
    thumbprint: null,
  };
  const foreign = { issuer: 'https://idp', subject: 's', personId: 'a', linkedAt: START };

  type Reads = (t: TestStore) => Promise<unknown>;
  const ways: [string, string, string, Reads][] = [
    ['session', 'personId', '"hash" = \'h\'', (t) => t.identity.sessionByHash('h')],
    ['passkey', 'personId', '"id" = \'pk\'', (t) => t.identity.passkey('pk')],
    ['deviceCode', 'address', '"hash" = \'d\'', (t) => t.identity.deviceCodeByHash('d')],
    ['enrolment', 'personId', '"hash" = \'l\'', (t) => t.identity.enrolmentByHash('l')],
    ['apiTokenHash', 'hash', '"hash" = \'th\'', (t) => t.identity.apiTokenByHash('b')],
    ['apiToken', 'scopes', '"id" = \'at\'', (t) => t.identity.apiTokenByHash('th')],
    ['foreignIdentity', 'personId', '"subject" = \'s\'', (t) => t.identity.foreignIdentity('https://idp', 's')],
    ['person', 'directoryId', '"id" = \'a\'', (t) => t.identity.personByLogin('b')],
  ];
  it.each(ways)('%s: is as if it were not there once it was edited', async (table, column, where, read) => {
    const t = await house();
    await t.identity.keepSession(session);
    await t.identity.keepPasskey(passkey);
    await t.identity.keepDeviceCode(code);
    await t.identity.keepEnrolment(link);
    await t.identity.keepForeignIdentity(foreign);
    await t.store.transact(async (unit) => {
      await unit.record(entry('x', 'x', [create('apiToken', apiToken)]));
      await unit.keepApiToken('th', 'at');
    });
    await t.behind.run(`update "${table}" set "${column}" = 'b' where ${where}`);
    expect(await read(t)).toBeUndefined();
    expect(t.tampered).toEqual([expect.stringMatching(new RegExp(`^${table}:`))]);
    expect(String(t.tampered)).not.toMatch(/:(h|pk|d|l|s|th)$/);
  });

  it('is as if it were not there once it was put in', async () => {
    const t = await house();
    await t.identity.keepSession(session);
    await t.behind.run(
      `insert into "session" select 'mine', 'b', "csrf", "createdAt", "seenAt", "freshUntil", "expiresAt", "method", "address", "idToken", "reach", "benchNode", "benchPlace", "benchUntil", "seal" from "session"`,
    );
    expect(await t.identity.sessionByHash('mine')).toBeUndefined();
    expect(await t.identity.sessionByHash('h')).toEqual(session);
    expect(await t.identity.sessionsOf('b')).toEqual([]);
    expect(await t.identity.sessionsAmong(['mine'])).toEqual([]);
  });

  it('stays what it is through each change of ours', async () => {
    const t = await house();
    await t.identity.keepSession(session);
    await t.identity.touchSession('h', { seenAt: START + 5 });
    expect(await t.identity.sessionByHash('h')).toEqual({ ...session, seenAt: START + 5 });
    await t.identity.keepPasskey(passkey);
    expect(await t.identity.usePasskey('pk', { before: 0, counter: 1, now: START })).toBe(true);
    expect(await t.identity.passkey('pk')).toMatchObject({ counter: 1, usedAt: START });
    await t.identity.keepDeviceCode(code);
    const by = { personId: 'a', method: 'password', reach: null, freshUntil: START + 1, endsAt: START + 2 };
    expect(await t.identity.approveDeviceCode('u', by, START)).toBe(true);
    expect(await t.identity.redeemDeviceCode('d', START)).toMatchObject(by);
    await t.identity.keepEnrolment(link);
    expect(await t.identity.vouchEnrolment('l', 'code', START)).toBe(true);
    expect(await t.identity.redeemEnrolment('l', START)).toEqual({ personId: 'a', inviterId: 'b', codeHash: 'code' });
    await t.identity.keepPassword('a', 'one', START);
    await t.store.transact((unit) => unit.narrowWaysIn(START + 1, ['a']));
    expect(await t.identity.passwordOf('a')).toEqual({ hash: 'one', setAt: START, restoredAt: START + 1 });
    expect(t.tampered).toEqual([]);
  });

  it('a password that was edited is refused, and does not keep others from being narrowed', async () => {
    const t = await house();
    for (const id of ['a', 'b']) await t.identity.keepPassword(id, 'one', START);
    await t.behind.run(`update "password" set "hash" = 'mine' where "personId" = 'a'`);
    await expect(t.identity.passwordOf('a')).rejects.toMatchObject(refusal('password', 'a'));
    expect(await t.store.transact((unit) => unit.narrowWaysIn(START + 1, []))).toMatchObject({ passwords: 2 });
    await expect(t.identity.passwordOf('a')).rejects.toMatchObject(refusal('password', 'a'));
    expect(await t.identity.passwordOf('b')).toMatchObject({ restoredAt: START + 1 });
  });

  it('an answer kept for a POST that comes again is not given once it was edited', async () => {
    const t = await house();
    const call = { route: 'POST /x', bodyHash: 'h', callId: 'c', sentAt: START, expiresAt: START + 9 };
    const claim = { caller: 'a', key: 'k', ...call };
    const answer = { status: 201, body: '{"id":"r"}' };
    await t.idempotency.keep(claim, answer);
    expect(await t.idempotency.find(claim)).toEqual({ outcome: 'done', ...answer });
    await t.behind.run(`update "idempotency" set "answer" = '{"id":"mine"}'`);
    await expect(t.idempotency.find(claim)).rejects.toMatchObject({ code: 'record_tampered' });
  });

  it('a revocation code that was edited revokes nothing', async () => {
    const t = await house();
    await t.store.transact((unit) => unit.keepRevocationCode('t', 'hash'));
    await t.behind.run(`update "revocationCode" set "hash" = 'mine'`);
    await expect(t.store.revocationCode('t')).rejects.toMatchObject(refusal('revocationCode', 't'));
    await t.store.transact((unit) => unit.keepRevocationCode('t', 'new'));
    expect(await t.store.revocationCode('t')).toBe('new');
  });
});

describe('a statement of the store', () => {
  it('that reads or writes a sealed table without its seal is refused as a fault of ours', async () => {
    const { createAuthentication } = await import('../../../src/store/seal/guard.ts');
    const { ROW_KEY } = await import('../../support/records/row-key.ts');
    const { guard } = createAuthentication(ROW_KEY);
    expect(() => guard('select "hash" from "password"', true)?.([{ hash: 'x' }])).toThrow('without its seal');
    expect(() => guard('insert into "grant" ("id") values (?)', false)).toThrow('without a seal');
    expect(() => guard('update "grant" set "role" = ? where "id" = ?', false)).toThrow('without a seal');
    expect(guard('select "line" from "journalEntry"', true)).toBeUndefined();
    expect(guard('delete from "session"', false)).toBeUndefined();
  });

  it('changes rows that are not in the journal by the same rule', async () => {
    const t = await house();
    const row = (await t.store.reads.get('setting', 'pin.days'))!;
    await t.store.transact((unit) => unit.record(entry('x', 'x', [update('setting', row, { value: '7' })])));
    expect(await t.store.reads.get('setting', 'pin.days')).toEqual({ id: 'pin.days', value: '7' });
  });
});
