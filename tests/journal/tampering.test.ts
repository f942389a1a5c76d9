import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { isAppError } from '../../src/errors.ts';
import { parseCheckpoint, signCheckpoint } from '../../src/journal/checkpoint.ts';
import { type Entry, encodeEntry, parseEntry } from '../../src/journal/entry.ts';
import { writeExport } from '../../src/journal/export.ts';
import type { NoteSigner } from '../../src/journal/note.ts';
import { createRootComputer, leafHash } from '../../src/journal/tree.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import { counts } from '../support/runs/long.ts';
import { ANYTHING, createMemoryJournal, otherKey, remanifest, scratch, serviceKey, smallStory } from './sample.ts';

/**
 * Invariant 9, on a real export folder: whatever is done to the lines is found by somebody who trusts the public key
 * and a checkpoint kept earlier. The attacker always puts MANIFEST right, and may hold a key of their own or the true one.
 */
const SIZE = 30;
const KEPT = 20;
const runs = { numRuns: counts(40, 5_000) };

interface Attack {
  name: string;
  /** First line that is not what it was; behind it all may have moved. */
  at: number;
  /** Called late, so that a failing case prints short. */
  lines(): string[];
}
const entries = (lines: readonly string[]) => lines.map((line) => parseEntry(line));

/** Every way to tamper with lines, as fast-check draws them. */
function attacks(lines: readonly string[]): fc.Arbitrary<Attack> {
  const place = fc.nat({ max: lines.length - 1 });
  const spliced = (at: number, remove: number, ...add: string[]) => lines.toSpliced(at, remove, ...add);
  const octet = fc.tuple(place, fc.nat(), fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }));
  const edited = octet.map(([at, where, by]): Attack => {
    const line = lines[at]!;
    const i = where % line.length;
    return { name: 'edit', at, lines: () => spliced(at, 1, line.slice(0, i) + by + line.slice(i + 1)) };
  });
  const rewritten = place.map((at): Attack => {
    const line = encodeEntry({ ...parseEntry(lines[at]!), actor: 'malice' });
    return { name: 'rewrite', at, lines: () => spliced(at, 1, line) };
  });
  const deleted = place.map((at): Attack => ({ name: 'delete', at, lines: () => spliced(at, 1) }));
  const cut = place.map((at): Attack => ({ name: 'truncate', at, lines: () => lines.slice(0, at) }));
  const inserted = fc.tuple(place, place).map(([at, of]): Attack => {
    const line = encodeEntry({ ...parseEntry(lines[of]!), seq: at, action: 'token.receive' });
    return { name: 'insert', at, lines: () => spliced(at, 0, line) };
  });
  const swapped = fc.tuple(place, place).map(([a, b]): Attack => {
    const [at, to] = [Math.min(a, b), Math.max(a, b)];
    return { name: 'reorder', at, lines: () => lines.with(at, lines[to]!).with(to, lines[at]!) };
  });
  const appended = place.map((of): Attack => {
    const line = encodeEntry({ ...parseEntry(lines[of]!), seq: lines.length });
    return { name: 'append', at: lines.length, lines: () => [...lines, line] };
  });
  return fc
    .oneof(edited, rewritten, deleted, cut, inserted, swapped, appended)
    .filter((attack) => attack.lines().join('\n') !== lines.join('\n'));
}

/** Numbers and times put right, so that the lines are a journal again; the last one records the export. */
function smooth(lines: readonly string[], record: Entry): string[] {
  let at = '';
  const made = entries(lines).filter((e) => e.action !== 'journal.export');
  return [...made, record].map((e, seq) => {
    at = e.at > at ? e.at : at;
    return encodeEntry({ ...e, seq, at });
  });
}

async function signed(lines: readonly string[], key: NoteSigner): Promise<string> {
  const tree = createRootComputer();
  for (const line of lines) tree.add(leafHash(line));
  return signCheckpoint({ origin: key.name, size: lines.length, root: tree.root() }, key);
}

