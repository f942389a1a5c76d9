import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweep } from './run-folders.mjs';

const HOUR = 3_600;

describe('what a killed run left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-sweep-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is removed a day later, by name, and nothing else', () => {
    const now = Date.now();
    const ages = {
      'jeton-run-12-1700000000000': 25,
      'jeton-run-12-1700000000000-postgres': 25,
      'jeton-run-13-1700000000001': 23,
      'jeton-hall-x': 100,
      'jeton-run-14': 100,
    };
    for (const [name, hours] of Object.entries(ages)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'journal-honest.json'), '{}');
      utimesSync(join(folder, name), now / 1000 - hours * HOUR, now / 1000 - hours * HOUR);
    }
    writeFileSync(join(folder, 'jeton-run-15-1700000000002'), 'a file of somebody');
    expect(sweep(folder, now).sort()).toEqual(['jeton-run-12-1700000000000', 'jeton-run-12-1700000000000-postgres']);
    const stays = [...Object.keys(ages).slice(2), 'jeton-run-15-1700000000002'];
    expect(stays.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
    expect(existsSync(join(folder, 'jeton-run-12-1700000000000'))).toBe(false);
  });
});
