import type { Change } from '../book/tables/lifecycle.ts';
import { PERSONAL } from '../book/tables/tables.ts';
import { canonical } from './canonical.ts';
import { commitToText } from './commitment.ts';
import type { JsonChange, JsonRow, JsonValue } from './entry-changes.ts';

export type { JsonChange } from './entry-changes.ts';

/** What a commitment hides, kept beside the journal and deleted by a purge. */
export interface Opening {
  commitment: string;
  /** `table:id` of the row. */
  subject: string;
  /** The row's column. */
  field: string;
  /** 32 octets. */
  salt: Uint8Array;
  /** JCS text of the value. */
  value: string;
}

/**
 * How an entry carries the rows it changed: columns in clear, personal ones (PERSONAL) as commitments under a fresh
 * salt each. What the change expected is not carried, but for the state it left. Answers the openings to keep beside.
 */
export function journalled(
  changes: readonly Change[],
  randomSalt: () => Uint8Array,
): { changes: JsonChange[]; openings: Opening[] } {
  const openings: Opening[] = [];
  const hide = (table: Change['table'], id: string, row: object): JsonRow => {
    const personal: readonly string[] = PERSONAL[table] ?? [];
    const shown: JsonRow = {};
    for (const [field, value] of Object.entries(row) as [string, JsonValue | undefined][]) {
      if (value === undefined) continue;
      if (value === null || !personal.includes(field)) {
        shown[field] = value;
        continue;
      }
      const opening = open(`${table}:${id}`, field, value, randomSalt());
      openings.push(opening);
      shown[field] = { commitment: opening.commitment };
    }
    return shown;
  };
  const carried = changes.map((change): JsonChange => {
    const { table, id } = change;
    if ('insert' in change) return { table, id, insert: hide(table, id, change.insert) };
    const set = hide(table, id, change.set);
    return 'state' in set ? { table, id, from: stateOf(change.expect), set } : { table, id, set };
  });
  return { changes: carried, openings };
}

function open(subject: string, field: string, value: JsonValue, salt: Uint8Array): Opening {
  const text = canonical(value);
  return { commitment: commitToText(text, salt), subject, field, salt, value: text };
}

const stateOf = (expect: object): string => String((expect as { state?: unknown }).state);
