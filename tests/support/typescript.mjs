/** Lets a child process of a test run TypeScript: `node --import ./tests/support/typescript.mjs child.ts`. */
import { register } from 'node:module';

const hooks = `
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from ${JSON.stringify(import.meta.resolve('@swc/core'))};
export async function load(url, context, next) {
  if (!/\\.tsx?$/.test(url)) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url), sourceMaps: 'inline', module: { type: 'es6' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true, decorators: true }, transform: { react: { runtime: 'automatic', importSource: 'preact' } } },
  });
  return { format: 'module', source: code, shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
