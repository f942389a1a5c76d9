import { newDatabase } from '../support/postgres.ts';

/** Where a program of a journey keeps its records. */
interface Records {
  /** What its environment says of them. */
  env: NodeJS.ProcessEnv;
  /** Removes what is not in the program's own folder. */
  remove(): Promise<void>;
}

/** As JETON_TEST_ENGINE asks for: an empty database on the server of the run, or a file in the program's own folder. */
export async function recordsOfRun(): Promise<Records> {
  if (process.env['JETON_TEST_ENGINE'] !== 'postgres') return { env: {}, remove: async () => {} };
  const { serviceUrl, drop } = await newDatabase({ tables: false });
  return { env: { JETON_DATABASE_URL: serviceUrl }, remove: drop };
}
