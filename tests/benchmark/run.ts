/** `npm run bench -- PART [ARGUMENTS]`: one part of the benchmark, `store` by default. Each stands in a file of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PARTS: Record<string, string> = {
  store: 'store-units',
  pki: 'pki',
  bench: 'bench',
  load: 'load',
  growth: 'growth',
  imports: 'imports',
  trends: 'trends',
  reports: 'reports',
};
/** Node's options for the service, as docs/installation.md has it started. */
const AS_SERVED = ['--max-semi-space-size=32', '--no-allocation-site-pretenuring'];
const [part = 'store', ...rest] = process.argv.slice(2);
const file = `tests/benchmark/${PARTS[part] ?? ''}.ts`;
if (existsSync(file)) {
  const how = [...AS_SERVED, '--import', './tests/support/typescript.mjs', file, ...rest];
  process.exitCode = spawnSync(process.execPath, how, { stdio: 'inherit' }).status ?? 1;
} else {
  console.error(`bench: there is no part "${part}"\nhint: ${Object.keys(PARTS).join(', ')}`);
  process.exitCode = 2;
}
