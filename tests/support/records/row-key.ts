import { loadKek } from '../../../src/vault/kek.ts';
import { rowKeyOf } from '../../../src/vault/row-key.ts';

/** The key of the rows' seals in stores that no service opens. */
export const ROW_KEY = new Uint8Array(32).fill(9);

/** That of a service's data folder, from its key file. */
export const rowKeyIn = async (dataDir: string, file: string | undefined): Promise<Uint8Array> =>
  rowKeyOf(await loadKek({ dataDir, file }));
