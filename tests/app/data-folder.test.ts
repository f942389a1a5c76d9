import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import Database from 'better-sqlite3';
import { chance } from '../../src/chance.ts';
import { isAppError } from '../../src/errors.ts';
import { openJournalKey } from '../../src/journal/key.ts';
import { backup } from '../../src/offline/backup.ts';
import { repairing } from '../../src/offline/repair.ts';
import { rotation } from '../../src/offline/rotation.ts';
import { serve } from '../../src/serve.ts';
import { createVault } from '../../src/vault/vault.ts';
import { terminalLines } from '../../src/words/terminal-lines.ts';
import { type CeremonyHall, openCeremonyHall, typist } from '../support/ceremony-hall.ts';

const SLOW = 60_000;
/** What happens to a file. */
const FATES = {
  missing: (path: string) => rmSync(path),
  empty: (path: string) => writeFileSync(path, ''),
  truncated: (path: string) => writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size * 0.6)),
  /** 8 KiB in the middle, or all of a smaller file. */
  flipped: (path: string) => {
    const bytes = readFileSync(path);
    const from = Math.max(0, Math.floor(bytes.length / 2 / 8192) * 8192);
    const [start, end] = bytes.length > 16_384 ? [from, from + 8192] : [0, bytes.length];
    for (let at = start; at < end; at += 1) bytes[at]! ^= 0xff;
    writeFileSync(path, bytes);
  },
} as const;
type Fate = keyof typeof FATES;
const DAMAGES: readonly Fate[] = ['empty', 'truncated', 'flipped'];

/** The files of a data folder without which nothing starts, and what the sentence says when one is missing. */
const FILES = {
  'jeton.db': 'is missing, although',
  'kek.json': 'is missing, although there is a database',
  'keys/journal.json': 'is missing, although the journal has entries',
  'keys/root-': 'is missing, although the database knows this authority',
  'keys/issuing-': 'is missing, although the database knows this authority',
} as const;

