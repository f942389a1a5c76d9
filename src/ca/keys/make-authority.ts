import type { AuthorityRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import type { Chance } from '../../flow/ports/chance.ts';
import { randomSerial } from '../../flow/production/serial-number.ts';
import type { TokenSettings } from '../../pkcs11/settings.ts';
import { rfc4514 } from '../asn1/name.ts';
import { readCertificate } from '../asn1/read-certificate.ts';
import { buildCertificate, type Plan } from '../issue/certificate.ts';
import { lint } from '../issue/lint.ts';
import type { CertificateRole } from '../issue/lint-policies.ts';
import type { AuthorityRecords } from '../ports.ts';
import type { Content, Words } from '../profiles/content.ts';
import { type Authority, type AuthorityFolder, type AuthorityKind, type KeptKey, purposeIn } from './authority.ts';
import { createPkcs11Signer, generatePkcs11Key } from './pkcs11-signer.ts';
import { keyIdentifier } from './public-key.ts';
import {
  type Curve,
  createSoftwareSigner,
  newKey,
  type Signer,
  signedAndVerified,
  verifiedSignature,
} from './signer.ts';

/** Where an authority's CRL, certificate and responder are found, below the PKI's address. */
export interface Addresses {
  crl: string;
  certificate: string;
  ocsp: string;
}
type Named = Pick<AuthorityRow, 'kind' | 'purpose' | 'id' | 'evaluation'>;
/**
 * The name of an authority's files below the PKI's address: an evaluation's are plain, each real CA has its own, so that
 * an old and a new one are served side by side. Whose the CA for nomade credentials is shows, so that nobody who copies
 * files onto a gateway takes it for the other.
 */
export function fileStem({ kind, purpose, id, evaluation }: Named): string {
  const stem = purpose === 'nomade' ? `${kind}-nomade` : kind;
  return evaluation === 1 ? stem : `${stem}-${id.toLowerCase()}`;
}
/** `pkiUrl` is plain http without a query, with or without a path; a trailing slash does not matter. */
export function addressesOf(pkiUrl: string, of: Named): Addresses {
  const base = pkiUrl.replace(/\/+$/, '');
  const stem = fileStem(of);
  return { crl: `${base}/${stem}.crl`, certificate: `${base}/${stem}.cer`, ocsp: `${base}/ocsp` };
}

/** Lints a certificate that was built but not signed; throws `profile_refused` with the first broken rule's id. */
export function lintOrRefuse(der: Uint8Array, role: CertificateRole, issuer?: Uint8Array): void {
  const [finding, ...more] = lint(der, role, issuer);
  if (!finding) return;
  const rules = [finding, ...more].map(({ rule }) => rule);
  const message = `the certificate would break ${finding.rule}: it needs ${finding.says}`;
  throw new AppError('profile_refused', message, { detail: { rule: finding.rule, rules } });
}

export interface NewAuthority {
  kind: AuthorityKind;
  content: Content;
  words: Words;
  notBefore: number;
  notAfter: number;
  evaluation: boolean;
  /** Undefined for a root, which signs itself. */
  issuer?: { authority: Authority; addresses: Addresses };
}
/** A key made for one authority: how it signs, and where it stays. */
export interface NewCaKey {
  signer: Signer;
  kept: KeptKey;
  /** Ends the copy in memory. */
  wipe(): void;
}
/** Makes the key of the authority `id`. */
export type KeyMaker = (id: string, curve: Curve) => Promise<NewCaKey>;

export interface MakeDeps {
  chance: Chance;
  folder: Pick<AuthorityFolder, 'keep'>;
  records: Pick<AuthorityRecords, 'intend' | 'keep'>;
  /** Where the key is made; by default here, sealed into the authority's file. */
  newKey?: KeyMaker;
}

const softwareKey: KeyMaker = async (_, curve) => {
  const pkcs8 = await newKey(curve);
  return { signer: createSoftwareSigner(pkcs8), kept: { pkcs8 }, wipe: () => void pkcs8.fill(0) };
};
/** Makes CA keys inside a PKCS#11 token; CKA_ID is the authority's id. */
export const keysIn =
  (token: TokenSettings, pin: string, kept: 'here' | 'elsewhere'): KeyMaker =>
  async (id) => {
    const key = { ...token, pin, keyId: pkcs11KeyId(id) };
    const signer = createPkcs11Signer(key, await generatePkcs11Key(key));
    return { signer, kept: kept === 'here' ? { pkcs11: key } : 'elsewhere', wipe: () => undefined };
  };
/** The CKA_ID, hex, of an authority's key: the octets of its id. */
export const pkcs11KeyId = (id: string): string => Buffer.from(id).toString('hex');

const ROLE: Readonly<Record<AuthorityKind, CertificateRole>> = {
  root: 'root',
  issuing: 'issuing',
  ocsp: 'ocsp-signer',
};

/**
 * Makes one certificate of the CA itself with a key of its own: 1. key, 2. build and lint, 3. a signature that shows that
 * the issuer's key signs, 4. durable intent, 5. sign, 6. key and certificate on file, 7. record. A crash before 6 leaves an
 * intent and nothing that anyone could use; one before 7 is caught up at the next start. An intent stays for good: without 3 a
 * token that is away would leave one a minute.
 */
export async function makeAuthority(deps: MakeDeps, wanted: NewAuthority): Promise<Authority> {
  const { chance, folder, records } = deps;
  const id = chance.id();
  const key = await (deps.newKey ?? softwareKey)(id, wanted.kind === 'ocsp' ? 'P-256' : 'P-384');
  try {
    const own = key.signer;
    const der = await buildCertificate(plan(wanted, own, randomSerial(chance)));
    lintOrRefuse(der, ROLE[wanted.kind], wanted.issuer?.authority.certificate);
    const signer = signerOf(wanted, own);
    await verifiedSignature(chance.bytes(32), signer);
    const intent = intentOf(id, wanted, der);
    await records.intend(intent);
    const certificate = await signedAndVerified(readCertificate(der).tbs, signer);
    const { kind, issuerId } = intent;
    const authority = folder.keep({ id, kind, issuerId, evaluation: wanted.evaluation }, certificate, key.kept);
    await records.keep(authority.row);
    return authority;
  } finally {
    key.wipe();
  }
}

function signerOf(wanted: NewAuthority, own: Signer): Signer {
  const signer = wanted.issuer ? wanted.issuer.authority.signer : own;
  if (!signer) throw new AppError('ca_unavailable', 'the issuer’s key is kept elsewhere: bring it first');
  return signer;
}

function plan({ content, words, notBefore, notAfter, issuer }: NewAuthority, own: Signer, serialNumber: string): Plan {
  const addresses = issuer?.addresses ?? { crl: '', certificate: '', ocsp: '' };
  const identifier = issuer?.authority.keyIdentifier ?? keyIdentifier(own.publicKey);
  const by = { ...addresses, name: issuer?.authority.read.subject, keyIdentifier: identifier };
  return { content, words, serialNumber, notBefore, notAfter, publicKey: own.publicKey, issuer: by };
}

function intentOf(id: string, wanted: NewAuthority, der: Uint8Array): Omit<AuthorityRow, 'sha256'> {
  const { kind } = wanted;
  const read = readCertificate(der);
  const { serialNumber, notBefore, notAfter } = read;
  const issuerId = wanted.issuer?.authority.row.id ?? null;
  const said = { ...purposeIn(kind, read), serialNumber, subject: rfc4514(read.subject), notBefore, notAfter };
  return { id, kind, issuerId, evaluation: wanted.evaluation ? 1 : 0, ...said };
}
