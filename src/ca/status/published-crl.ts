import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { children, expectTag, inner, read, readInteger, readTime, TAG, type Value } from '../asn1/der.ts';
import { OID } from '../asn1/oid.ts';
import { readExtensions } from '../asn1/read-certificate.ts';
import type { Authority } from '../keys/authority.ts';
import { fileStem } from '../keys/make-authority.ts';
import { publicKeyObject } from '../keys/public-key.ts';
import { verifyOff } from '../keys/signer.ts';
import type { RevokedEntry, StatusRecords } from '../ports.ts';

/** Entries of a CRL that are read. */
const MOST = 10_000_000;

/** A CRL of ours as it was published: DER, and what it says. */
export interface PublishedCrl {
  issuerId: string;
  /** When its issuer ends, milliseconds: nothing on it outlives that. */
  issuerEnds: number;
  der: Uint8Array;
  number: number;
  thisUpdate: number;
  nextUpdate: number;
  entries: RevokedEntry[];
}

/** Reads a CRL and checks its issuer's signature; undefined for anything else. Whoever can write the folder controls it. */
export async function readPublished(der: Uint8Array, issuer: Authority): Promise<PublishedCrl | undefined> {
  try {
    const [tbs, , signature] = children(read(der));
    const body = expectTag(tbs, TAG.sequence);
    const bits = expectTag(signature, TAG.bitString).body.subarray(1);
    const key = publicKeyObject(issuer.read.publicKey);
    const hash = key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
    if (!(await verifyOff(hash, body.raw, key, bits))) return undefined;
    return { issuerId: issuer.row.id, issuerEnds: issuer.row.notAfter, der, ...saidBy(children(body)) };
  } catch {
    return undefined;
  }
}

/** The fields of a v2 CRL's TBSCertList (RFC 5280 5.1): version, algorithm, issuer, two times, maybe entries, extensions. */
function saidBy([, , , thisUpdate, nextUpdate, ...rest]: Value[]) {
  const list = rest.find(({ tag }) => tag === TAG.sequence);
  const { extensions } = readExtensions(inner(expectTag(rest.at(-1), 0xa0), TAG.sequence));
  const number = extensions.get(OID.crlNumber)?.value;
  if (!number) throw new Error('no CRL number');
  return {
    number: Number.parseInt(readInteger(read(number, TAG.integer)), 16),
    thisUpdate: readTime(thisUpdate),
    nextUpdate: readTime(nextUpdate),
    entries: (list ? children(list, MOST) : []).map((entry): RevokedEntry => {
      const [serial, at] = children(entry);
      return { serialNumber: readInteger(serial), revokedAt: readTime(at) };
    }),
  };
}

/** What copies of published CRLs say of the records. */
export interface Copies {
  /** Copies that are newer than what the records hold, the newest of each issuer: then the records were restored. */
  ahead: PublishedCrl[];
  /** Whether each issuing CA has a copy that is no older than its last CRL in the records: nothing revoked is missing then. */
  complete: boolean;
  /** Whether there is one of any issuing CA that the records have a CRL of; true where they have none. */
  any: boolean;
}

/** What a file holds; undefined for none, and for a pipe or device in its place, whose reading would not end. */
async function readPlain(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!file) return undefined;
  try {
    return (await file.stat()).isFile() ? await file.readFile() : undefined;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

/** The newest copy of an issuer's CRL in these folders; undefined for none that it signed. */
async function newestCopy(dirs: readonly string[], issuer: Authority): Promise<PublishedCrl | undefined> {
  const found = dirs.map(async (dir) => {
    const der = await readPlain(join(dir, `${fileStem(issuer.row)}.crl`));
    return der && readPublished(der, issuer);
  });
  const copies = (await Promise.all(found)).flatMap((crl) => (crl ? [crl] : []));
  return copies.toSorted((a, b) => b.number - a.number)[0];
}

/** Holds the copies in these folders against the records. `issuers`: roots and issuing CAs. */
export async function compareCopies(
  dirs: readonly string[],
  issuers: readonly Authority[],
  records: Pick<StatusRecords, 'lastCrl'>,
): Promise<Copies> {
  const ahead: PublishedCrl[] = [];
  let complete = true;
  let [known, copied] = [0, 0];
  for (const issuer of issuers) {
    const copy = await newestCopy(dirs, issuer);
    const last = (await records.lastCrl(issuer.row.id))?.number ?? 0;
    if (copy && copy.number > last) ahead.push(copy);
    if (issuer.row.kind !== 'issuing') continue;
    if ((copy?.number ?? 0) < last) complete = false;
    if (last > 0) known += 1;
    if (last > 0 && copy) copied += 1;
  }
  return { ahead, complete, any: known === 0 || copied > 0 };
}
