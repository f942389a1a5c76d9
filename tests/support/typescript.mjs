/**
 * Lets a child process of a test run TypeScript: `node --import ./tests/support/typescript.mjs child.ts`. Hundreds of
 * files are compiled at each start of a service: within a run of jest the first child does so for all (jest.config.js).
 */
import { register } from 'node:module';

const hooks = `
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const run = process.env['JETON_RUN'];
const kept = run && path.join(run, 'compiled');
let swc;
async function compile(text, filename) {
  swc ??= await import(${JSON.stringify(import.meta.resolve('@swc/core'))});
  const { code } = swc.transformSync(text, {
    filename, module: { type: 'es6' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true, decorators: true }, transform: { react: { runtime: 'automatic', importSource: 'preact' } } },
  });
  return code;
}
async function compiledOnce(text, filename) {
  const file = path.join(kept, createHash('sha256').update(filename).update(text).digest('hex'));
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const code = await compile(text, filename);
  mkdirSync(kept, { recursive: true });
  const draft = file + randomUUID();
  writeFileSync(draft, code);
  renameSync(draft, file);
  return code;
}
export async function load(url, context, next) {
  if (!/\\.tsx?$/.test(url)) return next(url, context);
  const filename = fileURLToPath(url);
  const text = readFileSync(filename, 'utf8');
  return { format: 'module', source: await (kept ? compiledOnce : compile)(text, filename), shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
