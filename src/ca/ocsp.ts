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
  /** When the CA itself was revoked: then all it ever certified is (RFC 6960 2.7). */
  revokedAt?: number | undefined;
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

/** Hashes of a CA's name and key, by the algorithm that a client may choose. */
const identifiers = new WeakMap<Authority, Record<'sha1' | 'sha256', { name: string; key: string }>>();
function identifiersOf(authority: Authority) {
  const { subject, publicKey } = authority.read;
  const by = (algorithm: 'sha1' | 'sha256') => ({
    name: hash(algorithm, subject, 'hex'),
    key: hash(algorithm, keyBits(publicKey), 'hex'),
  });
  const known = identifiers.get(authority) ?? { sha1: by('sha1'), sha256: by('sha256') };
  identifiers.set(authority, known);
  return known;
}

/** Whether a CertID names this CA: by its name and its key, under the hash that the client chose. */
function isAbout(id: CertId, authority: Authority): boolean {
  const algorithm = HASHES.get(id.hash);
  if (algorithm === undefined) return false;
  const { name, key } = identifiersOf(authority)[algorithm];
  return name === id.issuerNameHash && key === id.issuerKeyHash;
}

/** A CertStatus from the live records: whatever is not sealed, or not ours, is never `good` (R4, invariant 7). */
async function certStatus(
  id: CertId,
  issuer: OcspIssuer | undefined,
  statusOf: StatusRecords['status'],
): Promise<Uint8Array> {
  const found = issuer && (await statusOf(id.serialNumber));
  const known = found?.issuerId === issuer?.authority.row.id ? found : undefined;
  if (known && issuer?.revokedAt !== undefined) {
    return tagged(1, generalizedTime(Math.min(known.revokedAt ?? issuer.revokedAt, issuer.revokedAt)));
  }
  if (known?.state === 'revoked' && known.revokedAt !== null) return tagged(1, generalizedTime(known.revokedAt));
  return known?.state === 'good' ? GOOD : UNKNOWN;
}

const envelope = (status: keyof typeof RESPONSE_STATUS, ...bytes: Uint8Array[]): Uint8Array =>
  seq(tlv(TAG.enumerated, Uint8Array.of(RESPONSE_STATUS[status])), ...bytes);

/** What the records said of a serial number, for as long as nothing was committed since. */
function createStatusMemory(records: StatusRecords): StatusRecords['status'] {
  const known = new Map<string, Awaited<ReturnType<StatusRecords['status']>>>();
  let at: number | undefined;
  return async (serialNumber) => {
    // read before the records: what is committed meanwhile is looked at the next time
    const version = records.version?.();
    if (version === undefined || version !== at || known.size >= MOST_KEPT) known.clear();
    at = version;
    const remembered = known.get(serialNumber);
    if (remembered) return remembered;
    const found = await records.status(serialNumber);
    if (found && version !== undefined && version === at) known.set(serialNumber, found);
    return found;
  };
}

/** One question, the CA it is about, and the CertStatus that is true now. */
interface Asked {
  id: CertId;
  issuer: OcspIssuer | undefined;
  status: Uint8Array;
}
/** A signed answer that may be given again: to the same octets, while nothing it says has changed. */
interface Kept {
  answer: OcspAnswer;
  request: OcspRequest;
  /** The CertStatus values it gives, one after another. */
  says: Buffer;
  /** The records' version at which that was last known to be true. */
  version: number;
}
/** Answers kept, about 1.5 kB each. */
const MOST_KEPT = 8_192;

const saysOf = (asked: readonly Asked[]): Buffer => Buffer.concat(asked.map(({ status }) => status));

/**
 * An OCSP responder (RFC 6960, nonces by RFC 9654): DER in, DER out. It never throws and never waits for a client.
 * A question without a nonce is signed once and answered from memory for half the answer's life; with each commit to
 * the records what was kept is held against them again, so that the first answer after a revocation says so.
 */
