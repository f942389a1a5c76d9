import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recogniseRestore } from '../../src/app/folder/recognise-restore.ts';
import { readConfig } from '../../src/config.ts';
import { createVault } from '../../src/vault/vault.ts';
import { createWorld, type World } from '../support/world/world.ts';

describe('a folder that does not go with the records, while another node runs on them', () => {
  let w: World;
  let dataDir: string;
  beforeEach(async () => {
    w = await createWorld();
    dataDir = mkdtempSync(join(tmpdir(), 'jeton-beside-'));
  });
  afterEach(async () => {
    rmSync(dataDir, { recursive: true });
    await w.close();
  });

  it('ends nobody’s roles: this node does not start, and says what to do', async () => {
    await w.startBeside('lyon');
    const presence = {
      ...w.opened.presence,
      connected: async (nodes: readonly string[]) => nodes.filter((n) => n === 'lyon'),
    };
    const vault = createVault({ kek: new Uint8Array(32).fill(7), chance: w.opened.chance });
    const records = { clock: w.clock, vault, opened: { ...w.opened, store: w.store, presence } };
    const before = await w.opened.journal.size();
    const found = { copies: { ahead: 0, complete: false, any: false }, authorities: [] };
    await expect(recogniseRestore(readConfig({ JETON_DATA: dataDir }), records, found)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(/crl-missing.*node lyon runs.*jeton node folder/),
      detail: { node: 'lyon', fr: expect.stringContaining('lyon') },
    });
    expect(await w.opened.journal.size()).toBe(before);
  });
});
