import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { nodeHash } from '../../src/journal/hashes.ts';
import {
  consistencyProof,
  createRootComputer,
  inclusionProof,
  leafHash,
  type NodeReader,
  nodesFor,
  rootAt,
  verifyConsistency,
  verifyInclusion,
} from '../../src/journal/tree.ts';
import { leftSiblings } from '../../src/journal/treecheck.ts';

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');

/** RFC 6962, 2.1, word for word: the definition that everything here is held against. */
function definition(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), definition(leaves.slice(0, k)), definition(leaves.slice(k)));
}

/** Leaves appended one by one, as the store keeps them; counts what was read. */
async function grow(leaves: Uint8Array[]) {
  const kept = new Map<string, Uint8Array>();
  let reads = 0;
  const node = (level: number, place: number) => {
    reads += 1;
    const found = kept.get(`${level}/${place}`);
    if (!found) throw new Error(`node ${level}/${place} is not a complete subtree`);
    return found;
  };
  for (const [index, leaf] of leaves.entries()) {
    for (const made of await nodesFor(index, leaf, node)) {
      expect(kept.has(`${made.level}/${made.place}`)).toBe(false);
      kept.set(`${made.level}/${made.place}`, made.hash);
    }
  }
  return { node, reads: () => reads };
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, i) => leafHash(`line ${i}`));

// Published with the Certificate Transparency reference code: eight leaves and the roots of the first n.
const CT_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const CT_ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
// leaves of the vectors are octets, not text
const ctLeaves = CT_LEAVES.map((text) => sha256(Buffer.of(0), Buffer.from(text, 'hex')));

