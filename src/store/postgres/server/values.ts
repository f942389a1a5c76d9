import pg from 'pg';
import { AppError } from '../../../errors.ts';

/** Object identifiers of types (pg_type.dat): `bigint`, and `numeric`, which sums of it have. */
const INT8 = 20;
const NUMERIC = 1700;

/** A number of PostgreSQL as JavaScript has it. Throws `internal` where digits would be lost. */
function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw new AppError('internal', 'a number of the database is too large to be read exactly');
  }
  return value;
}

/** How values come in, for one client and not for the whole process: whole numbers of 8 octets are numbers, octets a Buffer. */
export const postgresValues: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    (type === INT8 || type === NUMERIC) && format !== 'binary' ? exactNumber : pg.types.getTypeParser(type, format),
};
