import { AppError, type ErrorCode } from '../../../errors.ts';

/** One thing that a PostgreSQL server or the way to it does to us; its sentences go on after "the PostgreSQL server NAME". */
interface Failure {
  code: ErrorCode;
  en: string;
  fr: string;
}

const FAILURES = {
  unreachable: {
    code: 'service_unreachable',
    en: 'does not answer: see whether it runs, and look at JETON_DATABASE_URL and the firewall',
    fr: 'ne répond pas : vérifiez qu’il tourne, puis JETON_DATABASE_URL et le pare-feu',
  },
  starting: {
    code: 'service_unreachable',
    en: 'is starting or stopping: try again in a moment',
    fr: 'démarre ou s’arrête : réessayez dans un instant',
  },
  lost: {
    code: 'service_unreachable',
    en: 'broke the connection off: read again whether the last change was kept',
    fr: 'a rompu la connexion : relisez si la dernière modification a été gardée',
  },
  standby: {
    code: 'service_unreachable',
    en: 'is read-only, as a standby is: name the primary in JETON_DATABASE_URL too',
    fr: 'est en lecture seule, comme un serveur de secours : nommez aussi le primaire dans JETON_DATABASE_URL',
  },
  plaintext: {
    code: 'config_invalid',
    en: 'offers no TLS: set "ssl = on" there, or reach it over a unix socket',
    fr: 'n’offre pas TLS : réglez-y « ssl = on », ou joignez-le par une socket unix',
  },
  expired: {
    code: 'config_invalid',
    en: 'shows a certificate that has expired or is not valid yet: renew it, and look at the clocks',
    fr: 'présente un certificat expiré ou pas encore valable : renouvelez-le, et vérifiez les horloges',
  },
  other_name: {
    code: 'config_invalid',
    en: 'shows a certificate of another host name: JETON_DATABASE_URL names it as the certificate does',
    fr: 'présente un certificat d’un autre nom : JETON_DATABASE_URL le nomme comme le certificat',
  },
  untrusted: {
    code: 'config_invalid',
    en: 'shows a certificate that is not trusted: JETON_DATABASE_CA names the authority that signed it',
    fr: 'présente un certificat sans confiance : JETON_DATABASE_CA nomme l’autorité qui l’a signé',
  },
  tls: {
    code: 'config_invalid',
    en: 'and this service find no common TLS: it needs 1.2 or later, and perhaps JETON_DATABASE_CERT',
    fr: 'et ce service n’ont pas de TLS commun : il faut 1.2 ou plus, et peut-être JETON_DATABASE_CERT',
  },
  sign_in: {
    code: 'config_invalid',
    en: 'does not sign us in: look at the user, at its password file or certificate, and at pg_hba.conf',
    fr: 'refuse notre connexion : vérifiez l’utilisateur, son fichier de mot de passe ou son certificat, et pg_hba.conf',
  },
  no_database: {
    code: 'config_invalid',
    en: 'has no database of that name: make it, or look at JETON_DATABASE_URL',
    fr: 'n’a pas de base de ce nom : créez-la, ou vérifiez JETON_DATABASE_URL',
  },
  protocol: {
    code: 'config_invalid',
    en: 'refuses how we speak, as a connection pooler does: reach PostgreSQL itself',
    fr: 'refuse notre protocole, comme le fait un répartiteur de connexions : joignez PostgreSQL lui-même',
  },
  denied: {
    code: 'config_invalid',
    en: 'denies our role a right that it needs: let our role own the schema jeton',
    fr: 'refuse à notre rôle un droit nécessaire : rendez-le propriétaire du schéma jeton',
  },
  full: {
    code: 'overloaded',
    en: 'has no connection left for us: raise max_connections, or the limit of our role',
    fr: 'n’a plus de connexion pour nous : augmentez max_connections, ou la limite de notre rôle',
  },
  too_long: {
    code: 'overloaded',
    en: 'was not done in time: try again in a moment',
    fr: 'n’a pas fini à temps : réessayez dans un instant',
  },
  busy: {
    code: 'overloaded',
    en: 'is busy with all readings that we may open: try again in a moment',
    fr: 'est occupé par toutes les lectures permises : réessayez dans un instant',
  },
  deadlock: {
    code: 'conflict',
    en: 'met two changes in each other’s way and undid this one: try again',
    fr: 'a trouvé deux modifications qui se gênent et a annulé celle-ci : réessayez',
  },
  too_large: {
    code: 'invalid_input',
    en: 'cannot find a text again that is as long: shorten it',
    fr: 'ne peut retrouver un texte aussi long : raccourcissez-le',
  },
  disk_full: {
    code: 'disk_full',
    en: 'has no room on its disk: make room there',
    fr: 'n’a plus de place sur son disque : faites-y de la place',
  },
} as const satisfies Record<string, Failure>;
export type FailureState = keyof typeof FAILURES;

