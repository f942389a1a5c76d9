import { setImmediate as nextTurn } from 'node:timers/promises';
import { integer, octetString, oid, seq, TAG, tagged, time, tlv } from './der.ts';
import { OID } from './oid.ts';
import { type Signer, signatureAlgorithm, signedAndVerified } from './signer.ts';

export interface RevokedEntry {
  /** Hex. */
  serialNumber: string;
  /** Milliseconds. */
  revokedAt: number;
}
export interface CrlContent {
  /** DER Name of the issuer. */
  issuer: Uint8Array;
  /** Its subject key identifier, hex. */
  keyIdentifier: string;
  number: number;
  thisUpdate: number;
  nextUpdate: number;
  /** As `encodeEntries` wrote them. */
  entries: Uint8Array;
}

/** Entries encoded between two turns of the event loop: about a millisecond's work. */
const SLICE = 2_000;
/** Largest entry: two headers, a serial of 20 octets with its sign octet, a GeneralizedTime. */
const LARGEST = 2 + 2 + 21 + 17;

/** Encodes entries without a reason (R2) one after another into one buffer. */
function encodeSlice(entries: readonly RevokedEntry[]): Uint8Array {
  const out = Buffer.allocUnsafe(entries.length * LARGEST);
  let at = 0;
  for (const { serialNumber, revokedAt } of entries) {
    const sign = serialNumber >= '8' ? 1 : 0;
    const serial = out.write(serialNumber, at + 4 + sign, 'hex') + sign;
    const when = time(revokedAt);
    out[at] = TAG.sequence;
    out[at + 1] = 2 + serial + when.length;
    out[at + 2] = TAG.integer;
    out[at + 3] = serial;
    if (sign === 1) out[at + 4] = 0;
    out.set(when, at + 4 + serial);
    at += 4 + serial + when.length;
  }
  return out.subarray(0, at);
}

/** All entries, slice by slice, so that 100,000 of them never hold the event loop. Memory grows with their number only. */
export async function encodeEntries(entries: readonly RevokedEntry[]): Promise<Uint8Array> {
  const slices: Uint8Array[] = [];
  for (let from = 0; from < entries.length; from += SLICE) {
    slices.push(encodeSlice(entries.slice(from, from + SLICE)));
    if (entries.length > SLICE) await nextTurn();
  }
  return Buffer.concat(slices);
}

const extension = (id: string, value: Uint8Array): Uint8Array => seq(oid(id), octetString(value));

/** Writes and signs a v2 CRL with authority key identifier and CRL number (R1). Answers its DER. */
export async function writeCrl(content: CrlContent, signer: Signer): Promise<Uint8Array> {
  const { issuer, keyIdentifier, number, thisUpdate, nextUpdate } = content;
  const keyId = tlv(0x80, Buffer.from(keyIdentifier, 'hex'));
  const tbs = seq(
    integer(1),
    signatureAlgorithm(signer),
    issuer,
    time(thisUpdate),
    time(nextUpdate),
    // an empty revokedCertificates is absent (RFC 5280 5.1.2.6)
    ...(content.entries.length === 0 ? [] : [seq(content.entries)]),
    tagged(0, seq(extension(OID.authorityKeyIdentifier, seq(keyId)), extension(OID.crlNumber, integer(number)))),
  );
  return signedAndVerified(tbs, signer);
}
