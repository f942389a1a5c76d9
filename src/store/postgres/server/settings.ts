import { z } from 'zod';
import { belongTogether, settingsRefused } from '../../../errors.ts';
import type { PostgresAddress } from './address.ts';
import { readDatabaseUrl } from './url.ts';

const File = z.string().trim().min(1).optional();

/** What the environment says of a PostgreSQL server. */
export const DatabaseEnvironment = {
  /** `postgresql://USER@HOST[:PORT][,HOST…]/DATABASE`, or over a unix socket `postgresql:///DATABASE?host=/FOLDER&user=USER`. Left out: SQLite in the data folder. */
  JETON_DATABASE_URL: z.string().trim().min(1).optional(),
  /** The password of the user named there: one line, mode 0600. */
  JETON_DATABASE_PASSWORD_FILE: File,
  /** PEM of the authorities that vouch for the server. Left out: those of the system. */
  JETON_DATABASE_CA: File,
  /** PEM files, where the server asks who we are; the key has mode 0600. */
  JETON_DATABASE_CERT: File,
  JETON_DATABASE_KEY: File,
};
/** PostgreSQL as configured: where it is, and files to read. */
export type DatabaseSettings = PostgresAddress;

type Given = { [K in keyof typeof DatabaseEnvironment]?: z.output<(typeof DatabaseEnvironment)[K]> };

function refuse(en: string, fr: string): never {
  throw settingsRefused({ en, fr });
}

function withoutUrl(given: Given): undefined {
  const names = Object.keys(DatabaseEnvironment) as (keyof Given)[]; // other settings come with them
  const name = names.find((one) => given[one] !== undefined);
  if (name === undefined) return undefined;
  return refuse(`${name} needs JETON_DATABASE_URL`, `${name} demande JETON_DATABASE_URL`);
}

function clientOf({ JETON_DATABASE_CERT: certFile, JETON_DATABASE_KEY: keyFile }: Given): PostgresAddress['client'] {
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  if (certFile === undefined && keyFile === undefined) return undefined;
  throw belongTogether('JETON_DATABASE_CERT', 'JETON_DATABASE_KEY');
}

/** PostgreSQL as configured; undefined for SQLite. Reads no file. Throws `config_invalid` saying what is wrong, without the URL. */
export function databaseSettings(given: Given): PostgresAddress | undefined {
  const { JETON_DATABASE_URL: url, JETON_DATABASE_PASSWORD_FILE: passwordFile, JETON_DATABASE_CA: caFile } = given;
  if (url === undefined) return withoutUrl(given);
  const { isSocket, ...where } = readDatabaseUrl(url);
  const client = clientOf(given);
  if (isSocket && (caFile !== undefined || client !== undefined)) {
    refuse(
      'a unix socket has no TLS: leave JETON_DATABASE_CA, JETON_DATABASE_CERT and JETON_DATABASE_KEY out',
      'une socket unix n’a pas de TLS : retirez JETON_DATABASE_CA, JETON_DATABASE_CERT et JETON_DATABASE_KEY',
    );
  }
  if (!isSocket && passwordFile === undefined && client === undefined) {
    refuse(
      'JETON_DATABASE_URL names a server over the network: set JETON_DATABASE_PASSWORD_FILE, or JETON_DATABASE_CERT and JETON_DATABASE_KEY',
      'JETON_DATABASE_URL nomme un serveur sur le réseau : réglez JETON_DATABASE_PASSWORD_FILE, ou JETON_DATABASE_CERT et JETON_DATABASE_KEY',
    );
  }
  return {
    ...where,
    ...(passwordFile === undefined ? {} : { passwordFile }),
    ...(caFile === undefined ? {} : { caFile }),
    ...(client === undefined ? {} : { client }),
  };
}
