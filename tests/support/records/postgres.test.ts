import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { searchDatabase } from './postgres/canaries.ts';
import { foldersInMemory, startServer } from './postgres/server.ts';
import { newDatabase } from './postgres.ts';

async function ask<T>(config: ConstructorParameters<typeof Client>[0], query: string): Promise<T[]> {
  const client = new Client(config);
  await client.connect();
  const { rows } = await client.query({ text: query, rowMode: 'array' }).finally(() => client.end());
  return rows.flat() as T[];
}
const until = async (holds: () => boolean) => {
  while (!holds()) await sleep(20);
};
const TABLES = `select count(*)::int from pg_tables where schemaname = 'jeton'`;

describe('the PostgreSQL server of the tests', () => {
  it('has a database for each who asks, with tables or without', async () => {
    const [one, other, empty] = await Promise.all([newDatabase(), newDatabase(), newDatabase({ tables: false })]);
    await ask(one.config, `insert into "series" values ('a', 1)`);
    expect(await ask(one.url, 'select "id" from "series"')).toEqual(['a']);
    expect(await ask(other.config, 'select "id" from "series"')).toEqual([]);
    expect((await ask<number>(other.config, TABLES))[0]).toBeGreaterThan(40);
    expect(await ask(empty.url, TABLES)).toEqual([0]);
    await Promise.all([one.drop(), other.drop(), empty.drop()]);
    await expect(ask(one.config, 'select 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('is apart from the network and from other users, and orders text by its octets', async () => {
    const database = await newDatabase({ tables: false });
    const settings = ['listen_addresses', 'server_encoding', 'lc_ctype', 'fsync'];
    const found = await ask(
      database.config,
      settings.map((name) => `select current_setting('${name}')`).join(' union all '),
    );
    expect(found).toEqual(['', 'UTF8', 'C.UTF-8', 'on']); // the service would refuse another
    expect(statSync(database.config.host ?? '').mode & 0o777).toBe(0o700);
    expect(database.config.host).toMatch(new RegExp(`^${foldersInMemory()[0] ?? '/'}`)); // no test waits for the disk
    await database.drop();
  });

  it('finds canaries in texts and in octets', async () => {
    const database = await newDatabase({ tables: false });
    const canary = ['trois', 'petits', 'chats', 'gris'].join(' ');
    await ask(database.config, `create table clean as select 'un chat' as "name"`);
    await ask(database.config, `create table "in text" as select '${canary}' as "name"`);
    await ask(database.config, `create table octets as select '${canary}'::bytea as "sealed"`);
    const { files, found } = await searchDatabase(database.config);
    expect({ files, found }).toEqual({
      files: 3,
      found: expect.arrayContaining([
        { canary: 'password', file: 'in text' },
        { canary: 'password', file: 'octets' },
      ]),
    });
    expect(found).toHaveLength(2);
    await ask(database.config, 'drop table "in text"');
    await ask(database.config, 'drop table octets');
    await database.drop();
  });

  it('takes another folder for its socket where the path would be too long', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'jeton-long-'));
    chmodSync(folder, 0o755);
    const runFolder = path.join(folder, 'x'.repeat(90), `jeton-run-${process.pid}-2`);
    mkdirSync(runFolder, { recursive: true });
    const server = await startServer(runFolder);
    const asked = ask({ host: server.socket, user: 'jeton', database: 'postgres' }, 'select 1');
    expect([path.dirname(server.folder), await asked]).toEqual(['/tmp', [1]]);
    rmSync(folder, { recursive: true });
    await until(() => !existsSync(server.folder));
  });

  it.each(['is killed', 'removes its folder'])('ends when its run %s', async (end) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'jeton-ending-'));
    const run = spawn('sleep', ['600'], { stdio: 'ignore' });
    const runFolder = path.join(folder, `jeton-run-${run.pid}-1`);
    mkdirSync(runFolder);
    const server = await startServer(runFolder);
    const [pid = ''] = readFileSync(path.join(server.folder, 'data/postmaster.pid'), 'utf8').split('\n');
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    if (end === 'is killed') run.kill('SIGKILL');
    else rmSync(runFolder, { recursive: true });
    await until(() => !existsSync(`/proc/${pid}`) && !existsSync(server.folder) && !existsSync(runFolder));
    if (run.exitCode === null && run.signalCode === null) {
      run.kill('SIGKILL');
      await once(run, 'exit');
    }
    rmSync(folder, { recursive: true });
  });
});
