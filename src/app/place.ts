import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Place } from '../store/place.ts';

/** The database file of a data folder. */
export const databaseOf = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'jeton.db');

/** Where the records are: in the data folder, unless a server is configured. */
export const placeOf = (config: Pick<Config, 'dataDir' | 'postgres'>): Place =>
  config.postgres ? { postgres: config.postgres } : { path: databaseOf(config) };
