/** Tables that CRLs and OCSP are answered from: each node copies them (status-copy.ts). */
const FOLLOWED: ReadonlySet<string> = new Set([
  'certificate',
  'crl',
  'crlBody',
  'crlPiece',
  'revocation',
  'difference',
]);

/** Channel on which nodes hear of a commit that changed one of those tables. */
export const CHANNEL = 'jeton_status';

const WRITES = /^\s*(?:insert into|update|delete from) "(\w+)"/i;

/** Whether a statement, by its text, writes to one of those tables. */
export const isFollowed = (text: string): boolean => FOLLOWED.has(WRITES.exec(text)?.[1] ?? '');
