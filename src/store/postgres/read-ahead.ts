import type { Act } from '../../flow/ports/store.ts';

type Values = readonly unknown[];
type Row = Readonly<Record<string, unknown>>;
/** Where a value of a statement comes from. */
type Source = { from: 'actor' } | { from: 'first'; column: string } | { from: 'habit'; value: unknown };
interface Reading {
  text: string;
  sources: readonly Source[];
}
/** What acts of one name read, after the first reading and before they wrote anything. */
interface Habit {
  readings: readonly Reading[];
  /** Statements whose values nobody can foretell. */
  unpredictable: Set<string>;
}

/** Readings of a habit at most: more are those of a list that is worked through. */
const MOST = 24;
const IS_ID = /id$/i;

/** What acts read, by their names: for all units of one database. */
export type Habits = Map<string, Habit>;

/** One unit's readings: what is to be read ahead, and what its act's habit becomes by it. */
export interface UnitReadings {
  /** Notes a reading of the unit, with its answer where that is the first one. */
  note(text: string, values: Values, first?: readonly unknown[]): void;
  /** What acts of this name read next, after the first reading was noted. */
  predicted(): { text: string; values: Values }[];
  /** The unit writes: what it read until then is the act's habit from now on. */
  learn(): void;
}

function sourceOf(value: unknown, actor: string, first: Row): Source {
  if (value === actor) return { from: 'actor' };
  const column = Object.keys(first).find((name) => IS_ID.test(name) && first[name] === value);
  return value !== null && column !== undefined ? { from: 'first', column } : { from: 'habit', value };
}

/** Whether a statement has other values each time that come from nowhere. */
function varies(reading: Reading, before: Reading | undefined): boolean {
  return reading.sources.some((source, i) => {
    const old = before?.sources[i];
    return source.from === 'habit' && old?.from === 'habit' && old.value !== source.value;
  });
}

/**
 * Foretells what a unit of work reads from what such acts read before: their values are the actor, ids of the row that was
 * read first, or always the same. A reading that was foretold wrongly costs its time, and is never an answer to another one.
 */
export function createUnitReadings(habits: Habits, { name, actor }: Act): UnitReadings {
  const noted: { text: string; values: Values }[] = [];
  let first: Row | undefined;
  let learnt = false;
  return {
    note: (text, values, rows) => {
      if (rows) first = (rows[0] ?? {}) as Row;
      else if (noted.length < MOST && !learnt) noted.push({ text, values });
    },
    predicted: () =>
      (habits.get(name)?.readings ?? []).map(({ text, sources }) => ({
        text,
        values: sources.map((source) => {
          if (source.from === 'actor') return actor;
          return source.from === 'first' ? (first?.[source.column] ?? null) : source.value;
        }),
      })),
    learn: () => {
      if (learnt || first === undefined) return;
      learnt = true;
      const row = first;
      const { readings: before, unpredictable } = habits.get(name) ?? {
        readings: [],
        unpredictable: new Set<string>(),
      };
      const readings = noted.map(({ text, values }) => ({
        text,
        sources: values.map((value) => sourceOf(value, actor, row)),
      }));
      for (const reading of readings) {
        const same = before.find(({ text }) => text === reading.text);
        if (varies(reading, same)) unpredictable.add(reading.text);
      }
      habits.set(name, { readings: readings.filter(({ text }) => !unpredictable.has(text)), unpredictable });
    },
  };
}
