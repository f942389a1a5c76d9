import { changedWords } from '../../../src/flow/two-persons/changed-words.ts';

const of = (before: unknown, after: unknown) => changedWords(JSON.stringify(before), JSON.stringify(after));

describe('what changed in a profile', () => {
  it('is each word by its place, and nothing that is as it was', () => {
    const before = { name: 'a', validity: { days: 1095, backdate: 5 }, policies: ['1.2', '1.3'], email: false };
    const after = { name: 'a', validity: { days: 365, backdate: 5 }, policies: ['1.2'], email: true };
    expect(of(before, after)).toEqual([
      { at: 'email', before: 'false', after: 'true' },
      { at: 'policies[1]', before: '"1.3"', after: null },
      { at: 'validity.days', before: '1095', after: '365' },
    ]);
    expect(of(before, before)).toEqual([]);
  });

  it('tells an empty list from one that is not there, and null from nothing', () => {
    expect(of({ usages: [] }, { usages: ['a'] })).toEqual([
      { at: 'usages', before: '[]', after: null },
      { at: 'usages[0]', before: null, after: '"a"' },
    ]);
    expect(of({ a: 1, siren: null }, { a: 1 })).toEqual([{ at: 'siren', before: 'null', after: null }]);
  });
});
