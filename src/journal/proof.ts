import { AppError } from '../errors.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { fromBase64 } from './note.ts';

/** An entry's place under a checkpoint, as a file of its own (C2SP tlog-proof@v1). */
export interface InclusionProof {
  /** The entry's seq. */
  index: number;
  /** Audit path, the sibling nearest the leaf first. */
  path: Uint8Array[];
  /** The signed note, verbatim. */
  checkpoint: string;
  /** Unauthenticated by itself; ours carries the entry's line, which the path then proves. */
  extra?: Uint8Array;
}
/** That a checkpoint goes on from an earlier one: the body that C2SP tlog-witness takes. */
export interface ConsistencyProof {
  /** Size under the earlier checkpoint. */
  old: number;
  path: Uint8Array[];
  checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const NUMBER = /^(0|[1-9]\d{0,15})$/;
// a path has a node a level, and no tree here has more than 2^53 leaves
const LONGEST_PATH = 63;

const base64 = (octets: Uint8Array): string => Buffer.from(octets).toString('base64');
const broken = (message: string) => new AppError('journal_broken', message);

/** The proof as text, as `parseInclusionProof` reads it. */
export function renderInclusionProof({ index, path, checkpoint, extra }: InclusionProof): string {
  const head = [HEADER, ...(extra ? [`extra ${base64(extra)}`] : []), `index ${index}`];
  return `${[...head, ...path.map(base64)].join('\n')}\n\n${checkpoint}`;
}

/** Attacker-controlled: throws `journal_broken` for another shape. Nothing in it is proven yet. */
export function parseInclusionProof(text: string): InclusionProof {
  const { head, checkpoint } = halves(text);
  if (head.shift() !== HEADER) throw broken(`this is no proof file: it begins with ${HEADER}`);
  const extra = head[0]?.startsWith('extra ') ? fromBase64(head.shift()?.slice('extra '.length) ?? '') : null;
  if (extra === undefined) throw broken('the extra line of this proof file is not base64');
  const index = numberOf(head.shift(), 'index');
  return { index, path: pathOf(head), checkpoint, ...(extra ? { extra } : {}) };
}

/** The proof as text, as `parseConsistencyProof` reads it. */
export function renderConsistencyProof({ old, path, checkpoint }: ConsistencyProof): string {
  return `${[`old ${old}`, ...path.map(base64)].join('\n')}\n\n${checkpoint}`;
}

/** Attacker-controlled: throws `journal_broken` for another shape. Nothing in it is proven yet. */
export function parseConsistencyProof(text: string): ConsistencyProof {
  const { head, checkpoint } = halves(text);
  const old = numberOf(head.shift(), 'old');
  return { old, path: pathOf(head), checkpoint };
}

/** The lines before the first blank line, and the checkpoint behind it. */
function halves(text: string): { head: string[]; checkpoint: string } {
  const split = text.indexOf('\n\n');
  if (split < 0) throw broken('this proof file has no checkpoint in it');
  const checkpoint = text.slice(split + 2);
  parseCheckpoint(checkpoint);
  return { head: text.slice(0, split).split('\n'), checkpoint };
}

function numberOf(line: string | undefined, word: 'index' | 'old'): number {
  const digits = line?.startsWith(`${word} `) ? line.slice(word.length + 1) : '';
  const value = NUMBER.test(digits) ? Number(digits) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw broken(`this proof file lacks its "${word}" line`);
  return value;
}

function pathOf(lines: readonly string[]): Uint8Array[] {
  const path = lines.map(fromBase64).filter((hash) => hash?.length === 32) as Uint8Array[];
  if (path.length !== lines.length || path.length > LONGEST_PATH)
    throw broken('a hash of this proof file has a wrong shape');
  return path;
}
