import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKek } from '../../src/vault/kek.ts';

let folder: string;
let dataDir: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-kek-'));
  dataDir = join(folder, 'data');
  file = join(folder, 'kek');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cost = { memoryCost: 8192, timeCost: 1, parallelism: 1 };
function writeKey(path = file, mode = 0o600, key = `${randomBytes(32).toString('base64')}\n`): void {
  writeFileSync(path, key);
  chmodSync(path, mode);
}
function typing(...answers: string[]): (question: string) => Promise<string> {
  return async () => answers.shift() ?? '';
}
const refusal = (code: string, message: string) =>
  expect.objectContaining({
    code,
    message: expect.stringContaining(message),
    detail: expect.objectContaining({ fr: expect.stringMatching(/\S/) }),
  });

describe('a key file', () => {
  it('made by the command that the refusal prints is accepted, and again at the next start', async () => {
    const missing = loadKek({ file, dataDir });
    await expect(missing).rejects.toEqual(refusal('kek_missing', '(umask 077; openssl rand -base64 32 > FILE)'));
    execFileSync('sh', ['-c', '(umask 077; openssl rand -base64 32 > "$0")', file]);
    const kek = await loadKek({ file, dataDir });
    expect(kek).toHaveLength(32);
    expect(await loadKek({ file, dataDir })).toEqual(kek);
    expect(Buffer.from(kek).toString('base64')).toBe(readFileSync(file, 'utf8').trim());
  });

  it.each([0o644, 0o640, 0o604, 0o660, 0o700])('of mode %o is refused', async (mode) => {
    writeKey(file, mode);
    await expect(loadKek({ file, dataDir })).rejects.toEqual(refusal('config_invalid', 'instead of 600'));
    expect(existsSync(join(dataDir, 'kek.json'))).toBe(false);
  });

  it('that nobody may write is accepted', async () => {
    writeKey(file, 0o400);
    await expect(loadKek({ file, dataDir })).resolves.toHaveLength(32);
  });

  it('inside the data folder is refused, also behind a symbolic link', async () => {
    mkdirSync(dataDir);
    writeKey(join(dataDir, 'kek'));
    symlinkSync(join(dataDir, 'kek'), file);
    await expect(loadKek({ file: join(dataDir, 'kek'), dataDir })).rejects.toEqual(refusal('config_invalid', 'inside'));
    await expect(loadKek({ file, dataDir })).rejects.toEqual(refusal('config_invalid', 'inside the data folder'));
    symlinkSync(dataDir, join(folder, 'other'));
    const around = loadKek({ file: join(folder, 'other', 'kek'), dataDir });
    await expect(around).rejects.toEqual(refusal('config_invalid', 'inside the data folder'));
  });

  it.each([
    ['empty', ''],
    ['of 16 octets', randomBytes(16).toString('base64')],
    ['of 33 octets', randomBytes(33).toString('base64')],
    ['of anything else', 'correct horse battery staple correct horse battery'],
    ['in hex', randomBytes(32).toString('hex')],
  ])('%s is refused, without a word of what it holds', async (_, key) => {
    writeKey(file, 0o600, key);
    const error = await loadKek({ file, dataDir }).catch((e: unknown) => e);
    expect(error).toEqual(refusal('config_invalid', '32 octets in base64'));
    if (key !== '') expect(JSON.stringify(error) + String(error)).not.toContain(key);
  });

  it('that is a folder is refused', async () => {
    mkdirSync(file);
    await expect(loadKek({ file, dataDir })).rejects.toEqual(refusal('config_invalid', 'not a file'));
  });

  it.each([
    ['of mode 644', () => writeKey(file, 0o644, readFileSync(file, 'utf8')), /chmod 600 \/.*kek$/],
    [
      'that is a folder',
      () => {
        rmSync(file);
        mkdirSync(file);
      },
      /JETON_KEK_FILE.*(itself|lui-même)$/,
    ],
    [
      'of other content',
      () => writeKey(file, 0o600, 'gone'),
      /key file that was kept|fichier de clé qui a été conservé/,
    ],
    [
      'inside the folder',
      () => {
        renameSync(file, join(dataDir, 'kek'));
        file = join(dataDir, 'kek');
      },
      /new path|nouveau chemin/,
    ],
  ])('%s has a remedy of its own once the folder stands', async (_, spoil, remedy) => {
    writeKey();
    await loadKek({ file, dataDir });
    spoil();
    const refused = { message: expect.stringMatching(remedy), detail: { fr: expect.stringMatching(remedy) } };
    await expect(loadKek({ file, dataDir })).rejects.toMatchObject(refused);
  });

  it('and a token are not both taken, in both languages', async () => {
    const both = loadKek({ file, token: join(folder, 'token'), dataDir });
    await expect(both).rejects.toMatchObject({
      message: expect.stringContaining('not both'),
      detail: { fr: 'nommez un fichier de clé ou un jeton, pas les deux' },
    });
  });

  it('other than the one before is found at start', async () => {
    writeKey();
    await loadKek({ file, dataDir });
    writeKey();
    await expect(loadKek({ file, dataDir })).rejects.toEqual(refusal('kek_wrong', 'not the key'));
    await expect(loadKek({ file, dataDir })).rejects.toMatchObject({
      detail: { fr: expect.stringContaining('donnez son chemin dans JETON_KEK_FILE') },
    });
  });

  it('is asked for by name once the folder was made with one', async () => {
    writeKey();
    await loadKek({ file, dataDir });
    const typed = loadKek({ dataDir, prompt: typing('une longue phrase secrète') });
    await expect(typed).rejects.toEqual(refusal('kek_missing', 'JETON_KEK_FILE'));
  });
});

