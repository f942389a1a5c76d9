import pkcs11js from 'pkcs11js';
import type { Failure, Problem, Step } from './messages.ts';
import { type Module, type Occupied, serialOf } from './module.ts';

/** A refusal inside the worker. No text: what is reported of it is a problem of the closed list and serial numbers. */
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
export function failureOf(error: unknown, step: Step): Failure {
  if (error instanceof Refusal) {
    return { step, problem: error.problem, ...(error.found && { found: error.found.slice(0, 16) }) };
  }
  if (!(error instanceof pkcs11js.Pkcs11Error)) return { step, problem: 'malformed' };
  const number = (error.code >>> 0).toString(16).toUpperCase();
  return { step, rv: error.message === 'CKR_VENDOR_DEFINED' ? `CKR_VENDOR_DEFINED_0X${number}` : error.message };
}

/** Announces a step before it begins; throws when nobody is there any more to be answered. */
export type Announce = (step: Step) => Promise<void>;

/** The one token an operation works on. */
export interface Token extends Occupied {
  module: Module;
  announce: Announce;
}
/** A session with the token; a bare handle is not enough to write with, see `beforeWriting`. */
export interface Session {
  token: Token;
  handle: pkcs11js.Handle;
}

/** The token with the serial number expected, alone in its place; `token-wrong` with what is there otherwise. */
export async function pluggedToken(module: Module, serial: string, announce: Announce): Promise<Token> {
  await announce('scan');
  const all = module.scan();
  const [only] = all;
  if (all.length !== 1 || only?.token.serial !== serial) {
    throw new Refusal(
      'token-wrong',
      all.map(({ token }) => token.serial),
    );
  }
  return { ...only, module, announce };
}

/** Handles are reused when tokens change: right before anything is written, the serial number is asked for once more. */
export function beforeFormatting({ module, handle, token }: Token): void {
  const found = serialOf(module.cryptoki, handle);
  if (found !== token.serial) throw new Refusal('token-wrong', [found]);
}

/** As `beforeFormatting`, for the slot that the session itself is in. */
export function beforeWriting({ token, handle }: Session): void {
  const { cryptoki } = token.module;
  beforeFormatting({ ...token, handle: cryptoki.C_GetSessionInfo(handle).slotID });
}

/**
 * Runs `work` in a session of its own; `login` names who logs in: `nobody` to read, `anybody` to change a PIN that is
 * known. Afterwards nobody is logged in any more.
 */
export async function inSession<R>(
  token: Token,
  login: { as: 'so' | 'user'; pin: string } | 'nobody' | 'anybody',
  work: (session: Session) => Promise<R>,
): Promise<R> {
  const { cryptoki } = token.module;
  const write = login === 'nobody' ? 0 : pkcs11js.CKF_RW_SESSION;
  const handle = cryptoki.C_OpenSession(token.handle, pkcs11js.CKF_SERIAL_SESSION | write);
  try {
    if (typeof login === 'object') {
      await token.announce('log-in');
      cryptoki.C_Login(handle, login.as === 'so' ? pkcs11js.CKU_SO : pkcs11js.CKU_USER, login.pin);
    }
    return await work({ token, handle });
  } finally {
    closeQuietly(token);
  }
}

/** Closing every session logs out (PKCS#11 5.6.7). A token that was pulled out has none left and says so: fine. */
function closeQuietly({ module, handle }: Token): void {
  try {
    module.cryptoki.C_CloseAllSessions(handle);
  } catch (error) {
    if (!(error instanceof pkcs11js.Pkcs11Error)) throw error;
  }
}
