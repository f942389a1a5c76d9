import type { Role } from '../tables/codes.ts';
import type { GrantRow } from '../tables/rows/people.ts';

/** Who acts, as the door that let them in knows them. */
export interface Caller {
  personId: string;
  /** The service the person belongs to. */
  service: string;
  grants: readonly Pick<GrantRow, 'role' | 'scope' | 'validFrom' | 'validUntil' | 'revokedAt'>[];
  /** Roles that the means of sign-in may use (an API token's scopes); undefined: all that were granted. */
  scopes?: readonly Role[];
  /** Roles held that this way in may not use for want of a second factor: they may do what asks for one only. */
  oneFactor?: readonly Role[];
  /** Until when a factor given moments ago counts as fresh; 0 for a plain API token. */
  freshUntil: number;
  /** An open shift at a place of the bench, and when it locks, ms. */
  bench?: { place: string; until: number };
  /** The session was opened, or raised, by more than a password: a passkey, or a certificate on a token. */
  secondFactor?: true;
  /** A token's certificate opened the session, which ends with the token: no way in that outlasts it is made from here. */
  byToken?: true;
}

/** What a person was granted, and which of it their means of sign-in may use: enough to say which roles they hold. */
export type Held = Pick<Caller, 'grants' | 'scopes' | 'oneFactor'>;

/** Whether a grant's last moment is past. One that was revoked has a moment of its own for that (`revokedAt`). */
export const hasEnded = ({ validUntil }: Pick<GrantRow, 'validUntil'>, at: number): boolean =>
  !(validUntil === null || validUntil > at);
/** Whether a grant has begun and has not ended, by its dates: a deputy's holds between them. */
export const isInForce = (grant: Pick<GrantRow, 'validFrom' | 'validUntil'>, at: number): boolean =>
  (grant.validFrom ?? 0) <= at && !hasEnded(grant, at);

/** The grants that hold at `now`. */
function liveGrants(caller: Held, now: number): Caller['grants'] {
  return caller.grants.filter((g) => g.revokedAt === null && isInForce(g, now));
}

/** The roles a caller holds at `now`, by what was granted and what the means of sign-in may use. */
export function rolesOf(caller: Held, now: number): Role[] {
  const roles = [...new Set(liveGrants(caller, now).map((g) => g.role))];
  return caller.scopes ? roles.filter((role) => caller.scopes?.includes(role)) : roles;
}

/** The services that a role of the caller's covers at `now`. */
export function scopesOf(caller: Held, role: Role, now: number): string[] {
  return liveGrants(caller, now)
    .filter((g) => g.role === role)
    .map((g) => g.scope);
}

/**
 * Whether a scope covers a service: itself and everything below it, as `PREF-33` covers `PREF-33/DCL`. `*` covers all
 * services, and what belongs to none.
 */
export function covers(scope: string, service: string | null): boolean {
  return scope === '*' || (service !== null && (service === scope || service.startsWith(`${scope}/`)));
}

/**
 * Whether one person may not hold both roles. An auditor holds no other role. Security officer and administrator exclude
 * each other, because acts of two persons take both.
 */
export function exclusive(a: Role, b: Role): boolean {
  if (a === b) return false;
  const pair = new Set<Role>([a, b]);
  if (pair.has('auditor')) return true;
  return pair.has('security-officer') && pair.has('administrator');
}

/** Roles whose grant is an act of dual control. */
export const OPERATOR_ROLES: readonly Role[] = [
  'technician',
  'approver',
  'security-officer',
  'auditor',
  'administrator',
];
