import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { Deps } from '../act.ts';

/** What a letter that waits has not come to. */
export const NOT_TOLD = {
  printedBy: null,
  printedAt: null,
  sentTo: null,
  confirmedAt: null,
  shownAt: null,
  shownTo: null,
} as const satisfies Partial<LetterRow>;

/** A letter or label that waits to be printed. */
export function newLetter(
  deps: Deps,
  kind: LetterRow['kind'],
  request: RequestRow,
  more: Partial<LetterRow> = {},
): LetterRow {
  const base = { tokenId: null, secretId: null, ...NOT_TOLD };
  return { id: deps.chance.id(), kind, requestId: request.id, state: 'waiting', ...base, ...more };
}
