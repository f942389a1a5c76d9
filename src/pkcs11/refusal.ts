import pkcs11js from 'pkcs11js';
import type { Failure, Problem } from './failure.ts';

/** A refusal inside a worker. No text: what is reported of it is a problem of the closed list and serial numbers. */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly found: readonly string[] | undefined;

  constructor(problem: Problem, found?: readonly string[]) {
    super(problem);
    this.name = 'Refusal';
    this.problem = problem;
    this.found = found;
  }
}

/** What an error of ours, of PKCS#11 or of JavaScript tells the service; never its text. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal) {
    return { problem: error.problem, ...(error.found && { found: error.found.slice(0, 16) }) };
  }
  if (!(error instanceof pkcs11js.Pkcs11Error)) return { problem: 'malformed' };
  const number = (error.code >>> 0).toString(16).toUpperCase();
  return { rv: error.message === 'CKR_VENDOR_DEFINED' ? `CKR_VENDOR_DEFINED_0X${number}` : error.message };
}
