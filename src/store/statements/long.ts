import { sql } from 'kysely';

const MARK = '/* long */';
/**
 * Stands in a statement that looks at thousands of rows to answer one. On PostgreSQL it has a connection of its own, so that what was
 * asked with it does not wait behind it.
 */
export const LONG = sql`/* long */`;
export const isLong = (text: string): boolean => text.includes(MARK);
