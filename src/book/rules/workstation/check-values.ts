import { z } from 'zod';

/** Values are short: what a label bears and a scanner types. */
export const VALUE_MOST = 40;
const once = (words: readonly string[]): boolean => new Set(words.map((w) => w.toLowerCase())).size === words.length;
/** A word to choose, or a code of a place: what a scanner types on any keyboard. */
const Word = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9 ._+-]{0,28}[A-Za-z0-9])?$/);
const words = (least: number) => z.array(Word).min(least).max(12).refine(once, { error: 'a word stands twice' });
/**
 * What a text looks like: `#` is a digit, `@` a letter, `#+` one or more digits, everything else itself. No expression of
 * another kind: one that two persons typed would run in the service and in the verifier. Letters are counted, so that no
 * name fits.
 */
const Mask = z
  .string()
  .regex(/^(?:#\+?|[@A-Za-z0-9._-])+$/)
  .max(VALUE_MOST)
  .refine((mask) => (mask.match(/@/g) ?? []).length <= 4, { error: 'has more than four @' });

/** What an item asks for beside the signature. `place`: where a recovery key was deposited, never the key itself. */
export const AskedValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('choice'), of: words(2) }),
  z.strictObject({ kind: z.literal('pattern'), mask: Mask }),
  /** With `expects`, the item is signed with that answer and no other. */
  z.strictObject({ kind: z.literal('yes-no'), expects: z.enum(['yes', 'no']).optional() }),
  z.strictObject({ kind: z.literal('place'), of: words(1) }),
  /** The image that the machine has from the end of the round on. */
  z.strictObject({ kind: z.literal('image') }),
]);
export type AskedValue = z.output<typeof AskedValue>;
export const VALUE_KINDS = ['choice', 'pattern', 'yes-no', 'place', 'image'] as const satisfies AskedValue['kind'][];

/** The name of an image, such as `SPAN 24H2`: with a digit, so that no name of a person is one. */
export const IMAGE_NAME = /^(?=.*[0-9])[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,38}[A-Za-z0-9])?$/;

/** Four groups of exactly six digits. */
const GROUPS = /(?<!\d)(?:\d{6}[^\p{L}\p{N}]+){3}\d{6}(?!\d)/u;
/**
 * Whether a text may be a BitLocker recovery key, or half of one: eight groups of six digits, whatever stands between them, or as many
 * digits in a row, parted by hyphens or blanks. Typed where its place was asked for, it would stand in the journal for seven years.
 */
export const looksLikeRecoveryKey = (text: string): boolean =>
  GROUPS.test(text) || /\d{24}/.test(text.replace(/[\s\p{Pd}_]/gu, ''));

const isDigit = (letter: string | undefined): boolean => letter !== undefined && letter >= '0' && letter <= '9';
const isLetter = (letter: string | undefined): boolean => letter !== undefined && /^[A-Za-z]$/.test(letter);

/** Whether a text has the form of a mask. The places of the text that are reached are kept, so that nothing is tried twice. */
function fitsMask(mask: string, text: string): boolean {
  let places = new Set([0]);
  for (const [token] of mask.matchAll(/#\+|./g)) {
    const next = new Set<number>();
    for (const at of places) {
      const letter = text[at];
      if (token === '#+') for (let to = at; isDigit(text[to]); to++) next.add(to + 1);
      else if (token === '#' ? isDigit(letter) : token === '@' ? isLetter(letter) : letter === token) next.add(at + 1);
    }
    places = next;
  }
  return places.has(text.length);
}

/** Whether a value is one that the item asks for, as it stands in the journal: null where it asks for none. */
export function fitsValue(asked: AskedValue | undefined, value: unknown): boolean {
  if (asked === undefined) return value === null;
  if (typeof value !== 'string' || value.length > VALUE_MOST || looksLikeRecoveryKey(value)) return false;
  switch (asked.kind) {
    case 'choice':
    case 'place':
      return asked.of.includes(value);
    case 'pattern':
      return fitsMask(asked.mask, value);
    case 'yes-no':
      return asked.expects === undefined ? value === 'yes' || value === 'no' : value === asked.expects;
    case 'image':
      return IMAGE_NAME.test(value);
  }
}

const ANSWERS: Readonly<Record<string, string>> = {
  yes: 'yes',
  y: 'yes',
  oui: 'yes',
  o: 'yes',
  no: 'no',
  n: 'no',
  non: 'no',
};
/** The value that somebody means by what they typed or scanned: a word in any case, `oui` for yes. As typed where it is none. */
export function meantValue(asked: AskedValue | undefined, typed: string): string {
  const text = typed.trim();
  if (asked?.kind === 'choice' || asked?.kind === 'place')
    return asked.of.find((word) => word.toLowerCase() === text.toLowerCase()) ?? text;
  if (asked?.kind === 'yes-no') return ANSWERS[text.toLowerCase()] ?? text;
  return text;
}
