import type { Clock } from '../flow/ports.ts';
import { encodeEntries } from './crl.ts';
import type { StatusRecords } from './ports.ts';

const HOUR = 3_600_000;
/** All are read anew after this, so that ended certificates leave the CRL. */
const ANEW_AFTER = 12 * HOUR;
/** A revocation bears the moment at which it began and may be committed a little later: what is newer is read again. */
const OVERLAP = 10 * 60_000;

interface Known {
  /** The entries' DER, one after another. */
  encoded: Uint8Array;
  count: number;
  /** Revoked certificates in the records, ended ones included, when these were read. */
  inRecords: number;
  readAt: number;
  allReadAt: number;
  /** Serial numbers of the entries that the next reading may meet again. */
  recent: ReadonlySet<string>;
}

/**
 * The entries of one issuer's CRL, as octets. One more revocation reads and encodes that one alone; where the number in the
 * records does not add up, and twice a day, all are read anew.
 */
export function createRevokedEntries(issuerId: string, { records, clock }: { records: StatusRecords; clock: Clock }) {
  let known: Known | undefined;

  async function readAll(inRecords: number, readAt: number, notAfter: number): Promise<Known> {
    const entries = await records.revoked(issuerId, { notAfter });
    const recent = entries.filter(({ revokedAt }) => revokedAt >= readAt - OVERLAP);
    const serials = new Set(recent.map(({ serialNumber }) => serialNumber));
    const encoded = await encodeEntries(entries);
    return { encoded, count: entries.length, inRecords, readAt, allReadAt: readAt, recent: serials };
  }

  async function readNew(
    before: Known,
    inRecords: number,
    readAt: number,
    notAfter: number,
  ): Promise<Known | undefined> {
    const found = await records.revoked(issuerId, { notAfter, since: before.readAt - OVERLAP });
    const fresh = found.filter(({ serialNumber }) => !before.recent.has(serialNumber));
    if (before.inRecords + fresh.length !== inRecords) return undefined;
    const encoded = fresh.length === 0 ? before.encoded : Buffer.concat([before.encoded, await encodeEntries(fresh)]);
    const recent = new Set(found.map(({ serialNumber }) => serialNumber));
    return { ...before, encoded, count: before.count + fresh.length, inRecords, readAt, recent };
  }

  /** Everything revoked before this call that had not ended before `notAfter`. */
  return async (notAfter: number): Promise<{ encoded: Uint8Array; count: number }> => {
    const readAt = clock.now();
    const inRecords = await records.revokedCount(issuerId);
    const isYoung = known && readAt >= known.readAt && readAt - known.allReadAt < ANEW_AFTER;
    const grown = known && isYoung ? await readNew(known, inRecords, readAt, notAfter) : undefined;
    known = grown ?? (await readAll(inRecords, readAt, notAfter));
    return known;
  };
}
