// @ts-check
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mapOf } from '../compiled.mjs';

const require = createRequire(import.meta.url);
const { default: Runtime } = /** @type {typeof import('jest-runtime')} */ (require('jest-runtime'));
let files = 0;

/**
 * Loads test files as Node does, not in a virtual machine of their own: a worker reads and links the modules of `src` and of
 * packages once for all of its test files, which was most of what a test file took. Modules of `tests` are each file's own
 * (tests/support/compiling.mjs), for they hold hooks and what a test left to be closed.
 */
export default class NativeRuntime extends Runtime {
  own = `?file=${++files}`;

  /** @override */
  unstable_shouldLoadAsEsm() {
    return true;
  }

  /** @override @param {string} file */
  async unstable_importModule(file) {
    return import(pathToFileURL(file).href + this.own);
  }

  /** Jest's own, anew for each test file: what it knows of the file before is in its modules. @override @param {string} file */
  requireInternalModule(file) {
    delete require.cache[file];
    Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
    return require(file);
  }

  /** Beside `it` and `expect`, the `jest` of this file, for its timers. @override @type {InstanceType<typeof Runtime>['setGlobalsForRuntime']} */
  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    const { jestGlobals } = /** @type {any} */ (this);
    Object.assign(globalThis, { jest: jestGlobals.jestObjectFor(import.meta.filename) });
  }

  /** For the lines of a failure. @override */
  getSourceMaps() {
    const maps = new Map();
    maps.get = (/** @type {string} */ source) => mapOf(pathOf(source));
    return maps;
  }
}

/** @param {string} source as a stack names it */
const pathOf = (source) => (source.startsWith('file:') ? fileURLToPath(source.replace(/\?.*$/, '')) : source);
