import { join } from 'node:path';
import { type Ca, createCa } from '../../../src/ca/ca.ts';
import { createAuthorityFolder } from '../../../src/ca/keys/authority.ts';
import type { CeremonyDeps } from '../../../src/ca/keys/ceremony.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { chance, type World } from '../evaluation.ts';

/** A ceremony over a world with an evaluation CA; the root's place is the folder `root` of the world, under a vault of its own. */
export function ceremonyOver(world: World, pkiUrl = 'http://pki.interieur.example'): CeremonyDeps {
  const vault = createVault({ kek: new Uint8Array(32).fill(9), chance });
  const folder = createAuthorityFolder({ dir: join(world.folder, 'root'), vault });
  return {
    chance,
    clock: world.clock,
    records: world.records.authorityRecords,
    status: world.records.status,
    service: createAuthorityFolder({ dir: world.deps.dir, vault: world.deps.vault }),
    root: { folder, find: () => folder.load().find(({ row }) => row.kind === 'root') },
    pkiUrl,
    words: { organisation: 'Ministère de l’Intérieur', siren: '110014016', policy: '1.2.250.1.999' },
    ...(world.deps.wait ? { wait: world.deps.wait } : {}),
  };
}

/** The service started again, as it is after a ceremony. */
export async function restarted(world: World, { pkiUrl }: CeremonyDeps): Promise<Ca> {
  const ca = await createCa({ ...world.deps, pkiUrl });
  await ca.ensureFresh();
  return ca;
}
