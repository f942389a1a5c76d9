import type { Action, Stateful } from '../tables/lifecycle.ts';
import { type ActRule, type ActSpec, act, type Cells, moves, type Write } from './language.ts';

/** What is told of such an act: its words, who does it, what else it writes, and what has to hold before. */
export type StepSpec = Omit<ActSpec, 'on' | 'writes'> & {
  /** Columns of the subject that change with its state. */
  cells?: Cells;
  /** What else the act writes. */
  also?: readonly Write[];
};

/** Makes acts whose subject, a row of `table`, takes a step of its lifecycle: the act's key, then the step. */
export const stepActs =
  <K extends Stateful>(table: K) =>
  (key: string, step: Action<K>, { cells = {}, also = [], ...spec }: StepSpec): ActRule =>
    act(key, { ...spec, on: { table }, writes: [moves(table, step, cells), ...also] });
