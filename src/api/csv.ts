import { z } from 'zod';
import { may } from '../book/rights/authorise.ts';
import type { ActedOn } from '../book/rights/relations.ts';
import type { Right } from '../book/rights/sentences.ts';
import { AppError } from '../errors.ts';
import type { FileKind, RowOf } from '../imports/kinds.ts';
import { readInThread } from '../imports/read-in-thread.ts';
import type { Parsed } from '../imports/rows.ts';
import type { Context, InputError } from './operation.ts';

/** A CSV body as it came: whether it is UTF-8 is a fault of a line like others. */
export const Csv = z.strictObject({ csv: z.instanceof(Uint8Array) });

/** The rows of a file without a fault; otherwise `invalid_input` with a report by line, and nothing is imported. */
function imported<T>({ rows, problems }: Parsed<T>): readonly T[] {
  if (problems.length === 0) return rows;
  const errors: InputError[] = problems.map(({ line, column, message }) => ({
    path: column === null ? `line ${line}` : `line ${line}, ${column}`,
    message: message.en,
    fr: message.fr,
    line,
    column,
  }));
  const faults = problems.length === 1 ? 'one fault' : `${problems.length} faults`;
  throw new AppError('invalid_input', `nothing was imported: the file has ${faults}, correct it and send it again`, {
    detail: { errors, why: 'faults', faults: problems.length },
  });
}

/** What is read of a file, in whose name. */
interface Reading<K extends FileKind> {
  right: Right;
  about?: ActedOn;
  kind: K;
  csv: Uint8Array;
}

/**
 * The rows of a file of a kind, and the headings of columns that were left out; none without the right, for the flow refuses whatever it
 * holds, and leaves the entry. Throws `invalid_input` with a report by line.
 */
export async function fileOf<K extends Exclude<FileKind, 'inventory'>>(
  { door, who }: Pick<Context, 'door' | 'who'>,
  { right, about = {}, kind, csv }: Reading<K>,
): Promise<{ rows: readonly RowOf<K>[]; ignored: readonly string[] }> {
  if (!may(who.caller, right, about, door.clock.now())) return { rows: [], ignored: [] };
  const read: Parsed<RowOf<K>> & { ignored?: readonly string[] } = await readInThread(kind, csv, who.caller.personId);
  return { rows: imported(read), ignored: read.ignored ?? [] };
}

/** The same, of a file in which every column says something. */
export const rowsOf = async <K extends Exclude<FileKind, 'inventory' | 'takeOver'>>(
  context: Pick<Context, 'door' | 'who'>,
  reading: Reading<K>,
): Promise<readonly RowOf<K>[]> => (await fileOf(context, reading)).rows;
