import { z } from 'zod';
import { openReadOnlyServer } from './postgres/read-only.ts';
import type { ReadOnlyDatabase } from './read-only-database.ts';
import { openReadOnly as openReadOnlyFile } from './sqlite/read-only.ts';

const PostgresPlace = z.strictObject({
  user: z.string(),
  database: z.string(),
  servers: z.array(z.strictObject({ host: z.string(), port: z.number() })).readonly(),
  passwordFile: z.string().exactOptional(),
  caFile: z.string().exactOptional(),
  client: z.strictObject({ certFile: z.string(), keyFile: z.string() }).exactOptional(),
});

/**
 * Where the records are: in a file, or on a PostgreSQL server. Plain data without a secret, so that processes beside the
 * service can be told.
 */
export const Place = z.union([z.strictObject({ path: z.string() }), z.strictObject({ postgres: PostgresPlace })]);
export type Place = z.infer<typeof Place>;

/** Opens the records to read them, and nothing else: for a process beside the service. Rows come without a look at their seals. */
export const openReadOnly = (place: Place): ReadOnlyDatabase =>
  'path' in place ? openReadOnlyFile(place.path) : openReadOnlyServer(place.postgres);