describe('the tree against the published Certificate Transparency vectors', () => {
  it('gives every root, the empty one included', async () => {
    const { node } = await grow(ctLeaves);
    for (const [size, root] of CT_ROOTS.entries()) expect(hex(await rootAt(size, node))).toBe(root);
    expect(hex(createRootComputer().root())).toBe(CT_ROOTS[0]);
  });

  it('gives the published inclusion proof of leaf 0 in 8', async () => {
    const { node } = await grow(ctLeaves);
    expect((await inclusionProof(0, 8, node)).map(hex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  it('gives the published consistency proof from 6 to 8', async () => {
    const { node } = await grow(ctLeaves);
    expect((await consistencyProof(6, 8, node)).map(hex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('hashes a line as 0x00 and its UTF-8 octets', () => {
    expect(hex(leafHash('é€😀'))).toBe(hex(sha256(Buffer.of(0), Buffer.from('é€😀'))));
    expect(hex(leafHash(''))).toBe(CT_ROOTS[1]);
  });
});

describe('the tree against its recursive definition', () => {
  it('gives the same root at every size, stored or streamed', async () => {
    const leaves = leavesOf(70);
    const { node } = await grow(leaves);
    const stream = createRootComputer();
    for (let size = 0; size <= leaves.length; size += 1) {
      const root = hex(definition(leaves.slice(0, size)));
      expect(hex(await rootAt(size, node))).toBe(root);
      expect(hex(stream.root())).toBe(root);
      expect(stream.size()).toBe(size);
      stream.add(leaves[size] ?? Buffer.alloc(32));
    }
  });

  it('reads less than one node for each line appended', async () => {
    const { reads } = await grow(leavesOf(1000));
    expect(reads()).toBeLessThan(1000);
  });

  it('keeps no more than one hash a level while streaming', () => {
    const stream = createRootComputer();
    for (const leaf of leavesOf(1000)) stream.add(leaf);
    expect(stream.frontier().length).toBeLessThanOrEqual(10);
  });

  it('continues behind leaves it has not seen', async () => {
    const leaves = leavesOf(41);
    const { node } = await grow(leaves);
    for (let from = 1; from < leaves.length; from += 1) {
      const proof = await inclusionProof(from, leaves.length, node);
      const stream = createRootComputer(from, leftSiblings(from, leaves.length, proof));
      for (const leaf of leaves.slice(from)) stream.add(leaf);
      expect(hex(stream.root())).toBe(hex(definition(leaves)));
    }
  });
});

const SIZE = 130;
const grown = leavesOf(SIZE);
const sizes = fc.integer({ min: 1, max: SIZE });

describe('inclusion proofs', () => {
  it('prove every leaf of a tree', async () => {
    const { node } = await grow(grown);
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, some) => {
        const index = some % size;
        const root = definition(grown.slice(0, size));
        const proof = await inclusionProof(index, size, node);
        expect(verifyInclusion(grown[index]!, index, size, proof, root)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('prove nothing else: another leaf, place, root, or a proof with anything changed', async () => {
    const { node } = await grow(grown);
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, some, other) => {
        const index = some % size;
        const root = definition(grown.slice(0, size));
        const proof = await inclusionProof(index, size, node);
        const place = other % size;
        if (place !== index) {
          expect(verifyInclusion(grown[place]!, index, size, proof, root)).toBe(false);
          expect(verifyInclusion(grown[index]!, place, size, proof, root)).toBe(false);
        }
        expect(verifyInclusion(grown[index]!, index, size, [...proof, grown[0]!], root)).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(grown[index]!, index, size, proof.slice(1), root)).toBe(false);
        expect(verifyInclusion(grown[index]!, index, size, proof, leafHash('x'))).toBe(false);
        const bent = proof.map((h, i) => (i === other % proof.length ? leafHash('x') : h));
        if (proof.length > 0) expect(verifyInclusion(grown[index]!, index, size, bent, root)).toBe(false);
        expect(verifyInclusion(grown[index]!, size, size, proof, root)).toBe(false);
        expect(verifyInclusion(grown[index]!, -1, size, proof, root)).toBe(false);
        expect(verifyInclusion(grown[index]!, index + 0.5, size, proof, root)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('work beyond 2^32 entries', async () => {
    const zero = leafHash('');
    const levels = [zero];
    for (let level = 1; level <= 40; level += 1) levels.push(nodeHash(levels[level - 1]!, levels[level - 1]!));
    const node = (level: number) => levels[level]!;
    const size = 2 ** 40 + 2 ** 33 + 1;
    const root = await rootAt(size, node);
    const proof = await inclusionProof(2 ** 40 + 5, size, node);
    expect(verifyInclusion(zero, 2 ** 40 + 5, size, proof, root)).toBe(true);
    const consistent = await consistencyProof(2 ** 35 + 1, size, node);
    expect(verifyConsistency(2 ** 35 + 1, size, await rootAt(2 ** 35 + 1, node), root, consistent)).toBe(true);
  });

  it('are refused for a leaf that is not there', async () => {
    await expect(inclusionProof(3, 3, () => Buffer.alloc(32))).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('consistency proofs', () => {
  it('prove that a tree begins with any smaller one', async () => {
    const { node } = await grow(grown);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: SIZE }), fc.nat({ max: SIZE }), async (a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const proof = await consistencyProof(first, second, node);
        const [one, two] = [definition(grown.slice(0, first)), definition(grown.slice(0, second))];
        expect(verifyConsistency(first, second, one, two, proof)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('ask for all their nodes at once, as roots and audit paths do', async () => {
    const { node: kept } = await grow(Array.from({ length: 100 }, (_, i) => leafHash(`${i}`)));
    for (const prove of [
      (node: NodeReader) => rootAt(100, node),
      (node: NodeReader) => consistencyProof(37, 100, node),
      (node: NodeReader) => inclusionProof(41, 100, node),
    ]) {
      const turns = new Set<Promise<void>>();
      let turn: Promise<void> | undefined;
      const begin = async (): Promise<void> => {
        await new Promise<void>((next) => setImmediate(next));
        turn = undefined;
      };
      await prove((level, place) => {
        turn ??= begin();
        turns.add(turn);
        return turn.then(() => kept(level, place));
      });
      expect(turns.size).toBe(1);
    }
  });

  it('prove nothing of a tree that was rewritten, cut or lengthened', async () => {
    const { node } = await grow(grown);
    await fc.assert(
      fc.asyncProperty(sizes, sizes, fc.nat(), async (a, b, some) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const proof = await consistencyProof(first, second, node);
        const [one, two] = [definition(grown.slice(0, first)), definition(grown.slice(0, second))];
        const rewritten = grown.slice(0, second).map((leaf, i) => (i === some % first ? leafHash('x') : leaf));
        expect(verifyConsistency(first, second, one, definition(rewritten), proof)).toBe(false);
        expect(verifyConsistency(first, second, definition(rewritten.slice(0, first)), two, proof)).toBe(false);
        expect(verifyConsistency(first, second, one, two, [...proof, one])).toBe(false);
        if (proof.length > 0) expect(verifyConsistency(first, second, one, two, proof.slice(1))).toBe(false);
        const bent = proof.map((h, i) => (i === some % proof.length ? leafHash('x') : h));
        if (proof.length > 0) expect(verifyConsistency(first, second, one, two, bent)).toBe(false);
        if (first < second) expect(verifyConsistency(second, first, two, one, proof)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('from an empty tree are empty and need its true root', () => {
    const empty = createRootComputer().root();
    expect(verifyConsistency(0, 5, empty, leafHash('r'), [])).toBe(true);
    expect(verifyConsistency(0, 5, leafHash('x'), leafHash('r'), [])).toBe(false);
    expect(verifyConsistency(0, 5, empty, leafHash('r'), [empty])).toBe(false);
  });

  it('are refused the wrong way round', async () => {
    await expect(consistencyProof(4, 3, () => Buffer.alloc(32))).rejects.toMatchObject({ code: 'internal' });
  });
});
