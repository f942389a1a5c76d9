/** What a certificate says of its holder, machine or server; the profile decides which of it. */
export interface CertificateSubject {
  commonName: string;
  /** Separates homonyms; a DN is never given to someone else. */
  serialNumber?: string;
  email?: string;
  userPrincipalName?: string;
  /** SID of the account, `S-1-5-21-…`. */
  securityIdentifier?: string;
  /** A workstation's name in lower case. */
  machine?: string;
  /** A server's names and addresses. */
  dnsNames?: readonly string[];
  addresses?: readonly string[];
}

/** What a certificate may say of a person beside the name. */
export type CertifiedWord = 'email' | 'userPrincipalName' | 'securityIdentifier';

/** A certificate profile as it stands on file. */
export interface ProfileOnFile {
  name: string;
  /** SHA-256 of `text`, hex. */
  hash: string;
  /** All that it says, as canonical JSON (RFC 8785). */
  text: string;
  description: string;
  kind: 'holder' | 'machine' | 'tls-server' | 'ocsp-signer';
  /** Where the private key is made and stays. */
  storage: 'token' | 'file' | 'workstation';
  key: string;
  /** What it asks of a person beside the name. */
  needs: readonly CertifiedWord[];
  /** What it writes of a person where it is known, asked for or not. */
  says: readonly CertifiedWord[];
  /** Whole days that a certificate of it lasts; its issuer's end may come sooner. */
  days: number;
}

export interface CertificateOrder {
  profile: string;
  /** Serial number, hex: 127 random bits, positive. */
  serialNumber: string;
  subject: CertificateSubject;
  /** DER SubjectPublicKeyInfo whose possession was proven. */
  publicKey: Uint8Array;
  notBefore: number;
  /** Ends no later than this (temporary tokens); else the profile decides. */
  endsBy?: number;
}

export interface PreparedCertificate {
  serialNumber: string;
  issuerId: string;
  profile: string;
  profileHash: string;
  /** The policy that it says, dotted. */
  policy: string;
  /** RFC 4514. */
  subject: string;
  /** What it says of its holder, as canonical JSON: the words of the order that its profile asks for. */
  names: string;
  publicKeyHash: string;
  notBefore: number;
  notAfter: number;
  /** Redeemed once by `issue`. */
  ticket: string;
}

export interface CertificateAuthority {
  /** The kind of key that a profile asks for. Throws `profile_refused` when there is no such holder profile. */
  keyKind(profile: string): KeyKind;
  /** Verifies the PKCS#10 self-signature; answers the DER SubjectPublicKeyInfo. Throws `possession_failed`. Parses attacker-controlled bytes. */
  checkPossession(request: Uint8Array): Promise<Uint8Array>;
  /** Every profile on file, by name. */
  profiles(): readonly ProfileOnFile[];
  /** Profiles that a request for a token may ask for; the first is the usual one. */
  tokenProfiles(): readonly ProfileOnFile[];
  /** DER of the CAs above a certificate, its issuer first, without the root. Throws `not_found` for an issuer that is not here. */
  chain(issuerId: string): readonly Uint8Array[];
  /** Throws `other_records` where the records are not those that this node knows: nothing may be issued by what they say. */
  checkRecords(): void;
  /** Builds and lints against the profile; signs nothing. Throws `profile_refused` with the rule's id, `profile_unconfirmed`, `other_records`. */
  prepare(order: CertificateOrder): Promise<PreparedCertificate>;
  /** The CA's signature, once per ticket. Answers the certificate's DER. Throws `ca_unavailable`, `other_records`. */
  issue(ticket: string): Promise<Uint8Array>;
}

/** Tells the status services that something was revoked; answers once the new CRL is served. */
export interface StatusPublisher {
  publish(): Promise<void>;
}

export interface SoftwareCredentialMaker {
  /** An RSA-3072 key, off the event loop: its PKCS#10 request and the key in PKCS#8 (the caller seals and wipes it). */
  generate(): Promise<{ request: Uint8Array; privateKey: Uint8Array }>;
  /**
   * A PKCS#12 file; `compatible` is the older container that old systems read. `chain` is that of this certificate, its issuer
   * first, packed beside it so that a client can send it.
   */
  pack(
    privateKey: Uint8Array,
    certificate: Uint8Array,
    chain: readonly Uint8Array[],
    password: string,
    form: 'modern' | 'compatible',
  ): Promise<Uint8Array>;
}

/** Kinds of keys that holders have (C5). */
export type KeyKind = 'ec-p256' | 'rsa-3072';

/** Verifies a token's signature over a challenge with the public key of the certificate (DER). */
export type ChallengeVerifier = (certificate: Uint8Array, challenge: Uint8Array, signature: Uint8Array) => boolean;
