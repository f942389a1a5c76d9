import type { DifferenceKind } from '../../book/rules/service/differences.ts';
import { tellable } from '../seal/sealed-tables.ts';

/** One thing in the database that is not as the journal says; it never tells a value. */
export interface Difference {
  /** A word of COMPARED. */
  table: string;
  id: string;
  kind: DifferenceKind;
  /** Columns that differ; none for a row that is not there at all. */
  columns: readonly string[];
}

/** Differences that are told one by one at most: whoever changed a million rows fills no log. */
export const MOST_TOLD = 1000;

/** Gathers what a comparison finds: all of it is counted, and the first thousand are told, each once. */
export function createFindings() {
  const told = new Map<string, Difference>();
  let total = 0;
  return {
    add(table: string, id: string, kind: DifferenceKind, columns: readonly string[] = []): void {
      const name = tellable(id);
      if (told.has(`${table}:${name}`)) return;
      total += 1;
      if (told.size < MOST_TOLD) told.set(`${table}:${name}`, { table, id: name, kind, columns });
    },
    total: (): number => total,
    told: (): Difference[] => [...told.values()],
  };
}
export type Findings = ReturnType<typeof createFindings>;
