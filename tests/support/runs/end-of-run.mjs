// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 10_000;

/** Removes what the test files of this run shared (jest.config.js); its PostgreSQL server ends with the folder. */
export default async function endRun() {
  const folder = process.env['JETON_RUN'];
  if (folder === undefined) return;
  const server = serverFolder(path.join(folder, 'postgres.json'));
  rmSync(folder, { recursive: true, force: true });
  for (const end = Date.now() + GRACE_MS; server !== undefined && existsSync(server); await sleep(20)) {
    if (Date.now() > end) throw new Error(`the PostgreSQL server of the tests does not end (${server})`);
  }
}

/** @param {string} file that tells of the server (tests/support/records/postgres.ts) @returns {string | undefined} */
function serverFolder(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).folder : undefined;
}
