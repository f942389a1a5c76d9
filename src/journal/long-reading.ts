import { verifyCheckpoint } from './checkpoint.ts';
import { type Exported, type ExportedOpening, writeExport } from './export.ts';
import { createRootComputer, leafHash, type NodeReader } from './tree.ts';

/** What long readings of the journal read; a connection that cannot write is enough. */
export interface JournalLines {
  /** Lines `from` to `to` (not included), in pages. */
  lines(from: number, to: number): AsyncIterable<readonly string[]>;
  node: NodeReader;
  openings(from: number, to: number): AsyncIterable<readonly ExportedOpening[]>;
}
/** Told of how many entries were read, of how many. */
export type Progress = (done: number, total: number) => void;

/**
 * Entries a second and milliseconds that are left, at the pace so far, of `done` entries that took so many milliseconds; null before
 * anything was read.
 */
export function paceOf({ done, total, took }: { done: number; total: number | null; took: number }): {
  perSecond: number | null;
  leftMs: number | null;
} {
  if (total === null || done === 0 || took <= 0) return { perSecond: null, leftMs: null };
  return { perSecond: Math.round((done * 1000) / took), leftMs: Math.round((took * (total - done)) / done) };
}

/** An export to be made: everything that was signed before. */
export interface ExportTask {
  /** Entries under `checkpoint`, the last of which records this export. */
  size: number;
  checkpoint: string;
  vkey: string;
  policy: string;
  openings: boolean;
  /** The note that was signed before. */
  previous?: string | undefined;
  range?: { from: number; to: number } | undefined;
}
/** A verification to be made. */
export interface VerificationTask {
  /** The note over everything that was committed when it was asked for. */
  checkpoint: string;
  vkey: string;
  /** What was signed before; its root in base64. */
  before: { size: number; root: string } | null;
}
/** What came out of a verification. */
export interface Verified {
  size: number;
  /** Base64, recomputed from every line. */
  root: string;
  /** The lines give the roots that were signed: now, and before. */
  signed: boolean;
  /** How many entries were signed before, where the lines continue them. */
  consistentWith: number | null;
}

/** Lines that tell how far they were read. */
async function* told(
  pages: AsyncIterable<readonly string[]>,
  total: number,
  progress: Progress,
): AsyncGenerator<readonly string[]> {
  let done = 0;
  progress(done, total);
  for await (const page of pages) {
    yield page;
    done += page.length;
    progress(done, total);
  }
}

/** Writes an export into `dir`, which must be empty or absent. Throws as `writeExport` does; then nothing is left behind. */
export function makeExport(
  dir: string,
  { previous, openings, range, ...task }: ExportTask,
  records: JournalLines,
  progress: Progress = () => {},
): Promise<Exported> {
  const { from, to } = range ?? { from: 0, to: task.size };
  return writeExport(dir, {
    ...task,
    node: records.node,
    lines: (first, end) => {
      const pages = records.lines(first, end);
      return first === from && end === to ? told(pages, to - from, progress) : pages;
    },
    ...(openings ? { openings: records.openings(0, task.size) } : {}),
    ...(previous === undefined ? {} : { previous: { checkpoint: previous } }),
    ...(range ? { range } : {}),
  });
}

/** Recomputes the root from every stored line and holds it against what was signed, now and before. */
export async function verifyLines(
  { checkpoint, vkey, before }: VerificationTask,
  { lines }: Pick<JournalLines, 'lines'>,
  progress: Progress = () => {},
): Promise<Verified> {
  const { size, root: signedRoot } = verifyCheckpoint(checkpoint, vkey);
  const tree = createRootComputer();
  const rootNow = (): string => Buffer.from(tree.root()).toString('base64');
  let consistent = before === null;
  for await (const page of told(lines(0, size), size, progress)) {
    for (const line of page) {
      tree.add(leafHash(line));
      if (before && tree.size() === before.size) consistent = rootNow() === before.root;
    }
  }
  const root = rootNow();
  const whole = tree.size() === size && root === Buffer.from(signedRoot).toString('base64');
  return { size, root, signed: whole && consistent, consistentWith: consistent && before ? before.size : null };
}