describe('a passphrase', () => {
  const phrase = 'pluie fine sur la place Beauvau';

  it('typed twice gives the same key at every start, and its file holds nothing secret', async () => {
    const kek = await loadKek({ dataDir, prompt: typing(phrase, phrase), cost });
    expect(await loadKek({ dataDir, prompt: typing(phrase) })).toEqual(kek);
    // the same letters typed on another keyboard
    expect(await loadKek({ dataDir, prompt: typing(phrase.normalize('NFD')) })).toEqual(kek);
    const kept = readFileSync(join(dataDir, 'kek.json'), 'utf8');
    expect(kept).not.toContain(Buffer.from(kek).toString('base64'));
    expect(JSON.parse(kept)).toMatchObject({ version: 1, source: 'passphrase', argon2: cost });
    expect(statSync(join(dataDir, 'kek.json')).mode & 0o777).toBe(0o600);
  });

  it('costs 64 MiB and three passes unless told otherwise', async () => {
    await loadKek({ dataDir, prompt: typing(phrase, phrase) });
    const kept: unknown = JSON.parse(readFileSync(join(dataDir, 'kek.json'), 'utf8'));
    expect(kept).toMatchObject({ argon2: { memoryCost: 65_536, timeCost: 3, parallelism: 4 } });
  });

  it('that is wrong is found at start', async () => {
    await loadKek({ dataDir, prompt: typing(phrase, phrase), cost });
    await expect(loadKek({ dataDir, prompt: typing(`${phrase}!`) })).rejects.toEqual(
      refusal('kek_wrong', 'passphrase'),
    );
  });

  it('is what is asked for where a key file is named instead of it', async () => {
    await loadKek({ dataDir, prompt: typing(phrase, phrase), cost });
    writeKey();
    await expect(loadKek({ file, dataDir })).rejects.toMatchObject({
      code: 'kek_wrong',
      message: expect.stringContaining('set neither JETON_KEK_FILE nor JETON_KEK_PKCS11_FILE and type the passphrase'),
      detail: { fr: expect.stringContaining('tapez la phrase secrète') },
    });
  });

  it('that is short, or typed two ways, makes nothing', async () => {
    const short = loadKek({ dataDir, prompt: typing('jeton', 'jeton'), cost });
    await expect(short).rejects.toEqual(refusal('config_invalid', 'at least 15'));
    const two = loadKek({ dataDir, prompt: typing(phrase, `${phrase} `), cost });
    await expect(two).rejects.toEqual(refusal('config_invalid', 'differ'));
    expect(existsSync(dataDir)).toBe(false);
  });

  it('cannot be asked for without a terminal', async () => {
    await expect(loadKek({ dataDir })).rejects.toEqual(refusal('kek_missing', 'openssl rand -base64 32 > FILE'));
    await expect(loadKek({ dataDir })).rejects.toMatchObject({
      detail: { fr: expect.stringContaining('créez un fichier de clé par') },
    });
  });

  it.each(['folder', 'backup'] as const)('of a %s that stands is typed, and no new key file is made', async (of) => {
    await loadKek({ dataDir, prompt: typing(phrase, phrase), cost });
    const error = await loadKek({ dataDir, of }).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'kek_missing',
      message: expect.stringMatching(/with a passphrase.*at a terminal and type the passphrase$/),
      detail: { fr: expect.stringMatching(/avec une phrase secrète.*sur un terminal et tapez la phrase secrète$/) },
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('openssl');
  });

  it('is asked for in both languages', async () => {
    const asked: string[] = [];
    const prompt = async (question: string): Promise<string> => {
      asked.push(question);
      return phrase;
    };
    await loadKek({ dataDir, prompt, cost });
    await loadKek({ dataDir, prompt });
    expect(asked).toEqual([
      'Phrase secrète de ce service, au moins 15 caractères / Passphrase of this service, at least 15 characters',
      'La même, pour vérification / The same, to verify it',
      'Phrase secrète de ce service / Passphrase of this service',
    ]);
  });
});

it('a damaged kek.json is refused rather than made anew', async () => {
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'kek.json'), '{"version":1');
  writeKey();
  await expect(loadKek({ file, dataDir })).rejects.toEqual(refusal('config_invalid', 'damaged'));
});
