import { hash } from 'node:crypto';
import { COLUMNS } from '../../book/tables/columns.ts';
import type { TableName } from '../../book/tables/tables.ts';
import type { Unjournalled } from '../tables.ts';

/** Tables beside the journal whose rows let somebody in, are answered in the place of an act, or say how far it goes. */
type SealedUnjournalled =
  | 'password'
  | 'enrolment'
  | 'session'
  | 'passkey'
  | 'deviceCode'
  | 'foreignIdentity'
  | 'apiTokenHash'
  | 'revocationCode'
  | 'pickupHash'
  | 'idempotency'
  | 'journalTip';
export type SealedTable = TableName | SealedUnjournalled;

type Columns<T extends SealedUnjournalled> = { readonly [C in keyof Unjournalled[T]]: true };
const UNJOURNALLED: { readonly [T in SealedUnjournalled]: Columns<T> } = {
  password: { personId: true, hash: true, setAt: true, restoredAt: true },
  enrolment: {
    hash: true,
    personId: true,
    expiresAt: true,
    usedAt: true,
    inviterId: true,
    codeHash: true,
    former: true,
  },
  session: {
    hash: true,
    personId: true,
    csrf: true,
    createdAt: true,
    seenAt: true,
    freshUntil: true,
    expiresAt: true,
    method: true,
    address: true,
    idToken: true,
    reach: true,
    benchNode: true,
    benchPlace: true,
    benchUntil: true,
  },
  passkey: {
    id: true,
    personId: true,
    name: true,
    publicKey: true,
    counter: true,
    transports: true,
    rpId: true,
    createdAt: true,
    usedAt: true,
  },
  deviceCode: {
    hash: true,
    userCodeHash: true,
    address: true,
    createdAt: true,
    expiresAt: true,
    personId: true,
    method: true,
    reach: true,
    freshUntil: true,
    endsAt: true,
  },
  foreignIdentity: { issuer: true, subject: true, personId: true, linkedAt: true },
  apiTokenHash: { hash: true, apiTokenId: true },
  revocationCode: { serial: true, hash: true },
  pickupHash: { pickupCodeId: true, hash: true },
  journalTip: { id: true, size: true, chain: true },
  idempotency: {
    key: true,
    caller: true,
    route: true,
    bodyHash: true,
    callId: true,
    status: true,
    answer: true,
    expiresAt: true,
  },
};

const COVERED: Readonly<Record<SealedTable, object>> = { ...COLUMNS, ...UNJOURNALLED };
const SORTED = new Map(Object.entries(COVERED).map(([table, columns]) => [table, Object.keys(columns).sort()]));

/**
 * The tables whose rows are authenticated (docs/decisions/row-authentication.md): everything that the journal can rebuild,
 * and beside it whatever lets somebody in or is answered in the place of an act.
 */
export const SEALED_TABLES = Object.keys(COVERED) as SealedTable[];
/** Whether the rows of a table are sealed. */
export const isSealed = (table: string): table is SealedTable => SORTED.has(table);
/** All columns of such a table but the seal, in the order of their names, in which they are sealed. */
export const columnsOf = (table: SealedTable): readonly string[] => SORTED.get(table) ?? [];

/** The columns of the primary key where it is not the id. */
const KEYS: Readonly<Partial<Record<SealedTable, readonly string[]>>> = {
  password: ['personId'],
  enrolment: ['hash'],
  session: ['hash'],
  deviceCode: ['hash'],
  foreignIdentity: ['issuer', 'subject'],
  apiTokenHash: ['hash'],
  revocationCode: ['serial'],
  pickupHash: ['pickupCodeId'],
  idempotency: ['caller', 'key'],
};
const ID: readonly string[] = ['id'];
/** The columns of a table's primary key, in its order: none of them is ever null. */
export const keyOf = (table: SealedTable): readonly string[] => KEYS[table] ?? ID;

/** A row by its table and by what may be told of it: never a value. */
export interface RowName {
  table: string;
  id: string;
}

/** By which column a row is named where it is not by its id. */
const NAMED_BY: Readonly<Partial<Record<SealedTable, string>>> = {
  password: 'personId',
  foreignIdentity: 'personId',
  apiTokenHash: 'apiTokenId',
  revocationCode: 'serial',
  pickupHash: 'pickupCodeId',
};
/** Columns of keys that are nobody's to read: their rows are named by a fingerprint. */
const SECRET_KEY: Readonly<Partial<Record<SealedTable, readonly string[]>>> = {
  enrolment: ['hash'],
  session: ['hash'],
  passkey: ['id'],
  deviceCode: ['hash'],
  idempotency: ['caller', 'key'],
};
const fingerprint = (text: string): string => hash('sha256', text).slice(0, 16);

/** A name as it may be told: whoever edited the row may have written anything into it. */
export const tellable = (id: string): string => (/^[\w.:-]{1,128}$/.test(id) ? id : fingerprint(id));

/** What a row is called in a log, in the journal and to people: its id, or a fingerprint where that says too much. */
export function rowName(table: SealedTable, row: Readonly<Record<string, unknown>>): RowName {
  const secret = SECRET_KEY[table];
  if (secret) return { table, id: fingerprint(secret.map((column) => String(row[column])).join(' ')) };
  return { table, id: tellable(String(row[NAMED_BY[table] ?? 'id'])) };
}
