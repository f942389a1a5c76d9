import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { rules } from '../../src/book/judge/replay.ts';
import { unpack } from '../../src/cli/unpack.ts';
import { verifyExport } from '../../src/journal/verify.ts';
import type { Hall } from '../console/hall.ts';

/**
 * What holds at the end of every journey: tables, journal and stock agree (hall.check), and the verifier accepts the auditor's export by
 * the key that the console shows.
 */
export async function checkEnd(hall: Hall): Promise<void> {
  await hall.check();
  const folder = mkdtempSync(join(tmpdir(), 'jeton-end-'));
  try {
    const { stream } = await hall.door.journal.exportZip(hall.aurore, { openings: true });
    const [file, to] = [join(folder, 'journal.zip'), join(folder, 'journal')];
    await pipeline(stream, createWriteStream(file));
    mkdirSync(to);
    await unpack(file, to);
    const { vkey } = await hall.door.journal.checkpoint();
    const verdict = await verifyExport(to, { vkey, rules });
    expect(verdict).toMatchObject({ keyFrom: 'caller', ranged: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
