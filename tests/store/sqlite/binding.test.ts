import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { assertSoundBinding } from '../../../src/store/sqlite/binding.ts';

/** Statements thrown away, then a collection from the event loop, where no JavaScript runs and Node has no context. */
const COLLECTED = `
  const db = new (require('better-sqlite3'))(':memory:');
  for (let i = 0; i < 5000; i += 1) db.prepare('select 1').get();
  gc({ execution: 'async' }).then(() => console.log(db.prepare('select 42').pluck().get()));`;

describe('the compiled better-sqlite3', () => {
  it('outlives a garbage collection that no JavaScript called for, on the Node that runs this', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '-e', COLLECTED]);
    expect(stdout).toBe('42\n');
  });

  it("is refused in one line where it has Node's cleanup hooks, and taken where it has none", () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'jeton-binding-'));
    try {
      const file = path.join(folder, 'better_sqlite3.node');
      writeFileSync(file, '\0_ZN4node28RemoveEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_\0');
      expect(() => assertSoundBinding(file)).toThrow(
        expect.objectContaining({
          code: 'config_invalid',
          message: expect.stringMatching(/would abort the service: run node src\/setup\.mjs packages$/),
        }),
      );
      writeFileSync(file, '\0_ZN4node25AddEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_\0');
      expect(() => assertSoundBinding(file)).not.toThrow();
      expect(() => assertSoundBinding()).not.toThrow();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
