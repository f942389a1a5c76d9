import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonical, isCanonical } from '../../src/journal/canonical.ts';

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('\\', 'u', 'd', '8', '"', '\n', '\u0000', '\u2028', '😀') }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('value'), { maxKeys: 8, noNullPrototype: true }),
  ),
})).value;

describe('the canonical text of a value', () => {
  it('is what a library writes (RFC 8785), and is taken for canonical', () => {
    fc.assert(
      fc.property(value, (one) => {
        const text = canonicalize(one) ?? '';
        expect(canonical(one)).toBe(text);
        expect(isCanonical(text, JSON.parse(text))).toBe(true);
      }),
    );
  });

  it('leaves out what has no value, and writes -0 as 0', () => {
    expect(canonical({ b: undefined, a: [undefined, -0] })).toBe('{"a":[null,0]}');
  });

  it.each([
    ['half of a pair of surrogates', 'a\ud83d'],
    ['one as a key', { '\udc00': 1 }],
    ['a fraction', [1.5]],
    ['a number above 2^53−1', { n: 2 ** 53 }],
    ['not a number', Number.NaN],
    ['octets', { salt: new Uint8Array(1) }],
    ['a date', new Date(0)],
    ['a function', { of: () => 1 }],
    ['a bigint', 1n],
    ['nothing', undefined],
    ['forty lists in one another', Array.from({ length: 40 }).reduce((inner) => [inner], 1)],
  ])('refuses %s', (_, one) => {
    expect(() => canonical(one)).toThrow(expect.objectContaining({ code: 'internal' }));
  });
});
