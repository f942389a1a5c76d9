import { randomBytes } from 'node:crypto';
import { create } from '../../../src/book/tables/lifecycle.ts';
import { type OpenStore, openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { newDatabase, type TestDatabase } from '../../support/records/postgres.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person } from '../../support/records/rows.ts';
import { START, seededChance, settableClock } from '../../support/records/store.ts';

let database: TestDatabase;
let store: OpenStore;
beforeAll(async () => {
  database = await newDatabase();
  const [clock, chance] = [settableClock(START), seededChance('texts')];
  store = await openStore({ postgres: database.address, clock, chance, judge: noJudge, rowKey: ROW_KEY });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const come = (id: string, givenName: string) =>
  store.store.transact((unit) =>
    unit.record(entry('x.come', `person:${id}`, [create('person', person(id, { givenName }))])),
  );
const passkey = (id: string, personId: string) => ({
  id,
  personId,
  name: 'clé',
  publicKey: new Uint8Array(1),
  counter: 0,
  transports: '[]',
  rpId: 'jeton.example',
  createdAt: START,
  usedAt: null,
});

describe('a text that PostgreSQL cannot keep', () => {
  it.each([
    ['NUL', 'a\0b'],
    ['half of a character', 'a\ud83d'],
  ])('is refused as input, when it is looked for: %s', async (_, text) => {
    const refused = { code: 'invalid_input', message: expect.stringContaining('cannot be kept') };
    await expect(store.identity.personByLogin(text)).rejects.toMatchObject(refused);
    await expect(store.store.reads.find('person', { directoryId: text })).rejects.toMatchObject(refused);
  });

  it('is refused as input when it is written', async () => {
    await expect(come('x', 'a\0b')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('keeps every other text as it is', async () => {
    const text = '😀 \u0001 \\ % _ é e\u0301 \u2028 \uffff';
    await come('odd', text);
    expect(await store.store.reads.get('person', 'odd')).toMatchObject({ givenName: text });
  });

  it('is refused as input where it is too long for an index', async () => {
    await come('long', 'Alice');
    const keeping = store.store.transact(async (unit) => {
      await unit.record(entry('x.key', 'person:long', []));
      await unit.keepPasskey(passkey(randomBytes(4000).toString('base64url'), 'long'));
    });
    await expect(keeping).rejects.toMatchObject({ code: 'invalid_input', detail: { state: 'too_large' } });
  });
});

describe('a cursor', () => {
  it.each(['abc', '1e3', '99999999999999999999', '1.5', ''])('that names no number is none of ours: %p', async (id) => {
    const cursor = Buffer.from(id).toString('base64url');
    await expect(store.lists.entries({}, { cursor, limit: 1 })).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { field: 'cursor' },
    });
  });
});
