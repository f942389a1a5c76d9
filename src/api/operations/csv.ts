import { z } from 'zod';
import type { Door } from '../../app/door.ts';
import { may } from '../../book/rights/authorise.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { AppError } from '../../errors.ts';
import type { Parsed } from '../../imports/rows.ts';
import type { SignedIn } from '../operation.ts';

/** Octets of an imported file. */
export const CSV_LIMIT = 10_000_000;
/** A CSV body as it came: whether it is UTF-8 is a fault of a line like others. */
export const Csv = z.strictObject({ csv: z.instanceof(Uint8Array) });

/** Whether it is worth parsing the file: without the right the flow refuses whatever it holds, and leaves the entry. */
export function mayImport(door: Pick<Door, 'clock'>, who: SignedIn, right: Right): boolean {
  return may(who.caller, right, {}, door.clock.now());
}

/** The rows of a file without a fault; otherwise `invalid_input` with a report by line, and nothing is imported. */
export function imported<T>({ rows, problems }: Parsed<T>): readonly T[] {
  if (problems.length === 0) return rows;
  const errors = problems.map(({ line, column, message }) => ({
    path: column === null ? `line ${line}` : `line ${line}, ${column}`,
    message: message.en,
  }));
  const faults = problems.length === 1 ? 'one fault' : `${problems.length} faults`;
  throw new AppError('invalid_input', `nothing was imported: the file has ${faults}, correct it and send it again`, {
    detail: { errors },
  });
}
