import { AppError } from '../errors.ts';
import type { Unit, Where } from './ports/store.ts';

/** Tables whose rows are numbered without a gap, all of them or those of one thing. */
type Numbered = 'appointment' | 'expectedDelivery' | 'roster';

/**
 * The number of the next row among these. Throws `conflict` where somebody added rows or took some away behind the service: what
 * it wrote then would not agree with the journal.
 */
export async function nextNth<T extends Numbered>(
  unit: Pick<Unit, 'find' | 'count'>,
  table: T,
  where: Where<T> = {},
): Promise<number> {
  // read with its seal, which a count does not look at
  const [last] = await unit.find<Numbered>(table, where, { orderBy: 'nth', descending: true, limit: 1 });
  const nth = last?.nth ?? 0;
  if ((await unit.count<Numbered>(table, where)) !== nth)
    throw new AppError(
      'conflict',
      `rows of ${table} were added or taken away behind the service: tell an administrator`,
    );
  return nth + 1;
}
