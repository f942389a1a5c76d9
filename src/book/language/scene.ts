import type { IndexName, TableOf } from '../tables/indexes.ts';
import type { BookEntry, Cell, Row, RowOf, Step, StepOf } from '../tables/row.ts';
import type { TableName } from '../tables/tables.ts';

/** What an act's sources and conditions look at: the entry, the rows that stood before it, and those that it writes. */
export interface Scene {
  readonly entry: BookEntry;
  readonly steps: readonly Step[];
  /** The part of the subject after its colon; empty for a word alone. */
  readonly subjectId: string;
  /** What the clock can have said, epoch milliseconds: one moment, but for a clock that stepped back. */
  readonly clock: { earliest: number; latest: number };
  /** A row as it stood before the entry. */
  get<T extends TableName>(table: T, id: string): RowOf<T> | undefined;
  /** The rows that stood in an index before the entry. */
  find<I extends IndexName>(index: I, ...key: readonly Cell[]): readonly RowOf<TableOf<I>>[];
  /** How many rows stood in an index before the entry. */
  count(index: IndexName, ...key: readonly Cell[]): number;
  /** How many certificates of an issuer were revoked before the entry, of those that end on this day or later. */
  revoked(issuerId: string, day: number): number;
  /** A row as it stands after the entry. Attacker-controlled, as the entry may hold values of any type: compare them only. */
  later<T extends TableName>(table: T, id: string): RowOf<T> | undefined;
  /** The rows that stand in an index after the entry. Attacker-controlled, as `later`. */
  findLater<I extends IndexName>(index: I, ...key: readonly Cell[]): readonly RowOf<TableOf<I>>[];
  /** The row of a name: the subject's by its table, one of `named`, or the one that is being written. */
  row(name: string): Row | undefined;
  /** `name.column` of a row as it stood. */
  value(path: string): Cell | undefined;
  /** `name.column` of a row that the entry writes, as it is afterwards. */
  written(path: string): Cell | undefined;
  /** The same for every row that the entry writes under the table's name. `after` is attacker-controlled, as `later`. */
  writtenOf<T extends TableName>(table: T): readonly StepOf<T>[];
  /** Whether the value never occurred in the column before. */
  isNew(column: string, value: string): boolean;
  /** Nobody but the service has acted yet. */
  founding(): boolean;
  /** The same scene with a row bound to a name. */
  with(name: string, step: Step): Scene;
}
