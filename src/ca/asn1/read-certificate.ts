import { children, expectTag, inner, read, readInteger, readOid, readTime, TAG, type Value } from './der.ts';
import { OID } from './oid.ts';

export interface ReadExtension {
  critical: boolean;
  /** What stands inside the OCTET STRING. */
  value: Uint8Array;
}
/** A certificate as its octets say, independent of the library that built it: the lint must not share its mistakes. */
export interface ReadCertificate {
  /** 3 for v3. */
  version: number;
  /** Hex, as the records write it. */
  serialNumber: string;
  /** Octets of the INTEGER. */
  serialLength: number;
  /** DER of the two AlgorithmIdentifiers, inside and outside of what is signed. */
  innerAlgorithm: Uint8Array;
  outerAlgorithm: Uint8Array;
  issuer: Uint8Array;
  subject: Uint8Array;
  /** Milliseconds, and the tag of the time's form. */
  notBefore: number;
  notAfter: number;
  timeTags: readonly [number, number];
  publicKey: Uint8Array;
  extensions: ReadonlyMap<string, ReadExtension>;
  /** Identifiers that stand twice. */
  repeated: readonly string[];
  tbs: Uint8Array;
}

/** Reads `Extensions` (RFC 5280 4.1): a SEQUENCE of {id, critical, value}. */
export function readExtensions(list: Value): { extensions: Map<string, ReadExtension>; repeated: string[] } {
  const extensions = new Map<string, ReadExtension>();
  const repeated: string[] = [];
  for (const item of children(list)) {
    const [id, ...rest] = children(expectTag(item, TAG.sequence));
    const dotted = readOid(id);
    const critical = rest.length === 2 && expectTag(rest[0], TAG.boolean).body[0] === 0xff;
    if (extensions.has(dotted)) repeated.push(dotted);
    extensions.set(dotted, { critical, value: expectTag(rest.at(-1), TAG.octetString).body });
  }
  return { extensions, repeated };
}

/** Reads a DER certificate. Throws `invalid_input` when it is none. */
export function readCertificate(der: Uint8Array): ReadCertificate {
  const [tbs, outer] = children(read(der));
  const [version, serial, algorithm, issuer, validity, subject, publicKey, ...rest] = children(
    expectTag(tbs, TAG.sequence),
  );
  const [notBefore, notAfter] = children(expectTag(validity, TAG.sequence));
  const list = inner(expectTag(rest.at(-1), 0xa3), TAG.sequence);
  return {
    version: Number.parseInt(readInteger(inner(expectTag(version, 0xa0), TAG.integer)), 16) + 1,
    serialNumber: readInteger(serial),
    serialLength: serial?.body.length ?? 0,
    innerAlgorithm: expectTag(algorithm, TAG.sequence).raw,
    outerAlgorithm: expectTag(outer, TAG.sequence).raw,
    issuer: expectTag(issuer, TAG.sequence).raw,
    subject: expectTag(subject, TAG.sequence).raw,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    timeTags: [notBefore?.tag ?? 0, notAfter?.tag ?? 0],
    publicKey: expectTag(publicKey, TAG.sequence).raw,
    ...readExtensions(list),
    tbs: expectTag(tbs, TAG.sequence).raw,
  };
}

/** The policies that a certificate says, dotted, in their order; none where it has no such extension. Throws `invalid_input`. */
export function policiesIn({ extensions }: Pick<ReadCertificate, 'extensions'>): string[] {
  const found = extensions.get(OID.certificatePolicies);
  return found ? children(read(found.value, TAG.sequence)).map((policy) => readOid(children(policy)[0])) : [];
}