describe('a data folder of which a part is missing or damaged', () => {
  let hall: CeremonyHall;
  let data: string;
  beforeAll(async () => {
    hall = await openCeremonyHall();
    data = join(hall.folder, 'data');
  }, SLOW);
  afterAll(() => hall.remove());

  const pathOf = (name: string): string => {
    const found = readdirSync(data, { recursive: true, encoding: 'utf8' }).find((one) => one.startsWith(name));
    return join(data, found ?? name);
  };
  /** Every file with its hash. */
  const listing = (): string[] =>
    readdirSync(data, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const path = join(data, name);
        // 64 MiB of nothing
        const isRead = statSync(path).isFile() && name !== 'reserve';
        return isRead ? `${name} ${hash('sha256', readFileSync(path))}` : `${name} ${statSync(path).size}`;
      });
  const refusal = async (): Promise<{ code: string; message: string; lines: string }> => {
    try {
      await (await hall.open()).close();
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { code: error.code, message: error.message, lines: terminalLines(error) };
    }
    throw new Error('it started');
  };
  /** Starts over a file after its fate; what it says, and that nothing was changed. The file is as before afterwards. */
  const refused = async (name: string, fate: Fate) => {
    const path = pathOf(name);
    const before = readFileSync(path);
    const mode = statSync(path).mode;
    FATES[fate](path);
    try {
      const found = listing();
      const said = await refusal();
      expect(listing()).toEqual(found);
      return { ...said, path };
    } finally {
      writeFileSync(path, before, { mode });
    }
  };

  it.each(Object.entries(FILES))('without %s it says so, and changes nothing', async (name, says) => {
    const { code, message, lines, path } = await refused(name, 'missing');
    expect(code).toBe('config_invalid');
    expect(message).toContain(`${path} ${says}`);
    expect(message).toMatch(/jeton restore/);
    expect(lines).toMatch(/^jeton\u202f: .* manque, alors que .*\u202f: .*\njeton: .*\n$/);
  });

  const damages = [...Object.keys(FILES), 'keys/ocsp-', 'checkpoint'].flatMap((name) =>
    DAMAGES.map((fate): [string, Fate] => [name, fate]),
  );
  it.each(damages)('with %s %s it says so, and changes nothing', async (name, fate) => {
    const { code, message, lines, path } = await refused(name, fate);
    expect(code).toBe('config_invalid');
    const isEmptyDatabase = name === 'jeton.db' && fate === 'empty';
    expect(message).toContain(`${path} ${isEmptyDatabase ? 'is empty, although' : 'is damaged'}`);
    expect(message).toMatch(/jeton restore|move it away|delete it/);
    expect(lines).toMatch(/^jeton\u202f: .*(est endommagé|est vide).*\u202f: .*\njeton: .*\n$/);
  });

  it.each(['keys/journal.json', 'keys/root-', 'keys/issuing-'])(
    'with a sealed key of %s that was changed it names the file',
    async (name) => {
      const path = pathOf(name);
      const before = readFileSync(path);
      const file = JSON.parse(before.toString()) as { sealedKey: string };
      const sealed = Buffer.from(file.sealedKey, 'base64');
      sealed[sealed.length - 20]! ^= 1;
      writeFileSync(path, JSON.stringify({ ...file, sealedKey: sealed.toString('base64') }));
      const found = listing();
      expect(await refusal()).toMatchObject({ code: 'kek_wrong', message: expect.stringContaining(path) });
      expect(listing()).toEqual(found);
      writeFileSync(path, before);
    },
  );

  it.each([
    ['of another journal', undefined],
    ['another of the same name', 0],
    ['of before a restore', -1],
  ])('with a key %s it says so, and changes nothing', async (_, epochs) => {
    const path = pathOf('keys/journal.json');
    const before = readFileSync(path);
    const [name, epoch] = (JSON.parse(before.toString()) as { origin: string }).origin.split('/');
    const vault = createVault({ kek: Buffer.alloc(32, 7), chance });
    rmSync(path);
    openJournalKey(path, {
      vault,
      chance,
      ...(epochs === undefined ? {} : { origin: `${name}/${Number(epoch) + epochs}` }),
    });
    const found = listing();
    expect(await refusal()).toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining(`${path} is not the key`),
    });
    expect(listing()).toEqual(found);
    writeFileSync(path, before);
  });

  it.each(['jeton.db', 'keys/journal.json'])('does not call %s damaged that is no file for it', async (name) => {
    const path = join(data, name);
    const before = readFileSync(path);
    rmSync(path);
    mkdirSync(path);
    const { message, lines } = await refusal();
    expect(message).toBe(`${path} cannot be read: give this file, and its folder, back to the account of the service`);
    expect(lines).toContain('ne peut être lu');
    rmSync(path, { recursive: true });
    writeFileSync(path, before);
  });

  it('says so of a lock that is none', async () => {
    const lock = join(data, 'lock');
    writeFileSync(lock, Buffer.alloc(8192, 0xa5));
    const found = listing();
    expect(await refusal()).toMatchObject({ code: 'config_invalid', message: expect.stringContaining('delete it') });
    expect(listing()).toEqual(found);
    writeFileSync(lock, '');
  });

  it('changes nothing of what a crash left in the write-ahead log', async () => {
    const [database, journal] = [join(data, 'jeton.db'), join(data, 'keys', 'journal.json')];
    const [whole, key] = [readFileSync(database), readFileSync(journal)];
    const writer = new Database(database);
    writer.exec('create table "left" ("id" text)');
    const [wal, file] = [readFileSync(`${database}-wal`), readFileSync(database)];
    writer.close();
    writeFileSync(database, file);
    writeFileSync(`${database}-wal`, wal);
    rmSync(journal);
    expect((await refusal()).message).toContain('journal.json is missing');
    expect([readFileSync(database).equals(file), readFileSync(`${database}-wal`).equals(wal)]).toEqual([true, true]);
    for (const end of ['-wal', '-shm']) rmSync(`${database}${end}`, { force: true });
    writeFileSync(database, whole);
    writeFileSync(journal, key);
  });

  it('is none where somebody asks how the service is started: it says that, and starts none', async () => {
    let said = '';
    const stderr = new Writable({
      write: (text, _, done) => {
        said += String(text);
        done();
      },
    });
    expect(await serve(['--help'], { stderr, env: hall.env })).toBe(2);
    expect(said).toContain('docs/settings.md');
  });

  it('is one line a language on the terminal, and code 1', async () => {
    const journal = join(data, 'keys', 'journal.json');
    const key = readFileSync(journal);
    rmSync(journal);
    let said = '';
    const stderr = new Writable({
      write: (text, _, done) => {
        said += String(text);
        done();
      },
    });
    expect(await serve([], { stderr, env: hall.env })).toBe(1);
    expect(said.trimEnd().split('\n')).toHaveLength(2);
    writeFileSync(journal, key);
  });
});

