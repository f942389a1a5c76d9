import { changesOf } from '../../src/journal/entry-changes.ts';

const commitment = 'c'.repeat(43);
const read = (changes: unknown) => changesOf({ detail: { changes } });

describe('the changes that an entry carries', () => {
  it('are rows that came in, and columns that were set', () => {
    const all = [
      {
        table: 'request',
        id: 'r',
        insert: { id: 'r', number: 'DEM-1', priority: 0, comment: null, salt: { commitment } },
      },
      { table: 'request', id: 'r', from: 'submitted', set: { state: 'approved' } },
      { table: 'setting', id: 's', set: { value: true } },
    ];
    expect(read(all)).toEqual(all);
    expect(read([])).toEqual([]);
    expect(changesOf({ detail: {} })).toEqual([]);
  });

  it.each([
    ['no list', {}],
    ['null', [null]],
    ['a list in a list', [[]]],
    ['no table', [{ id: 'r', set: {} }]],
    ['a table that is no text', [{ table: 1, id: 'r', set: {} }]],
    ['no id', [{ table: 'request', set: {} }]],
    ['neither insert nor set', [{ table: 'request', id: 'r' }]],
    ['both', [{ table: 'request', id: 'r', insert: {}, set: {} }]],
    ['a state before of a row that came in', [{ table: 'request', id: 'r', from: 'a', insert: {} }]],
    ['a state before that is no text', [{ table: 'request', id: 'r', from: null, set: {} }]],
    ['something beside', [{ table: 'request', id: 'r', set: {}, also: 1 }]],
    ['something beside a state before', [{ table: 'request', id: 'r', from: 'a', set: {}, also: 1 }]],
    ['a row that is a list', [{ table: 'request', id: 'r', set: [] }]],
    ['a row that is a text', [{ table: 'request', id: 'r', insert: 'x' }]],
    ['a value that is a list', [{ table: 'request', id: 'r', set: { a: [] } }]],
    ['a value that is another object', [{ table: 'request', id: 'r', set: { a: { b: 'c' } } }]],
    ['a commitment of another length', [{ table: 'request', id: 'r', set: { a: { commitment: 'c' } } }]],
    ['a commitment with something beside', [{ table: 'request', id: 'r', set: { a: { commitment, b: 1 } } }]],
    ['what every object has', JSON.parse('[{"table":"request","id":"r","set":{"__proto__":null}}]')],
  ])('of another shape are refused: %s', (_, changes) => {
    expect(() => read(changes)).toThrow(expect.objectContaining({ code: 'journal_broken' }));
  });
});
