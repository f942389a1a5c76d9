import { readFileSync } from 'node:fs';
import type { PersonRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';

/**
 * Shortest password (NIST SP 800-63B-4, ASVS 6.2.1): shorter for agents, who can only harm themselves, than for
 * operators.
 */
const SHORTEST = { agent: 12, operator: 15 } as const;
/** Longer ones would only make the hash work (ASVS 6.2.9 asks for 64 at least). */
const LONGEST = 128;
/** Words that anybody would try here (ASVS 6.2.11); names, e-mail and login of the person come on top. */
const CONTEXT = ['jeton', 'span', 'ministere', 'interieur', 'prefecture', 'motdepasse', 'password', 'nomade', 'dnum'];
/** What has to be left of a password once those words are taken out. */
const REMAINDER = 8;
/** Fewer different characters than this is a pattern, whatever its length. */
const DIFFERENT = 5;

/** Unicode spells some letters in two ways; both must hash alike, whatever keyboard typed them. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

/** Lower case, without accents: what is compared with lists, never what is hashed. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** `db/common-passwords.txt` says where the list comes from. Answers its lines. */
export function readCommonPasswords(
  file: string | URL = new URL('../../../db/common-passwords.txt', import.meta.url),
): Set<string> {
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('# ')));
}

function wordsOf(person: PersonRow): string[] {
  const own = [person.givenName, person.familyName, person.directoryId, person.email, person.site];
  const parts = own.flatMap((text) => (text === null ? [] : fold(text).split(/[^\p{L}\p{N}]+/u)));
  return [...CONTEXT, ...parts].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
}

function refuse(message: string, rule: string): never {
  throw new AppError('invalid_input', message, { detail: { field: 'password', rule } });
}

/** More breached passwords than the list that comes with the program (ASVS 6.2.12). */
interface Breached {
  has(password: string): Promise<boolean>;
}

/** Says no to what is short, long, breached or guessed from the person; no rule on kinds of characters, no expiry (ASVS 6.2.5, 6.2.10). */
export function createPasswordPolicy({
  common,
  breached,
}: {
  common: ReadonlySet<string>;
  breached?: Breached | undefined;
}) {
  return {
    /** Throws `invalid_input` with {field, rule}: `short`, `long`, `common`, `guessable`. Never repeats the password. */
    async check(password: string, person: PersonRow, operator: boolean): Promise<void> {
      const text = normalisePassword(password);
      const length = [...text].length;
      const shortest = operator ? SHORTEST.operator : SHORTEST.agent;
      if (length < shortest)
        refuse(`the password needs at least ${shortest} characters: four or five words make a good one`, 'short');
      if (length > LONGEST) refuse(`the password may have at most ${LONGEST} characters`, 'long');
      const folded = fold(text);
      if (common.has(folded) || common.has(text.toLowerCase()))
        refuse('this password was found in a breach, as many others: choose another', 'common');
      let rest = folded;
      for (const word of wordsOf(person)) rest = rest.replaceAll(word, '');
      if ([...rest].length < REMAINDER || new Set(rest).size < DIFFERENT) {
        refuse('this password is easily guessed from names or a pattern: choose other words', 'guessable');
      }
      if (await breached?.has(text)) refuse('this password was found in a breach: choose another', 'common');
    },
  };
}
export type PasswordPolicy = ReturnType<typeof createPasswordPolicy>;
