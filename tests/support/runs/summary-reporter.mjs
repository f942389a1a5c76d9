// @ts-check
import { writeSync } from 'node:fs';
import path from 'node:path';
import { nameOf, readRecord, writeRecord } from './long-record.mjs';

/**
 * Ends every run with the line `N passed, N failed` on stdout, below whatever jest still has to say. What was skipped
 * or could not run counts as failed: a test that did not run has shown nothing. A long run (tests/support/runs/long-run.mjs)
 * notes the files that passed, and counts those that passed before.
 */
export default class SummaryReporter {
  /** @param {{ rootDir: string }} config */
  constructor({ rootDir }) {
    this.rootDir = rootDir;
    this.record = process.env['JETON_LONG_RECORD'];
    this.passed = passedBefore(this.record);
    this.failed = 1; // until the run is complete
    process.once('exit', () => writeSync(1, `${this.passed} passed, ${this.failed} failed\n`));
  }

  onRunStart() {
    process.stderr.write(
      `seed ${process.env['JETON_SEED']} (JETON_SEED=${process.env['JETON_SEED']} repeats this run)\n`,
    );
  }

  /** @param {{ path: string, context: { config: { displayName?: { name: string } } } }} test @param {FileResult} result */
  onTestFileResult(test, result) {
    const record = this.record && readRecord(this.record);
    if (!this.record || !record || failedIn(result) > 0) return;
    const file = path.relative(this.rootDir, test.path);
    record.files[nameOf(test.context.config.displayName?.name, file)] = result.numPassingTests;
    writeRecord(this.record, record);
  }

  /** @param {unknown} _contexts @param {RunResult} result */
  onRunComplete(_contexts, result) {
    const { numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites, wasInterrupted } = result;
    this.passed += result.numPassedTests;
    this.failed = numFailedTests + numPendingTests + numTodoTests + numRuntimeErrorTestSuites + Number(wasInterrupted);
  }

  /** Tells jest to fail. */
  getLastError() {
    return this.failed > 0 ? new Error(`${this.failed} failed, or did not run`) : undefined;
  }
}

/**
 * @typedef {object} FileResult
 * @property {number} numPassingTests
 * @property {number} numFailingTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {unknown} [testExecError]
 *
 * @typedef {object} RunResult
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {number} numRuntimeErrorTestSuites
 * @property {boolean} wasInterrupted
 */

/** @param {FileResult} result */
function failedIn({ numFailingTests, numPendingTests, numTodoTests, testExecError }) {
  return numFailingTests + numPendingTests + numTodoTests + Number(testExecError !== undefined);
}

/** @param {string | undefined} file */
function passedBefore(file) {
  const record = file === undefined ? undefined : readRecord(file);
  return Object.values(record?.files ?? {}).reduce((sum, passed) => sum + passed, 0);
}
