import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { counts, isLong, rounds, seed } from './long.ts';
import { treeOf } from './long-record.mjs';

describe('counts and seed', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  it('are small, and large in a long run', () => {
    process.env['JETON_LONG'] = '0';
    expect([isLong(), counts(3, 1_000)]).toEqual([false, 3]);
    process.env['JETON_LONG'] = '1';
    expect([isLong(), counts(3, 1_000)]).toEqual([true, 1_000]);
  });

  it('come from JETON_SEED, and reach generated cases', () => {
    expect(fc.readConfigureGlobal()?.seed).toBe(seed());
    process.env['JETON_SEED'] = '77';
    expect(seed()).toBe(77);
    process.env['JETON_SEED'] = 'pi';
    expect(seed).toThrow('JETON_SEED is not an integer');
  });
});

describe('rounds', () => {
  const before = { ...process.env };
  let folder: string;
  let ran: number[];
  const work = async (round: number) => {
    ran.push(round);
    if (round === 2) throw new Error('broken off');
  };
  const harmless = async (round: number) => void ran.push(round);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'jeton-rounds-'));
    process.env['JETON_LONG_TREE'] = 'c0ffee';
    ran = [];
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });

  it('go on with the one that did not end', async () => {
    await expect(rounds('kill -9', 5, work, folder)).rejects.toThrow('broken off');
    await rounds('kill -9', 5, harmless, folder);
    await rounds('kill -9', 5, harmless, folder);
    expect(ran).toEqual([0, 1, 2, 2, 3, 4]);
  });

  it('begin again for another name, engine, tree or seed, and outside a long run', async () => {
    process.env['JETON_TEST_ENGINE'] = 'both';
    await rounds('kill -9', 1, harmless, folder);
    process.env['JETON_TEST_ENGINE'] = 'postgres';
    await rounds('kill -9', 1, harmless, folder);
    await rounds('power loss', 1, harmless, folder);
    process.env['JETON_SEED'] = '99';
    await rounds('kill -9', 1, harmless, folder);
    process.env['JETON_LONG_TREE'] = 'decaf';
    await rounds('kill -9', 1, harmless, folder);
    delete process.env['JETON_LONG_TREE'];
    await rounds('kill -9', 1, harmless, folder);
    expect(ran).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('have a seed each, the same in every run', async () => {
    const seeds: number[] = [];
    await rounds('seeds', 3, async (_, own) => void seeds.push(own), folder);
    expect(seeds).toEqual([seed(), seed() + 1, seed() + 2]);
  });
});

describe('the name of a tree', () => {
  const git = (diff: string, added: string) => (command?: string) =>
    ({ 'rev-parse': 'abc\n', diff, 'ls-files': added, 'hash-object': 'e69de2\n' })[command ?? ''] ?? '';

  it('is its commit, and something else as soon as a file differs or is new', () => {
    expect(treeOf(git('', ''))).toBe('abc');
    const names = [treeOf(git('', '')), treeOf(git('-a\n+b\n', '')), treeOf(git('', 'new.ts\0'))];
    expect(new Set(names).size).toBe(3);
  });
});