describe('a journal that was tampered with', () => {
  const j = createMemoryJournal();
  let original: string;
  let previous: string;
  beforeAll(async () => {
    await smallStory(j);
    original = mkdtempSync(join(tmpdir(), 'jeton-original-'));
    await writeExport(original, await j.source());
    previous = await j.checkpoint(KEPT);
    expect(j.lines).toHaveLength(SIZE);
  });
  afterAll(() => rmSync(original, { recursive: true }));

  /** The export with other lines and whatever else the attacker puts there. */
  const forged = (lines: readonly string[], files: Record<string, string> = {}): string => {
    const dir = scratch();
    cpSync(original, dir, { recursive: true });
    writeFileSync(join(dir, 'journal.ndjson'), lines.map((line) => `${line}\n`).join(''));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
    remanifest(dir);
    return dir;
  };
  /** What the verifier says; the folder is gone afterwards. */
  const verdict = async (
    dir: string,
    more: { previous?: string } = {},
  ): Promise<{ step?: string; seq?: number | null }> => {
    try {
      await verifyExport(dir, { vkey: serviceKey.vkey, rules: ANYTHING, ...more });
      return {};
    } catch (error) {
      if (!isAppError(error, 'journal_broken')) throw error;
      return error.detail;
    } finally {
      rmSync(dir, { recursive: true });
    }
  };

  it('is untouched to begin with', async () => {
    expect(await verdict(forged(j.lines), { previous })).toEqual({});
    await expect(verifyExport(original, { vkey: serviceKey.vkey, previous, rules: ANYTHING })).resolves.toMatchObject({
      size: SIZE,
    });
  });

  it('is found by its checkpoint, with the first bad entry or one before it', async () => {
    await fc.assert(
      fc.asyncProperty(attacks(j.lines), async ({ name, at, lines }) => {
        const { step, seq } = await verdict(forged(lines()));
        expect(['root', 'entry', 'sequence', 'size']).toContain(step);
        expect(seq).toBeLessThanOrEqual(name === 'insert' ? at + 1 : at);
        if (name === 'delete' || name === 'truncate') expect(seq).toBe(at);
      }),
      runs,
    );
  });

  it('is found when its numbers were put right too', async () => {
    await fc.assert(
      fc.asyncProperty(attacks(j.lines), async ({ name, lines }) => {
        fc.pre(name !== 'edit');
        const smoothed = smooth(lines(), parseEntry(j.lines[SIZE - 1]!));
        fc.pre(smoothed.join('\n') !== j.lines.join('\n'));
        expect(['root', 'size']).toContain((await verdict(forged(smoothed))).step);
      }),
      runs,
    );
  });

  it('is found when it was signed again with another key, with or without its vkey and its name', async () => {
    const named = { ...otherKey, name: 'evil.example/journal' };
    await fc.assert(
      fc.asyncProperty(attacks(j.lines), fc.boolean(), fc.boolean(), async ({ name, lines }, withKey, renamed) => {
        fc.pre(name !== 'edit');
        const smoothed = smooth(lines(), parseEntry(j.lines[SIZE - 1]!));
        const key = renamed ? named : otherKey;
        const files = { checkpoint: await signed(smoothed, key), ...(withKey ? { vkey: otherKey.vkey } : {}) };
        expect((await verdict(forged(smoothed, files), { previous })).step).toBe('signature');
      }),
      runs,
    );
  });

  it('is found by the checkpoint kept earlier when it was signed again with the true key', async () => {
    await fc.assert(
      fc.asyncProperty(attacks(j.lines), async ({ name, at, lines }) => {
        fc.pre(name !== 'edit' && at < KEPT);
        const smoothed = smooth(lines(), parseEntry(j.lines[SIZE - 1]!));
        fc.pre(smoothed.slice(0, KEPT).join('\n') !== j.lines.slice(0, KEPT).join('\n'));
        const dir = forged(smoothed, { checkpoint: await signed(smoothed, serviceKey) });
        expect((await verdict(dir, { previous })).step).toBe('consistency');
      }),
      runs,
    );
  });

  it('is found when its end was cut off behind the kept checkpoint and signed with the true key', async () => {
    for (let size = 1; size < KEPT; size += 1) {
      const cut = [...j.lines.slice(0, size - 1), encodeEntry({ ...parseEntry(j.lines[SIZE - 1]!), seq: size - 1 })];
      const dir = forged(cut, { checkpoint: await signed(cut, serviceKey) });
      expect(await verdict(dir, { previous })).toMatchObject({ step: 'consistency', seq: size });
    }
  });

  it('cannot be told from a true one by the key alone: that is what the kept checkpoint is for', async () => {
    const cut = [...j.lines.slice(0, 9), encodeEntry({ ...parseEntry(j.lines[SIZE - 1]!), seq: 9 })];
    const files = { checkpoint: await signed(cut, serviceKey) };
    expect(await verdict(forged(cut, files))).toEqual({});
    expect((await verdict(forged(cut, files), { previous })).step).toBe('consistency');
  });

  it('is found when only the checkpoint was exchanged for another true one', async () => {
    for (let size = 0; size < SIZE; size += 1) {
      const checkpoint = await j.checkpoint(size);
      expect(parseCheckpoint(checkpoint).size).toBe(size);
      expect(await verdict(forged(j.lines, { checkpoint }))).toMatchObject({ step: 'size', seq: size });
    }
  });

  it('is found when any octet of the checkpoint or the key changed', async () => {
    const files = { checkpoint: await j.checkpoint(), vkey: serviceKey.vkey };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('checkpoint' as const, 'vkey' as const),
        fc.nat(),
        fc.string({ maxLength: 1 }),
        async (name, some, by) => {
          const text = files[name];
          const i = some % text.length;
          const bent = text.slice(0, i) + by + text.slice(i + 1);
          fc.pre(bent.trim() !== text.trim());
          expect((await verdict(forged(j.lines, { [name]: bent }))).step).toBe('signature');
        },
      ),
    );
  });
});
