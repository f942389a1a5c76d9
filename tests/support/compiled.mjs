// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What was compiled is kept from run to run: the same text is compiled once. */
const KEPT = path.resolve(import.meta.dirname, '../../node_modules/.cache/typescript');
const KEPT_MS = 14 * 86_400_000;
/** @type {import('@swc/core').Options} */
const OPTIONS = {
  module: { type: 'es6' },
  sourceMaps: true,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
};
const require = createRequire(import.meta.url);
const COMPILER = JSON.stringify([require('@swc/core/package.json').version, OPTIONS]);
/** @type {typeof import('@swc/core') | undefined} */
let swc;

/** Where the JavaScript of a file is kept. @param {string} file @param {string} text what it says */
const keptAs = (file, text) =>
  path.join(KEPT, createHash('sha256').update(`${COMPILER}\0${file}\0${text}`).digest('hex'));

/** The JavaScript of a TypeScript file. @param {string} file its path @returns {string} */
export function compiled(file) {
  const text = readFileSync(file, 'utf8');
  const kept = keptAs(file, text);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  swc ??= /** @type {typeof import('@swc/core')} */ (require('@swc/core'));
  const { code, map } = swc.transformSync(text, { ...OPTIONS, filename: file });
  mkdirSync(KEPT, { recursive: true });
  keep(`${kept}.map`, map ?? '');
  keep(kept, code);
  return code;
}

/** Where the source map of a file is that was compiled. @param {string} file its path @returns {string | undefined} */
export function mapOf(file) {
  if (!/\.tsx?$/.test(file) || !existsSync(file)) return undefined;
  const map = `${keptAs(file, readFileSync(file, 'utf8'))}.map`;
  return existsSync(map) ? map : undefined;
}

/** Several processes compile at once: none reads what another has half written. @param {string} file @param {string} text */
function keep(file, text) {
  const draft = file + randomUUID();
  writeFileSync(draft, text);
  renameSync(draft, file);
}

/** Removes what was compiled long ago: texts that are gone. @param {number} now milliseconds */
export function forgetCompiled(now) {
  if (!existsSync(KEPT)) return;
  for (const name of readdirSync(KEPT)) {
    const file = path.join(KEPT, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found && now - found.mtimeMs > KEPT_MS) rmSync(file, { force: true });
  }
}
