/**
 * Who somebody is, in characters that cannot be mistaken. A certificate opens the Windows session of the account that it names,
 * and a directory compares names loosely: full-width letters, accents and case are folded before they are looked up. So
 * what names an account is ASCII, and what names a person is written in the Latin letters of a civil register.
 */

/** Printable ASCII without a blank: what an id, an address or an account may be made of. */
const ASCII = /^[!-~]+$/;
/** Letters of the Latin blocks for languages; not those of phonetics, which look like others, nor of other scripts. */
const LATIN = /^[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]$/u;

/** Whether a text is one that no other could look like, but for its case: what names an account, an address, an id. */
export const isAscii = (text: string): boolean => ASCII.test(text);

/** Whether every letter of a name is a Latin one in its usual form: none of full width, of mathematics, of another script. */
export function isLatin(text: string): boolean {
  if (text.normalize('NFKC') !== text.normalize('NFC')) return false;
  return [...text.normalize('NFC')].every(
    (letter) => !/[\p{L}\p{N}]/u.test(letter) || /[0-9]/.test(letter) || LATIN.test(letter),
  );
}

/** Letters that NFKC leaves and that look like an ASCII one, or are written so where there is none. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
  ɑ: 'a',
  ɡ: 'g',
  // Cyrillic
  а: 'a',
  в: 'b',
  е: 'e',
  ё: 'e',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  ѕ: 's',
  і: 'i',
  ї: 'i',
  ј: 'j',
  ԁ: 'd',
  һ: 'h',
  ԛ: 'q',
  ԝ: 'w',
  ь: 'b',
  // Greek
  α: 'a',
  β: 'b',
  ε: 'e',
  ζ: 'z',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
};

/**
 * A text as an eye or a directory takes it: NFKC, lower case, without accents and zero-width characters, look-alikes of other
 * scripts as the ASCII letter. Two identifiers with one skeleton name one person. `1` and `l`, or `rn` and `m`, stay apart:
 * addresses of namesakes differ by no more.
 */
export function skeleton(text: string): string {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}\p{Cf}]/gu, '');
  return [...folded].map((letter) => LOOK_ALIKES[letter] ?? letter).join('');
}
