import { type Entry, encodeEntry } from '../../src/journal/entry.ts';
import { changesOf } from '../../src/journal/entry-changes.ts';
import { type ExportedOpening, writeExport } from '../../src/journal/export.ts';
import { createMemoryJournal, scratch, serviceKey } from './sample.ts';

/** Those of the openings that fit what the entries commit to, under the numbers that the entries have now. */
function openingsOf(entries: readonly Entry[], openings: readonly ExportedOpening[]): ExportedOpening[] {
  const known = new Map(openings.map((one) => [`${one.subject} ${one.field} ${one.commitment}`, one]));
  return entries.flatMap(({ seq, ...entry }) =>
    changesOf(entry).flatMap((change) =>
      Object.entries('insert' in change ? change.insert : change.set).flatMap(([field, value]) => {
        if (typeof value !== 'object' || value === null) return [];
        const opening = known.get(`${change.table}:${change.id} ${field} ${value.commitment}`);
        return opening ? [{ ...opening, seq }] : [];
      }),
    ),
  );
}

/** What whoever has the true key can make of a journal: signed anew over exactly these entries, and exported with openings. */
export async function exportSigned(
  entries: readonly Entry[],
  { policy, openings }: { policy: string; openings: readonly ExportedOpening[] },
): Promise<{ dir: string; vkey: string }> {
  const journal = createMemoryJournal();
  for (const entry of entries) await journal.addLine(encodeEntry(entry));
  const dir = scratch();
  async function* pages<T>(items: readonly T[]) {
    yield items;
  }
  await writeExport(dir, {
    size: entries.length,
    checkpoint: await journal.checkpoint(),
    vkey: serviceKey.vkey,
    policy,
    lines: (from, to) => pages(journal.lines.slice(from, to)),
    node: journal.node,
    openings: pages(openingsOf(entries, openings)),
  });
  return { dir, vkey: serviceKey.vkey };
}
