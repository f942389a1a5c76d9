import { AppError } from '../errors.ts';

/** The two streams of a terminal, as far as asking needs them. */
export interface Terminal {
  input: Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;
  output: Pick<NodeJS.WriteStream, 'write'>;
}

/** Enter, or the end of input (Ctrl+D). */
const ENDS = ['\r', '\n', '\u0004'];

/** What the line is after `keys` were pressed; undefined when the person gave up (Ctrl+C). */
function press(line: string, keys: string): string | undefined {
  let typed = line;
  for (const key of keys) {
    if (key === '\u0003') return undefined;
    if (key === '\u007f' || key === '\b') typed = [...typed].slice(0, -1).join('');
    else if (key >= ' ') typed += key;
  }
  return typed;
}

const gaveUp = (): AppError =>
  new AppError('kek_missing', 'no passphrase was given', {
    detail: { fr: 'aucune phrase secrète n’a été donnée : recommencez' },
  });

/** Reads one line in raw mode: nothing typed is shown. Throws `kek_missing` when the person gives up with Ctrl+C. */
function readHidden({ input, output }: Terminal): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = '';
    const end = (act: () => void): void => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      act();
    };
    const onData = (chunk: Buffer | string): void => {
      const text = chunk.toString();
      const at = [...text].findIndex((key) => ENDS.includes(key));
      const typed = press(line, at === -1 ? text : [...text].slice(0, at).join(''));
      if (typed === undefined) end(() => reject(gaveUp()));
      else if (at !== -1) end(() => resolve(typed));
      else line = typed;
    };
    input.setRawMode(true);
    input.on('data', onData);
    input.resume();
  });
}

/** Asks for passphrases on a terminal, or undefined where standard input is none. */
export function terminalPrompt(
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): ((question: string) => Promise<string>) | undefined {
  if (!terminal.input.isTTY) return undefined;
  return async (question) => {
    terminal.output.write(`${question}\u202f: `);
    return readHidden(terminal);
  };
}
