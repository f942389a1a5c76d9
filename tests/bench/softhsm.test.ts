import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plug, prepareBlanks, unplug, writeConf } from '../../src/bench/softhsm.ts';
import { compiled, softHsm } from '../support/softhsm.ts';

describe('the hand that plugs SoftHSM2 tokens', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'jeton-hand-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const blanks = (count: number, module = softHsm()) =>
    prepareBlanks({ dir, count, soPin: (index) => `1000${index}`, module, scriptPath: compiled('blanks') });

  it('makes blanks with a serial number and an SO-PIN each', async () => {
    const made = await blanks(20);
    expect(new Set(made.map((blank) => blank.serial)).size).toBe(20);
    expect(made.map((blank) => blank.soPin)).toEqual(Array.from({ length: 20 }, (_, index) => `1000${index}`));
    expect(readdirSync(dir).sort()).toEqual(made.map((blank) => blank.folder.slice(dir.length + 1)).sort());
    // a second delivery into the same folder
    await blanks(2);
    expect(readdirSync(dir)).toHaveLength(22);
  });

  it('plugs one token into one slot, and pulls it out into a drawer', async () => {
    const [first, second] = await blanks(2);
    for (const name of ['slot', 'drawer']) writeConf(join(dir, name));
    plug(join(dir, 'slot'), first!);
    expect(() => plug(join(dir, 'slot'), second!)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(unplug(join(dir, 'slot'), join(dir, 'drawer'))).toContain(join(dir, 'drawer', 'tokens'));
    expect(unplug(join(dir, 'slot'), join(dir, 'drawer'))).toBeUndefined();
    plug(join(dir, 'slot'), second!);
  });

  it('says when no blank could be made', async () => {
    mkdirSync(join(dir, 'x'));
    await expect(blanks(1, '/nowhere/module.so')).rejects.toMatchObject({ code: 'device_failed' });
  });
});
