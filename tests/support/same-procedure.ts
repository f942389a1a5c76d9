import { changesOf } from '../../src/journal/carried.ts';
import type { Entry } from '../../src/journal/entry.ts';
import type { Mutation } from './mutations.ts';

/** A mutation that leads to another journal by the book, and why nobody could tell. */
export interface Argument {
  why: string;
  fits(mutation: Omit<Mutation, 'entries'>, journal: readonly Entry[]): boolean;
}

/** Ids of the rows that an entry writes. */
const written = (entry: Entry): string[] =>
  changesOf(entry).map(({ table, id }) => `${table === 'account' ? 'person' : table} ${id}`);
const idOf = (row: string): string => row.slice(row.indexOf(' ') + 1);

/** Whether an entry names a row, in whatever it says. */
const names = (entry: Entry, row: string): boolean =>
  JSON.stringify(entry).includes(JSON.stringify(idOf(row)).slice(1, -1));

/** Neither writes a row that the other one names: which of them came first changes nothing. */
function independent(a: Entry, b: Entry): boolean {
  return !written(a).some((row) => names(b, row)) && !written(b).some((row) => names(a, row));
}

const ARGUMENTS: readonly Argument[] = [
  {
    why: 'nothing later refers to a row that the entry wrote: kept checkpoints and witnesses show that it is gone, no rule can',
    fits: ({ kind, before }, journal) =>
      kind === 'drop' &&
      journal.slice(before.seq + 1).every((later) => !written(before).some((row) => names(later, row))),
  },
  {
    why: 'the entry and those that it was moved past name none of each other’s rows, and it says no time',
    fits: ({ kind, before, to }, journal) => {
      if (kind !== 'move' || to === undefined) return false;
      const [from, until] = to < before.seq ? [to, before.seq] : [before.seq + 1, to + 1];
      return journal.slice(from, until).every((passed) => independent(before, passed));
    },
  },
  {
    why: 'what was done without a trace in any row may have been done twice',
    fits: ({ kind, before }) => kind.startsWith('used again') && changesOf(before).length === 0,
  },
];

/** Why what passes is the same procedure; undefined where nobody has argued it. */
export function sameProcedure(mutation: Omit<Mutation, 'entries'>, journal: readonly Entry[]): string | undefined {
  return ARGUMENTS.find((argument) => argument.fits(mutation, journal))?.why;
}
