import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { rotation } from '../../src/offline/rotation.ts';
import { runInstead } from '../../src/pkcs11/worker-program.ts';
import { loadKek } from '../../src/vault/kek.ts';
import { KEK_PROGRAM } from '../../src/vault/kek-token.ts';
import { moveIn, typist } from '../support/ceremony-hall.ts';
import { createToken, TOKEN_PIN } from '../support/softhsm.ts';

const fromSource = {
  path: resolve('src/vault/kek-worker.ts'),
  execArgv: ['--import', './tests/support/typescript.mjs'],
};
/** A refusal that is said in French too. */
const refusal = (code: string, message: string) =>
  expect.objectContaining({
    code,
    message: expect.stringContaining(message),
    detail: expect.objectContaining({ fr: expect.stringMatching(/\S/) }),
  });

describe('a key-encryption key wrapped by a PKCS#11 token', () => {
  let folder: string;
  let dataDir: string;
  const at = (name: string) => join(folder, name);
  beforeEach(() => {
    runInstead(KEK_PROGRAM, fromSource);
    folder = mkdtempSync(join(tmpdir(), 'jeton-kek-token-'));
    dataDir = at('data');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A token in a folder of its own, and the file that describes it. */
  const describeToken = (label: string, more: object = {}) => {
    const token = createToken(folder, label);
    writeFileSync(at(`${label}.pin`), `${TOKEN_PIN}\n`, { mode: 0o600 });
    const described = { ...token, keyId: '4b45', pinFile: at(`${label}.pin`), ...more };
    writeFileSync(at(`${label}.json`), JSON.stringify(described));
    return { file: at(`${label}.json`), token };
  };
  const tool = (token: ReturnType<typeof createToken>, ...args: string[]): string =>
    execFileSync('pkcs11-tool', ['--module', token.module, '--login', '--pin', TOKEN_PIN, ...args], {
      env: { ...process.env, ...token.env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  it('is had again at each start by token and PIN, and stands nowhere in clear', async () => {
    const { file, token } = describeToken('one');
    const kek = await loadKek({ dataDir, token: file });
    expect(kek).toHaveLength(32);
    expect(await loadKek({ dataDir, token: file })).toEqual(kek);
    const kept = readFileSync(join(dataDir, 'kek.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({
      source: 'pkcs11',
      pkcs11: { mechanism: 'aes-gcm', serial: token.serial },
    });
    for (const form of ['hex', 'base64'] as const) expect(kept).not.toContain(Buffer.from(kek).toString(form));
    expect(tool(token, '-O', '--type', 'secrkey')).toContain('sensitive, always sensitive, never extractable, local');
  });

  it('asks a person for the PIN where no file names it', async () => {
    const { file } = describeToken('one', { pinFile: undefined });
    const asked: string[] = [];
    const prompt = async (question: string) => {
      asked.push(question);
      return TOKEN_PIN;
    };
    const kek = await loadKek({ dataDir, token: file, prompt });
    expect(await loadKek({ dataDir, token: file, prompt })).toEqual(kek);
    expect(asked).toEqual([expect.stringContaining('PIN'), expect.stringContaining('PIN')]);
    await expect(loadKek({ dataDir, token: file })).rejects.toEqual(refusal('kek_missing', 'pinFile'));
  });

  it('is wrapped by an RSA key that the token has, of 3072 bits at least', async () => {
    const { file, token } = describeToken('rsa');
    tool(token, '--keypairgen', '--key-type', 'rsa:3072', '--id', '4b45', '--usage-decrypt');
    const kek = await loadKek({ dataDir, token: file });
    expect(await loadKek({ dataDir, token: file })).toEqual(kek);
    const { pkcs11 } = JSON.parse(readFileSync(join(dataDir, 'kek.json'), 'utf8'));
    expect(pkcs11.mechanism).toMatch(/^rsa-oaep-/);
    const short = describeToken('short');
    tool(short.token, '--keypairgen', '--key-type', 'rsa:2048', '--id', '4b45', '--usage-decrypt');
    await expect(loadKek({ dataDir: at('other'), token: short.file })).rejects.toEqual(
      refusal('kek_missing', 'key-too-short'),
    );
  });

  it('is refused with a key that may leave the token', async () => {
    const { file, token } = describeToken('loose');
    tool(token, '--keygen', '--key-type', 'AES:32', '--id', '4b45', '--extractable');
    await expect(loadKek({ dataDir, token: file })).rejects.toEqual(refusal('kek_missing', 'may leave the token'));
  });

  it.each([
    ['a PIN file that is gone', { pinFile: '/proc/self/none' }, 'config_invalid', 'does not exist'],
    ['another token', { serial: 'ffffffffffffffff' }, 'kek_wrong', 'the key is in token'],
    ['another key', { keyId: '01' }, 'kek_wrong', 'the key is in token'],
    ['a library that is none', { module: '/etc/hostname' }, 'kek_missing', 'cannot be loaded'],
  ])('is not had with %s', async (_, change, code, says) => {
    const { file } = describeToken('one');
    await loadKek({ dataDir, token: file });
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
    await expect(loadKek({ dataDir, token: file })).rejects.toEqual(refusal(code, says));
  });

  it('is not had with a wrong PIN, which is tried once; nor without the token, nor with a PIN open to others', async () => {
    const { file } = describeToken('one');
    await loadKek({ dataDir, token: file });
    writeFileSync(at('one.pin'), '00000000');
    await expect(loadKek({ dataDir, token: file })).rejects.toEqual(refusal('kek_missing', 'the PIN is wrong'));
    await expect(loadKek({ dataDir })).rejects.toEqual(refusal('kek_missing', 'JETON_KEK_PKCS11_FILE'));
    execFileSync('chmod', ['644', at('one.pin')]);
    await expect(loadKek({ dataDir, token: file })).rejects.toEqual(refusal('config_invalid', 'open to others'));
    rmSync(at('one'), { recursive: true });
    execFileSync('chmod', ['600', at('one.pin')]);
    await expect(loadKek({ dataDir, token: file })).rejects.toMatchObject({ code: 'kek_missing' });
  });

  it('takes nothing with it when the module crashes', async () => {
    const { file } = describeToken('one');
    writeFileSync(at('crash.mjs'), "process.kill(process.pid, 'SIGSEGV');");
    runInstead(KEK_PROGRAM, { path: at('crash.mjs'), execArgv: [] });
    await expect(loadKek({ dataDir, token: file })).rejects.toEqual(refusal('kek_missing', 'crashed'));
  });

  it('is rotated to and from, and each time the service goes on under the new key alone', async () => {
    const { file } = describeToken('one');
    const second = describeToken('two').file;
    writeFileSync(at('kek'), Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    const ports = { JETON_DATA: dataDir, JETON_PORT: '0', JETON_PKI_PORT: '0' };
    const [byFile, byToken] = [{ JETON_KEK_FILE: at('kek') }, { JETON_KEK_PKCS11_FILE: file }];
    const bySecond = { JETON_KEK_PKCS11_FILE: second };
    const log = { info() {}, warn() {}, error() {} };
    const open = (kek: NodeJS.ProcessEnv) => openApp({ config: readConfig({ ...ports, ...kek }), log });
    const start = async (kek: NodeJS.ProcessEnv) => (await open(kek)).close();
    const rotate = (kek: NodeJS.ProcessEnv, ...args: string[]) =>
      rotation(['rotate', '--officer', 'officer', '--administrator', 'admin', ...args], {
        stderr: { write: () => true },
        env: { ...ports, ...kek },
        prompt: typist(),
      });
    await moveIn(await open(byFile));
    expect(await rotate(byFile, '--new-pkcs11', file)).toBe(0);
    await expect(start(byFile)).rejects.toEqual(refusal('kek_missing', 'JETON_KEK_PKCS11_FILE'));
    await start(byToken);
    expect(await rotate(byToken, '--new-pkcs11', second)).toBe(0);
    await expect(start(byToken)).rejects.toMatchObject({ code: 'kek_wrong' });
    await start(bySecond);
    writeFileSync(at('kek'), Buffer.alloc(32, 8).toString('base64'), { mode: 0o600 });
    expect(await rotate(bySecond, '--new-key-file', at('kek'))).toBe(0);
    await start(byFile);
    await expect(start(bySecond)).rejects.toMatchObject({ code: 'kek_wrong' });
  });
});
