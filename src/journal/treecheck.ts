import { EMPTY_ROOT, nodeHash } from './hashes.ts';

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const halve = (n: number): number => Math.floor(n / 2);

/** Whether `proof` shows that `leaf` (its hash) is number `index` of the `size` leaves under `root` (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [fn, sn, sum] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0 || sibling.length !== 32) return false;
    if (fn % 2 === 1 || fn === sn) {
      sum = nodeHash(sibling, sum);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [halve(fn), halve(sn)];
    } else {
      sum = nodeHash(sum, sibling);
    }
    [fn, sn] = [halve(fn), halve(sn)];
  }
  return sn === 0 && same(sum, root);
}

/**
 * Whether `proof` shows that the tree of `second` leaves under `secondRoot` begins with the tree of `first` leaves
 * under `firstRoot` (RFC 9162, 2.1.4.2). Every tree begins with the empty one; there the proof must be empty.
 */
export function verifyConsistency(
  first: number,
  second: number,
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second) return false;
  if (first === second) return proof.length === 0 && same(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && same(firstRoot, EMPTY_ROOT);
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [halve(fn), halve(sn)];
  // where `first` is a power of two its root is itself the first node of the path
  const path = fn === 0 ? [firstRoot, ...proof] : [...proof];
  const seed = path.shift();
  if (seed === undefined) return false;
  let [fr, sr] = [seed, seed];
  for (const node of path) {
    if (sn === 0 || node.length !== 32) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(node, fr), nodeHash(node, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [halve(fn), halve(sn)];
    } else {
      sr = nodeHash(sr, node);
    }
    [fn, sn] = [halve(fn), halve(sn)];
  }
  return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
}

/** The siblings on a leaf's audit path that stand left of it, the one nearest the leaf first: together they cover every earlier leaf. */
export function leftSiblings(index: number, size: number, proof: readonly Uint8Array[]): Uint8Array[] {
  const left: Uint8Array[] = [];
  let [fn, sn] = [index, size - 1];
  for (const sibling of proof) {
    if (fn % 2 === 1 || fn === sn) {
      left.push(sibling);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [halve(fn), halve(sn)];
    }
    [fn, sn] = [halve(fn), halve(sn)];
  }
  return left;
}

export interface RootComputer {
  /** Takes the next leaf's hash. */
  add(leaf: Uint8Array): void;
  size(): number;
  /** Root of the leaves taken so far. */
  root(): Uint8Array;
  /** Complete subtrees that cover the leaves taken so far, the smallest (rightmost) first. */
  frontier(): Uint8Array[];
}

/**
 * Computes a root while leaves stream by, keeping no more than one hash a level. It may begin behind leaves nobody has
 * seen: `size` of them, covered by the complete subtrees of `frontier`, the smallest first.
 */
export function createRootComputer(size = 0, frontier: readonly Uint8Array[] = []): RootComputer {
  const stack = [...frontier].reverse();
  let count = size;
  return {
    add(leaf) {
      let sum = leaf;
      for (let rest = count; rest % 2 === 1; rest = halve(rest)) {
        const left = stack.pop();
        if (left) sum = nodeHash(left, sum);
      }
      stack.push(sum);
      count += 1;
    },
    size: () => count,
    root: () =>
      stack.reduceRight<Uint8Array | undefined>((sum, left) => (sum ? nodeHash(left, sum) : left), undefined) ??
      EMPTY_ROOT,
    frontier: () => [...stack].reverse(),
  };
}
