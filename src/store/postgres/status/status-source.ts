import type pg from 'pg';
import { MOST_DIFFERENCES } from '../../differences.ts';
import { columnsOf } from '../../seal/sealed-tables.ts';
import type { Cells } from '../../seal/seals.ts';
import type { CopiedCrl, CopiedRevocation, CrlPiece } from '../../sqlite/status-file.ts';
import { cutAfter } from '../server/connect.ts';

/** Rows read, and then written to the copy, between two turns of the event loop. */
export const PAGE = 500;
/** Each question is answered in milliseconds: a server that is silent for as long is given up. */
const ANSWER_MS = 5_000;

/** Asks a question within one snapshot of the database; answers its rows. */
export type Ask = <R extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) => Promise<R[]>;

/** What `work` reads is of one moment. Throws what pg throws; the connection is of no use then. */
export async function inSnapshot(client: pg.Client, work: (ask: Ask) => Promise<void>): Promise<void> {
  const ask = async <R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> =>
    (await cutAfter(client, ANSWER_MS, client.query<R>(text, [...values]))).rows;
  await ask('begin isolation level repeatable read read only');
  await work(ask);
  await ask('commit');
}

export interface Line {
  seq: number;
  line: string;
}
const LINES = `select "seq", "line" from "journalEntry"`;

/** Entries from `seq` on, in order. */
export const linesFrom = (ask: Ask, seq: number, limit: number): Promise<Line[]> =>
  ask<Line>(`${LINES} where "seq" >= $1 order by "seq" limit $2`, [seq, limit]);

/** The last entry; undefined for an empty journal. */
export async function lastLine(ask: Ask): Promise<Line | undefined> {
  const [last] = await ask<Line>(`${LINES} order by "seq" desc limit 1`);
  return last;
}

/** With their seals: whoever reads the copy checks them, and nobody before. */
const CERTIFICATES = `select ${[...columnsOf('certificate'), 'seal'].map((column) => `"${column}"`).join(', ')}
  from "certificate"`;
type CertificateCells = Cells & { id: string };

export const certificatesOf = (ask: Ask, ids: readonly string[]): Promise<CertificateCells[]> =>
  ask<CertificateCells>(`${CERTIFICATES} where "id" = any($1)`, [ids]);

/** All of them, page by page. */
export async function* allCertificates(ask: Ask): AsyncGenerator<CertificateCells[]> {
  for (let after = ''; ; ) {
    const page = await ask<CertificateCells>(`${CERTIFICATES} where "id" > $1 order by "id" limit ${PAGE}`, [after]);
    yield page;
    const last = page.at(-1);
    if (page.length < PAGE || !last) return;
    after = last.id;
  }
}

const REVOCATIONS = `select "certificateId", "issuerId", "seq", "revokedAt" from "revocation"`;

export const revocationsOf = (ask: Ask, certificateIds: readonly string[]): Promise<CopiedRevocation[]> =>
  ask<CopiedRevocation>(`${REVOCATIONS} where "certificateId" = any($1)`, [certificateIds]);

/** The whole list, page by page. */
export async function* allRevocations(ask: Ask): AsyncGenerator<CopiedRevocation[]> {
  const next = `${REVOCATIONS} where ("issuerId", "seq") > ($1, $2) order by "issuerId", "seq" limit ${PAGE}`;
  for (let after: [string, number] = ['', 0]; ; ) {
    const page = await ask<CopiedRevocation>(next, after);
    yield page;
    const last = page.at(-1);
    if (page.length < PAGE || !last) return;
    after = [last.issuerId, last.seq];
  }
}

export async function countRevocations(ask: Ask): Promise<number> {
  const [found] = await ask<{ rows: number }>('select count(*) as "rows" from "revocation"');
  return found?.rows ?? 0;
}

const DIFFERING = `select "id" from "difference" where "table" = 'certificate' order by "id" limit $1`;
/** Ids of certificates that are known to differ from the journal; undefined of more than this service finds: somebody made them up. */
export async function differing(ask: Ask): Promise<string[] | undefined> {
  const rows = await ask<{ id: string }>(DIFFERING, [MOST_DIFFERENCES + 1]);
  return rows.length > MOST_DIFFERENCES ? undefined : rows.map(({ id }) => id);
}

/** The newest CRL of each issuer. */
export const crls = (ask: Ask): Promise<CopiedCrl[]> =>
  ask<CopiedCrl>(`select b.*, c."thisUpdate", c."nextUpdate", c."entries" from "crlBody" b
    left join "crl" c on c."issuerId" = b."issuerId" and c."number" = b."number"`);

export async function firstPiece(ask: Ask, issuerId: string): Promise<number | null> {
  const rows = await ask<{ first: number | null }>(
    'select min("number") as "first" from "crlPiece" where "issuerId" = $1',
    [issuerId],
  );
  return rows[0]?.first ?? null;
}

/** An issuer's pieces of CRLs after this number. */
export const piecesAfter = (ask: Ask, issuerId: string, number: number): Promise<CrlPiece[]> =>
  ask<CrlPiece>('select * from "crlPiece" where "issuerId" = $1 and "number" > $2 order by "number"', [
    issuerId,
    number,
  ]);
