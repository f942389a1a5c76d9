import { type AppError, settingsRefused } from '../errors.ts';

/** The database was made by another program: `part` of it is not as this one's schema says. Both engines refuse it so. */
export function otherSchema(part: string): AppError {
  const en = `the database has another schema than this program (${part}): start the program that made it, or restore a backup of this one's`;
  const fr = `la base a un autre schéma que ce programme (${part}) : démarrez le programme qui l’a faite, ou restaurez une sauvegarde de celui-ci`;
  return settingsRefused({ en, fr, part });
}
