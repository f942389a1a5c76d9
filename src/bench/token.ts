import pkcs11js from 'pkcs11js';
import { Refusal } from '../pkcs11/refusal.ts';
import { serialOf } from '../pkcs11/serial.ts';
import type { Session } from '../pkcs11/session.ts';
import type { Step } from './messages.ts';
import type { Module, Occupied } from './module.ts';

/** Announces a step before it begins; throws when nobody is there any more to be answered. */
export type Announce = (step: Step) => Promise<void>;

/** The one token an operation works on. */
export interface Token extends Occupied {
  module: Module;
  announce: Announce;
}
/** A session with the token; a bare handle is not enough to write with, see `beforeWriting`. */
export interface TokenSession extends Session {
  token: Token;
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
export function beforeWriting({ token, cryptoki, handle }: TokenSession): void {
  beforeFormatting({ ...token, handle: cryptoki.C_GetSessionInfo(handle).slotID });
}

/**
 * Runs `work` in a session of its own; `login` names who logs in: `nobody` to read, `anybody` to change a PIN that is
 * known. Afterwards nobody is logged in any more.
 */
export async function inSession<R>(
  token: Token,
  login: { as: 'so' | 'user'; pin: string } | 'nobody' | 'anybody',
  work: (session: TokenSession) => Promise<R>,
): Promise<R> {
  const { cryptoki } = token.module;
  const write = login === 'nobody' ? 0 : pkcs11js.CKF_RW_SESSION;
  const handle = cryptoki.C_OpenSession(token.handle, pkcs11js.CKF_SERIAL_SESSION | write);
  try {
    if (typeof login === 'object') {
      await token.announce('log-in');
      cryptoki.C_Login(handle, login.as === 'so' ? pkcs11js.CKU_SO : pkcs11js.CKU_USER, login.pin);
    }
    return await work({ token, cryptoki, handle });
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
