import { hash } from 'node:crypto';
import { AppError } from '../errors.ts';
import { canonical } from './canonical.ts';
import type { Opening } from './changes.ts';
import { type Checkpoint, parseCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { type Entry, parseEntry } from './entry.ts';
import { createFolder, FILES, type Folder } from './folder.ts';
import { renderConsistencyProof, renderInclusionProof } from './proof.ts';
import { readmeText } from './readme.ts';
import { consistencyProof, createRootComputer, inclusionProof, leafHash, type NodeReader } from './tree.ts';

/** An opening with the seq of the entry that committed to it. */
export type ExportedOpening = Opening & { seq: number };

/** What an export is made from. Pages may have any size; one is held at a time. */
export interface ExportSource {
  /** Entries under `checkpoint`: the one that records this export is the last of them. */
  size: number;
  /** Signed note over exactly `size` entries. */
  checkpoint: string;
  vkey: string;
  /** JSON text; the export's entry carries its SHA-256 (hex) as `detail.policySha256`. */
  policy: string;
  /** Lines `from` to `to` (not included), in pages. */
  lines(from: number, to: number): AsyncIterable<readonly string[]>;
  node: NodeReader;
  /** Values and salts that a purge has not deleted, in pages, by ascending seq. */
  openings?: AsyncIterable<readonly ExportedOpening[]>;
  /** An earlier checkpoint that this export shall be proven to continue. */
  previous?: { checkpoint: string };
  /** Left out: the whole journal. `to` is not included. */
  range?: { from: number; to: number };
}

export interface Exported {
  size: number;
  /** Base64. */
  root: string;
  /** How many lines were written. */
  lines: number;
}

/**
 * Writes an export into `dir`, which must be empty or absent. What would not verify is not written: throws
 * `journal_broken` when lines and checkpoint disagree or the export's own entry is not the last; then nothing is left behind.
 */
export async function writeExport(dir: string, source: ExportSource): Promise<Exported> {
  const checkpoint = verifyCheckpoint(source.checkpoint, source.vkey);
  if (checkpoint.size !== source.size)
    throw broken(`the checkpoint is over ${checkpoint.size} entries, not ${source.size}`);
  const range = checkRange(source);
  const record = await recordOf(source);
  const folder = await createFolder(dir);
  try {
    await (source.range ? writeRange(folder, source, range, record.line) : writeWhole(folder, source, checkpoint));
    await writeAround(folder, source, checkpoint);
    await folder.finish();
  } catch (error) {
    await folder.abandon();
    throw error;
  }
  return { size: source.size, root: Buffer.from(checkpoint.root).toString('base64'), lines: range.to - range.from };
}

const broken = (message: string) => new AppError('journal_broken', message);

function checkRange({ size, range = { from: 0, to: size } }: ExportSource): { from: number; to: number } {
  const fits = Number.isSafeInteger(range.from) && Number.isSafeInteger(range.to) && range.from >= 0;
  if (!fits || range.from >= range.to || range.to > size) {
    throw new AppError('invalid_input', `name a range within the journal's ${size} entries, its end not included`);
  }
  return range;
}

/** The entry that records this export. */
async function recordOf(source: ExportSource): Promise<{ line: string; entry: Entry }> {
  let line = '';
  for await (const page of source.lines(source.size - 1, source.size)) line = page[0] ?? line;
  const entry = parseEntry(line);
  if (entry.action !== 'journal.export' || entry.detail['policySha256'] !== hash('sha256', source.policy)) {
    throw broken('the last entry does not record this export and its policy: record it first, then sign and export');
  }
  return { line, entry };
}

/** Lines as they stream to the file, looked at on the way. */
async function* passing(pages: AsyncIterable<readonly string[]>, look: (line: string) => void): AsyncIterable<string> {
  for await (const page of pages) {
    page.forEach(look);
    if (page.length > 0) yield `${page.join('\n')}\n`;
  }
}

async function writeWhole(folder: Folder, source: ExportSource, checkpoint: Checkpoint): Promise<void> {
  const tree = createRootComputer();
  const lines = passing(source.lines(0, source.size), (line) => tree.add(leafHash(line)));
  await folder.write(FILES.lines, lines);
  if (tree.size() !== source.size || Buffer.compare(tree.root(), checkpoint.root) !== 0) {
    throw broken(
      'the stored lines do not give the root that was signed: keep the data folder as it is and call the auditor',
    );
  }
}

async function writeRange(
  folder: Folder,
  source: ExportSource,
  range: { from: number; to: number },
  record: string,
): Promise<void> {
  const { size, checkpoint, node } = source;
  let count = 0;
  const lines = passing(source.lines(range.from, range.to), () => {
    count += 1;
  });
  await folder.write(FILES.lines, lines);
  if (count !== range.to - range.from)
    throw broken(`the journal gave ${count} lines where ${range.to - range.from} were asked for`);
  const proof = async (index: number) => ({ index, path: await inclusionProof(index, size, node), checkpoint });
  await folder.write(FILES.first, [renderInclusionProof(await proof(range.from))]);
  await folder.write(FILES.last, [renderInclusionProof(await proof(range.to - 1))]);
  const extra = Buffer.from(record);
  await folder.write(FILES.record, [renderInclusionProof({ ...(await proof(size - 1)), extra })]);
}

/** What stands beside the lines. */
async function writeAround(folder: Folder, source: ExportSource, checkpoint: Checkpoint): Promise<void> {
  await folder.write(FILES.checkpoint, [source.checkpoint]);
  await folder.write(FILES.vkey, [`${source.vkey}\n`]);
  await folder.write(FILES.policy, [source.policy]);
  await folder.write(FILES.readme, [readmeText(checkpoint, source.range)]);
  if (source.openings) await folder.write(FILES.openings, openingLines(source.openings, checkRange(source)));
  if (!source.previous) return;
  const old = parseCheckpoint(source.previous.checkpoint);
  if (old.origin !== checkpoint.origin || old.size > checkpoint.size) {
    throw new AppError('invalid_input', 'the earlier checkpoint is not of this journal, or is the later of the two');
  }
  const path = await consistencyProof(old.size, checkpoint.size, source.node);
  await folder.write(FILES.previous, [source.previous.checkpoint]);
  await folder.write(FILES.consistency, [
    renderConsistencyProof({ old: old.size, path, checkpoint: source.checkpoint }),
  ]);
}

async function* openingLines(
  pages: AsyncIterable<readonly ExportedOpening[]>,
  { from, to }: { from: number; to: number },
): AsyncIterable<string> {
  for await (const page of pages) {
    const held = page.filter((o) => o.seq >= from && o.seq < to);
    yield held.map((o) => `${canonical({ ...o, salt: Buffer.from(o.salt).toString('base64url') })}\n`).join('');
  }
}
