import { hash } from 'node:crypto';
import { isAppError } from '../errors.ts';
import type { Clock } from '../flow/ports.ts';
import type { Authority } from './authority.ts';
import { generalizedTime, octetString, oid, seq, TAG, tagged, tlv } from './der.ts';
import { type CertId, type OcspRequest, readOcspRequest } from './ocsp-request.ts';
import { OID } from './oid.ts';
import type { StatusRecords } from './ports.ts';
import { keyBits } from './public-key.ts';
import { signed } from './signer.ts';

/** OCSPResponseStatus (RFC 6960 4.2.1). */
const RESPONSE_STATUS = { successful: 0, malformedRequest: 1, internalError: 2 } as const;
export interface OcspAnswer {
  der: Uint8Array;
  status: keyof typeof RESPONSE_STATUS;
  /** May an HTTP cache give it to somebody else: only an answer without a nonce. */
  cacheable: boolean;
  /** Milliseconds. */
  thisUpdate: number;
  nextUpdate: number;
}
/** An issuing CA and the signer it delegated its answers to. */
export interface OcspIssuer {
  authority: Authority;
  /** The delegate in force. Throws `ca_unavailable`. */
  delegate(): Authority;
}
export interface OcspDeps {
  /** The CAs whose certificates are answered for, the current one first. */
  issuers(): readonly OcspIssuer[];
  records: StatusRecords;
  clock: Clock;
  /** Told of what made an answer fail; never of what a client sent. */
  warn(message: string, error: unknown): void;
  /** How long an answer may be used, in milliseconds: the longest that anyone can replay an old `good`. */
  lifetime?: number;
}

const TWO_MINUTES = 120_000;
const GOOD = Uint8Array.of(0x80, 0);
const UNKNOWN = Uint8Array.of(0x82, 0);
const HASHES = new Map<string, 'sha1' | 'sha256'>([
  [OID.sha1, 'sha1'],
  [OID.sha256, 'sha256'],
]);

/** Whether a CertID names this CA: by its name and its key, under the hash that the client chose. */
function isAbout(id: CertId, { read }: Authority): boolean {
  const algorithm = HASHES.get(id.hash);
  if (algorithm === undefined) return false;
  const names = hash(algorithm, read.subject, 'hex') === id.issuerNameHash;
  return names && hash(algorithm, keyBits(read.publicKey), 'hex') === id.issuerKeyHash;
}

/** A CertStatus from the live records: whatever is not sealed, or not ours, is never `good` (R4, invariant 7). */
async function certStatus(id: CertId, issuer: OcspIssuer | undefined, records: StatusRecords): Promise<Uint8Array> {
  const found = issuer && (await records.status(id.serialNumber));
  const known = found?.issuerId === issuer?.authority.row.id ? found : undefined;
  if (known?.state === 'revoked' && known.revokedAt !== null) return tagged(1, generalizedTime(known.revokedAt));
  return known?.state === 'good' ? GOOD : UNKNOWN;
}

const envelope = (status: keyof typeof RESPONSE_STATUS, ...bytes: Uint8Array[]): Uint8Array =>
  seq(tlv(TAG.enumerated, Uint8Array.of(RESPONSE_STATUS[status])), ...bytes);

/** An OCSP responder (RFC 6960, nonces by RFC 9654): DER in, DER out. It never throws and never waits for a client. */
export function createOcspResponder(deps: OcspDeps): (request: Uint8Array) => Promise<OcspAnswer> {
  const { records, clock, lifetime = TWO_MINUTES } = deps;

  async function respond({ certIds, nonce }: OcspRequest, thisUpdate: number): Promise<Uint8Array> {
    const issuers = deps.issuers();
    const asked = certIds.map((id) => ({ id, issuer: issuers.find(({ authority }) => isAbout(id, authority)) }));
    const delegate = (asked.find(({ issuer }) => issuer)?.issuer ?? issuers[0])?.delegate();
    if (!delegate?.signer) throw new Error('no OCSP signer in force');
    const times = [generalizedTime(thisUpdate), tagged(0, generalizedTime(thisUpdate + lifetime))];
    const answers = await Promise.all(
      asked.map(async ({ id, issuer }) => seq(id.raw, await certStatus(id, issuer, records), ...times)),
    );
    const keyHash = hash('sha1', keyBits(delegate.read.publicKey), 'buffer');
    const data = seq(
      tagged(2, octetString(keyHash)),
      generalizedTime(thisUpdate),
      seq(...answers),
      ...(nonce ? [tagged(1, seq(seq(oid(OID.ocspNonce), octetString(nonce))))] : []),
    );
    const basic = await signed(data, delegate.signer, tagged(0, seq(delegate.certificate)));
    return envelope('successful', tagged(0, seq(oid(OID.ocspBasic), octetString(basic))));
  }

  return async (bytes) => {
    // whole seconds: OpenSSL refuses fractions
    const thisUpdate = Math.floor(clock.now() / 1000) * 1000;
    const times = { thisUpdate, nextUpdate: thisUpdate + lifetime };
    const failed = (status: 'malformedRequest' | 'internalError'): OcspAnswer => ({
      der: envelope(status),
      status,
      cacheable: false,
      ...times,
    });
    try {
      const request = readOcspRequest(bytes);
      const der = await respond(request, thisUpdate);
      return { der, status: 'successful', cacheable: request.nonce === undefined, ...times };
    } catch (error) {
      if (isAppError(error, 'invalid_input')) return failed('malformedRequest');
      deps.warn('an OCSP request could not be answered', error);
      return failed('internalError');
    }
  };
}
