import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo } from '../../src/demo/demo.ts';
import { buildStage } from '../../src/demo/stage.ts';

describe('the folder that a demo keeps', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-keep-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['a file', 'a full folder'])('is not %s, which stays as it is', async (what) => {
    const file = join(folder, 'README.md');
    writeFileSync(file, 'text');
    let said = '';
    const write = (text: string): boolean => {
      said += text;
      return true;
    };
    const stderr = { write } as unknown as NodeJS.WritableStream;
    const { stdin, stdout } = process;
    const keep = what === 'a file' ? file : folder;
    expect(await demo(['--exit', '--keep', keep], { stdin, stdout, stderr, env: {} })).toBe(1);
    expect(said).toMatch(/^jeton\s: .*n’est pas un dossier vide.*\njeton: .*is no empty folder.*\n$/);
    expect(readdirSync(folder)).toEqual(['README.md']);
    expect(existsSync(join(folder, 'kek'))).toBe(false);
  });

  it('is named with what the machine says where it cannot be made', async () => {
    const made = buildStage({ keep: join(folder, 'n'.repeat(300)), blanks: 0 });
    await expect(made).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(/neither made nor read \(ENAMETOOLONG\)/),
      detail: { fr: expect.stringMatching(/ni créé ni lu \(ENAMETOOLONG\)/) },
      cause: { code: 'ENAMETOOLONG' },
    });
  });
});
