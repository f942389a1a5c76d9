import { randomBytes } from 'node:crypto';
import { judge } from '../../src/book/judge/judge.ts';
import { createReplay } from '../../src/book/judge/replay.ts';
import type { Change } from '../../src/book/tables/lifecycle.ts';
import { PERSONAL, type TableName } from '../../src/book/tables/tables.ts';
import { isAppError } from '../../src/errors.ts';
import type { NewEntry } from '../../src/flow/ports/store.ts';
import { journalled } from '../../src/journal/changes.ts';
import type { Entry } from '../../src/journal/entry.ts';
import type { JsonChange, JsonRow } from '../../src/journal/entry-changes.ts';
import { grouped } from '../support/grouped.ts';
import { honest, JOURNEYS, type Journal } from '../support/judged/journals.ts';
import { createMutations } from '../support/judged/mutations.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { openTestStore } from '../support/records/store.ts';
import { counts, seed } from '../support/runs/long.ts';

/** What a verb would hand to the store so that it writes this entry; undefined where no verb could: a personal value in clear. */
function asRecorded(entry: Entry, opened: ReadonlyMap<string, string>): NewEntry | undefined {
  const { changes = [], ...detail } = entry.detail as { changes?: JsonChange[] };
  const rows = (table: string, row: JsonRow): Record<string, unknown> | undefined => {
    const personal: readonly string[] = PERSONAL[table as TableName] ?? [];
    const cells = Object.entries(row).map(([column, value]): [string, unknown] | undefined => {
      const hidden = value !== null && typeof value === 'object';
      if (value !== null && hidden !== personal.includes(column)) return undefined;
      return [column, hidden ? JSON.parse(opened.get(value.commitment) ?? JSON.stringify(value.commitment)) : value];
    });
    return cells.includes(undefined) ? undefined : Object.fromEntries(cells as [string, unknown][]);
  };
  const recorded = changes.map((change) => {
    const { table, id } = change;
    if ('insert' in change) {
      const insert = rows(table, change.insert);
      return insert && { table, id, insert };
    }
    const set = rows(table, change.set);
    return set && { table, id, expect: change.from === undefined ? {} : { state: change.from }, set };
  });
  if (recorded.includes(undefined)) return undefined;
  const { actor, role, action, subject, outcome } = entry;
  return { actor, role, action, subject, outcome, detail, changes: recorded as Change[] } as NewEntry;
}

const UNDONE = new Error('only asked');

/** The entry as the store would write it: it carries no changes that are none, and says the state that a change expects. */
function asCarried(made: NewEntry, { seq, at }: Entry): Entry {
  const { changes = [], detail = {}, ...said } = made;
  const carried = journalled(changes, () => randomBytes(32));
  return { ...said, seq, at, detail: changes.length > 0 ? { ...detail, changes: carried.changes } : { ...detail } };
}

/** The store of an honest journal, entry by entry, beside what the verifier has replayed of it. */
async function follow({ entries, openings }: Journal) {
  const asked = { judge: noJudge };
  const t = await openTestStore({ judge: (...of) => asked.judge(...of) });
  const replay = createReplay();
  const opened = new Map(openings.map(({ commitment, value }) => [commitment, value]));
  const record = async (entry: Entry, only: boolean): Promise<void> => {
    const made = asRecorded(entry, opened);
    if (!made) throw UNDONE;
    t.clock.set(replay.clock(entry).earliest);
    await t.store.transact(async (unit) => {
      await unit.record(made);
      if (only) throw UNDONE;
    });
  };
  return {
    /** The journal goes on with this entry. */
    next: async (seq: number): Promise<void> => {
      const entry = entries[seq]!;
      asked.judge = judge;
      await record(entry, false);
      const steps = replay.steps(entry);
      if (typeof steps === 'string') throw new Error(steps);
      replay.apply(entry, steps);
    },
    /** What the verifier says of an entry in the next place. */
    verifier: (forged: Entry): string | undefined => {
      const made = asRecorded(forged, opened);
      const entry = made ? asCarried(made, forged) : forged;
      const steps = replay.steps(entry);
      return typeof steps === 'string' ? steps : judge(entry, steps, replay);
    },
    /** What the store says: the book's sentence, or what its tables do not take; undefined where it would commit. */
    store: async (entry: Entry): Promise<{ sentence?: string; taken?: true; unsaid?: true }> => {
      asked.judge = judge;
      if (!asRecorded(entry, opened)) return { unsaid: true };
      try {
        await record(entry, true);
        return {};
      } catch (error) {
        if (error === UNDONE) return { taken: true };
        const cause = isAppError(error, 'against_the_book') && error.cause;
        return { sentence: cause instanceof Error ? cause.message : `not by the tables: ${String(error)}` };
      }
    },
  };
}

describe('an entry that somebody would forge', () => {
  it.each(JOURNEYS.map((journey) => [journey.name, journey] as const))(
    'is refused by the store as it is by the verifier: %s',
    async (_, journey) => {
      const journal = await honest(journey);
      const mutations = createMutations(journal.entries, seed());
      const drawn = Array.from({ length: counts(150, 3000) }, () => mutations.next());
      const at = grouped(drawn, ({ seq }) => seq);
      const views = await follow(journal);
      const differ: unknown[] = [];
      let compared = 0;
      for (const { seq } of journal.entries) {
        for (const { entries, act, kind, what } of at.get(seq) ?? []) {
          const forged = entries[seq];
          if (!forged) continue;
          const said = await views.store(forged);
          if (said.unsaid) continue;
          compared += 1;
          const sentence = views.verifier(forged);
          // two people of one id of the directory: the store sees the ids, the verifier their commitments
          const hidden = what === 'person.directoryId' && said.sentence?.includes('stands already');
          const same = sentence === undefined ? said.taken === true || hidden : said.sentence !== undefined;
          // what occurs once, the store's tables see to, after the judge: it may find something else first
          const once = /that no other (row )?has$/.test(sentence ?? '');
          const byBook = said.sentence !== undefined && !said.sentence.startsWith('not by the tables');
          if (!same || (byBook && !once && said.sentence !== sentence))
            differ.push({ act, kind, what, said, sentence });
        }
        await views.next(seq);
      }
      expect(differ).toEqual([]);
      expect(compared).toBeGreaterThan(50);
    },
  );
});
