import {
  CURRENT_TERMS,
  hashOfTerms,
  NOMADE_TERMS,
  termsHashOf,
} from '../../../../src/book/rules/request/nomade-terms.ts';

/** What people agreed to stays what it was: the hash of each version is written here once, and never changed. */
const HASHES: Readonly<Record<number, string>> = {
  1: '8c03edef90ab86b7129d2142c73345dd6924237cd3b5e6a0753cd93cbb718747',
};

describe('the conditions of a nomade credential', () => {
  it('have the text that their version had from its first day', () => {
    expect(Object.fromEntries(NOMADE_TERMS.map((terms) => [terms.version, hashOfTerms(terms)]))).toEqual(HASHES);
  });

  it('are numbered one after another, and the newest stands', () => {
    expect(NOMADE_TERMS.map(({ version }) => version)).toEqual(NOMADE_TERMS.map((_, at) => at + 1));
    expect(CURRENT_TERMS.version).toBe(NOMADE_TERMS.length);
  });

  it('say as much in French as in English', () => {
    for (const { fr, en } of NOMADE_TERMS) expect(fr.length).toBe(en.length);
  });

  it('have no hash in a version that never was', () => {
    expect([termsHashOf(0), termsHashOf(99), termsHashOf('1'), termsHashOf(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
