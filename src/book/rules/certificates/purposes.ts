import type { AuthorityRow } from '../../tables/rows/tokens.ts';

/** What an issuing CA is for: the token network, or nothing but mail on a personal machine. */
export type Purpose = NonNullable<AuthorityRow['purpose']>;
/** Whose certificate it is, as policies tell them apart. */
export type Certified = 'token' | 'nomade' | 'workstation' | 'server' | 'responder';

/**
 * The last arc of each policy, below the operator's own (JETON_POLICY_OID). They stand in certificates and in the settings of
 * gateways: none is ever given another meaning.
 */
export const POLICY_ARCS: Readonly<Record<Certified, number>> = {
  token: 1,
  nomade: 2,
  workstation: 3,
  server: 4,
  responder: 5,
};
/**
 * What each issuing CA may certify. A nomade credential is a file that can be copied: whoever trusts the CA of tokens
 * trusts none.
 */
export const MAY_CERTIFY: Readonly<Record<Purpose, readonly Certified[]>> = {
  token: ['token', 'workstation', 'server', 'responder'],
  nomade: ['nomade', 'responder'],
};
/** Of tokens first. */
export const PURPOSES = ['token', 'nomade'] as const satisfies readonly Purpose[];

/** Profiles by name that are not of a holder's token. */
const PROFILES: Readonly<Record<string, Certified>> = {
  nomade: 'nomade',
  workstation: 'workstation',
  'tls-server': 'server',
  'ocsp-signer': 'responder',
};
/** Whose certificate a profile makes. */
export const certifiedBy = (profile: string): Certified => PROFILES[profile] ?? 'token';
/** The CA that issues it; that of a responder is whichever it answers for. */
export const purposeOf = (certified: Certified): Purpose => (certified === 'nomade' ? 'nomade' : 'token');

/** The policy below the operator's arc, dotted. */
export const policyOidOf = (arc: string, certified: Certified): string => `${arc}.${POLICY_ARCS[certified]}`;
/** The policies that the certificate of an issuing CA allows, dotted, in their order. */
const policiesOf = (arc: string, purpose: Purpose): readonly string[] =>
  MAY_CERTIFY[purpose].map((certified) => policyOidOf(arc, certified));
/** What an issuing CA is for, by the policies that its certificate allows; undefined for no CA of ours. */
export function purposeBy(policies: readonly string[]): { purpose: Purpose; arc: string } | undefined {
  const arc = (policies[0] ?? '').replace(/\.\d+$/, '');
  const purpose = PURPOSES.find((one) => policiesOf(arc, one).join() === policies.join());
  return purpose && { purpose, arc };
}
