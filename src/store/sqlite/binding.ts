import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { settingsRefused } from '../../errors.ts';

const packageFile = createRequire(import.meta.url).resolve('better-sqlite3/package.json');
/** Where node-gyp puts it. */
const COMPILED = path.join(path.dirname(packageFile), 'build', 'Release', 'better_sqlite3.node');

/** Node's hook on every wrapped object: with it Node 24 aborts in a garbage collection (docs/decisions/node.md). */
const ABORTING = 'node28RemoveEnvironmentCleanupHook';

let sound = false;

/**
 * Refuses, in one line, a better-sqlite3 that would bring the process down at an odd moment. Our own set-up compiles a
 * sound one; this is for packages brought by other means. Throws `config_invalid`.
 */
export function assertSoundBinding(file: string = COMPILED): void {
  if (sound && file === COMPILED) return;
  if (readFileSync(file).includes(ABORTING)) {
    throw settingsRefused({
      en: `better-sqlite3 was compiled with Node's cleanup hooks and would abort the service: run node src/setup.mjs packages`,
      fr: 'better-sqlite3 a été compilé avec des fonctions de Node qui feraient tomber le service : lancez node src/setup.mjs packages',
    });
  }
  if (file === COMPILED) sound = true;
}
