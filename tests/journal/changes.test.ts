import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Change, create, move, update } from '../../src/book/tables/lifecycle.ts';
import type { PersonRow } from '../../src/book/tables/rows/people.ts';
import { PERSONAL } from '../../src/book/tables/tables.ts';
import { journalled } from '../../src/journal/changes.ts';
import { commitTo } from '../../src/journal/commitment.ts';
import { changesOf } from '../../src/journal/entry-changes.ts';
import { requestRow } from './sample.ts';

const salt = (n: number) => createHash('sha256').update(`${n}`).digest();
const salts = () => {
  let n = 0;
  return () => salt(n++);
};
const alice: PersonRow = {
  id: 'P1',
  directoryId: 'M-1',
  givenName: 'Alice',
  familyName: 'Été',
  email: null,
  userPrincipalName: null,
  securityIdentifier: null,
  postalAddress: null,
  service: 'PREF-33',
  site: 'Bordeaux',
  createdAt: 1,
  purgedAt: null,
};

describe('a commitment', () => {
  it('is SHA-256 of 0x02, the salt and the canonical value, in base64url', () => {
    const octets = Buffer.concat([Buffer.of(2), salt(1), Buffer.from('{"a":"é","b":[1,null]}')]);
    const expected = createHash('sha256').update(octets).digest('base64url');
    expect(commitTo({ b: [1, null], a: 'é' }, salt(1))).toBe(expected);
    expect(expected).toHaveLength(43);
  });

  it('differs with every salt, and needs 32 octets of it', () => {
    expect(commitTo('Alice', salt(1))).not.toBe(commitTo('Alice', salt(2)));
    expect(() => commitTo('Alice', Buffer.alloc(16))).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});

describe('rows in an entry', () => {
  it('show codes in clear and people as commitments, nothing where nothing is', () => {
    const { changes, openings } = journalled([create('person', alice)], salts());
    expect(changes).toEqual([
      {
        table: 'person',
        id: 'P1',
        insert: {
          ...alice,
          directoryId: { commitment: commitTo('M-1', salt(0)) },
          givenName: { commitment: commitTo('Alice', salt(1)) },
          familyName: { commitment: commitTo('Été', salt(2)) },
        },
      },
    ]);
    expect(openings).toEqual([
      {
        commitment: commitTo('M-1', salt(0)),
        subject: 'person:P1',
        field: 'directoryId',
        salt: salt(0),
        value: '"M-1"',
      },
      {
        commitment: commitTo('Alice', salt(1)),
        subject: 'person:P1',
        field: 'givenName',
        salt: salt(1),
        value: '"Alice"',
      },
      {
        commitment: commitTo('Été', salt(2)),
        subject: 'person:P1',
        field: 'familyName',
        salt: salt(2),
        value: '"Été"',
      },
    ]);
  });

  it('carry the state that a step left, and nothing else that was expected', () => {
    const step = move('request', requestRow('R1'), 'reject', { answer: 'non', closedAt: 5 });
    const { changes } = journalled([step], salts());
    const set = { answer: { commitment: commitTo('non', salt(0)) }, closedAt: 5, state: 'rejected' };
    expect(changes).toEqual([{ table: 'request', id: 'R1', from: 'submitted', set }]);
    const touched = update('request', requestRow('R1'), { priority: 2 }, { state: 'submitted', contentHash: 'c' });
    expect(journalled([touched], salts()).changes).toEqual([{ table: 'request', id: 'R1', set: { priority: 2 } }]);
  });

  it('show a purge as nothing, without a commitment', () => {
    const purge = update('person', alice, { givenName: null, familyName: null, purgedAt: 9 });
    expect(journalled([purge], salts())).toEqual({
      changes: [{ table: 'person', id: 'P1', set: { givenName: null, familyName: null, purgedAt: 9 } }],
      openings: [],
    });
  });

  it('never show a personal column, whatever it holds', () => {
    const tables = Object.entries(PERSONAL) as [Change['table'], readonly string[]][];
    fc.assert(
      fc.property(fc.constantFrom(...tables), fc.string({ minLength: 12 }), ([table, columns], secret) => {
        const row = Object.fromEntries(columns.map((column) => [column, secret]));
        for (const change of [
          { table, id: 'x', insert: row },
          { table, id: 'x', expect: row, set: row },
        ]) {
          const { changes, openings } = journalled([change as unknown as Change], () => salt(1));
          expect(JSON.stringify(changes)).not.toContain(JSON.stringify(secret));
          expect(openings).toHaveLength(columns.length);
        }
      }),
    );
  });

  it('read back from an entry as they were written', () => {
    const { changes } = journalled([create('person', alice), move('request', requestRow('R1'), 'withdraw')], salts());
    expect(changesOf({ detail: { changes } })).toEqual(changes);
    expect(changesOf({ detail: {} })).toEqual([]);
  });

  it.each([
    ['no list', {}],
    ['no row', [{ table: 'person', id: 'P1' }]],
    ['insert and set at once', [{ table: 'person', id: 'P1', insert: {}, set: {} }]],
    ['a value within a value', [{ table: 'person', id: 'P1', set: { site: ['Bordeaux'] } }]],
    ['a commitment of another length', [{ table: 'person', id: 'P1', set: { site: { commitment: 'x' } } }]],
    ['a state it left that is none', [{ table: 'person', id: 'P1', from: 1, set: {} }]],
  ])('are refused as %s', (_, changes) => {
    expect(() => changesOf({ detail: { changes } })).toThrow(expect.objectContaining({ code: 'journal_broken' }));
  });
});
