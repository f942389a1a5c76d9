import { type RawBuilder, sql } from 'kysely';
import { LETTER_KINDS, type LetterKind } from '../../../book/tables/codes.ts';
import { type LetterState, SECRET_LETTERS } from '../../../book/tables/states.ts';
import type { Lists } from '../../../flow/reading/lists.ts';
import type { Visibility } from '../../../flow/reading/request/request-lists.ts';
import { SHOWN } from '../../seal/guard.ts';
import { atMost } from '../../statements/at-most.ts';
import type { Db } from '../../tables.ts';
import { seen } from '../requests/request-list.ts';
import { walk } from '../walk/branches.ts';

/** A letter of a request that the reader may see. The request is looked up by its id, one for each letter, whatever else there is. */
const visibleTo = (visible: Visibility): RawBuilder<unknown>[] =>
  visible === 'all' ? [] : [sql`(select ${seen(visible)} from "request" as "r" where r."id" = l."requestId")`];

/**
 * Letters whose request is in a hand-over of which this holds. Looked up for each letter: for an `exists` PostgreSQL may read all
 * hand-overs that there ever were.
 */
const handedOver = (so: RawBuilder<unknown>): RawBuilder<unknown> => sql`coalesce((select true from "handover" as "h"
  where h."requestId" = l."requestId" and h."failedAt" is null and ${so} limit 1), false)`;

/** When the secret of a letter may be told: book/rules/handover/secret-letters.ts, as a condition. */
const TOLD = {
  pin: handedOver(sql`h."challengedAt" is not null and h."acceptedAt" is not null
    and (h."mode" = 'desk' or h."mode" = 'shipment' and h."receiptAt" is not null)`),
  'pkcs12-password': handedOver(sql`h."mode" = 'download'`),
};
/** Said in the statement's text: of a value that it is not told, PostgreSQL takes as many letters to wait as there are of others. */
const IN_STATE = {
  waiting: sql`l."state" = 'waiting'`,
  printed: sql`l."state" = 'printed'`,
} as const satisfies Partial<Record<LetterState, RawBuilder<unknown>>>;
const OF_KIND: Readonly<Record<LetterKind, RawBuilder<unknown>>> = {
  pin: sql`l."kind" = 'pin'`,
  'pkcs12-password': sql`l."kind" = 'pkcs12-password'`,
  label: sql`l."kind" = 'label'`,
  'transport-note': sql`l."kind" = 'transport-note'`,
  'handover-sheet': sql`l."kind" = 'handover-sheet'`,
};
const PAPERS = LETTER_KINDS.filter((kind) => !SECRET_LETTERS.includes(kind));

/**
 * Ids of papers that wait for a printer, and of printed letters that wait for somebody to say that they can be read: the
 * oldest first. A label that came out waits for nothing, and its row stays.
 */
export function createWaitingLetters(db: Db): Lists['waitingLetters'] {
  return async ({ visible, which, pinsPrint, kind: only, state: within, newestFirst = false, after }, limit) => {
    const beyond = newestFirst ? sql`l."id" < ${after}` : sql`l."id" > ${after}`;
    const where = [...visibleTo(visible), ...(after === undefined ? [] : [beyond])];
    const way = newestFirst ? sql`desc` : sql`asc`;
    // the index goes on with the kind: what is asked for without one is read as a whole, to be sorted
    const each = (
      state: keyof typeof IN_STATE,
      kinds: readonly LetterKind[],
      so: readonly RawBuilder<unknown>[] = [],
    ) =>
      kinds
        .filter((kind) => (within ?? state) === state && (only ?? kind) === kind)
        .map((kind) => {
          const here = [IN_STATE[state], OF_KIND[kind], ...so, ...where];
          return walk({ table: 'letter', alias: 'l', where: here, order: sql`l."id" ${way}`, limit });
        });
    const toConfirm = each('printed', SECRET_LETTERS);
    const walks = {
      ready: [
        ...each('waiting', PAPERS),
        ...(pinsPrint ? each('waiting', ['pin'], [TOLD.pin]) : []),
        ...each('waiting', ['pkcs12-password'], [TOLD['pkcs12-password']]),
        ...toConfirm,
      ],
      early: [
        ...each('waiting', ['pin'], pinsPrint ? [sql`not ${TOLD.pin}`] : []),
        ...each('waiting', ['pkcs12-password'], [sql`not ${TOLD['pkcs12-password']}`]),
      ],
    }[which];
    if (walks.length === 0) return [];
    const rows = walks.map((one, i) => sql`select "id" from (${one}) as ${sql.id(`w${i}`)}`);
    const query = sql<{
      id: string;
    }>`${sql.join(rows, sql` union all `)} order by "id" ${way} limit ${atMost(limit)} ${SHOWN}`;
    return (await query.execute(db)).rows.map(({ id }) => id);
  };
}
