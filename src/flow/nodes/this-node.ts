import { nodeOfRun } from '../../book/rules/service/nodes.ts';
import { AppError } from '../../errors.ts';
import type { NodeSettings } from './settings.ts';

/** The process that this is, among those that run on the same database. */
export interface Node {
  /** Its name, which no other process has (book/rules/service/nodes.ts). */
  readonly name: string;
  readonly site: string;
  /** `NAME/RUN` since its last start. Throws `internal` before that was recorded. */
  run(): string;
}
/** The same for whoever records its start. */
export interface ThisNode extends Node {
  /** Its start was recorded. */
  began(run: string): void;
}

/** Whether something was begun by this node before its last start: its process has gone, and its bench is here. */
export const isOwnFormer = ({ name, run: now }: Node, run: string | null): boolean =>
  run !== null && nodeOfRun(run) === name && run !== now();

/** This process, under the name and at the site of its settings. */
export function createThisNode({ name, site }: NodeSettings): ThisNode {
  let current: string | undefined;
  return {
    name,
    site,
    run: () => {
      if (current === undefined) throw new AppError('internal', `the start of node ${name} was not recorded`);
      return current;
    },
    began: (run) => {
      current = run;
    },
  };
}
