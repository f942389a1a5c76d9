import { FIRST_PAGE, isBehind, nextPage } from '../../../src/store/seal/key-pages.ts';
import type { Cell } from '../../../src/store/seal/seals.ts';

const KEY = ['a', 'b'];
/** A whole page that ends with a key. */
const endingWith = (a: Cell, b: Cell) =>
  Array.from({ length: 1000 }, (_, i) => (i < 999 ? { a: 'x', b: i } : { a, b }));

describe('pages in the order of a key', () => {
  it('begin behind the last row of the page before, and end with one that is not whole', () => {
    expect(nextPage(KEY, FIRST_PAGE, endingWith('x', 7))).toEqual({ after: ['x', 7], skip: 0 });
    expect(nextPage(KEY, FIRST_PAGE, endingWith('x', 7).slice(1))).toBeUndefined();
    expect(nextPage(KEY, FIRST_PAGE, [])).toBeUndefined();
  });

  it.each([
    ['no UTF-8', 'a\ufffd', 1],
    ['no number of JavaScript', 'a', 2 ** 60],
    ['no whole number', 'a', 0.5],
    ['none', 'a', null],
  ])('go on by counting where it was read as another value: %s', (_, a, b) => {
    const start = { after: ['a', 0], skip: 0 };
    const next = nextPage(KEY, start, endingWith(a, b))!;
    expect(next).toEqual({ after: ['a', 0], skip: 1000 });
    expect(nextPage(KEY, next, endingWith(a, b))).toEqual({ after: ['a', 0], skip: 2000 });
    expect(nextPage(KEY, next, endingWith('b', 3))).toEqual({ after: ['b', 3], skip: 0 });
  });

  const behind = (after: readonly Cell[], before: readonly Cell[]) =>
    isBehind({ after, skip: 0 }, { after: before, skip: 0 });
  it('stand behind another one by the octets of a text and by the value of a number', () => {
    expect(isBehind({ after: ['a', 1], skip: 0 }, FIRST_PAGE)).toBe(true);
    expect(isBehind({ after: ['a', 1], skip: 2000 }, { after: ['a', 1], skip: 1000 })).toBe(true);
    expect(behind(['a', 10], ['a', 9])).toBe(true);
    expect(behind(['b', 1], ['a', 9])).toBe(true);
    expect(behind(['a', 9], ['B', 9])).toBe(true);
    expect(behind(['\u{10000}', 1], ['\uffee', 1])).toBe(true); // not so by the units of JavaScript
    expect(behind([Buffer.from('a'), 1], ['z', 1])).toBe(true);
    expect(behind(['a', 9], ['a', 9])).toBe(false);
    expect(behind(['a', 9], ['a', 10])).toBe(false);
    expect(behind(['B', 9], ['a', 9])).toBe(false);
    expect(behind([1, 9], ['a', 9])).toBe(false);
  });
});
