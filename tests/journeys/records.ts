import { join } from 'node:path';
import type { PostgresAddress } from '../../src/store/postgres/server/address.ts';
import { type Behind, behindFile, behindServer } from '../support/records/behind.ts';
import { newDatabase } from '../support/records/postgres.ts';

/** Where a program of a journey keeps its records. */
interface Records {
  /** What its environment says of them. */
  env: NodeJS.ProcessEnv;
  /** Where somebody opens them beside the program, whose data are in this folder, once it has stopped. */
  at(dataDir: string): { place: { path: string } | { postgres: PostgresAddress }; behind: Behind };
  /** Removes what is not in the program's own folder. */
  remove(): Promise<void>;
}

/** As JETON_TEST_ENGINE asks for: an empty database on the server of the run, or a file in the program's own folder. */
export async function recordsOfRun(): Promise<Records> {
  if (process.env['JETON_TEST_ENGINE'] !== 'postgres') {
    const at: Records['at'] = (dataDir) => {
      const path = join(dataDir, 'jeton.db');
      return { place: { path }, behind: behindFile(path) };
    };
    return { env: {}, at, remove: async () => {} };
  }
  const { serviceUrl, address, config, drop } = await newDatabase({ tables: false });
  const at: Records['at'] = () => ({ place: { postgres: address }, behind: behindServer(config) });
  return { env: { JETON_DATABASE_URL: serviceUrl }, at, remove: drop };
}
