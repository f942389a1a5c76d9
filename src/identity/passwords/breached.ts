import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { settingsRefused } from '../../errors.ts';

/** A line of Pwned Passwords, ordered by hash: 40 hex digits of SHA-1, a colon, how often it was seen. */
const LINE = /^[0-9A-F]{40}:\d+$/;
const LONGEST = 64;
const AROUND = 2 * LONGEST + 2;

/** What is wrong with the file, and which one it should be. */
const UNREADABLE = { en: 'cannot be read', fr: 'ne peut être lu' };
const OTHER_FORM = { en: 'has another form', fr: 'a une autre forme' };
const HOW = {
  en: 'give Pwned Passwords’ SHA-1 hashes in one file, ordered by hash',
  fr: 'donnez les empreintes SHA-1 de Pwned Passwords en un seul fichier, triées par empreinte',
};

/** The whole line that begins at or before `at`, and where it begins. */
async function lineAt(file: FileHandle, at: number): Promise<{ begin: number; end: number; text: string }> {
  const from = Math.max(0, at - LONGEST);
  const buffer = Buffer.alloc(AROUND);
  const { bytesRead } = await file.read(buffer, 0, AROUND, from);
  const text = buffer.toString('latin1', 0, bytesRead);
  const inside = at - from;
  const begin = inside === 0 ? 0 : text.lastIndexOf('\n', inside - 1) + 1;
  const stop = text.indexOf('\n', inside);
  const end = stop === -1 ? text.length : stop;
  return { begin: from + begin, end: from + end + 1, text: text.slice(begin, end).trim() };
}

/**
 * A file of breached passwords that the site brought in, as Have I Been Pwned publishes it for use without a network:
 * SHA-1 hashes with counts, one a line, sorted. It has tens of gigabytes and is never read whole. `has` answers whether a
 * password is in it. Throws `config_invalid` for a file of another form.
 */
export function openBreached(path: string): { check(): Promise<void>; has(password: string): Promise<boolean> } {
  const within = async <R>(work: (file: FileHandle, size: number) => Promise<R>): Promise<R> => {
    const file = await open(path, 'r').catch((cause: unknown) => refuse(UNREADABLE, cause));
    try {
      return await work(file, (await file.stat()).size);
    } finally {
      await file.close();
    }
  };
  const refuse = (why: typeof UNREADABLE, cause?: unknown): never => {
    throw settingsRefused(
      { en: `JETON_BREACHED_FILE ${why.en}: ${HOW.en}`, fr: `le fichier de JETON_BREACHED_FILE ${why.fr} : ${HOW.fr}` },
      cause,
    );
  };

  return {
    check: () =>
      within(async (file, size) => {
        const [first, last] = [await lineAt(file, 0), await lineAt(file, Math.max(0, size - 2))];
        if (![first, last].every(({ text }) => LINE.test(text)) || first.text > last.text) refuse(OTHER_FORM);
      }),
    has: (password) =>
      within(async (file, size) => {
        const wanted = createHash('sha1').update(password).digest('hex').toUpperCase();
        for (let [low, high] = [0, size]; low < high; ) {
          const { begin, end, text } = await lineAt(file, Math.floor((low + high) / 2));
          const found = text.slice(0, 40);
          if (found === wanted) return true;
          if (found < wanted) low = end;
          else high = begin;
        }
        return false;
      }),
  };
}
