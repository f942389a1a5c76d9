import type { PersonalColumn, TableName, Tables } from './tables.ts';

/** A value as an entry shows it: in clear, or as the commitment that stands for personal data. */
export type Cell = string | number | boolean | null | { commitment: string };
export type Row = Readonly<Record<string, Cell>>;
/** A row of this table as the journal shows it. */
export type RowOf<T extends TableName> = T extends TableName
  ? { readonly [C in keyof Tables[T]]: C extends PersonalColumn<T> ? Cell : Tables[T][C] }
  : never;

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
/** A step of a row of this table. */
export interface StepOf<T extends TableName> extends Step {
  table: T;
  before: RowOf<T> | undefined;
  after: RowOf<T>;
}

/** Whether a value is the commitment that stands for personal data. */
export const isCommitment = (value: unknown): value is { commitment: string } =>
  typeof value === 'object' && value !== null && 'commitment' in value;

/** A column's text; null for what is none. */
export function textOf(row: Row | undefined, column: string): string | null {
  const value = row?.[column];
  return typeof value === 'string' ? value : null;
}