describe('a data folder', () => {
  let hall: CeremonyHall;
  let data: string;
  beforeEach(async () => {
    hall = await openCeremonyHall();
    data = join(hall.folder, 'data');
  }, SLOW);
  afterEach(() => hall.remove());

  it(
    'starts without what the service may make anew: reserve, lock, and the OCSP signers',
    async () => {
      const signers = readdirSync(join(data, 'keys')).filter((name) => name.startsWith('ocsp-'));
      for (const name of ['reserve', 'lock', ...signers.map((name) => join('keys', name))])
        rmSync(join(data, name), { force: true });
      await (await hall.open()).close();
      const now = readdirSync(join(data, 'keys')).filter((name) => name.startsWith('ocsp-'));
      expect([now.length, now.filter((name) => signers.includes(name))]).toEqual([2, []]);
      expect(hall.journal().filter(({ action }) => action === 'authority.make')).toHaveLength(7);
    },
    SLOW,
  );

  it(
    'takes a missing checkpoint, or missing copies of CRLs, for a restore: something may have been put back',
    async () => {
      const evidence = () =>
        hall
          .journal()
          .filter(({ action }) => action === 'journal.restore')
          .map(({ line }) => JSON.parse(line).detail.evidence);
      rmSync(join(data, 'checkpoint'));
      await (await hall.open()).close();
      expect(evidence()).toEqual([['checkpoint-missing']]);
      await (await hall.open()).close();
      expect(evidence()).toHaveLength(1); // it waits, and is not found anew at each start
    },
    SLOW,
  );

  it(
    'that is empty, or whose first start broke off before any key, is a new one',
    async () => {
      for (const name of readdirSync(data)) if (name !== 'kek.json') rmSync(join(data, name), { recursive: true });
      writeFileSync(join(data, 'jeton.db'), '');
      mkdirSync(join(data, 'keys'));
      await (await hall.open()).close();
      rmSync(data, { recursive: true });
      await (await hall.open()).close();
    },
    SLOW,
  );

  it.each([0, 1])(
    'whose CAs have ended is not given another in the place of one, once its file is gone',
    async (which) => {
      const db = new Database(join(data, 'jeton.db'));
      db.prepare('update "authority" set "notAfter" = 1000').run();
      db.close();
      const issuing = readdirSync(join(data, 'keys')).filter((name) => name.startsWith('issuing-'));
      rmSync(join(data, 'keys', issuing[which] ?? ''));
      await expect(hall.open()).rejects.toMatchObject({ code: 'config_invalid', detail: { state: 'missing' } });
    },
  );

  it('that is empty is not a new one beside the CRLs of a CA that was here', async () => {
    hall.env['JETON_CRL_DIR'] = join(hall.folder, 'crl');
    mkdirSync(join(hall.folder, 'crl'));
    writeFileSync(join(hall.folder, 'crl', 'issuing.crl'), 'a CRL');
    rmSync(data, { recursive: true });
    await expect(hall.open()).rejects.toMatchObject({ code: 'config_invalid', detail: { state: 'missing' } });
    expect(readdirSync(data)).toEqual(['lock']);
  });

  it('without the journal’s key is neither backed up, nor taken for a ceremony, which would make another', async () => {
    rmSync(join(data, 'keys', 'journal.json'));
    let said = '';
    const stderr = {
      write: (text: string): boolean => {
        said += text;
        return true;
      },
    };
    const to = join(hall.folder, 'backup');
    expect([await backup(['backup', to], { env: hall.env, stderr }), existsSync(to)]).toEqual([1, false]);
    expect(await hall.hold('ceremony')).toBe(1);
    const rotate = [
      'rotate',
      '--officer',
      'officer',
      '--administrator',
      'admin',
      '--new-key-file',
      join(hall.folder, 'k'),
    ];
    expect(await rotation(rotate, { env: hall.env, stderr, prompt: typist() })).toBe(1);
    const logins = ['--officer', 'officer', '--administrator', 'admin'];
    expect(await repairing(logins, { env: hall.env, stderr, prompt: typist() })).toBe(1);
    expect((said + hall.said()).match(/journal\.json is missing/g)).toHaveLength(4);
    expect(existsSync(join(data, 'keys', 'journal.json'))).toBe(false);
  });
});
