// @ts-check
import { fileURLToPath } from 'node:url';
import { compiled } from './compiled.mjs';

const TESTS = new URL('..', import.meta.url).href;

/**
 * A module of `tests` that a test file imports is the test file's own, as its query says (tests/support/runs/runtime.mjs); those
 * of `src` and of packages are shared.
 * @type {import('node:module').ResolveHook}
 */
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const own = context.parentURL?.match(/\?file=\d+$/)?.[0];
  return own && found.url.startsWith(TESTS) && !found.url.includes('?') ? { ...found, url: found.url + own } : found;
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  const [file = ''] = url.split('?');
  if (!/\.tsx?$/.test(file)) return next(url, context);
  return { format: 'module', source: compiled(fileURLToPath(file)), shortCircuit: true };
}
