// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';

const FINDINGS = '.tmp/canaries.ndjson';

/**
 * At the end of a run: whether a canary – a password, SO-PIN, API token, activation link or key-encryption key of the tests –
 * stands in anything that the service wrote, in any folder of any test (tests/support/runs/canary-watch.ts). One fails the run.
 */
export default class CanaryReporter {
  /** @type {string[]} */
  found = [];

  onRunStart() {
    rmSync(FINDINGS, { force: true });
  }

  onRunComplete() {
    const lines = existsSync(FINDINGS) ? readFileSync(FINDINGS, 'utf8').split('\n').filter(Boolean) : [];
    /** @type {import('./canaries.ts').Search[]} */
    const searches = lines.map((line) => JSON.parse(line));
    const files = searches.reduce((sum, { files }) => sum + files, 0);
    this.found = searches.flatMap(({ found }) => found.map(({ canary, file }) => `${canary} in ${file}`));
    process.stderr.write(
      `canaries: ${files} files in ${searches.length} folders searched, ${this.found.length} found\n`,
    );
    for (const line of this.found) process.stderr.write(`canaries: ${line}\n`);
  }

  /** Tells jest to fail. */
  getLastError() {
    return this.found.length > 0
      ? new Error(`a secret stands in what was written: ${this.found.join('; ')}`)
      : undefined;
  }
}
