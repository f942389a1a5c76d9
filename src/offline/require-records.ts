import { placeOf } from '../app/place.ts';
import type { Config } from '../config.ts';
import { settingsRefused } from '../errors.ts';
import { lookAtRest } from '../store/place.ts';

/** Refuses to go on where there are no records. Throws `config_invalid`, or what reaching a server throws. */
export async function requireRecords(config: Pick<Config, 'dataDir' | 'postgres'>): Promise<void> {
  if ((await lookAtRest(placeOf(config))).state !== 'new') return;
  const { dataDir, postgres } = config;
  if (postgres)
    throw settingsRefused({
      en: `there are no records in the PostgreSQL database ${postgres.database}: JETON_DATABASE_URL names it`,
      fr: `il n’y a rien dans la base PostgreSQL ${postgres.database}, nommée par JETON_DATABASE_URL`,
    });
  throw settingsRefused({
    en: `there are no records in ${dataDir}: set JETON_DATA to the data folder of the service`,
    fr: `il n’y a pas de base dans ${dataDir} : donnez dans JETON_DATA le dossier de données du service`,
  });
}
