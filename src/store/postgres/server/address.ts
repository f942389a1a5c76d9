import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type pg from 'pg';
import { type AppError, settingsRefused } from '../../../errors.ts';
import { readPlainFile, readPrivateFile } from './private-file.ts';
import { postgresValues } from './values.ts';

/** Where our tables are; nobody else's are there. */
export const SCHEMA = 'jeton';

/** A host name or address, or the folder of a unix socket, which begins with a slash. */
export interface PostgresServer {
  host: string;
  port: number;
}

/** Where the records are: plain data without a secret, so that other processes of ours can be told. Files are read later. */
export interface PostgresAddress {
  user: string;
  database: string;
  /** One of them is the primary. */
  servers: readonly PostgresServer[];
  passwordFile?: string;
  /** PEM of the authorities that vouch for the servers. Left out: those of the system. */
  caFile?: string;
  /** PEM: who we are, where the server asks for a certificate. */
  client?: { certFile: string; keyFile: string };
}

/** The writer's sessions change records; the readers' cannot. */
export type SessionRole = 'writer' | 'reader';

/** How long a server may take to let us in, in milliseconds. */
export const CONNECT_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
const READING_MS = 30_000;
/** Questions that a reader is sent at once. A page asks a dozen; a slow one among four holds three. */
export const TOGETHER = 4;
/** By then the server would have ended a reading itself, and all that were sent before it: it is not heard, and its connection is of no use. */
const UNHEARD_MS = TOGETHER * READING_MS + 5_000;
/** A unit of work is milliseconds: after this the server ends the session of a process that stands still. */
const IDLE_UNIT_MS = 30_000;
/** Longer than that, so that the next process outwaits the locks of one that stands still. */
const LOCK_MS = 45_000;

const LIMITS: Readonly<Record<SessionRole, pg.ClientConfig>> = {
  // statements are sent as they come, each without waiting for the answer to the one before
  writer: { idle_in_transaction_session_timeout: IDLE_UNIT_MS, lock_timeout: LOCK_MS, pipeline: true },
  reader: { statement_timeout: READING_MS, query_timeout: UNHEARD_MS, pipeline: true },
};

/**
 * Settings of the session, stronger than what was set for the role or the database; `public` is for pg_trgm. "pg_temp" comes
 * last, or a temporary table would stand before the table of its name. Warnings are heard: one says that a commit was not
 * confirmed. Over TCP the server asks whether we are still there, and ends within 20 s the session, with its locks, of a
 * client that a network cut off: else that takes it two hours. Where a keepalive is not answered, the user timeout says
 * when to give up, not a count. It is less than what a cluster needs to replace a standby (docs/postgresql.md): the journal's
 * lock would else go to a session that waited for it, and whose client is not there any more.
 */
const SETTINGS = [
  ...[`search_path=${SCHEMA},public,pg_temp`, 'TimeZone=UTC', 'client_encoding=UTF8', 'client_min_messages=warning'],
  ...['standard_conforming_strings=on', 'tcp_keepalives_idle=5', 'tcp_keepalives_interval=2'],
  'tcp_user_timeout=15000',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');
const READ_ONLY = '-c default_transaction_read_only=on';

const isSocket = ({ host }: PostgresServer): boolean => host.startsWith('/');

/** A server as people are told of it: `db1.example:5432`. */
export function serverName({ host, port }: PostgresServer): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function unusable(variables: string, cause: unknown): AppError {
  const en = `${variables}: no PEM certificate or key that can be used`;
  return settingsRefused({ en, fr: `${variables} : pas de certificat ou de clé PEM utilisable` }, cause);
}

function authorities(file: string): string {
  const pem = readPlainFile(file);
  try {
    new X509Certificate(pem); // TLS ignores what is no certificate, and then trusts nobody
    return pem;
  } catch (cause) {
    throw unusable('JETON_DATABASE_CA', cause);
  }
}

function secureContext({ caFile, client }: PostgresAddress): SecureContext {
  const ca = caFile === undefined ? {} : { ca: authorities(caFile) };
  const own = client && { cert: readPlainFile(client.certFile), key: readPrivateFile(client.keyFile) };
  try {
    return createSecureContext({ minVersion: 'TLSv1.2', ...ca, ...own });
  } catch (cause) {
    throw unusable('JETON_DATABASE_CERT, JETON_DATABASE_KEY', cause);
  }
}

/** Asked for by pg when the server wants a password, and at no other time. */
function password({ passwordFile }: PostgresAddress): string {
  if (passwordFile !== undefined) return readPrivateFile(passwordFile);
  throw settingsRefused({
    en: 'the database asks for a password: set JETON_DATABASE_PASSWORD_FILE',
    fr: 'la base demande un mot de passe : réglez JETON_DATABASE_PASSWORD_FILE',
  });
}

/**
 * How pg connects to one server of an address. Certificates and passwords are read from their files now, so that new ones
 * serve without a restart. Every field that pg would else take from PG… variables of the environment is set. TCP is under
 * TLS with the server's certificate and name verified; a unix socket has none. Throws `config_invalid`.
 */
export function connectionOptions(
  address: PostgresAddress,
  server: PostgresServer,
  role: SessionRole,
): pg.ClientConfig & { sslnegotiation: 'postgres' } {
  const { user, database } = address;
  const options = role === 'reader' ? `${SETTINGS} ${READ_ONLY}` : SETTINGS;
  return {
    user,
    database,
    host: server.host,
    port: server.port,
    password: () => password(address),
    application_name: 'jeton',
    options,
    types: postgresValues,
    ...LIMITS[role],
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    sslnegotiation: 'postgres',
    ssl: isSocket(server) ? false : { secureContext: secureContext(address), rejectUnauthorized: true },
    enableChannelBinding: !isSocket(server),
  };
}
