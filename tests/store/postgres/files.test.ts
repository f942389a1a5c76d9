import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresAddress } from '../../../src/store/postgres/server/address.ts';
import { connectWriter, readerPool } from '../../../src/store/postgres/server/connect.ts';
import { type ServerCertificate, serverCertificate } from '../../support/certificates.ts';
import { type OwnServer, ownServer, PASSWORD, removeFolder, serverFolder } from './own-server.ts';

let folder: string;
let home: string;
let server: OwnServer;
let own: ServerCertificate;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-files-'));
  home = serverFolder();
  server = await ownServer(home);
  own = serverCertificate(folder);
});
afterAll(async () => {
  await server.stop();
  removeFolder(home);
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  return path;
}
const signedInBy = (passwordFile: string): PostgresAddress => ({
  ...server.overSocket('jeton_password'),
  passwordFile,
});
/** Nobody listens there: what is said of the files comes first. */
const overTcp = (more: Partial<PostgresAddress>): PostgresAddress => ({
  user: 'jeton',
  database: 'jeton',
  servers: [{ host: '127.0.0.1', port: 1 }],
  ...more,
});
const refuses = async (address: PostgresAddress, why: RegExp): Promise<void> => {
  const refusal = { code: 'config_invalid', message: expect.stringMatching(why) };
  await expect(connectWriter(address)).rejects.toMatchObject(refusal);
  const pool = readerPool(address, { max: 1 });
  await expect(pool.connect()).rejects.toMatchObject(refusal);
  await pool.end();
};

describe('the file of a password', () => {
  it('signs in when only its owner reads it', async () => {
    await (await connectWriter(signedInBy(file('good', `${PASSWORD}\n`)))).end();
  });

  it('is refused when open to others, empty or missing', async () => {
    await refuses(signedInBy(file('open', PASSWORD, 0o640)), /open to others: chmod 600/);
    await refuses(signedInBy(file('empty', '\n')), /is empty/);
    await refuses(signedInBy(join(folder, 'none')), /cannot be read/);
  });
});

describe('the files of certificates', () => {
  it('are refused when missing or no PEM', async () => {
    await refuses(overTcp({ caFile: join(folder, 'none') }), /cannot be read/);
    await refuses(overTcp({ caFile: file('ca', 'no PEM') }), /JETON_DATABASE_CA: no PEM/);
    const client = { certFile: own.certFile, keyFile: file('no.key', 'no PEM') };
    await refuses(overTcp({ client }), /JETON_DATABASE_CERT, JETON_DATABASE_KEY: no PEM/);
  });

  it('are refused when the key is of another certificate, or open to others', async () => {
    const other = serverCertificate(folder, { name: 'other' });
    await refuses(
      overTcp({ client: { certFile: own.certFile, keyFile: other.keyFile } }),
      /JETON_DATABASE_KEY: no PEM/,
    );
    const open = file('open.key', own.key, 0o644);
    await refuses(overTcp({ client: { certFile: own.certFile, keyFile: open } }), /open to others/);
  });
});
