import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBreached } from '../../../src/identity/passwords/breached.ts';

describe('a file of breached passwords', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-breached-'));
    file = join(folder, 'pwned.txt');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const lineOf = (password: string, seen: number) =>
    `${createHash('sha1').update(password).digest('hex').toUpperCase()}:${seen}`;
  const write = (count: number, newline: string, end = newline) => {
    const lines = Array.from({ length: count }, (_, i) => lineOf(`password ${i}`, 10 ** (i % 9)));
    writeFileSync(file, lines.sort().join(newline) + end);
  };

  it.each([
    [1, '\n', ''],
    [2, '\r\n', '\r\n'],
    [999, '\n', '\n'],
    [1000, '\r\n', ''],
  ])('of %i lines has each of them, and nothing else', async (count, newline, end) => {
    write(count, newline, end);
    const breached = openBreached(file);
    await breached.check();
    const asked = Array.from({ length: count + 50 }, (_, i) => i);
    const found = await Promise.all(asked.map((i) => breached.has(`password ${i}`)));
    expect(found.filter(Boolean)).toHaveLength(count);
    expect(found.slice(count)).toEqual(Array.from({ length: 50 }, () => false));
  });

  it.each([
    ['nothing', ''],
    ['passwords in clear', 'azerty123456\nqwerty123456\n'],
    ['hashes in another order', `${'F'.repeat(40)}:1\n${'0'.repeat(40)}:1\n`],
    ['hashes of Windows', `${'0'.repeat(32)}:1\n`],
  ])('is refused at start when it holds %s', async (_, text) => {
    writeFileSync(file, text);
    await expect(openBreached(file).check()).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it('is refused at start when it is not there', async () => {
    await expect(openBreached(join(folder, 'none')).check()).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
