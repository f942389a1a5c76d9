import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Journal } from './journal.ts';

/**
 * The journal of this name: played by the first test file of a run that asks, and kept for the others in the folder that
 * jest.config.js names. Without one it is played. Two that ask at the same moment both play it, and the last one is kept.
 */
export async function once(
  name: string,
  play: () => Promise<Journal>,
  folder = process.env['JETON_RUN'],
): Promise<Journal> {
  if (folder === undefined) return play();
  const file = path.join(folder, `journal-${name}.json`);
  if (!existsSync(file)) {
    const journal = await play();
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, encode(journal));
    renameSync(`${file}.${process.pid}`, file);
  }
  // read even by the one who played it, so that all see the same
  return decode(readFileSync(file, 'utf8'));
}

/** As JSON, which has no octets: the salt of each opening is base64 there. */
function encode({ openings, ...journal }: Journal): string {
  const salted = openings.map(({ salt, ...opening }) => ({ ...opening, salt: Buffer.from(salt).toString('base64') }));
  return JSON.stringify({ ...journal, openings: salted });
}
function decode(text: string): Journal {
  const { openings, ...journal } = JSON.parse(text) as Omit<Journal, 'openings'> & { openings: Salted[] };
  return {
    ...journal,
    openings: openings.map(({ salt, ...opening }) => ({ ...opening, salt: Buffer.from(salt, 'base64') })),
  };
}
type Salted = Omit<Journal['openings'][number], 'salt'> & { salt: string };