/** What each SQLSTATE means to us (PostgreSQL manual, appendix A). */
const BY_STATE: readonly [RegExp, FailureState][] = [
  [/^28/, 'sign_in'],
  [/^3D000/, 'no_database'],
  [/^42501/, 'denied'],
  [/^53100/, 'disk_full'],
  [/^54000/, 'too_large'],
  [/^53[23]/, 'full'],
  [/^08P01/, 'protocol'],
  [/^57P03/, 'starting'],
  [/^(08|57P|25P03)/, 'lost'],
  [/^25006/, 'standby'],
  [/^40(001|P01)/, 'deadlock'],
  [/^(55P03|57014)/, 'too_long'],
  [/^26000/, 'too_long'], // what was to prepare it took too long, just before
];
/** Codes of Node.js: of OpenSSL's verification, then of the network. */
const BY_CODE: readonly [RegExp, FailureState][] = [
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'expired'],
  [/^ERR_TLS_CERT_ALTNAME/, 'other_name'],
  [/^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/, 'untrusted'],
  [/^(ERR_SSL_|EPROTO$)/, 'tls'],
  [/^(ECONNRESET|EPIPE)$/, 'lost'],
  [/^(ECONN|EHOST|ENET|ETIMEDOUT$|ENOTFOUND$|EAI_|ENOENT$|EACCES$)/, 'unreachable'],
];
/** What pg itself says, without a code. */
const BY_MESSAGE: readonly [RegExp, FailureState][] = [
  [/^The server does not support SSL/, 'plaintext'],
  [/^There was an error establishing an SSL/, 'unreachable'],
  [/^SASL/, 'sign_in'],
  [/^timeout exceeded when trying to connect/, 'busy'],
  [/^Query read timeout/, 'too_long'],
  [/^(timeout expired|Connection terminated due to connection timeout)/, 'unreachable'],
  [/^(Connection terminated|Client has encountered a connection error|Client was closed)/, 'lost'],
];

function textOf(error: unknown, name: 'code' | 'constraint' | 'message'): string {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}

/** The first of an error and its causes for which `read` has an answer. */
function firstOf(error: unknown, read: (error: unknown) => string | undefined): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  return read(error) ?? ('cause' in error ? firstOf(error.cause, read) : undefined);
}

/** The five-letter SQLSTATE of an error or of what caused it; undefined where the server said none. */
export function sqlState(error: unknown): string | undefined {
  // EPIPE of Node.js has five letters too; the classes of SQLSTATE begin otherwise
  return firstOf(error, (e) => /^(\d.|F0|HV|P0|XX)[0-9A-Z]{3}$/.exec(textOf(e, 'code'))?.[0]);
}

/** The name of the constraint that a row broke, as the schema has it. */
export function constraintOf(error: unknown): string | undefined {
  return firstOf(error, (e) => textOf(e, 'constraint') || undefined);
}

function failureOf(error: unknown): FailureState | undefined {
  const find = (table: readonly [RegExp, FailureState][], text: string) =>
    table.find(([pattern]) => pattern.test(text))?.[1];
  const state = sqlState(error);
  if (state !== undefined) return find(BY_STATE, state);
  return find(BY_CODE, textOf(error, 'code')) ?? find(BY_MESSAGE, textOf(error, 'message'));
}

/** The reason that people at a door read: their site is cut off, and perhaps their last act was kept all the same. */
const whyOf = (state: FailureState): string => (state === 'lost' ? 'database-lost' : 'database');

/** A failure as an AppError; `server` is named where whoever reads it starts the service, and left out for users. */
export function databaseFailure(state: FailureState, { server, cause }: { server?: string; cause?: unknown } = {}) {
  const { code, en, fr } = FAILURES[state];
  const name = server === undefined ? '' : ` ${server}`;
  return new AppError(code, `the PostgreSQL server${name} ${en}`, {
    detail: {
      state,
      ...(code === 'service_unreachable' ? { why: whyOf(state) } : {}),
      fr: `le serveur PostgreSQL${name} ${fr}`,
    },
    cause,
  });
}

/**
 * What an error of pg means: an AppError whose `detail.state` says what happened, and never what the server wrote, which
 * may quote a row. An AppError stays as it is, and so does an error that means something to the statement alone, such as
 * a broken constraint (see `sqlState` and `constraintOf`).
 */
export function databaseError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const state = failureOf(error);
  return state === undefined ? error : databaseFailure(state, { cause: error });
}

/** As `databaseError`, while connecting to `server`: nothing was asked yet whose answer could be lost. */
export function connectError(error: unknown, server?: string): unknown {
  const state = error instanceof AppError ? undefined : failureOf(error);
  if (state === undefined) return error;
  const named = server === undefined ? {} : { server };
  return databaseFailure(state === 'lost' ? 'unreachable' : state, { ...named, cause: error });
}

/** True where the server, or the way to it, is gone: this connection is of no use, another one may be. */
export function isConnectionLost(error: unknown): boolean {
  const known = databaseError(error);
  return known instanceof AppError && known.code === 'service_unreachable';
}

/** One error for several servers that were tried in turn: what an administrator has to mend comes first. */
export function noneServes(refusals: readonly AppError[]): AppError {
  const [first = databaseFailure('unreachable')] = [
    ...refusals.filter(({ code }) => code === 'config_invalid'),
    ...refusals,
  ];
  if (refusals.length <= 1) return first;
  return new AppError(first.code, refusals.map(({ message }) => message).join('; '), {
    detail: { ...first.detail, fr: refusals.map(({ message, detail }) => detail['fr'] ?? message).join(' ; ') },
    cause: first,
  });
}
