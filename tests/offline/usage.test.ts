import { demo } from '../../src/demo/demo.ts';
import { backup } from '../../src/offline/backup.ts';
import { ceremony } from '../../src/offline/ceremony.ts';
import { moving } from '../../src/offline/move.ts';
import { nodeFolder } from '../../src/offline/node-folder.ts';
import { repairing } from '../../src/offline/repair.ts';
import { replay } from '../../src/offline/replay.ts';
import { rotation } from '../../src/offline/rotation.ts';

type Command = (argv: readonly string[], world: never) => Promise<number>;

/** What a command prints where it is not used as it should be. */
async function said(command: Command, argv: readonly string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const stream = {
    write: (more: string): boolean => {
      text += more;
      return true;
    },
  };
  const code = await command(argv, { stdout: stream, stderr: stream, env: {} } as never);
  return { code, text };
}

const COMMANDS: Record<string, { command: Command; wrong: string[]; fr: RegExp; en: RegExp }> = {
  backup: { command: backup, wrong: ['backup'], fr: /Une copie cohérente/, en: /A consistent copy/ },
  'ca ceremony': { command: ceremony, wrong: ['ceremony'], fr: /donnent leur mot de passe/, en: /give their password/ },
  'database move': { command: moving, wrong: ['move'], fr: /mise de côté/, en: /set aside/ },
  'node folder': { command: nodeFolder, wrong: ['folder'], fr: /autre nœud/, en: /another node/ },
  'journal repair': { command: repairing, wrong: [], fr: /réécrites/, en: /written anew/ },
  'journal replay': { command: replay, wrong: ['--chek'], fr: /Reconstruit/, en: /Rebuilds/ },
  'vault rotate': {
    command: rotation,
    wrong: ['rotate'],
    fr: /deux mêmes clés/,
    en: /same two keys/,
  },
};

describe('a command of the service’s machine that is not used as it should be', () => {
  it.each(Object.entries(COMMANDS))('%s: says how it is, in French and in English, with code 2', async (name, one) => {
    const { code, text } = await said(one.command, one.wrong);
    expect(code).toBe(2);
    expect(text).toMatch(one.fr);
    expect(text).toMatch(one.en);
    expect(text.search(one.fr)).toBeLessThan(text.search(one.en));
    expect(text.split(`jeton ${name}`).length).toBeGreaterThan(2);
  });

  it.each(Object.entries(COMMANDS))('%s --help: says so too, and no word of a fault', async (_name, one) => {
    const { code, text } = await said(one.command, [...one.wrong.filter((word) => !word.startsWith('-')), '--help']);
    expect(code).toBe(2);
    expect(text).toMatch(one.fr);
    expect(text).toMatch(one.en);
    expect(text).not.toMatch(/Unknown|inconnue/);
  });

  it('a ceremony without a place for the root’s key says which option is missing', async () => {
    const { text } = await said(ceremony as Command, ['ceremony', '--officer', 'a', '--administrator', 'b']);
    expect(text).toMatch(/donnez --root-dir ou --root-pkcs11/);
    expect(text).toMatch(/give --root-dir or --root-pkcs11/);
  });

  it('an option that nobody knows is named, in both languages', async () => {
    const { text } = await said(ceremony as Command, ['ceremony', '--offizer', 'a']);
    expect(text).toMatch(/--offizer/);
    expect(text).not.toMatch(/To specify a positional/);
    expect(text.match(/--offizer/g)).toHaveLength(2);
  });

  it('the demo says how it is asked for', async () => {
    const { code, text } = await said(demo as Command, ['--requests', '0']);
    expect(code).toBe(2);
    expect(text).toMatch(/--requests est un nombre de 1 à 500/);
    expect(text).toMatch(/--requests is a number from 1 to 500/);
  });
});
