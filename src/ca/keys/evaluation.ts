import { MAY_CERTIFY, POLICY_ARCS, type Purpose } from '../../book/rules/certificates/purposes.ts';
import { DAY_MS } from '../../durations.ts';
import type { Content, Words } from '../profiles/content.ts';
import type { Authority } from './authority.ts';
import { addressesOf, type MakeDeps, makeAuthority } from './make-authority.ts';

/** What every certificate of an evaluation says in O, whatever the operator is called. */
export const EVALUATION_ORGANISATION = 'EVALUATION – Jeton, ne pas utiliser en production';
/** Root, issuing CA and all they sign end within this. */
const DAYS = 90;
const BACKDATE = 5 * 60_000;

const subject = (commonName: string): Content['subject'] => [
  { type: 'C', value: 'FR' },
  { type: 'O', value: '{organisation}' },
  { type: 'OU', value: '0002 {siren}' },
  { type: 'CN', value: commonName },
];
const shared = {
  key: 'ec-p384',
  validity: { days: DAYS, backdateMinutes: 5 },
  subjectAltName: [],
  securityIdentifier: 'none',
  keyUsage: { critical: true, usages: ['keyCertSign', 'cRLSign'] },
  extendedKeyUsage: null,
  subjectKeyIdentifier: true,
  authorityKeyIdentifier: true,
  ocspNoCheck: false,
} satisfies Partial<Content>;

/** A root: self-signed; it says nothing of its own revocation (C6). `number` sets real ones apart. */
export const rootContent = (number = ''): Content => ({
  ...shared,
  subject: subject(`Jeton - autorité racine${number}`),
  basicConstraints: { critical: true, ca: true },
  certificatePolicies: [],
  crlDistributionPoint: false,
  authorityInformation: [],
});
const NAMES: Readonly<Record<Purpose, string>> = {
  token: 'Jeton - autorité émettrice',
  nomade: 'Jeton - autorité émettrice Nomade',
};
/**
 * An issuing CA: pathlen:0, the root's CRL and certificate (C6), and the policies of what it is for, no others: whoever asks
 * for a token's policy is let down by no certificate of the CA for nomade credentials, whatever that says (C10).
 */
export const issuingContent = (purpose: Purpose, number = ''): Content => ({
  ...shared,
  subject: subject(`${NAMES[purpose]}${number}`),
  basicConstraints: { critical: true, ca: true, pathLength: 0 },
  certificatePolicies: MAY_CERTIFY[purpose].map((certified) => `{policy}.${POLICY_ARCS[certified]}`),
  crlDistributionPoint: true,
  authorityInformation: ['caIssuers'],
});

/**
 * Makes root and issuing CAs for an evaluation, all with their keys here, ending 90 days after they begin; the CA of tokens
 * last, by which a start knows that none is missing.
 * Real use begins with a ceremony, which gives a CA of its own instead.
 */
export async function makeEvaluation(
  deps: MakeDeps,
  { now, words, pkiUrl }: { now: number; words: Words; pkiUrl: string },
): Promise<{ root: Authority; issuing: Authority; nomade: Authority }> {
  const notBefore = Math.floor((now - BACKDATE) / 1000) * 1000;
  const common = { words, notBefore, notAfter: notBefore + DAYS * DAY_MS - 1000, evaluation: true };
  const root = await makeAuthority(deps, { ...common, kind: 'root', content: rootContent() });
  const issuer = { authority: root, addresses: addressesOf(pkiUrl, root.row) };
  const make = (purpose: Purpose): Promise<Authority> =>
    makeAuthority(deps, { ...common, kind: 'issuing', content: issuingContent(purpose), issuer });
  const nomade = await make('nomade');
  return { root, nomade, issuing: await make('token') };
}
