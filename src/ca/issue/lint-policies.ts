import { type Certified, MAY_CERTIFY, policyOidOf, purposeBy } from '../../book/rules/certificates/purposes.ts';
import { policiesIn, type ReadCertificate } from '../asn1/read-certificate.ts';

/** Whose certificate it is; the last four are those that an issuing CA answers for. */
export type CertificateRole = 'root' | 'issuing' | 'ocsp-signer' | 'holder' | 'nomade' | 'machine' | 'tls-server';

/** What a policy is to tell of each that a CA certifies (C10). */
const CERTIFIED: Readonly<Partial<Record<CertificateRole, Certified>>> = {
  'ocsp-signer': 'responder',
  holder: 'token',
  nomade: 'nomade',
  machine: 'workstation',
  'tls-server': 'server',
};

interface Subject {
  role: CertificateRole;
  c: ReadCertificate;
  issuer: ReadCertificate;
}
/**
 * Whether a certificate says the one policy of its role, from a CA that certifies such; an issuing CA's allows all that it may
 * certify and nothing else, a root's none (C10).
 */
export function hasItsPolicies({ role, c, issuer }: Subject): boolean {
  const [own, by, certified] = [policiesIn(c), purposeBy(policiesIn(issuer)), CERTIFIED[role]];
  if (!certified) return role === 'root' ? own.length === 0 : purposeBy(own) !== undefined;
  return (
    by !== undefined && MAY_CERTIFY[by.purpose].includes(certified) && own.join() === policyOidOf(by.arc, certified)
  );
}
