import { AppError } from '../errors.ts';
import { EMPTY_ROOT, halfOf, nodeHash } from './hashes.ts';

export { leafHash } from './hashes.ts';
export { createRootComputer, verifyConsistency, verifyInclusion } from './treecheck.ts';

/**
 * The Merkle tree over the journal's lines (RFC 6962, 2.1 and RFC 9162, 2.1). A node's `level` 0 is a leaf, its
 * `place` counts from the left; only complete subtrees are kept, so a kept node never changes. Numbers go past 2^32,
 * so there are no bit operations here. All nodes of a root or a proof are asked for at once.
 */
export type NodeReader = (level: number, place: number) => Promise<Uint8Array> | Uint8Array;
export interface TreeNode {
  level: number;
  place: number;
  /** 32 octets. */
  hash: Uint8Array;
}

/** The leaf, and every subtree that appending it as number `index` completes. Reads one node for each subtree it answers. */
export async function nodesFor(index: number, leaf: Uint8Array, node: NodeReader): Promise<TreeNode[]> {
  const made: TreeNode[] = [{ level: 0, place: index, hash: leaf }];
  let [level, place, sum] = [0, index, leaf];
  while (place % 2 === 1) {
    sum = nodeHash(await node(level, place - 1), sum);
    level += 1;
    place = (place - 1) / 2;
    made.push({ level, place, hash: sum });
  }
  return made;
}

/** The root of the first `size` leaves. */
export function rootAt(size: number, node: NodeReader): Promise<Uint8Array> {
  return size === 0 ? Promise.resolve(EMPTY_ROOT) : hashOf(0, size, node);
}

/** The hash of leaves `start` to `start + size`, where `start` is a multiple of a power of two not below `size`. */
async function hashOf(start: number, size: number, node: NodeReader): Promise<Uint8Array> {
  const left = halfOf(size);
  if (left * 2 === size || size === 1) return node(Math.log2(size), start / size);
  const halves = [hashOf(start, left, node), hashOf(start + left, size - left, node)] as const;
  return nodeHash(...(await Promise.all(halves)));
}

/**
 * Audit path of leaf `index` in the tree of `size`, the sibling nearest the leaf first (RFC 6962, 2.1.1). Throws
 * `internal` for a leaf that is not in the tree.
 */
export async function inclusionProof(index: number, size: number, node: NodeReader): Promise<Uint8Array[]> {
  if (index < 0 || index >= size) throw new AppError('internal', `there is no leaf ${index} in a tree of ${size}`);
  const path: Promise<Uint8Array>[] = [];
  let [start, count] = [0, size];
  while (count > 1) {
    const left = halfOf(count);
    const goesLeft = index < start + left;
    path.push(goesLeft ? hashOf(start + left, count - left, node) : hashOf(start, left, node));
    if (!goesLeft) start += left;
    count = goesLeft ? left : count - left;
  }
  return (await Promise.all(path)).reverse();
}

/**
 * Proof that the tree of `second` leaves begins with the tree of `first` (RFC 6962, 2.1.2). Empty where that needs no
 * proof. Throws `internal` where `first` is no beginning of `second`.
 */
export async function consistencyProof(first: number, second: number, node: NodeReader): Promise<Uint8Array[]> {
  if (first < 0 || first > second)
    throw new AppError('internal', `a tree of ${second} cannot begin with one of ${first}`);
  if (first === 0 || first === second) return [];
  const proof: Promise<Uint8Array>[] = [];
  let [start, count, whole] = [0, second, true];
  while (first !== start + count) {
    const left = halfOf(count);
    const goesLeft = first <= start + left;
    proof.push(goesLeft ? hashOf(start + left, count - left, node) : hashOf(start, left, node));
    if (!goesLeft) [start, whole] = [start + left, false];
    count = goesLeft ? left : count - left;
  }
  if (!whole) proof.push(hashOf(start, count, node));
  return (await Promise.all(proof)).reverse();
}
