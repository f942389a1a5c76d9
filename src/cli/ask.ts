import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AppError } from '../errors.ts';
import type { Language } from '../words/translator.ts';
import type { CliWorld } from './world.ts';

/** Who is asked, and in which language. */
interface Asking {
  world: Pick<CliWorld, 'stdin' | 'stderr'>;
  language: Language;
}
const promptOf = (question: string, language: Language): string => `${question}${language === 'fr' ? '\u202f:' : ':'} `;

/** Asks for a secret on the terminal; what is typed is not shown. Throws `invalid_input` without a terminal. */
export async function askHidden({ world: { stdin, stderr }, language }: Asking, question: string): Promise<string> {
  if (!stdin.isTTY)
    throw new AppError('invalid_input', 'no terminal to ask on\nhint: give it on standard input, see --help');
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  stderr.write(promptOf(question, language));
  const lines = createInterface({ input: stdin, output: silence, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}

/** Asks for a line on the terminal, shown as it is typed. Throws `invalid_input` without a terminal. */
export async function ask({ world: { stdin, stderr }, language }: Asking, question: string): Promise<string> {
  if (!stdin.isTTY) throw new AppError('invalid_input', 'no terminal to ask on\nhint: --yes, once you have looked');
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return await lines.question(promptOf(question, language));
  } finally {
    lines.close();
  }
}

/** Asks for a yes on the terminal. Throws `invalid_input` where it is another word, and without a terminal. */
export async function askYes(asking: Asking, question: string): Promise<void> {
  if (!/^(y|yes|o|oui)$/i.test((await ask(asking, question)).trim()))
    throw new AppError('invalid_input', 'that is no yes: nothing was done');
}

/** Standard input, line by line, without the line ends. */
export async function readLines({ stdin }: Pick<CliWorld, 'stdin'>): Promise<string[]> {
  return (await text(stdin)).split(/\r?\n/);
}
