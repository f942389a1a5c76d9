import { DAY_MS } from '../../durations.ts';
import { bitString, header, integer, octetString, oid, seq, TAG, tagged, time, tlv } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { type Signer, signatureAlgorithm, verifiedSignature } from '../keys/signer.ts';
import type { RevokedEntry } from '../ports.ts';

export interface CrlContent {
  /** DER Name of the issuer. */
  issuer: Uint8Array;
  /** Its subject key identifier, hex. */
  keyIdentifier: string;
  number: number;
  thisUpdate: number;
  nextUpdate: number;
  /** As `encodeEntries` wrote them, piece by piece. */
  entries: readonly Uint8Array[];
}

/** Largest entry: two headers, a serial of 20 octets with its sign octet, a GeneralizedTime. */
const LARGEST = 2 + 2 + 21 + 17;

/** Two decimal digits. */
function digits(out: Buffer, at: number, value: number): void {
  out[at] = 0x30 + Math.floor(value / 10);
  out[at + 1] = 0x30 + (value % 10);
}

/** DER of moments: midnight of a day is written once, the hour over it. */
function createTimeWriter() {
  let day = Number.NaN;
  let midnight: Uint8Array = new Uint8Array();
  return (out: Buffer, at: number, ms: number): number => {
    if (Math.floor(ms / DAY_MS) !== day) {
      day = Math.floor(ms / DAY_MS);
      midnight = time(day * DAY_MS);
    }
    out.set(midnight, at);
    const end = at + midnight.length;
    const second = Math.floor(ms / 1000) - day * 86_400;
    digits(out, end - 7, Math.floor(second / 3600));
    digits(out, end - 5, Math.floor(second / 60) % 60);
    digits(out, end - 3, second % 60);
    return end;
  };
}

/** Encodes entries without a reason (R2) one after another into one buffer. */
export function encodeEntries(entries: readonly RevokedEntry[]): Uint8Array {
  const out = Buffer.allocUnsafe(entries.length * LARGEST);
  const writeTime = createTimeWriter();
  let at = 0;
  for (const { serialNumber, revokedAt } of entries) {
    const sign = serialNumber >= '8' ? 1 : 0;
    const serial = out.write(serialNumber, at + 4 + sign, 'hex') + sign;
    out[at] = TAG.sequence;
    out[at + 2] = TAG.integer;
    out[at + 3] = serial;
    if (sign === 1) out[at + 4] = 0;
    const end = writeTime(out, at + 4 + serial, revokedAt);
    out[at + 1] = end - at - 2;
    at = end;
  }
  return out.subarray(0, at);
}

const extension = (id: string, value: Uint8Array): Uint8Array => seq(oid(id), octetString(value));

/** Room before what is signed, for the header around it, and after it, for algorithm and signature. */
const BEFORE = 8;
const AFTER = 256;

/**
 * Writes and signs a v2 CRL with authority key identifier and CRL number (R1). Answers its DER and where in it the entries
 * begin. Large as they may be, they are copied once.
 */
export async function writeCrl(content: CrlContent, signer: Signer): Promise<{ der: Uint8Array; start: number }> {
  const { issuer, keyIdentifier, number, thisUpdate, nextUpdate, entries } = content;
  const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);
  const keyId = tlv(0x80, Buffer.from(keyIdentifier, 'hex'));
  const before = [integer(1), signatureAlgorithm(signer), issuer, time(thisUpdate), time(nextUpdate)];
  const after = tagged(
    0,
    seq(extension(OID.authorityKeyIdentifier, seq(keyId)), extension(OID.crlNumber, integer(number))),
  );
  // an empty revokedCertificates is absent (RFC 5280 5.1.2.6)
  const list = sizeOf(entries) === 0 ? [] : [header(TAG.sequence, sizeOf(entries)), ...entries];
  const head = [header(TAG.sequence, sizeOf([...before, ...list, after])), ...before, ...list.slice(0, 1)];
  const parts = [...head, ...list.slice(1), after];

  const out = Buffer.concat([Buffer.alloc(BEFORE), ...parts, Buffer.alloc(AFTER)]);
  const tbs = out.subarray(BEFORE, BEFORE + sizeOf(parts));
  const ending = Buffer.concat([signatureAlgorithm(signer), bitString(await verifiedSignature(tbs, signer))]);
  if (ending.length > AFTER) throw new Error('a signature larger than any of these curves');
  out.set(ending, BEFORE + tbs.length);
  const whole = header(TAG.sequence, tbs.length + ending.length);
  const begin = BEFORE - whole.length;
  out.set(whole, begin);
  return { der: out.subarray(begin, BEFORE + tbs.length + ending.length), start: whole.length + sizeOf(head) };
}
