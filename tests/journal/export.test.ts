import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeExport } from '../../src/journal/export.ts';
import { createMemoryJournal, otherKey, scratch, serviceKey, signerOf, smallStory } from './sample.ts';

const broken = { code: 'journal_broken' };
const read = (dir: string, name: string) => readFileSync(join(dir, name), 'utf8');

async function story() {
  const j = createMemoryJournal();
  await smallStory(j);
  return j;
}

describe('an export', () => {
  it('is a folder of plain files that sha256sum can check', async () => {
    const j = await story();
    const previous = { checkpoint: await j.checkpoint(11) };
    const dir = scratch();
    const exported = await writeExport(dir, await j.source({ openly: true, previous }));
    expect(exported).toMatchObject({ size: 30, lines: 30 });
    expect(readdirSync(dir).sort()).toEqual([
      'LISEZMOI',
      'MANIFEST',
      'checkpoint',
      'consistency.proof',
      'journal.ndjson',
      'openings.ndjson',
      'policy.json',
      'previous-checkpoint',
      'vkey',
    ]);
    expect(read(dir, 'journal.ndjson')).toBe(`${j.lines.join('\n')}\n`);
    expect(read(dir, 'vkey')).toBe(`${serviceKey.vkey}\n`);
    expect(read(dir, 'LISEZMOI')).toContain(exported.root);
    expect(execFileSync('/usr/bin/sha256sum', ['-c', 'MANIFEST'], { cwd: dir }).toString()).toMatch(/^(.+: OK\n){8}$/);
    expect(statSync(join(dir, 'openings.ndjson')).mode & 0o077).toBe(0);
  });

  it('brings nothing that was not asked for', async () => {
    const j = await story();
    const dir = scratch();
    await writeExport(dir, await j.source());
    expect(readdirSync(dir)).toHaveLength(6);
  });

  it('of a range brings its lines and three proofs', async () => {
    const j = await story();
    const dir = scratch();
    const exported = await writeExport(dir, await j.source({ range: { from: 5, to: 9 } }));
    expect(exported).toMatchObject({ size: 30, lines: 4 });
    expect(read(dir, 'journal.ndjson')).toBe(`${j.lines.slice(5, 9).join('\n')}\n`);
    expect(readdirSync(dir).filter((name) => name.endsWith('.tlog-proof'))).toHaveLength(3);
    const line = /^extra (.*)$/m.exec(read(dir, 'export.tlog-proof'))?.[1] ?? '';
    expect(Buffer.from(line, 'base64').toString()).toBe(j.lines[29]);
  });

  it('of a range brings no opening from outside it', async () => {
    const j = await story();
    const dir = scratch();
    await writeExport(dir, await j.source({ openly: true, range: { from: 2, to: 4 } }));
    const seqs = read(dir, 'openings.ndjson')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).seq);
    expect(new Set(seqs)).toEqual(new Set([2, 3]));
  });

  it('goes into no folder that holds something', async () => {
    const j = await story();
    const dir = scratch();
    mkdirSync(dir);
    writeFileSync(join(dir, 'holiday.jpg'), '');
    await expect(writeExport(dir, await j.source())).rejects.toMatchObject({ code: 'invalid_input' });
    expect(readdirSync(dir)).toEqual(['holiday.jpg']);
  });

  it('is not written when the lines are not those that were signed, and leaves nothing behind', async () => {
    const j = await story();
    const source = await j.source();
    j.lines[4] = j.lines[5] ?? '';
    const dir = scratch();
    await expect(writeExport(dir, source)).rejects.toMatchObject(broken);
    expect(readdirSync(dir)).toEqual([]);
    await expect(writeExport(dir, { ...source, range: { from: 3, to: 40 } })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('is not written when a page is missing', async () => {
    const j = await story();
    const source = await j.source();
    const lines = (from: number, to: number) => source.lines(from, Math.min(to, from === to - 1 ? to : 20));
    await expect(writeExport(scratch(), { ...source, lines })).rejects.toMatchObject(broken);
    await expect(writeExport(scratch(), { ...source, lines, range: { from: 0, to: 25 } })).rejects.toMatchObject(
      broken,
    );
  });

  it('is not written when the reading fails half way, and can be tried again in the same folder', async () => {
    const j = await story();
    const source = await j.source();
    const dir = scratch();
    async function* failing(from: number, to: number) {
      let pages = 0;
      for await (const page of source.lines(from, to)) {
        if (pages++ === 2) throw new Error('the disk is gone');
        yield page;
      }
    }
    await expect(writeExport(dir, { ...source, lines: failing })).rejects.toThrow('the disk is gone');
    expect(readdirSync(dir)).toEqual([]);
    await writeExport(dir, source);
    expect(readdirSync(dir)).toHaveLength(6);
  });

  it('is not written when its own entry is not the last, or names another policy', async () => {
    const j = await story();
    const source = await j.source();
    await expect(writeExport(scratch(), { ...source, policy: '{"quorum":1}' })).rejects.toMatchObject(broken);
    await j.append('thomas', 'stock.count', []);
    const later = { ...source, size: j.lines.length, checkpoint: await j.checkpoint() };
    await expect(writeExport(scratch(), later)).rejects.toMatchObject(broken);
  });

  it('is not written under a checkpoint of another size or another key', async () => {
    const j = await story();
    const source = await j.source();
    await expect(writeExport(scratch(), { ...source, size: 29 })).rejects.toMatchObject(broken);
    await expect(writeExport(scratch(), { ...source, vkey: otherKey.vkey })).rejects.toMatchObject(broken);
  });

  it('continues no later checkpoint and none of another journal', async () => {
    const j = await story();
    const other = createMemoryJournal(signerOf('other.example/journal', createHash('sha256').update('o').digest()));
    await smallStory(other);
    const source = await j.source();
    await j.append('thomas', 'stock.count', []);
    for (const checkpoint of [await j.checkpoint(31), await other.checkpoint(3)]) {
      const dir = scratch();
      await expect(writeExport(dir, { ...source, previous: { checkpoint } })).rejects.toMatchObject({
        code: 'invalid_input',
      });
      expect(readdirSync(dir)).toEqual([]);
    }
  });

  it('streams: it never asks for a page before the last one is on the disk', async () => {
    const j = await story();
    const source = await j.source();
    const dir = scratch();
    const seen: number[] = [];
    async function* watched(from: number, to: number) {
      for await (const page of source.lines(from, to)) {
        if (from === 0 && to === source.size) seen.push(statSync(join(dir, 'journal.ndjson.part')).size);
        yield page;
      }
    }
    await writeExport(dir, { ...source, lines: watched });
    const sizes = [0, 7, 14, 21, 28].map((n) =>
      Buffer.byteLength(
        j.lines
          .slice(0, n)
          .map((l) => `${l}\n`)
          .join(''),
      ),
    );
    expect(seen).toEqual(sizes);
  });
});
