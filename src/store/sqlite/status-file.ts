import { chmodSync, closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { columnsOf } from '../seal/sealed-tables.ts';
import type { Cells } from '../seal/seals.ts';
import type { Unjournalled } from '../tables.ts';
import { assertSoundBinding } from './binding.ts';
import { sqliteCode } from './file.ts';
import { schemaFaults } from './schema.ts';

/** `db/sqlite/status.sql` of the checkout, as far above src/store/sqlite as above dist/store/sqlite. */
const SCHEMA = new URL('../../../db/sqlite/status.sql', import.meta.url);

/** How far the copy goes. */
export interface CopyState {
  /** The last entry of the journal that it knows; -1 of an empty journal. */
  seq: number;
  /** SHA-256 of that entry's line, in hexadecimal; empty for an empty journal. */
  lineHash: string;
  /** Under which key its rows are sealed: of another one, all are read again. */
  edition: string;
  /** When it was last known to be level with the database, in milliseconds of the service's clock. */
  levelAt: number;
}
export type CopiedRevocation = Pick<Unjournalled['revocation'], 'certificateId' | 'issuerId' | 'seq' | 'revokedAt'>;
/** An issuer's newest CRL without its pieces; times are null where its row is not there. */
export type CopiedCrl = Unjournalled['crlBody'] & {
  thisUpdate: number | null;
  nextUpdate: number | null;
  entries: number | null;
};
export type CrlPiece = Unjournalled['crlPiece'];

/** The copy of what status processes read. Everything on it is synchronous; writes are inside of `begin` … `commit`. */
export interface StatusFile {
  state(): CopyState | undefined;
  putState(state: CopyState): void;
  begin(): void;
  commit(): void;
  /** Does nothing outside of a transaction. */
  rollback(): void;
  /** Takes everything away but the list of revocations: what was revoked stays revoked. */
  clear(): void;
  putCertificates(rows: readonly Cells[]): void;
  dropCertificate(id: string): void;
  putRevocations(rows: readonly CopiedRevocation[]): void;
  revocations(): number;
  /** Ids of certificates that are known to differ from the journal. */
  differing(): string[];
  setDiffering(ids: readonly string[]): void;
  putCrl(crl: CopiedCrl): void;
  /** The first and last number of an issuer's pieces. */
  pieces(issuerId: string): { first: number | null; last: number | null };
  dropPieces(issuerId: string): void;
  putPieces(pieces: readonly CrlPiece[]): void;
  close(): void;
}

const CERTIFICATE = [...columnsOf('certificate'), 'seal'];
const insert = (verb: string, table: string, columns: readonly string[]): string =>
  `${verb} into "${table}" (${columns.map((column) => `"${column}"`).join(', ')})
   values (${columns.map((column) => `@${column}`).join(', ')})`;

/** A file of this program's own making that is whole; undefined for any other. An empty one gets its tables. */
function openSound(path: string): Database.Database | undefined {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const db = new Database(path, { timeout: 1000 });
  try {
    db.pragma('journal_mode = WAL');
    // after a power cut the file may lack its last rounds, whole ones: they are made again
    db.pragma('synchronous = NORMAL');
    db.pragma('secure_delete = ON');
    db.pragma('temp_store = MEMORY');
    const schema = readFileSync(SCHEMA, 'utf8');
    const isNew = db.prepare('select count(*) from sqlite_schema').pluck().get() === 0;
    if (isNew) db.transaction(() => void db.exec(schema)).immediate();
    else if (schemaFaults(db, schema).length > 0 || db.pragma('quick_check(1)', { simple: true }) !== 'ok') {
      db.close();
      return undefined;
    }
    return db;
  } catch (error) {
    db.close();
    if (!/^SQLITE_(NOTADB|CORRUPT)/.test(sqliteCode(error) ?? '')) throw error;
    return undefined;
  }
}

/**
 * Opens the copy for its one writer; a file that is damaged or of another schema is thrown away, and an empty one made. Nobody
 * else may have it open then. The file holds no secret, and its owner alone may read it. Throws what SQLite throws.
 */
export function openStatusFile(path: string): StatusFile {
  assertSoundBinding();
  const sound = openSound(path);
  if (sound) return statusFileOn(sound);
  for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
  const fresh = openSound(path);
  if (fresh) return statusFileOn(fresh);
  throw new Error('a new copy for status answers was not made as it should be');
}

/** All but revocations: what was revoked stays so. */
const CLEAR = `delete from "copyState"; delete from "certificate"; delete from "difference"; delete from "crl";
  delete from "crlBody"; delete from "crlPiece"`;

function statusFileOn(db: Database.Database): StatusFile {
  const state = db.prepare<[], CopyState>('select "seq", "lineHash", "edition", "levelAt" from "copyState"');
  const putState = db.prepare(`insert or replace into "copyState" values (1, @seq, @lineHash, @edition, @levelAt)`);
  const certificate = db.prepare(insert('insert or replace', 'certificate', CERTIFICATE));
  const dropCertificate = db.prepare('delete from "certificate" where "id" = ?');
  const revocation = db.prepare(
    insert('insert or ignore', 'revocation', ['certificateId', 'issuerId', 'seq', 'revokedAt']),
  );
  const revocations = db.prepare<[], number>('select count(*) from "revocation"').pluck();
  const differing = db.prepare<[], string>('select "id" from "difference" order by "id"').pluck();
  const difference = db.prepare(`insert into "difference" values ('certificate', ?)`);
  const body = ['issuerId', 'number', 'head', 'tail', 'upTo', 'gatheredAt'];
  const crlBody = db.prepare(insert('insert or replace', 'crlBody', body));
  const crl = db.prepare(
    insert('insert or replace', 'crl', ['issuerId', 'number', 'thisUpdate', 'nextUpdate', 'entries']),
  );
  const dropCrl = db.prepare('delete from "crl" where "issuerId" = ?');
  const pieces = db.prepare<[string], { first: number | null; last: number | null }>(
    'select min("number") as "first", max("number") as "last" from "crlPiece" where "issuerId" = ?',
  );
  const dropPieces = db.prepare('delete from "crlPiece" where "issuerId" = ?');
  const piece = db.prepare(insert('insert or replace', 'crlPiece', ['issuerId', 'number', 'der']));
  return {
    state: () => state.get(),
    putState: (to) => void putState.run(to),
    begin: () => void db.exec('begin immediate'),
    commit: () => void db.exec('commit'),
    rollback: () => {
      if (db.inTransaction) db.exec('rollback');
    },
    clear: () => {
      db.exec(CLEAR);
    },
    putCertificates: (rows) => {
      for (const row of rows) certificate.run(row);
    },
    dropCertificate: (id) => void dropCertificate.run(id),
    putRevocations: (rows) => {
      for (const row of rows) revocation.run(row);
    },
    revocations: () => revocations.get() ?? 0,
    differing: () => differing.all(),
    setDiffering: (ids) => {
      db.exec('delete from "difference"');
      for (const id of ids) difference.run(id);
    },
    putCrl: (row) => {
      crlBody.run(row);
      if (row.thisUpdate === null) dropCrl.run(row.issuerId);
      else crl.run(row);
    },
    pieces: (issuerId) => pieces.get(issuerId) ?? { first: null, last: null },
    dropPieces: (issuerId) => void dropPieces.run(issuerId),
    putPieces: (rows) => {
      for (const row of rows) piece.run(row);
    },
    close: () => void db.close(),
  };
}
