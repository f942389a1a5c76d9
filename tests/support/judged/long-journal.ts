import type { Clock } from '../../../src/flow/ports/clock.ts';
import { createKeeper } from '../../../src/journal/keeper.ts';
import type { NoteSigner } from '../../../src/journal/note.ts';
import { serviceKey } from '../../journal/sample.ts';
import { entry } from '../records/rows.ts';
import type { TestStore } from '../records/store.ts';
import { keptBeside } from '../world/kept-beside.ts';

/** Entries that one unit records: quick to make, and as good as others to be read. */
const A_UNIT = 500;

/** Makes a journal this much longer, the text of one entry of it being looked for. */
export async function lengthen({ store }: TestStore, entries: number): Promise<void> {
  for (let from = 0; from < entries; from += A_UNIT) {
    await store.transact(async (unit) => {
      for (let i = from; i < Math.min(from + A_UNIT, entries); i++) {
        await unit.record({ ...entry('x.note', `person:p${i}`, []), detail: { mark: `mark-${i}-` } });
      }
    });
  }
}

/** A keeper with a key of the tests, over records that cannot read a line of the journal. */
export const keeperOf = (
  { journal, clock }: Pick<TestStore, 'journal'> & { clock: Clock },
  signer: NoteSigner = serviceKey,
) => {
  const { size, node, settle, keepCheckpoint, lastCheckpoint, checkpointAt, checkpointFrom } = journal;
  const records = { size, node, settle, keepCheckpoint, lastCheckpoint, checkpointAt, checkpointFrom, ...keptBeside() };
  return createKeeper({ records, key: { origin: serviceKey.name, vkey: serviceKey.vkey, signer }, clock });
};
