import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yazl from 'yazl';
import { openTestStore } from '../records/store.ts';
import { CANARIES, canariesIn, note, search } from './canaries.ts';
import CanaryReporter from './canary-reporter.mjs';

/** One of each, planted. */
const PLANTED: Record<string, string> = {
  password: 'trois petits chats gris',
  'SO-PIN': 'sopin-3-factory',
  'API token': `jtn_${'a'.repeat(43)}`,
  'activation link': `https://jeton.example/bienvenue#${'b'.repeat(43)}`,
  'key-encryption key': Buffer.alloc(32, 7).toString('base64'),
};

describe('a canary that was planted', () => {
  let folder: string;
  beforeEach(() => {
    // inside a folder of its own, which the watch does not look at: it would find what is planted here
    folder = mkdtempSync(join(mkdtempSync(join(tmpdir(), 'jeton-planted-')), 'in-'));
  });
  afterEach(() => {
    execFileSync('rm', ['-r', join(folder, '..')]);
  });

  it.each(Object.keys(PLANTED))('is found: a %s in a log', (name) => {
    writeFileSync(join(folder, 'service.log'), `{"message":"x ${PLANTED[name]} y"}\n`);
    expect(search(folder).found).toEqual([{ canary: name, file: join(folder, 'service.log') }]);
  });

  it('is found in a ZIP that was compressed, and in a folder inside', async () => {
    const zip = new yazl.ZipFile();
    zip.addBuffer(Buffer.from(`${'entry '.repeat(2_000)}${PLANTED['SO-PIN']}`), 'journal.ndjson');
    zip.end();
    const parts: Buffer[] = [];
    for await (const part of zip.outputStream) parts.push(part as Buffer);
    mkdirSync(join(folder, 'exports'));
    writeFileSync(join(folder, 'exports', 'journal.zip'), Buffer.concat(parts));
    expect(Buffer.concat(parts).includes('sopin')).toBe(false);
    expect(search(folder).found.map(({ canary }) => canary)).toEqual(['SO-PIN']);
  });

  it('is found in a database, or in the log before it', async () => {
    const opened = await openTestStore();
    await opened.store.transact((unit) =>
      unit.record({ actor: 'system', role: 'system', action: 'x', subject: PLANTED['API token']!, outcome: 'done' }),
    );
    const files = search(opened.folder);
    expect(files.files).toBeGreaterThan(0);
    expect(files.found.map(({ canary }) => canary)).toContain('API token');
    // this one is planted: the watch shall not find it when the folder goes
    await opened.close();
    execFileSync('rm', ['-r', opened.folder]);
  });

  it('fails the run, and says where', () => {
    const reporter = new CanaryReporter();
    reporter.found = ['password in x.db'];
    expect(reporter.getLastError()?.message).toContain('password in x.db');
  });

  it('is none where nothing was planted', () => {
    writeFileSync(join(folder, 'service.log'), '{"message":"jtn_ and bienvenue# alone are words"}\n');
    expect(search(folder)).toMatchObject({ files: 1, found: [] });
    expect(canariesIn(Buffer.from('PK\x03\x04 broken'.padEnd(60)))).toEqual([]);
    expect(CANARIES.map(({ name }) => name)).toEqual(Object.keys(PLANTED));
  });

  it('is noted when a test removes its folder', () => {
    const file = join(folder, 'findings.ndjson');
    writeFileSync(join(folder, 'a.log'), PLANTED['password']!);
    note(search(folder), file);
    expect(readFileSync(file, 'utf8')).toContain('"canary":"password"');
    const own = mkdtempSync(join(tmpdir(), 'jeton-watched-'));
    writeFileSync(join(own, 'a.log'), 'nothing');
    rmSync(own, { recursive: true });
    expect(existsSync('.tmp/canaries.ndjson')).toBe(true);
    expect(readFileSync('.tmp/canaries.ndjson', 'utf8')).toContain(own);
  });
});
