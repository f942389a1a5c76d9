import { isIP } from 'node:net';
import { settingsRefused } from '../../../errors.ts';
import type { PostgresServer } from './address.ts';

/** What a PostgreSQL URL says; no part of it is ever written into an error, for people put passwords anywhere. */
export interface DatabaseUrl {
  user: string;
  database: string;
  servers: PostgresServer[];
  isSocket: boolean;
}

const NAME = 'JETON_DATABASE_URL';
const DEFAULT_PORT = 5432;
/** User, servers, database, parameters. A list of servers is nothing that the class URL understands. */
const SHAPE = /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^@/?#]*)(?:\/([^@/?#]*))?(?:\?([^#]*))?$/;
/** A colon before an @, wherever they stand: a password may hold / and ? itself. */
const PASSWORD = /^[^:]*:\/\/[^@]*:[^@]*@/;
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
const SERVER = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/i;

const KNOWN = ['host', 'port', 'user', 'sslmode', 'target_session_attrs'] as const;
type Parameters = Partial<Record<(typeof KNOWN)[number], string>>;
/** What is done anyway may be said; nothing else can be had. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  sslmode: ['verify-full'],
  target_session_attrs: ['read-write', 'primary'],
};
const SECRETS = ['password', 'passfile', 'sslpassword'];
/** Parameters of libpq that are variables here. */
const VARIABLES: Readonly<Record<string, string>> = {
  sslrootcert: 'JETON_DATABASE_CA',
  sslcert: 'JETON_DATABASE_CERT',
  sslkey: 'JETON_DATABASE_KEY',
};

function refuse(en: string, fr: string): never {
  throw settingsRefused({ en: `${NAME}: ${en}`, fr: `${NAME} : ${fr}` });
}

const refusePassword = (): never =>
  refuse(
    'a password in it would be seen in lists of processes: put it into a file and set JETON_DATABASE_PASSWORD_FILE (an @ in a name is %40)',
    'un mot de passe y serait visible dans la liste des processus : mettez-le dans un fichier et réglez JETON_DATABASE_PASSWORD_FILE (un @ dans un nom s’écrit %40)',
  );

function decoded(text: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text);
  } catch {
    return refuse('a % that no two hexadecimal digits follow', 'un % sans deux chiffres hexadécimaux');
  }
  if (/\p{Cc}/u.test(plain)) refuse('it holds a control character', 'un caractère de contrôle s’y trouve');
  return plain;
}

function assertKnown(name: string, value: string): asserts name is (typeof KNOWN)[number] {
  if (SECRETS.includes(name)) refusePassword();
  const variable = VARIABLES[name];
  if (variable !== undefined) {
    refuse(`instead of its parameter ${name}, set ${variable}`, `au lieu du paramètre ${name}, réglez ${variable}`);
  }
  if (!KNOWN.some((known) => known === name)) {
    const shown = /^[a-z][a-z_]{0,62}$/i.test(name) ? `${name} ` : '';
    refuse(
      `its parameter ${shown}is not known; there are ${KNOWN.join(', ')}`,
      `son paramètre ${shown}est inconnu ; il y a ${KNOWN.join(', ')}`,
    );
  }
  const allowed = FIXED[name];
  if (allowed && !allowed.includes(value)) {
    refuse(
      `its parameter ${name} may only be ${allowed.join(' or ')}`,
      `son paramètre ${name} ne peut être que ${allowed.join(' ou ')}`,
    );
  }
}

function parametersOf(query: string): Parameters {
  const found: Parameters = {};
  for (const part of query.split('&').filter(Boolean)) {
    const [name = '', ...rest] = part.split('=');
    const value = decoded(rest.join('='));
    assertKnown(name, value);
    if (found[name] !== undefined)
      refuse(`its parameter ${name} stands twice`, `son paramètre ${name} y est deux fois`);
    if (value === '') refuse(`its parameter ${name} is empty`, `son paramètre ${name} est vide`);
    found[name] = value;
  }
  return found;
}

function portOf(text: string | undefined): number {
  const port = text === undefined ? DEFAULT_PORT : Number(text);
  if (!/^\d*$/.test(text ?? '') || port < 1 || port > 65_535) {
    refuse('a port is a number from 1 to 65535', 'un port est un nombre de 1 à 65535');
  }
  return port;
}

function serverOf(text: string): PostgresServer {
  const [, v6, name, port] = SERVER.exec(text) ?? [];
  const host = v6 ?? name ?? '';
  if (v6 === undefined ? !HOST_NAME.test(host) : isIP(v6) !== 6) {
    refuse(
      'each of its servers is HOST or HOST:PORT, an address of IPv6 in brackets',
      'chacun de ses serveurs est HÔTE ou HÔTE:PORT, une adresse IPv6 entre crochets',
    );
  }
  return { host: host.toLowerCase(), port: portOf(port) };
}

function serversOf(authority: string, { host, port, sslmode }: Parameters): PostgresServer[] {
  if (authority !== '' && (host !== undefined || port !== undefined)) {
    refuse(
      'a server stands before the database or in host=, not in both',
      'un serveur y est avant la base ou dans host=',
    );
  }
  if (authority !== '') return authority.split(',').map(serverOf);
  if (host === undefined || !host.startsWith('/')) {
    return refuse(
      'it names no server; a unix socket is host=/FOLDER',
      'aucun serveur ; une socket unix est host=/DOSSIER',
    );
  }
  if (sslmode !== undefined) refuse('a unix socket has no sslmode', 'une socket unix n’a pas de sslmode');
  return [{ host, port: portOf(port) }];
}

/** Reads `postgresql://USER@HOST[:PORT][,HOST…]/DATABASE` or `postgresql:///DATABASE?host=/FOLDER&user=USER`. Throws `config_invalid`. */
export function readDatabaseUrl(text: string): DatabaseUrl {
  if (PASSWORD.test(text)) refusePassword();
  const [matched, name = '', authority = '', path = '', query = ''] = SHAPE.exec(text) ?? [];
  if (matched === undefined) {
    return refuse(
      'write postgresql://USER@HOST/DATABASE or postgresql:///DATABASE?host=/FOLDER&user=USER',
      'écrivez postgresql://UTILISATEUR@HÔTE/BASE ou postgresql:///BASE?host=/DOSSIER&user=UTILISATEUR',
    );
  }
  const parameters = parametersOf(query);
  if (name !== '' && parameters.user !== undefined) refuse('it names two users', 'deux utilisateurs y sont nommés');
  const servers = serversOf(authority, parameters);
  const user = parameters.user ?? decoded(name);
  const database = decoded(path);
  if (user === '') refuse('it names no user', 'aucun utilisateur n’y est nommé');
  if (database === '') refuse('it names no database', 'aucune base n’y est nommée');
  return { user, database, servers, isSocket: authority === '' };
}
