// @ts-check
import { rmSync } from 'node:fs';

/** Removes what the test files of this run shared (jest.config.js). */
export default function endRun() {
  const folder = process.env['JETON_RUN'];
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
