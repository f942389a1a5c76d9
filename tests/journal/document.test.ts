import { readFileSync } from 'node:fs';
import { signCheckpoint, verifyCheckpoint } from '../../src/journal/checkpoint.ts';
import { commitTo } from '../../src/journal/commitment.ts';
import { encodeEntry, parseEntry } from '../../src/journal/entry.ts';
import { createRootComputer, leafHash, verifyConsistency, verifyInclusion } from '../../src/journal/tree.ts';
import { signerOf } from './sample.ts';

const text = readFileSync('docs/journal.md', 'utf8');
const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '') as {
  privateKeySeed: string;
  vkey: string;
  opening: { salt: string; value: string; commitment: string };
  lines: string[];
  leaves: string[];
  root: string;
  checkpoint: string;
  inclusionOfEntry2: string[];
  consistencyFrom2: string[];
};
const octets = (hex: string) => Buffer.from(hex, 'hex');
const rootOf = (leaves: readonly string[]) => {
  const tree = createRootComputer();
  for (const leaf of leaves) tree.add(octets(leaf));
  return tree.root();
};

describe('the example in docs/journal.md', () => {
  it('is what this code writes and reads', async () => {
    const { lines, leaves, opening } = example;
    expect(lines.map((line) => encodeEntry(parseEntry(line)))).toEqual(lines);
    expect(lines.map((line) => Buffer.from(leafHash(line)).toString('hex'))).toEqual(leaves);
    expect(Buffer.from(rootOf(leaves)).toString('hex')).toBe(example.root);
    expect(commitTo(JSON.parse(opening.value), Buffer.from(opening.salt, 'base64url'))).toBe(opening.commitment);
    expect(lines[0]).toContain(opening.commitment);
    const signer = signerOf('journal.example/1', octets(example.privateKeySeed));
    expect(signer.vkey).toBe(example.vkey);
    const checkpoint = { origin: 'journal.example/1', size: 3, root: octets(example.root) };
    expect(await signCheckpoint(checkpoint, signer)).toBe(example.checkpoint);
    expect(verifyCheckpoint(example.checkpoint, example.vkey)).toEqual(checkpoint);
  });

  it('has proofs that hold', () => {
    const [root, leaf] = [octets(example.root), octets(example.leaves[2]!)];
    expect(verifyInclusion(leaf, 2, 3, example.inclusionOfEntry2.map(octets), root)).toBe(true);
    const two = rootOf(example.leaves.slice(0, 2));
    expect(verifyConsistency(2, 3, two, root, example.consistencyFrom2.map(octets))).toBe(true);
  });
});
