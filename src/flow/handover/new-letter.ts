import type { LetterRow, RequestRow } from '../../book/tables.ts';
import type { Deps } from '../act.ts';

/** A letter or label that waits to be printed. */
export function newLetter(
  deps: Deps,
  kind: LetterRow['kind'],
  request: RequestRow,
  more: Partial<LetterRow> = {},
): LetterRow {
  const base = { tokenId: null, secretId: null, printedBy: null, printedAt: null, confirmedAt: null };
  return { id: deps.chance.id(), kind, requestId: request.id, state: 'waiting', ...base, ...more };
}
