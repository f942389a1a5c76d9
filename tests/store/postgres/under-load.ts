import { setTimeout as sleep } from 'node:timers/promises';
import { type Entry, parseEntry } from '../../../src/journal/entry.ts';
import { compareTables } from '../../../src/store/compare/compare.ts';
import { openReadOnly } from '../../../src/store/place.ts';
import type { PostgresAddress } from '../../../src/store/postgres/server/address.ts';
import type { OpenStore } from '../../../src/store/store.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry } from '../../support/records/rows.ts';

/** Somebody who asks again and again, until told to stop. */
const WORKERS = 6;
const PATIENCE_MS = 120_000;

/** Records an entry that carries `mark`. */
export const note = (s: OpenStore, mark: string) =>
  s.store.transact((unit) => unit.record({ ...entry('x.note', 'person:p', []), detail: { mark } }));

/** What workers asked of nodes on one database: each mark once, with the answer that it got. */
export interface Load {
  acknowledged: ReadonlySet<string>;
  /** Failed: they may be in the journal or not. */
  unknown: ReadonlySet<string>;
  /** How many this node acknowledged. */
  by(node: OpenStore): number;
  /** Waits until so many more are acknowledged, by each of these nodes its share; throws when that takes longer than two minutes. */
  more(count: number, of?: readonly OpenStore[]): Promise<void>;
  /** Starts the workers, again after `rest`. */
  run(): void;
  /** Ends the workers, once the last of them has its answer. */
  rest(): Promise<void>;
}

/** Starts workers who record entries without end, on each of the nodes. */
export function underLoad(...nodes: readonly OpenStore[]): Load {
  const [acknowledged, unknown] = [new Set<string>(), new Set<string>()];
  const by = new Map(nodes.map((node) => [node, 0]));
  const byOne = (node: OpenStore): number => by.get(node) ?? 0;
  let running = false;
  let tries = 0;
  let workers: Promise<void>[] = [];
  const work = async (node: OpenStore): Promise<void> => {
    while (running) {
      tries += 1;
      const mark = `m${tries}`;
      await note(node, mark).then(
        () => {
          acknowledged.add(mark);
          by.set(node, byOne(node) + 1);
        },
        async () => {
          unknown.add(mark);
          await sleep(20);
        },
      );
    }
  };
  const load: Load = {
    acknowledged,
    unknown,
    by: byOne,
    more: async (count, of = nodes) => {
      const enough = of.map((node) => ({ node, until: byOne(node) + Math.ceil(count / of.length) }));
      const isEnough = () => enough.every(({ node, until }) => byOne(node) >= until);
      for (const end = performance.now() + PATIENCE_MS; !isEnough(); await sleep(5)) {
        if (performance.now() > end) throw new Error('nothing was acknowledged for two minutes');
      }
    },
    run: () => {
      running = true;
      workers = nodes.flatMap((node) => Array.from({ length: WORKERS / nodes.length }, () => work(node)));
    },
    rest: async () => {
      running = false;
      await Promise.all(workers);
    },
  };
  load.run();
  return load;
}

async function entriesOf(s: OpenStore): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const lines of s.journal.lines(0, await s.journal.size())) found.push(...lines.map((l) => parseEntry(l)));
  return found;
}

/** The marks in the journal, in its order. */
export const marksOf = async (s: OpenStore): Promise<string[]> =>
  (await entriesOf(s)).map(({ detail }) => String(detail['mark']));

/** Holds the records to what was answered: nothing lost, nothing twice, nothing unasked for, no number left out, tables as the journal says. */
export async function expectNothingLost(s: OpenStore, load: Load, postgres: PostgresAddress): Promise<void> {
  const { acknowledged, unknown } = load;
  const entries = await entriesOf(s);
  const kept = entries.map(({ detail }) => String(detail['mark']));
  expect(kept.filter((mark) => acknowledged.has(mark)).sort()).toEqual([...acknowledged].sort());
  expect(kept.every((mark) => acknowledged.has(mark) || unknown.has(mark))).toBe(true);
  expect(new Set(kept).size).toBe(kept.length);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i));
  const compared = await compareTables({ open: () => openReadOnly({ postgres }), rowKey: ROW_KEY });
  expect([compared.size, compared.differences]).toEqual([kept.length, []]);
}
