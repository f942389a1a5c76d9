import { z } from 'zod';
import type { BulkDatabase } from './copy/bulk-database.ts';
import type { DatabaseState } from './database-state.ts';
import { lookAtServer } from './postgres/at-rest.ts';
import { openBulkServer } from './postgres/bulk.ts';
import { openReadOnlyServer } from './postgres/read-only.ts';
import { holdServer } from './postgres/server/held.ts';
import { setSchemaAside } from './postgres/set-aside.ts';
import type { ReadOnlyDatabase } from './read-only-database.ts';
import { lookAtFile } from './sqlite/at-rest.ts';
import { openBulkFile } from './sqlite/bulk.ts';
import { openReadOnly as openReadOnlyFile } from './sqlite/read-only.ts';
import { setFileAside } from './sqlite/set-aside.ts';

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

/** Opens a place that holds no records to fill it. Throws what its engine throws. */
export const openBulk = async (place: Place): Promise<BulkDatabase> =>
  'path' in place ? openBulkFile(place.path) : openBulkServer(place.postgres);

/** Gives records another name where they are, so that no service goes on with them by mistake. Answers the name. */
export const setAside = async (place: Place): Promise<string> =>
  'path' in place ? setFileAside(place.path) : setSchemaAside(place.postgres);

/** Looks at the records and changes nothing in them; seals are not checked here. Throws where a server cannot be reached. */
export const lookAtRest = async (place: Place): Promise<DatabaseState> =>
  'path' in place ? lookAtFile(place.path) : lookAtServer(place.postgres);

/** Keeps every instance from writing until the answer is called; of a file, the lock of its folder does. Throws `locked`. */
export const holdPlace = async (place: Place): Promise<() => Promise<void>> =>
  'path' in place ? async () => {} : holdServer(place.postgres);
