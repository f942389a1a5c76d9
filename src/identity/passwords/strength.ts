import { type Caller, OPERATOR_ROLES, rolesOf } from '../../book/rights/roles.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';

/** How a session was opened, or raised since. */
export const METHODS = ['password', 'passkey', 'certificate', 'oidc'] as const;
export type Method = (typeof METHODS)[number];
/** Methods that a look-alike site cannot ask for: the origin, or the key in a token, is part of the proof (ASVS 6.3.3). */
const STRONG: readonly string[] = ['passkey', 'certificate'];

/** Whose roles ask for a passkey, or another method that cannot be phished. */
export type PasskeyNeed = 'everybody' | 'operators' | 'nobody';

/** A session's reach that holds no role at all: what is left is urgent. */
export const LOSS_ONLY = '';

export interface Strength {
  method: string;
  reach: string | null;
}

/** Whether the session was opened by a passkey or as strongly. */
export function isStrong({ method }: Strength): boolean {
  return STRONG.includes(method);
}

/** Whether a token's certificate opened the session, so that it ends with the token. */
export const isByToken = ({ method }: Pick<Strength, 'method'>): boolean => method === 'certificate';

/**
 * A passkey, an identity elsewhere or an API token stays when the token's sessions end: whoever stole a token and its PIN would
 * come in by it after the loss was reported. So its owner changes their ways in by another factor. Throws
 * `fresh_factor_needed`.
 */
export function checkMayChangeWaysIn({ byToken }: Pick<Caller, 'byToken'>): void {
  if (!byToken) return;
  const message =
    'a token opened this session: confirm with a passkey that you have, or sign in with your password, to change your ways in';
  throw new AppError('fresh_factor_needed', message, { detail: { why: 'token' } });
}

/** Whether one of the grants is of an operator's role. */
export function isOperator(grants: readonly Pick<GrantRow, 'role'>[]): boolean {
  return grants.some((g) => OPERATOR_ROLES.includes(g.role));
}

/** Whether somebody's password alone is not enough here. */
export function needsPasskey(need: PasskeyNeed, grants: readonly Pick<GrantRow, 'role'>[]): boolean {
  return need === 'everybody' || (need === 'operators' && isOperator(grants));
}

/**
 * What a session's strength leaves of somebody's roles. A role that asks for a passkey is not used by a session that a
 * phished password could open. For roles that are no operator's an identity provider's assurance is as good (the site says
 * which, by `acr`); it may reach fewer roles still. Answers the caller's `scopes` (undefined: nothing is withheld) and the
 * roles withheld.
 */
export function usable(
  strength: Strength,
  caller: Caller,
  need: PasskeyNeed,
  now: number,
): { scopes: Role[] | undefined; withheld: Role[] } {
  const reach = strength.reach?.split(',');
  const isEnough = (role: Role): boolean => {
    if (isStrong(strength) || need === 'nobody') return true;
    return !OPERATOR_ROLES.includes(role) && (need === 'operators' || strength.method === 'oidc');
  };
  const fits = (role: Role): boolean => (reach === undefined || reach.includes(role)) && isEnough(role);
  const held = rolesOf(caller, now);
  const withheld = held.filter((role) => !fits(role));
  return { scopes: withheld.length === 0 ? undefined : held.filter(fits), withheld };
}
