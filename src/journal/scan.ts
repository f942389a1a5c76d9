import { isUtf8 } from 'node:buffer';
import { isAppError } from '../errors.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type Entry, parseEntry } from './entry.ts';
import type { Fault } from './fault.ts';
import { leafHashOf } from './hashes.ts';
import type { Range } from './range.ts';
import { createRootComputer, verifyInclusion } from './tree.ts';
import { leftSiblings } from './treecheck.ts';

/** What the lines have to obey, entry by entry: the flow's duties and lifecycle. The sentence says what is broken. */
export interface Rules {
  start(): {
    entry(entry: Entry): string | undefined;
    /** What is wrong with all of them together, and the entry that shows it. */
    end?(): { seq: number; sentence: string } | undefined;
    /** How many roles should have been reviewed by the last entry, and were not: it is late, and breaks no rule. */
    overdueReviews?(): number;
  };
}

export interface Scanned {
  from: number;
  to: number;
  counts: { entries: number; done: number; refused: number; failed: number; overdueReviews?: number };
  /** The last line's entry. */
  last: Entry | undefined;
  /** Root of as many lines as the kept checkpoint counts, where it can be told. */
  keptRoot: Uint8Array | undefined;
  /** The first thing that is wrong with the lines as a journal. */
  integrity: Fault | undefined;
  /** The first thing that was not done by the book. */
  rules: Fault | undefined;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Takes a journal's lines as they stream by, and tells in the end what is wrong with them. It keeps no line. */
export function createScan(of: {
  checkpoint: Checkpoint;
  range: Range | undefined;
  kept: Checkpoint | undefined;
  rules: Rules | undefined;
}) {
  const { checkpoint, range, kept } = of;
  const from = range?.from ?? 0;
  const tree = createRootComputer(from, range ? leftSiblings(from, checkpoint.size, range.first.path) : []);
  const replay = of.rules?.start();
  const counts = { entries: 0, done: 0, refused: 0, failed: 0 };
  let keptRoot = tree.size() === kept?.size ? tree.root() : undefined;
  let last: Entry | undefined;
  let inclusion: Fault | undefined;
  let content: Fault | undefined;
  let rules: Fault | undefined;

  /** The first and the last line of a range, held against their audit paths. */
  const prove = (leaf: Uint8Array, seq: number, of: Range): void => {
    const { size, root } = checkpoint;
    const path = seq === of.from ? of.first.path : of.last.path;
    const left = leftSiblings(seq, size, path);
    const covered = tree.frontier();
    const fits = left.length === covered.length && left.every((hash, i) => same(hash, covered[i] ?? hash));
    if (fits && verifyInclusion(leaf, seq, size, path, root)) return;
    inclusion ??= {
      step: 'root',
      seq: of.from,
      message: `lines ${of.from} to ${seq} are not those under the checkpoint`,
    };
  };

  /** Reads one line, the journal's number `seq`; answers what is wrong with it. */
  const read = (octets: Buffer, seq: number): Fault | undefined => {
    if (!isUtf8(octets)) return { step: 'entry', seq, message: 'this line is not UTF-8' };
    const entry = entryOf(octets.toString(), seq);
    if ('step' in entry) return entry;
    if (entry.seq !== seq)
      return { step: 'sequence', seq, message: `entry ${seq} is missing: entry ${entry.seq} stands in its place` };
    if (last && entry.at < last.at)
      return { step: 'sequence', seq, message: `entry ${seq} is older than the one before it` };
    last = entry;
    counts[entry.outcome] += 1;
    if (rules) return undefined;
    const sentence = replay?.entry(entry);
    if (sentence !== undefined) rules = { step: 'rules', seq, message: sentence };
    return undefined;
  };

  return {
    take(octets: Buffer): void {
      const seq = from + counts.entries;
      counts.entries += 1;
      const leaf = leafHashOf(octets);
      if (range && (seq === range.from || seq === range.to - 1)) prove(leaf, seq, range);
      tree.add(leaf);
      if (tree.size() === kept?.size) keptRoot = tree.root();
      content ??= read(octets, seq); // behind a bad line nothing can be told but the root
    },

    finish(): Scanned {
      const to = range?.to ?? checkpoint.size;
      const held = from + counts.entries;
      const size: Fault | undefined = held === to ? undefined : sizeFault(held, to);
      const rooted = range ? inclusion === undefined : same(tree.root(), checkpoint.root);
      const proven = kept && keptRoot && same(keptRoot, kept.root) ? kept.size : from;
      const message = `the lines do not give the signed root: a line from ${proven} on is not the one that was signed`;
      const root: Fault | undefined = rooted ? undefined : (inclusion ?? { step: 'root', seq: proven, message });
      const whole = rules ? undefined : replay?.end?.();
      if (whole) rules = { step: 'rules', seq: whole.seq, message: whole.sentence };
      // a wrong root is explained by what says most: the line that is out of order, lines that are missing
      const overdueReviews = rules ? undefined : replay?.overdueReviews?.();
      const all = overdueReviews === undefined ? counts : { ...counts, overdueReviews };
      return { from, to: held, counts: all, last, keptRoot, integrity: content ?? size ?? root, rules };
    },
  };
}

function sizeFault(held: number, to: number): Fault {
  const message =
    held < to
      ? `entries ${held} to ${to - 1} are missing at the end`
      : `there are lines behind entry ${to - 1}, the last under the checkpoint`;
  return { step: 'size', seq: Math.min(held, to), message };
}

function entryOf(line: string, seq: number): Entry | Fault {
  try {
    return parseEntry(line);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { step: 'entry', seq, message: error.message };
  }
}
