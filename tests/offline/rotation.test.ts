import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp } from '../../src/app.ts';
import { chance, clock } from '../../src/chance.ts';
import { readConfig } from '../../src/config.ts';
import { rotation } from '../../src/offline/rotation.ts';
import { lockDataFolder } from '../../src/store/sqlite/lock.ts';
import { openStore } from '../../src/store/store.ts';
import { changeKek, loadKek } from '../../src/vault/kek.ts';
import { rowKeyOf } from '../../src/vault/row-key.ts';
import { createRewrap, createVault } from '../../src/vault/vault.ts';
import { moveIn, type Prompt, typist } from '../support/ceremony-hall.ts';
import { noJudge } from '../support/records/no-judge.ts';

const OLD = Buffer.alloc(32, 7);
const NEW = Buffer.alloc(32, 8);
const SECRETS = 1_203; // more than two pages

describe('a change of the key-encryption key', () => {
  let folder: string;
  let said: string;
  let env: Record<string, string>;
  const at = (name: string) => join(folder, name);
  const settings = () => ({
    JETON_DATA: at('data'),
    JETON_KEK_FILE: at('old'),
    JETON_PORT: '0',
    JETON_PKI_PORT: '0',
  });
  const stderr = {
    write: (text: string) => {
      said += text;
      return true;
    },
  };
  const TWO = ['--officer', 'officer', '--administrator', 'admin'];
  const rotate = (file = at('new'), more: NodeJS.ProcessEnv = {}, two = TWO, prompt: Prompt = typist()) =>
    rotation(['rotate', ...two, '--new-key-file', file], { stderr, env: { ...env, ...more }, prompt });
  const app = (kek: string) =>
    openApp({ config: readConfig({ ...env, JETON_KEK_FILE: at(kek) }), log: { info() {}, warn() {}, error() {} } });
  const store = (kek: Uint8Array = OLD) =>
    openStore({ judge: noJudge, path: join(env['JETON_DATA']!, 'jeton.db'), clock, chance, rowKey: rowKeyOf(kek) });
  /** What each secret says under a key. */
  const opens = async (kek: Uint8Array): Promise<number> => {
    const opened = await store();
    const vault = createVault({ kek, chance });
    let fine = 0;
    for (let i = 0; i < SECRETS; i += 1) {
      const secret = await opened.store.secret(`s-${i}`);
      try {
        if (Buffer.from(vault.open(secret!)).toString() === `pin ${i}`) fine += 1;
      } catch {
        // under another key
      }
    }
    await opened.close();
    return fine;
  };

  /** A data folder after its first run, made once: its keys take seconds. */
  let ranOnce: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-rotation-'));
    for (const [name, key] of Object.entries({ old: OLD, new: NEW }))
      writeFileSync(at(name), key.toString('base64'), { mode: 0o600 });
    env = settings();
    await moveIn(await app('old'));
    const opened = await store();
    const vault = createVault({ kek: OLD, chance });
    await opened.store.transact(async (unit) => {
      for (let i = 0; i < SECRETS; i += 1) await unit.keepSecret(vault.seal(`s-${i}`, 'pin', Buffer.from(`pin ${i}`)));
    });
    await opened.close();
    ranOnce = folder;
  });
  afterAll(() => rmSync(ranOnce, { recursive: true, force: true }));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-rotation-'));
    said = '';
    cpSync(ranOnce, folder, { recursive: true });
    env = settings();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('wraps every secret and every key file anew, and the service goes on under the new key alone', async () => {
    expect([await rotate(), said]).toEqual([0, expect.stringContaining(`${SECRETS} secrets and 6 key files`)]);
    expect([await opens(NEW), await opens(OLD)]).toEqual([SECRETS, 0]);
    await expect(app('old')).rejects.toMatchObject({ code: 'kek_wrong' });
    const house = await app('new');
    await house.close();
    const opened = await store(NEW);
    const { items } = await opened.lists.entries({}, { limit: 500 });
    const [officer, admin] = await Promise.all(
      ['officer', 'admin'].map(
        async (directoryId) => (await opened.store.reads.find('person', { directoryId }))[0]!.id,
      ),
    );
    const byBoth = { actor: officer, role: 'security-officer', subject: 'vault' };
    expect(items.filter(({ action }) => action.startsWith('vault.'))).toMatchObject([
      { ...byBoth, action: 'vault.rotate', detail: { secrets: SECRETS, source: 'file', confirmedBy: admin } },
      { ...byBoth, action: 'vault.begin', detail: { act: 'rotate', confirmedBy: admin } },
    ]);
    await opened.close();
  });

  it.each<[string, readonly string[], Prompt, string]>([
    ['one of them', ['--officer', 'officer'], typist(), '--administrator LOGIN'],
    ['one person twice', ['--officer', 'officer', '--administrator', 'officer'], typist(), 'Administrateur'],
    ['a wrong password', TWO, async () => 'faux faux faux faux', 'do not fit'],
    ['nobody of that name', ['--officer', 'nobody', '--administrator', 'admin'], typist(), 'do not fit'],
  ])('is nothing that is done by %s', async (_, two, prompt, says) => {
    expect(await rotate(at('new'), {}, [...two], prompt)).toBeGreaterThan(0);
    expect(said).toContain(says);
    expect(await opens(OLD)).toBe(SECRETS);
    expect(JSON.parse(readFileSync(join(env['JETON_DATA']!, 'kek.json'), 'utf8'))).not.toHaveProperty('next');
    await (await app('old')).close();
  });

  it('leaves nothing in any file that the old key opens', async () => {
    const opened = await store();
    const wrapped = (await opened.store.secret('s-7'))!.sealed.slice(1, 61);
    await opened.close();
    await rotate();
    const files = readdirSync(env['JETON_DATA']!, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
    const found = files
      .filter((f) => readFileSync(join(f.parentPath, f.name)).includes(Buffer.from(wrapped)))
      .map((f) => f.name);
    expect(found).toEqual([]);
  });

  it.each(['before anything', 'after the database', 'after the database and some files'] as const)(
    'that breaks off %s is refused by the service, and is done when it is run again',
    async (when) => {
      const { JETON_DATA: dataDir = '' } = env;
      const broken = changeKek({ dataDir, file: at('old') }, { file: at('new') }, async ({ from, to }) => async () => {
        if (when === 'before anything') throw new Error('power cut');
        const rewrap = createRewrap({ from, to, chance });
        const opened = await store();
        await opened.store.transact(async (unit) => {
          await unit.rewrapSecrets(rewrap);
          await unit.sealAnew(rowKeyOf(to));
        });
        await opened.close();
        if (when === 'after the database and some files') {
          const { rewrapJournalKey } = await import('../../src/journal/key.ts');
          rewrapJournalKey(join(dataDir, 'keys', 'journal.json'), rewrap);
        }
        throw new Error('power cut');
      });
      await expect(broken).rejects.toThrow('power cut');
      for (const kek of ['old', 'new']) await expect(app(kek)).rejects.toThrow(/vault rotate/);
      expect(await rotate()).toBe(0);
      expect(await opens(NEW)).toBe(SECRETS);
      await (await app('new')).close();
    },
  );

  it('is resumed with the same two keys only', async () => {
    const { JETON_DATA: dataDir = '' } = env;
    const cut = async () => () => Promise.reject(new Error('power cut'));
    await expect(changeKek({ dataDir, file: at('old') }, { file: at('new') }, cut)).rejects.toThrow('power cut');
    writeFileSync(at('third'), Buffer.alloc(32, 9).toString('base64'), { mode: 0o600 });
    expect(await rotate(at('third'))).toBe(1);
    expect(await rotate(at('new'), { JETON_KEK_FILE: at('third') })).toBe(1);
    expect(await rotate()).toBe(0);
  });

  it('takes the lock, asks for the key in use, and refuses it as the new one', async () => {
    const lock = lockDataFolder(env['JETON_DATA']!);
    expect([await rotate(), said]).toEqual([1, expect.stringContaining('jeton: ')]);
    lock.release();
    expect(await rotate(at('new'), { JETON_KEK_FILE: at('new') })).toBe(1);
    expect(await rotate(at('old'))).toBe(1);
    expect(said).toContain('this is the key in use');
    expect(said).toContain('cette clé est déjà celle du dossier');
    expect(await opens(OLD)).toBe(SECRETS);
    expect(await rotation(['turn'], { stderr, env })).toBe(2);
  });

  it('goes over to a passphrase, and back', async () => {
    const asked: string[] = [];
    const prompt = async (question: string) => {
      if (question.includes('mot de passe')) return typist()(question);
      asked.push(question);
      return 'une phrase pour le coffre';
    };
    expect(await rotation(['rotate', ...TWO], { stderr, env, prompt })).toBe(0);
    expect(asked).toHaveLength(2);
    const { JETON_KEK_FILE: _, ...without } = env;
    const kek = await loadKek({ dataDir: env['JETON_DATA']!, prompt });
    expect(await opens(kek)).toBe(SECRETS);
    expect(await rotation(['rotate', ...TWO, '--new-key-file', at('new')], { stderr, env: without, prompt })).toBe(0);
    expect(await opens(NEW)).toBe(SECRETS);
  });
});
