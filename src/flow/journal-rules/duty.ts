import type { TableName } from '../../book/tables.ts';
import type { Entry } from '../../journal/entry.ts';
import type { Replayed, Step } from './replay.ts';

/** The rows as they stand after an entry, and what leads from one to its own. */
export interface World {
  rows(table: TableName): ReadonlyMap<string, Replayed>;
  /** Approvals of a request that were not withdrawn. */
  approvals(requestId: string): Replayed[];
  /** Hand-overs of a request that did not fail. */
  handovers(requestId: string): Replayed[];
  /** Grants of a person that were not ended. */
  grants(personId: string): Replayed[];
  /** Nobody but the service itself has acted yet: its first people come without anybody who could decide it. */
  founding(): boolean;
  /** The least that the clock can have said when the entry was made: after a step back it is behind the entry's time. */
  clock(): number;
}
export type Rule = (step: Step, entry: Entry, world: World, steps: readonly Step[]) => string | undefined;

/** A column's text; empty for none, and for what is no text. */
export const text = (row: Replayed | undefined, column: string): string => {
  const value = row?.[column];
  return typeof value === 'string' ? value : '';
};
/** The step changes the state, or makes the row. */
export const stateChanged = ({ before, after }: Step): boolean => before?.['state'] !== after['state'];
/** The step leads into this state. */
export const becomes = (step: Step, state: string): boolean => step.after['state'] === state && stateChanged(step);
