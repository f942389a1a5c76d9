import { create, update } from '../../../src/book/tables/lifecycle.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { type Behind, behindServer } from '../../support/records/behind.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, NO_BENCH, person, UNREVIEWED } from '../../support/records/rows.ts';
import { START, seededChance, settableClock } from '../../support/records/store.ts';

let database: TestDatabase;
let store: OpenStore;
let behind: Behind;
let told: string[];

/** A type whose values all are the same: an administrator of the server can make one. */
const LOOSE = [
  'create type "loose"',
  `create function "looseIn"(cstring) returns "loose" as 'textin' language internal immutable strict`,
  `create function "looseOut"("loose") returns cstring as 'textout' language internal immutable strict`,
  'create type "loose" (input = "looseIn", output = "looseOut", like = text)',
  `create function "looseSame"("loose", "loose") returns boolean language sql as 'select true'`,
  'create operator = (leftarg = "loose", rightarg = "loose", procedure = "looseSame")',
  // and can be put in order, as lists of ids are
  'create function "looseBefore"("loose", "loose") returns boolean language sql as \'select false\'',
  'create operator < (leftarg = "loose", rightarg = "loose", procedure = "looseBefore")',
  'create operator > (leftarg = "loose", rightarg = "loose", procedure = "looseBefore")',
  'create operator <= (leftarg = "loose", rightarg = "loose", procedure = "looseSame")',
  'create operator >= (leftarg = "loose", rightarg = "loose", procedure = "looseSame")',
  'create function "looseOrder"("loose", "loose") returns integer language sql as \'select 0\'',
  `create operator class "looseOps" default for type "loose" using btree as
    operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 "looseOrder"("loose", "loose")`,
];
/** Has a view answer in a table's place: any value of this column is said to be what was asked for. */
async function loosen(table: string, column: string, where = 'true'): Promise<void> {
  const columns = await behind.all<{ name: string }>(
    'select attname::text as "name" from pg_attribute where attrelid = ?::text::regclass and attnum > 0 order by attnum',
    `"${table}"`,
  );
  const list = columns.map(({ name }) => (name === column ? `"${name}"::text::"loose" as "${name}"` : `"${name}"`));
  await behind.run(`alter table "${table}" rename to "${table}Real"`);
  await behind.run(`create view "${table}" as select ${list.join(', ')} from "${table}Real" where ${where}`);
  await behind.run(`grant all on "${table}" to public`);
}

const grant = (id: string, personId: string, role: 'administrator' | 'agent') =>
  create('grant', {
    id,
    personId,
    role,
    scope: '*',
    grantedAt: START,
    validFrom: null,
    validUntil: null,
    revokedAt: null,
    ...UNREVIEWED,
  });
const session = (hash: string, personId: string) => ({
  hash,
  personId,
  csrf: 'c',
  createdAt: START,
  seenAt: START,
  freshUntil: START,
  expiresAt: START + 1000,
  method: 'password',
  address: '',
  idToken: null,
  reach: null,
  ...NO_BENCH,
});

beforeEach(async () => {
  database = await newDatabase();
  behind = behindServer(database.config);
  told = [];
  store = await openStore({
    postgres: database.address,
    clock: settableClock(START),
    chance: seededChance('other'),
    judge: noJudge,
    rowKey: ROW_KEY,
    told: ({ table, id }) => void told.push(`${table}:${id}`),
  });
  await store.store.transact(async (unit) => {
    const people = ['alice', 'mallory'].map((id) => create('person', person(id)));
    const grants = [grant('g1', 'alice', 'administrator'), grant('g2', 'mallory', 'agent')];
    await unit.record(entry('x.come', 'person:alice', [...people, ...grants]));
    await unit.keepSession(session('alices', 'alice'));
    await unit.keepPassword('mallory', 'hash of mallory', START);
    await unit.keepPassword('alice', 'hash of alice', START);
  });
  for (const part of LOOSE) await behind.run(part);
});
afterEach(async () => {
  await store.close();
  await database.drop();
});

describe('a server that answers other rows than were asked for', () => {
  it('gives nobody the roles of somebody else', async () => {
    await loosen('grant', 'personId');
    const found = await store.store.reads.find('grant', { personId: 'mallory' });
    expect(found.map(({ id }) => id)).toEqual(['g2']);
    expect(told).toEqual(['grant:g1']);
    await expect(store.store.transact((unit) => unit.find('grant', { personId: 'mallory' }))).rejects.toMatchObject({
      code: 'record_tampered',
    });
  });

  it('gives nobody the session of somebody else, and nobody in with another password', async () => {
    await loosen('session', 'hash');
    expect(await store.identity.sessionByHash('alices')).toMatchObject({ personId: 'alice' });
    expect(await store.identity.sessionByHash('made up')).toBeUndefined();
    await loosen('password', 'personId', `"personId" = 'mallory'`);
    await expect(store.identity.passwordOf('alice')).rejects.toMatchObject({ code: 'record_tampered' });
  });

  it('has no seal made for a row that nobody changed', async () => {
    await loosen('person', 'id', `"id" = 'mallory'`);
    const changes = [update('person', person('alice'), { service: 'PREF-75' })];
    const changing = store.store.transact((unit) => unit.record(entry('x.move', 'person:alice', changes)));
    await expect(changing).rejects.toMatchObject({ code: 'record_tampered', detail: { id: 'mallory' } });
  });

  it('shows nobody the PIN of somebody else', async () => {
    await store.store.transact((unit) => unit.keepSecret({ id: 's1', purpose: 'pin', sealed: new Uint8Array(3) }));
    expect(await store.store.secret('s1')).toMatchObject({ id: 's1' });
    await loosen('secret', 'id');
    await expect(store.store.secret('s2')).rejects.toMatchObject({ code: 'record_tampered', detail: { id: 's1' } });
  });
});
