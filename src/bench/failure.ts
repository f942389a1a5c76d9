import { AppError } from '../errors.ts';
import type { Failure, Problem } from '../pkcs11/failure.ts';
import type { StepFailure } from './messages.ts';

/** What to do about a refusal of ours, for the person at the bench. */
const PROBLEM_ADVICE: Readonly<Record<Problem, string>> = {
  'token-wrong': 'another token is plugged: plug the one expected',
  'token-missing': 'the token is not there: plug it',
  deadline: 'the token did not answer in time: unplug it, plug it back and try again',
  crashed: "the token's module crashed and was started again: try again",
  unusable: 'the PKCS#11 module cannot be used: check its path and its settings',
  malformed: 'the token gave an answer that makes no sense: scrap it if this happens again',
  'pin-length': 'this model does not take a PIN of this length: check its adapter',
  'so-pin-form': 'this model does not take an SO-PIN of this form: check its adapter',
  'pin-unsettable': "this model's PIN cannot be set: renew the token instead of unblocking it",
  'identifier-range': 'this model has no place under this key identifier: check its adapter',
  'so-pin-last-try': 'one wrong SO-PIN more would destroy this token: put it aside for the security officer',
  'objects-left': 'the token kept objects although it was wiped: scrap it',
  'identifier-taken': 'the token holds something under this key identifier already: wipe it first',
  'key-missing': 'the token does not hold this key: make it again',
  'key-attributes': "the token's key is not as the procedure asks: scrap this token",
  'key-too-short': "the token's key is too short: scrap this token",
  'key-unfit': "the token's key does not decrypt: scrap this token",
  'certificate-missing': 'the token does not hold this certificate: make it again',
  'certificate-invalid': 'this is not a certificate: nothing was written',
  stopped: 'the bench is closed: start the service again',
};

/** The same for PKCS#11's return codes that a person can do something about. */
const RV_ADVICE: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: 'the token refused the PIN or SO-PIN',
  CKR_PIN_LOCKED: 'a PIN of the token is locked: put it aside for the security officer',
  CKR_DEVICE_REMOVED: 'the token was pulled out: plug it back and try again',
  CKR_TOKEN_NOT_PRESENT: 'the token was pulled out: plug it back and try again',
  CKR_DEVICE_MEMORY: 'the token is full: wipe it or take another',
  CKR_PIN_EXPIRED: 'the token wants its PIN changed first: check its adapter',
  CKR_USER_PIN_NOT_INITIALIZED: 'the token has no PIN yet: wipe it first',
  CKR_FUNCTION_NOT_SUPPORTED: "this model cannot do this step: choose the maker's own module",
};

function advice({ problem, rv }: Failure): string {
  if (problem !== undefined) return PROBLEM_ADVICE[problem];
  return RV_ADVICE[rv ?? ''] ?? `the token did not do its part (${rv ?? 'no reason given'}): try another one`;
}

/** `token_wrong` with {slot, expected, found}: nothing was written. */
function tokenWrong(slot: string, expected: string | undefined, found: readonly string[]): AppError {
  const there = found.length === 0 ? 'no token' : found.length === 1 ? `token ${found[0]}` : 'more than one token';
  return new AppError('token_wrong', `slot ${slot} holds ${there}, not ${expected}: plug that one, alone`, {
    detail: { slot, expected, found: found.length === 1 ? found[0] : found },
  });
}

/**
 * The error that a failed operation ends in: `device_failed` with {slot, step, rv?, problem?}; `token_wrong` where another token
 * is there, or with {why: 'out-of-order'} where the slot's process did not start. Then no token was asked anything, and the one
 * in the slot is as good as before.
 */
export function benchError(slot: string, failure: StepFailure, expected?: string): AppError {
  if (failure.problem === 'token-wrong') return tokenWrong(slot, expected, failure.found ?? []);
  const { step, rv, problem } = failure;
  const detail = { slot, step, ...(rv !== undefined && { rv }), ...(problem !== undefined && { problem }) };
  const message = `slot ${slot}: ${advice(failure)}`;
  if (step === 'start') return new AppError('token_wrong', message, { detail: { ...detail, why: 'out-of-order' } });
  return new AppError('device_failed', message, { detail });
}
