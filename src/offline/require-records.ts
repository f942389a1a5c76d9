import { placeOf } from '../app/place.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { lookAtRest } from '../store/place.ts';

/** Refuses to go on where there are no records. Throws `config_invalid`, or what reaching a server throws. */
export async function requireRecords(config: Pick<Config, 'dataDir' | 'postgres'>): Promise<void> {
  if ((await lookAtRest(placeOf(config))).state !== 'new') return;
  const where = config.postgres ? `the PostgreSQL database ${config.postgres.database}` : config.dataDir;
  throw new AppError('config_invalid', `there are no records in ${where}`);
}
