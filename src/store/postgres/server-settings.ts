import { sharing } from '../../within.ts';
import type { ServerSettings } from '../open-database.ts';
import type { PostgresAddress } from './server/address.ts';
import { connectWriter } from './server/connect.ts';
import type { Finding, ServerCheck } from './server/durability.ts';
import { databaseError } from './server/errors.ts';

/**
 * Knows what is wrong with a server's settings after its start too: another server may have taken over, or somebody changed a setting.
 * It asks on a connection of its own, so that nobody's unit waits for it. What would refuse a start ends no service that runs: it
 * would be lost for revocations too.
 */
export function createServerSettings(
  address: PostgresAddress,
  check: ServerCheck,
  first: readonly Finding[],
  warn: (message: string, error?: unknown) => void,
): ServerSettings {
  let known = first;
  const note = (found: readonly Finding[]): void => {
    const isKnown = ({ code, en }: Finding, list: readonly Finding[]) =>
      list.some((one) => one.code === code && one.en === en);
    for (const one of found) if (!isKnown(one, known)) warn(`the PostgreSQL server: ${one.en}`);
    for (const one of known) if (!isKnown(one, found)) warn(`the PostgreSQL server is mended: ${one.code}`);
    known = found;
  };
  const look = sharing(async () => {
    const client = await connectWriter(address);
    try {
      note(await check(client));
    } catch (error) {
      throw databaseError(error);
    } finally {
      await client.end().catch(() => {});
    }
  });
  return { findings: () => known, look };
}
