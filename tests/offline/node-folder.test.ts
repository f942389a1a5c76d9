import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDataFolder } from '../../src/app/folder/data-folder.ts';
import { readConfig } from '../../src/config.ts';
import { moving } from '../../src/offline/move.ts';
import { nodeFolder } from '../../src/offline/node-folder.ts';
import { found, welcome } from '../support/judged/journals/cast.ts';
import { openHouse } from '../support/judged/journals/house.ts';
import { newDatabase, type TestDatabase } from '../support/records/postgres.ts';

describe('jeton node folder', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  let server: TestDatabase;
  let url: string;
  let said = '';
  beforeAll(async () => {
    house = await openHouse({ seed: 'node' });
    await welcome(house, await found(house), 'alice');
    await house.service.stop();
    server = await newDatabase({ tables: false });
    url = server.serviceUrl;
  }, 30_000);
  afterAll(async () => {
    await server.drop();
    await house.close();
  });
  beforeEach(() => {
    said = '';
  });
  const stderr = {
    write: (text: unknown) => {
      said += String(text);
      return true;
    },
  };
  const run = (argv: string[], more: NodeJS.ProcessEnv = {}) =>
    nodeFolder(argv, { stderr, env: { ...house.env, ...more } });
  const data = () => house.env['JETON_DATA'] ?? '';
  const other = (name: string) => join(data(), '..', name);

  it('is refused where the records are in a folder, which one node has', async () => {
    expect(await run(['folder', other('never')])).toBe(1);
    expect(said).toContain('jeton database move');
  });

  it('has the sealed keys, the last checkpoint and CRLs, and nothing that is one node’s own', async () => {
    expect(await moving(['move', '--to', url], { stderr, env: house.env })).toBe(0);
    const to = other('second');
    expect(await run(['folder', to], { JETON_DATABASE_URL: url })).toBe(0);
    expect(said).toContain('JETON_NODE');
    expect(readdirSync(to).toSorted()).toEqual(['checkpoint', 'crl', 'kek.json', 'keys']);
    const keys = readdirSync(join(to, 'keys'));
    expect(keys).toEqual(readdirSync(join(data(), 'keys')).filter((name) => !name.startsWith('ocsp-')));
    expect(keys).toContain('journal.json');
    expect(readdirSync(join(to, 'crl'))).toEqual(readdirSync(join(data(), 'crl')));
    for (const name of keys) {
      const path = join(to, 'keys', name);
      expect(readFileSync(path)).toEqual(readFileSync(join(data(), 'keys', name)));
      expect([statSync(path).mode & 0o777, statSync(join(to, 'keys')).mode & 0o777]).toEqual([0o600, 0o700]);
    }
  }, 30_000);

  it('is named where a node is started on an empty folder', async () => {
    const postgres = readConfig({ ...house.env, JETON_DATABASE_URL: url }).postgres!;
    const start = checkDataFolder({ dataDir: other('nothing'), postgres, pki: { host: '127.0.0.1', port: 0 } });
    await expect(start).rejects.toMatchObject({
      message: expect.stringMatching(/kek\.json is missing, .*"jeton node folder" makes on a node that runs$/),
      detail: { fr: expect.stringContaining('« jeton node folder »') },
    });
  });

  it('waits for the first signed checkpoint: without one the other node would take its records for restored', async () => {
    const [note, aside] = [join(data(), 'checkpoint'), other('note-aside')];
    renameSync(note, aside);
    expect(await run(['folder', other('too-early')], { JETON_DATABASE_URL: url })).toBe(1);
    renameSync(aside, note);
    expect(said).toContain('aucun point de contrôle');
    expect(said).toContain('wait a minute, then repeat');
    expect(existsSync(other('too-early'))).toBe(false);
  });

  it('takes the place of nothing', async () => {
    const to = other('used');
    mkdirSync(to);
    writeFileSync(join(to, 'letter'), '');
    expect(await run(['folder', to], { JETON_DATABASE_URL: url })).toBe(1);
    expect(said).toContain('n’est pas vide');
    expect(said).toContain('is not empty');
    expect(readdirSync(to)).toEqual(['letter']);
  });

  it.each([[[]], [['folder']], [['folder', '--help']], [['folder', 'a', 'b']], [['other', 'a']]])(
    '%j is explained',
    async (argv) => {
      expect(await run(argv, { JETON_DATABASE_URL: url })).toBe(2);
      expect(said).toContain('jeton node folder PATH');
    },
  );
});
