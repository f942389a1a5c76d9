import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../src/flow/rules.ts';
import { writeExport } from '../../src/journal/export.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import { createMemoryJournal, scratch, serviceKey, smallStory } from './sample.ts';

describe('verifying an export', () => {
  it('proves a whole journal under a key and a checkpoint that were kept', async () => {
    const j = createMemoryJournal();
    await smallStory(j);
    const previous = await j.checkpoint(11);
    const dir = scratch();
    const source = await j.source({ openly: true, previous: { checkpoint: previous } });
    const written = await writeExport(dir, source);
    const verdict = await verifyExport(dir, { vkey: serviceKey.vkey, previous, rules });
    expect(verdict).toMatchObject({
      size: j.lines.length,
      root: written.root,
      keyFrom: 'caller',
      ranged: false,
      consistentWith: { size: 11, from: 'caller' },
      counts: { entries: 30, done: 28, refused: 2, failed: 0, commitments: 16, opened: 16 },
    });
    expect(readFileSync(join(dir, 'journal.ndjson'), 'utf8')).toBe(`${j.lines.join('\n')}\n`);
  });
});
