import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Place } from '../store/place.ts';

/** The database file of a data folder. */
export const databaseOf = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'jeton.db');

/** What CRLs and OCSP are answered from: the records, or this node's copy of what it takes of them. */
export const statusFileOf = (config: Pick<Config, 'dataDir' | 'postgres'>): string =>
  config.postgres ? join(config.dataDir, 'status.db') : databaseOf(config);

/** Where the records are: in the data folder, unless a server is configured. */
export const placeOf = (config: Pick<Config, 'dataDir' | 'postgres'>): Place =>
  config.postgres ? { postgres: config.postgres } : { path: databaseOf(config) };
