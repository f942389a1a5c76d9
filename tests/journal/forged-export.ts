import type { Entry } from '../../src/journal/entry.ts';
import { encodeEntry } from '../../src/journal/entry.ts';
import { type ExportedOpening, writeExport } from '../../src/journal/export.ts';
import { createMemoryJournal, scratch, serviceKey } from './sample.ts';

/** What whoever has the true key can make of a journal: signed anew over exactly these entries, and exported with openings. */
export async function exportSigned(
  entries: readonly Entry[],
  { policy, openings = [] }: { policy: string; openings?: readonly ExportedOpening[] },
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
    ...(openings.length > 0 ? { openings: pages(openings) } : {}),
  });
  return { dir, vkey: serviceKey.vkey };
}
