import { TLSSocket } from 'node:tls';
import type { Request } from 'express';
import type { Door } from '../app/door.ts';
import { mightForOthers } from '../book/rights/authorise.ts';
import { AppError } from '../errors.ts';
import type { Operation, SignedIn } from './operation.ts';

/** The bearer token of a request, which an attacker may have chosen. Throws `not_signed_in` when there is none. */
function bearerOf(request: Request): string {
  const [, token] = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined)
    throw new AppError('not_signed_in', 'sign in first: send the header "Authorization: Bearer …"');
  return token;
}

/** The client's certificate, DER, which TLS has verified; undefined on a port that asks for none. */
function certificateOf({ socket }: Request): Uint8Array | undefined {
  return socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate().raw : undefined;
}

/**
 * Who calls: by a session's token or an API token. Cookies are never looked at here, so there is no CSRF. Throws
 * `not_signed_in`, `session_expired`.
 */
export async function recogniseCaller(door: Door, request: Request): Promise<{ who: SignedIn; token: string }> {
  const token = bearerOf(request);
  const { identity } = door;
  const isApiToken = token.startsWith('jtn_');
  const certificate = certificateOf(request);
  const who = await (isApiToken ? identity.byApiToken(token, certificate) : identity.bySession(token));
  if (who) return { who, token };
  if (isApiToken) throw deadToken(await identity.apiTokenEnd(token, certificate));
  throw new AppError('session_expired', 'this token is not known, or has ended: sign in again');
}

/** A program cannot sign in again: whoever runs it makes another token. Only who has the token itself reads that it ran out. */
const deadToken = (endedAt: number | undefined): AppError =>
  endedAt === undefined
    ? new AppError('session_expired', 'this API token is not known here, or was revoked: make another one', {
        detail: { why: 'api-token-unknown' },
      })
    : new AppError('session_expired', `this API token ended on ${new Date(endedAt).toISOString()}: make another one`, {
        detail: { why: 'api-token-ended', at: endedAt },
      });

/** Whether the caller may do one of the operation's acts for others than themselves: only then is more held of a body than usual. */
export function mayForOthers({ acts }: Pick<Operation, 'acts'>, { caller }: SignedIn, now: number): boolean {
  return typeof acts !== 'string' && acts.some((right) => mightForOthers(caller, right, now)); // a missing factor is the flow's to refuse
}
