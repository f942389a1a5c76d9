// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** @import { House } from './machine.mjs' */

/** Leaves Node's cleanup hooks out of what is compiled: docs/decisions/node.md. */
const HEADER = fileURLToPath(new URL('object-wrap.h', import.meta.url));

/** How the hook shows in a compiled module; src/store/sqlite/binding.ts refuses it too. */
const HOOK = 'node28RemoveEnvironmentCleanupHook';

/**
 * What npm finds in its environment: our header before every C++ file, and the source of the package, which
 * package-lock.json vouches for, rather than a compiled file from elsewhere, which nothing does.
 * @returns {Record<string, string>}
 */
export function compiling() {
  const flags = `${process.env['CXXFLAGS'] ?? ''} -include '${HEADER}'`.trim();
  return { CXXFLAGS: flags, npm_config_build_from_source: 'true' };
}

/**
 * True where better-sqlite3 was compiled with the hooks, as a bare `npm ci` does: it aborts at a garbage collection.
 * @param {House} house
 */
export function isAborting(house) {
  const file = path.join(house.checkout, 'node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node');
  return fs.existsSync(file) && fs.readFileSync(file).includes(HOOK);
}
