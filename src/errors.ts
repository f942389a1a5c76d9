/** Every way in which Jeton says no, as a closed list. The HTTP status of each stands in listen/http-status.ts alone. */
export const ERROR_CODES = [
  'invalid_input', // the input does not have the shape or values asked for
  'not_signed_in',
  'sign_in_failed',
  'session_expired',
  'fresh_factor_needed', // the act asks for a factor given moments ago; plain API tokens never have one
  'csrf_failed',
  'forbidden', // no role of the caller may do this
  'own_request', // four eyes: asker or holder may not approve or produce
  'same_person', // four eyes: two duties that must be two persons
  'out_of_scope', // the role is held, for other services
  'exclusive_role', // two roles that one person may not hold together
  'last_of_role', // without this person no two could decide anything any more
  'not_found',
  'wrong_state', // the lifecycle has no such step from here
  'conflict', // somebody else was faster; read again
  'duplicate', // it is there already: an open request for the same workstation, a number
  'already_done', // twice: the act was done and cannot be done again
  'changed_since', // what was approved is not what stands there now
  'expired',
  'limit_reached', // a policy's number (temporary tokens, overlap, tries)
  'too_many_requests',
  'idempotency_mismatch',
  'token_wrong', // plugged token is not the expected one
  'token_foreign', // plugged token is not in stock
  'device_failed', // the token or its module did not do its part
  'possession_failed', // the CSR's signature does not fit its key
  'profile_refused', // a certificate profile or a certificate would break a rule
  'against_the_book', // the entry of an act is none that the book allows: a fault of ours, and nothing was changed
  'restore_unconfirmed', // the records were restored and issue nothing until two persons confirm it
  'revocations_unknown', // after a restore no copy of the last CRL is here: two persons have to vouch that none is missing
  'profile_unconfirmed', // a profile was changed and issues nothing until two persons confirm it
  'ca_unavailable',
  'crl_failed',
  'print_failed',
  'locked', // another instance owns the data folder
  'config_invalid',
  'kek_missing',
  'kek_wrong',
  'journal_broken', // what the verifier found
  'other_records', // the database is not the one that this node wrote to and saw signed: nothing is issued
  'record_tampered', // a row of the database is not as this service wrote it
  'service_unreachable',
  'overloaded',
  'disk_full', // only urgent work is taken until somebody makes room
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Faults of the records' surroundings that pass without anybody changing what was asked: it may be tried again as it is. */
export const PASSING_FAULTS = [
  'service_unreachable',
  'overloaded',
  'disk_full',
] as const satisfies readonly ErrorCode[];
export type PassingFault = (typeof PASSING_FAULTS)[number];

/**
 * The one error class. `message` is for people: English, lower case, what happened and what to do; never a secret.
 * `detail` is machine-readable and as public as the message. `cause` keeps what was underneath for the technical log.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    { detail = {}, cause }: { detail?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
  }
}

/** True for an AppError with one of `codes` (any code when none is named). */
export function isAppError(error: unknown, ...codes: ErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code));
}

/**
 * A `config_invalid`: a setting, an argument, or what is found at a start is refused, in both languages; a terminal prints French first
 * (words/terminal-lines.ts). Other fields go into `detail`. Only the table in store/postgres/server/errors.ts makes this code without it.
 */
export function settingsRefused(
  { en, fr, ...detail }: { en: string; fr: string; [more: string]: unknown },
  cause?: unknown,
): AppError {
  return new AppError('config_invalid', en, { detail: { ...detail, fr }, cause });
}

/** One of two settings that are read together is given, and the other is not. */
export const belongTogether = (one: string, other: string): AppError =>
  settingsRefused({
    en: `${one} and ${other} belong together: set both`,
    fr: `${one} et ${other} vont ensemble : donnez les deux`,
  });

/** An address among the settings that says no host. */
export const namesNoHost = (setting: string): AppError =>
  settingsRefused({
    en: `${setting} names no host: give one`,
    fr: `${setting} ne nomme aucune machine : donnez-en une`,
  });

/** The database lacks what this node committed or saw signed: it was put back, or is another one. */
export const otherRecords = (): AppError =>
  new AppError(
    'other_records',
    'the database lacks entries that this node committed or saw signed: nothing is issued. Keep everything as it is, call the auditor; once the right database is back, or its restore was decided, stop every node and start one',
    {
      detail: {
        fr: 'la base n’a pas les écritures que ce nœud a faites ou vu signer : rien n’est émis. Gardez tout en l’état, appelez l’auditeur ; quand la bonne base est revenue, ou sa restauration décidée, arrêtez tous les nœuds et démarrez-en un',
      },
    },
  );

/** An address at which nobody can listen; `settings`: the names of those that say host and port. */
export function cannotListen(at: {
  host: string;
  port: number;
  settings: { host: string; port: string };
  code: string;
  cause?: unknown;
}): AppError {
  const { host, port, settings, code, cause } = at;
  if (code === 'EADDRINUSE')
    return settingsRefused(
      {
        en: `port ${port} of ${host} is taken already: stop what listens there, or name another port in ${settings.port}`,
        fr: `le port ${port} de ${host} est déjà pris : arrêtez ce qui y écoute, ou donnez un autre port dans ${settings.port}`,
      },
      cause,
    );
  return settingsRefused(
    {
      en: `port ${port} of ${host} cannot be listened on (${code}): look at ${settings.host} and ${settings.port}`,
      fr: `impossible d’écouter sur le port ${port} de ${host} (${code}) : voyez ${settings.host} et ${settings.port}`,
    },
    cause,
  );
}
