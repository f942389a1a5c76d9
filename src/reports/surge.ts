import { LIMITS, readSurge, SURGE } from '../book/rules/limits.ts';
import type { Entry } from '../journal/entry.ts';
import type { JsonChange } from '../journal/entry-changes.ts';
import type { Day } from './day.ts';
import type { SurgeTime } from './shape.ts';

/** What of surge mode the next day has to know. */
export interface SurgeStanding {
  surge: SurgeTime | null;
  factor: number;
  /** Proposals that wait for a second person, and whose they are. */
  proposed: [id: string, proposerId: string][];
}
export const NO_SURGE: SurgeStanding = { surge: null, factor: LIMITS['surge.factor'].usual, proposed: [] };

const rowOf = (change: JsonChange) => ('insert' in change ? change.insert : change.set);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Follows surge mode through the journal, entry by entry. */
export function followSurge(before: SurgeStanding = NO_SURGE) {
  let { surge, factor } = before;
  const proposed = new Map(before.proposed);
  const ended: SurgeTime[] = [];

  /** The two persons of the entry that begins it: who confirmed acts, who proposed was noted when they did. */
  const begin = (value: string, { actor }: Pick<Entry, 'actor'>, changes: readonly JsonChange[]): void => {
    const times = readSurge(value);
    const proposal = changes.find(({ table, id }) => table === 'proposal' && proposed.has(id));
    const proposedBy = (proposal && proposed.get(proposal.id)) ?? null;
    if (times) surge = { ...times, factor, proposedBy, confirmedBy: actor, endedBy: null };
  };
  const end = (at: number, { actor }: Pick<Entry, 'actor'>): void => {
    if (!surge) return;
    ended.push(at < surge.until ? { ...surge, until: at, endedBy: actor } : surge);
    surge = null;
  };
  const propose = (change: JsonChange): void => {
    const row = rowOf(change);
    if (row['act'] === 'surge.start') proposed.set(change.id, textOf(row['proposerId']));
    else if (row['state'] !== undefined) proposed.delete(change.id);
  };

  return {
    take(entry: Pick<Entry, 'actor'>, changes: readonly JsonChange[], at: number): void {
      for (const change of changes.filter(({ table }) => table === 'setting')) {
        const value = textOf(rowOf(change)['value']);
        if (change.id === 'surge.factor') {
          factor = Number(value);
          if (surge) surge = { ...surge, factor };
        } else if (change.id === SURGE && value === '') end(at, entry);
        else if (change.id === SURGE) begin(value, entry, changes);
      }
      for (const change of changes) if (change.table === 'proposal') propose(change);
    },
    /** The times of surge mode that touch the day, in order. */
    on: (day: Day): SurgeTime[] =>
      [...ended, ...(surge ? [surge] : [])].filter(
        ({ from, until }) => from < until && from < day.end && until > day.begin,
      ),
    standing: (): SurgeStanding => ({ surge, factor, proposed: [...proposed] }),
  };
}
