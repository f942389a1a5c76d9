import type { Count } from '../shape.ts';

const byName = <R extends { name: string }>(rows: readonly R[]): R[] =>
  rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** What is read of an entry beside its changes: when it was made, milliseconds, what it is about, and what it says. */
export interface CountedEntry {
  at: number;
  subject: string;
  detail: Readonly<Record<string, unknown>>;
}

/** So many of each name, in the order of their names. */
export function tallied() {
  const counts = new Map<string, number>();
  return {
    add: (name: string, count = 1): void => void counts.set(name, (counts.get(name) ?? 0) + count),
    all: (): Count[] => byName([...counts].map(([name, count]) => ({ name, count }))),
  };
}

/** What each of these columns counts of a name, in the order of the names. */
function talliedBy<C extends string>(columns: readonly C[]) {
  const rows = new Map<string, Record<C, number>>();
  return {
    add: (name: string, some: Partial<Readonly<Record<C, number>>>): void => {
      const known = rows.get(name);
      const sums = columns.map((column) => [column, (known?.[column] ?? 0) + (some[column] ?? 0)]);
      rows.set(name, Object.fromEntries(sums) as Record<C, number>);
    },
    all: (): ({ name: string } & Record<C, number>)[] => byName([...rows].map(([name, of]) => ({ name, ...of }))),
  };
}
/** What was received, produced and handed over for each name. */
export const shared = () => talliedBy(['received', 'produced', 'handedOver']);
/** What became of workstations at each site. */
export const atSites = () => talliedBy(['commissioned', 'migrated', 'retired']);
/** What became of the tokens of each model. */
export const modelled = () => talliedBy(['produced', 'repeat', 'scrapped', 'setAside']);
