import { EventEmitter } from 'node:events';
import { terminalPrompt } from '../../src/vault/terminal.ts';

function terminal(isTTY = true) {
  const shown: string[] = [];
  const modes: boolean[] = [];
  const keys = new EventEmitter();
  const input = Object.assign(keys, {
    isTTY,
    setRawMode(raw: boolean) {
      modes.push(raw);
      return input;
    },
    resume: () => input,
    pause: () => input,
  });
  const output = { write: (text: string) => shown.push(text) > 0 };
  return { input, output, shown, modes, type: (text: string) => keys.emit('data', Buffer.from(text)) };
}
type Screen = Parameters<typeof terminalPrompt>[0];

describe('asking for a passphrase on a terminal', () => {
  it('shows the question and nothing of what is typed', async () => {
    const t = terminal();
    const answer = terminalPrompt(t as unknown as Screen)!('Phrase secrète');
    for (const key of ['place', ' Bx', '\u007f', 'eauvau', '\r']) t.type(key);
    expect(await answer).toBe('place Beauvau');
    expect(t.shown.join('')).toBe('Phrase secrète\u202f: \n');
    expect(t.modes).toEqual([true, false]);
  });

  it('takes a pasted line whole', async () => {
    const t = terminal();
    const answer = terminalPrompt(t as unknown as Screen)!('?');
    t.type('place Beauvau\n');
    expect(await answer).toBe('place Beauvau');
  });

  it('gives up with Ctrl+C and leaves the terminal as it was', async () => {
    const t = terminal();
    const answer = terminalPrompt(t as unknown as Screen)!('?');
    t.type('pla');
    t.type('\u0003');
    await expect(answer).rejects.toMatchObject({
      code: 'kek_missing',
      detail: { fr: expect.stringContaining('aucune') },
    });
    expect(t.modes).toEqual([true, false]);
  });

  it('is not possible where standard input is no terminal', () => {
    expect(terminalPrompt(terminal(false) as unknown as Screen)).toBeUndefined();
  });
});
