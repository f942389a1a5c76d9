import { sql } from 'kysely';

const MARK = '/* long */';
/**
 * Stands in a statement that looks at thousands of rows to answer one. On PostgreSQL it goes on another connection than what was
 * asked with it, which would wait behind it.
 */
export const LONG = sql`/* long */`;
export const isLong = (text: string): boolean => text.includes(MARK);
