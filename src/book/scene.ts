import type { TableName } from './tables.ts';

/** A value as an entry shows it: in clear, or as the commitment that stands for personal data. */
export type Cell = string | number | boolean | null | { commitment: string };
export type Row = Readonly<Record<string, Cell>>;

/** An entry as far as the book judges it. */
export interface BookEntry {
  seq: number;
  /** RFC 3339, UTC. */
  at: string;
  actor: string;
  role: string;
  action: string;
  subject: string;
  outcome: 'done' | 'refused' | 'failed';
  detail: Readonly<Record<string, unknown>>;
}
/** One row that an entry changes: its values before, what the entry says, and its values after. */
export interface Step {
  table: TableName;
  id: string;
  /** Undefined for a new row. */
  before: Row | undefined;
  said: Row;
  after: Row;
}

export const isCommitment = (value: unknown): value is { commitment: string } =>
  typeof value === 'object' && value !== null && 'commitment' in value;

/** A column's text; null for what is none. */
export function textOf(row: Row | undefined, column: string): string | null {
  const value = row?.[column];
  return typeof value === 'string' ? value : null;
}