export function createOcspResponder(deps: OcspDeps): (request: Uint8Array) => Promise<OcspAnswer> {
  const { records, clock, lifetime = TWO_MINUTES } = deps;
  const kept = new Map<string, Kept>();
  const statusOf = createStatusMemory(records);

  async function ask({ certIds }: OcspRequest): Promise<Asked[]> {
    const issuers = deps.issuers();
    return Promise.all(
      certIds.map(async (id) => {
        const issuer = issuers.find(({ authority }) => isAbout(id, authority));
        return { id, issuer, status: await certStatus(id, issuer, statusOf) };
      }),
    );
  }

  async function respond(
    asked: readonly Asked[],
    nonce: Uint8Array | undefined,
    thisUpdate: number,
  ): Promise<Uint8Array> {
    const delegate = (asked.find(({ issuer }) => issuer)?.issuer ?? deps.issuers().at(-1))?.delegate();
    if (!delegate?.signer) throw new Error('no OCSP signer in force');
    const times = [generalizedTime(thisUpdate), tagged(0, generalizedTime(thisUpdate + lifetime))];
    const keyHash = hash('sha1', keyBits(delegate.read.publicKey), 'buffer');
    const data = seq(
      tagged(2, octetString(keyHash)),
      generalizedTime(thisUpdate),
      seq(...asked.map(({ id, status }) => seq(id.raw, status, ...times))),
      ...(nonce ? [tagged(1, seq(seq(oid(OID.ocspNonce), octetString(nonce))))] : []),
    );
    const basic = await signed(data, delegate.signer, tagged(0, seq(delegate.certificate)));
    return envelope('successful', tagged(0, seq(oid(OID.ocspBasic), octetString(basic))));
  }

  /** What is kept for these octets, if it is young enough and still true. */
  async function recall(key: string): Promise<OcspAnswer | undefined> {
    const found = kept.get(key);
    if (!found) return undefined;
    const { answer, request, says } = found;
    if (clock.now() < answer.thisUpdate || clock.now() >= answer.thisUpdate + lifetime / 2) return undefined;
    // read before the records: what is committed meanwhile is looked at the next time
    const version = records.version?.();
    if (version !== undefined && version === found.version) return answer;
    if (!says.equals(saysOf(await ask(request)))) return undefined;
    found.version = version ?? -1;
    return answer;
  }

  /** Answers about what is not ours are not kept: whoever invents serial numbers pushes nothing out. */
  function keep(key: string, asked: readonly Asked[], entry: Omit<Kept, 'says'>): void {
    kept.delete(key);
    if (asked.every(({ status }) => status === UNKNOWN)) return;
    const [oldest] = kept.size >= MOST_KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, { ...entry, says: saysOf(asked) });
  }

  async function answer(bytes: Uint8Array, thisUpdate: number): Promise<OcspAnswer> {
    const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const recalled = await recall(key);
    if (recalled) return recalled;
    const request = readOcspRequest(bytes);
    const version = records.version?.() ?? -1;
    const asked = await ask(request);
    const der = await respond(asked, request.nonce, thisUpdate);
    const cacheable = request.nonce === undefined;
    const fresh: OcspAnswer = { der, status: 'successful', cacheable, thisUpdate, nextUpdate: thisUpdate + lifetime };
    if (cacheable) keep(key, asked, { answer: fresh, request, version });
    return fresh;
  }

  return async (bytes) => {
    // whole seconds: OpenSSL refuses fractions
    const thisUpdate = Math.floor(clock.now() / 1000) * 1000;
    const failed = (status: 'malformedRequest' | 'internalError'): OcspAnswer => ({
      der: envelope(status),
      status,
      cacheable: false,
      thisUpdate,
      nextUpdate: thisUpdate + lifetime,
    });
    try {
      return await answer(bytes, thisUpdate);
    } catch (error) {
      if (isAppError(error, 'invalid_input')) return failed('malformedRequest');
      deps.warn('an OCSP request could not be answered', error);
      return failed('internalError');
    }
  };
}
