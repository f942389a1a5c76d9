import { isAppError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import { octetString, oid, seq, TAG, tagged, tlv } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import type { StatusReads } from '../ports.ts';
import { createHold } from './ocsp-hold.ts';
import { type CertId, type OcspRequest, readOcspRequest } from './ocsp-request.ts';
import { createSignerChoice, createTimes } from './ocsp-signing.ts';
import { certStatus, createFinder, createStatusMemory, GOOD, type OcspIssuer, UNKNOWN } from './ocsp-status.ts';

/** OCSPResponseStatus (RFC 6960 4.2.1). */
const RESPONSE_STATUS = { successful: 0, malformedRequest: 1, internalError: 2, tryLater: 3 } as const;
export interface OcspAnswer {
  der: Uint8Array;
  status: keyof typeof RESPONSE_STATUS;
  /** May an HTTP cache give it to somebody else: only an answer without a nonce. */
  cacheable: boolean;
  /** Milliseconds. */
  thisUpdate: number;
  nextUpdate: number;
}
export interface OcspDeps {
  /** The CAs whose certificates are answered for, oldest first. */
  issuers: readonly OcspIssuer[];
  /** A revocation may be missing from the records: what would be `good` is `tryLater`. */
  withheld?: boolean;
  reads: Pick<StatusReads, 'version' | 'status' | 'levelAt' | 'crlEndsAt'>;
  clock: Clock;
  /** Told of what made an answer fail; never of what a client sent. */
  warn(message: string, error: unknown): void;
  /** How long an answer may be used, in milliseconds: the longest that anyone can replay an old `good`. */
  lifetime?: number;
}

const TWO_MINUTES = 120_000;
/** OpenSSL refuses fractions. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;
const envelope = (status: keyof typeof RESPONSE_STATUS, ...bytes: Uint8Array[]): Uint8Array =>
  seq(tlv(TAG.enumerated, Uint8Array.of(RESPONSE_STATUS[status])), ...bytes);

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
  /** When it was signed, in milliseconds. */
  producedAt: number;
  /** The records' version at which that was last known to be true. */
  version: number;
}
/** Of an answer, in milliseconds: when it is signed, and from when to when what it says holds. */
interface Times {
  producedAt: number;
  thisUpdate: number;
  nextUpdate: number;
}
/** Answers kept, about 1.5 kB each. */
const MOST_KEPT = 8_192;

const saysOf = (asked: readonly Asked[]): Buffer => Buffer.concat(asked.map(({ status }) => status));

const NONCE = oid(OID.ocspNonce);
const BASIC = oid(OID.ocspBasic);

/**
 * An OCSP responder (RFC 6960, nonces by RFC 9654): DER in, DER out. It never throws and never waits for a client.
 * A question without a nonce is signed once and answered from memory for half the answer's life; with each commit to
 * the records what was kept is held against them again, so that the first answer after a revocation says so. From a
 * copy of the records it claims no more than the moment at which the copy was level with them (RFC 6960 2.4: thisUpdate),
 * and once the copy's CRL has ended too (ocsp-hold.ts), it says tryLater.
 */
export function createOcspResponder(deps: OcspDeps): (request: Uint8Array) => OcspAnswer | Promise<OcspAnswer> {
  const { reads, clock, lifetime = TWO_MINUTES } = deps;
  const kept = new Map<string, Kept>();
  const statusOf = createStatusMemory(reads);
  const issuerOf = createFinder(deps.issuers);
  const signerFor = createSignerChoice(deps.issuers, clock);
  const timesOf = createTimes();
  const heldUntil = createHold(reads, lifetime);

  const ask = ({ certIds }: OcspRequest, version: number): Asked[] =>
    certIds.map((id) => {
      const issuer = issuerOf(id);
      return { id, issuer, status: certStatus(issuer, issuer && statusOf(id.serialNumber, version)) };
    });

  async function respond(
    asked: readonly Asked[],
    nonce: Uint8Array | undefined,
    { producedAt: at, thisUpdate, nextUpdate }: Times,
  ): Promise<Uint8Array> {
    const { responder, sign } = signerFor(asked);
    const { producedAt, validity } = timesOf(at, thisUpdate, nextUpdate);
    const data = seq(
      responder,
      producedAt,
      seq(...asked.map(({ id, status }) => seq(id.raw, status, validity))),
      ...(nonce ? [tagged(1, seq(seq(NONCE, octetString(nonce))))] : []),
    );
    return envelope('successful', tagged(0, seq(BASIC, octetString(await sign(data)))));
  }

  /** What is kept for these octets, if it is young enough and still true. */
  function recall(key: string, version: number): OcspAnswer | undefined {
    const found = kept.get(key);
    if (!found) return undefined;
    const { answer, request, says, producedAt } = found;
    const now = clock.now();
    if (now < producedAt || now >= Math.min(producedAt + lifetime / 2, answer.nextUpdate)) return undefined;
    if (version === found.version) return answer;
    if (!says.equals(saysOf(ask(request, version)))) return undefined;
    found.version = version;
    return answer;
  }

  /**
   * Answers about serial numbers that are not ours are not cached, so that invented numbers push nothing out of the
   * cache.
   */
  function keep(key: string, asked: readonly Asked[], entry: Omit<Kept, 'says'>): void {
    kept.delete(key);
    if (asked.every(({ status }) => status === UNKNOWN)) return;
    const [oldest] = kept.size >= MOST_KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, { ...entry, says: saysOf(asked) });
  }

  async function answer(bytes: Uint8Array, key: string, version: number, thisUpdate: number): Promise<OcspAnswer> {
    const request = readOcspRequest(bytes);
    const asked = ask(request, version);
    if (deps.withheld && asked.some(({ status }) => status === GOOD)) return unsigned('tryLater', thisUpdate);
    const producedAt = wholeSecond(clock.now());
    const until = producedAt > thisUpdate ? heldUntil(asked, thisUpdate) : Number.POSITIVE_INFINITY;
    if (clock.now() >= until) return unsigned('tryLater', thisUpdate);
    const nextUpdate = Math.min(producedAt + lifetime, until);
    const der = await respond(asked, request.nonce, { producedAt, thisUpdate, nextUpdate });
    const cacheable = request.nonce === undefined;
    const fresh: OcspAnswer = { der, status: 'successful', cacheable, thisUpdate, nextUpdate };
    if (cacheable) keep(key, asked, { answer: fresh, request, version, producedAt });
    return fresh;
  }

  function unsigned(status: OcspAnswer['status'], thisUpdate: number): OcspAnswer {
    return { der: envelope(status), status, cacheable: false, thisUpdate, nextUpdate: thisUpdate + lifetime };
  }
  function failed(error: unknown, thisUpdate: number): OcspAnswer {
    const status = isAppError(error, 'invalid_input') ? 'malformedRequest' : 'internalError';
    if (status === 'internalError') deps.warn('an OCSP request could not be answered', error);
    return unsigned(status, thisUpdate);
  }

  return (bytes) => {
    let thisUpdate = wholeSecond(clock.now());
    try {
      thisUpdate = Math.min(thisUpdate, wholeSecond(reads.levelAt() ?? thisUpdate));
      // read before the records: what is committed meanwhile is looked at the next time
      const version = reads.version();
      const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
      const recalled = recall(key, version);
      return recalled ?? answer(bytes, key, version, thisUpdate).catch((error) => failed(error, thisUpdate));
    } catch (error) {
      return failed(error, thisUpdate);
    }
  };
}
