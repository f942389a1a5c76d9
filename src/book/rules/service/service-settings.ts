/** The settings in which the service keeps what it says of itself. */

/** `{number, sha256}` of the book in force. */
export const BOOK = 'book';
/** SHA-256 of policy.json as an export carries it. */
export const POLICY = 'policy';
/** The day of the access log that is sealed next, as the moment it begins. */
export const SEALED = 'accessLog.sealed';
/** The last day whose report was mailed, and printed: `YYYY-MM-DD`. */
export const MAILED = 'report.mailed';
export const PRINTED = 'report.printed';
/** A report that did not leave, as while the service was down, leaves later: of as many days that ended last, today's not among them. */
export const DAYS_SENT = 14;
/** By which TLS certificate a node is known: its serial number, a space, and what it is for. */
export const serverCertificateOf = (node: string): string => `server-certificate:${node}`;
/** The act for which two people stand by beside the stopped service; empty when it is done. */
export const STANDING_BY = 'standing-by';

/** What the value of a setting holds, as text; `act`: the name of one. Undefined: what its text says. */
export function settingKind(id: string): 'time' | 'day' | 'act' | undefined {
  if (id === STANDING_BY) return 'act';
  if (id === SEALED || id.startsWith('authority-revoked:')) return 'time';
  return id === MAILED || id === PRINTED || id.startsWith('stock.balanced:') ? 'day' : undefined;
}
