import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Entry } from './entry.ts';

/** A value as an entry shows it: in clear, or as the commitment that stands for personal data. */
export type JsonValue = string | number | boolean | null | { commitment: string };
export type JsonRow = Record<string, JsonValue>;

/** A row's change as `detail.changes` carries it. `from` is the state before, where the change sets a new one. */
export type JsonChange =
  | { table: string; id: string; insert: JsonRow }
  | { table: string; id: string; from?: string; set: JsonRow };

const Value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ commitment: z.string().length(43) }),
]);
const Row = z.record(z.string(), Value);
const Changes = z.array(
  z.union([
    z.strictObject({ table: z.string(), id: z.string(), insert: Row }),
    z.strictObject({ table: z.string(), id: z.string(), from: z.string().exactOptional(), set: Row }),
  ]),
);

/** The rows that an entry changed, in order. Attacker-controlled: another shape is refused with `journal_broken`. */
export function changesOf(entry: Pick<Entry, 'detail'>): JsonChange[] {
  const carried = entry.detail['changes'];
  if (carried === undefined) return [];
  const read = Changes.safeParse(carried);
  if (!read.success) throw new AppError('journal_broken', 'the changes this entry carries have an unknown shape');
  return read.data;
}
