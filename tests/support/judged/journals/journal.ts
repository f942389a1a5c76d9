import type { Caller } from '../../../../src/book/rights/roles.ts';
import type { Opening } from '../../../../src/journal/changes.ts';
import { type Entry, parseEntry } from '../../../../src/journal/entry.ts';
import { type House, type HouseOptions, openHouse } from './house.ts';

/** What a service wrote from its first start to an export at the end, with what its commitments hide. */
export interface Journal {
  name: string;
  entries: readonly Entry[];
  openings: readonly (Opening & { seq: number })[];
  /** Text of policy.json, which the export's entry names by its hash. */
  policy: string;
}

/** A story of work done by the book; answers the auditor who exports the journal at its end. */
export interface Journey {
  name: string;
  play(open: (options?: Omit<HouseOptions, 'seed'>) => Promise<House>): Promise<Caller>;
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** Plays a journey in a house of its own, from which nothing is left but the journal. */
export async function journalOf({ name, play }: Journey, seed = name): Promise<Journal> {
  let house: House | undefined;
  try {
    const auditor = await play(async (options) => {
      house = await openHouse({ seed, ...options });
      return house;
    });
    if (!house) throw new Error(`${name} opens no house`);
    const { flow, policy, policySha256, opened } = house.service;
    const { total, differences } = await house.compare();
    if (total > 0) throw new Error(`${name}: the tables are not as the journal says: ${JSON.stringify(differences)}`);
    const { recordedAt } = await flow.audit.beginExport(auditor, { openings: true }, policySha256);
    const size = recordedAt + 1;
    const lines = await all(opened.journal.lines(0, size));
    return { name, policy, entries: lines.map(parseEntry), openings: await all(opened.journal.openings(0, size)) };
  } finally {
    await house?.close();
  }
}
