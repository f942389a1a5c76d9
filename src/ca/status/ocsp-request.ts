import { children, expectTag, inner, malformed, read, readInteger, readOid, TAG, type Value } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { readExtensions } from '../asn1/read-certificate.ts';

/** One question: the octets of its CertID, which the answer repeats, and what they say. */
export interface CertId {
  raw: Uint8Array;
  /** Dotted form of the hash algorithm. */
  hash: string;
  /** Hex. */
  issuerNameHash: string;
  issuerKeyHash: string;
  serialNumber: string;
}
export interface OcspRequest {
  certIds: CertId[];
  /** DER of the nonce extension's value (an OCTET STRING of 1 to 128 octets), or undefined. */
  nonce: Uint8Array | undefined;
}

/** Clients ask about one certificate, a chain at most. */
const MOST_QUESTIONS = 16;

const hex = (value: Value): string => Buffer.from(value.body).toString('hex');

/** The extensions of a list, each once; a critical one that is none of `known` is refused (RFC 6960 4.4). */
function readList(list: Value, known: readonly string[]) {
  const { extensions, repeated } = readExtensions(inner(list, TAG.sequence));
  if (repeated.length > 0) throw malformed('an extension that stands twice');
  const unknown = [...extensions].find(([id, { critical }]) => critical && !known.includes(id));
  if (unknown) throw malformed('a critical extension that is not known');
  return extensions;
}

function readCertId(request: Value): CertId {
  const [id, single, ...others] = children(expectTag(request, TAG.sequence));
  if (others.length > 0) throw malformed('a question of more values');
  if (single) readList(expectTag(single, 0xa0), []);
  const [algorithm, name, key, serial, ...more] = children(expectTag(id, TAG.sequence));
  if (more.length > 0) throw malformed('a CertID of more than four values');
  return {
    raw: expectTag(id, TAG.sequence).raw,
    hash: readOid(children(expectTag(algorithm, TAG.sequence))[0]),
    issuerNameHash: hex(expectTag(name, TAG.octetString)),
    issuerKeyHash: hex(expectTag(key, TAG.octetString)),
    serialNumber: readInteger(serial),
  };
}

/** RFC 9654 2.1: a nonce has 1 to 128 octets; one that is empty or longer is malformed. */
function readNonce(list: Value | undefined): Uint8Array | undefined {
  if (list === undefined) return undefined;
  const nonce = readList(list, [OID.ocspNonce]).get(OID.ocspNonce);
  if (nonce === undefined) return undefined;
  const { length } = read(nonce.value, TAG.octetString).body;
  if (length < 1 || length > 128) throw malformed('a nonce that has not 1 to 128 octets');
  return nonce.value;
}

/**
 * Reads an OCSPRequest (RFC 6960 4.1.1). A signature over it is neither asked for nor looked at.
 * Attacker-controlled: throws `invalid_input` for anything malformed.
 */
export function readOcspRequest(der: Uint8Array): OcspRequest {
  const [tbs, signature, ...more] = children(read(der));
  if (more.length > 0 || (signature !== undefined && signature.tag !== 0xa0))
    throw malformed('a request of more values');
  const rest = children(expectTag(tbs, TAG.sequence));
  const optional = (tag: number): Value | undefined => (rest[0]?.tag === tag ? rest.shift() : undefined);
  const version = optional(0xa0);
  if (version && readInteger(inner(version, TAG.integer)) !== '00') throw malformed('a version that is not 1');
  optional(0xa1); // the requestor's name
  const questions = children(expectTag(rest.shift(), TAG.sequence), MOST_QUESTIONS);
  const nonce = readNonce(optional(0xa2));
  if (questions.length === 0 || rest.length > 0) throw malformed('no question, or something after them');
  return { certIds: questions.map(readCertId), nonce };
}
