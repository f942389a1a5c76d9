import { setImmediate as nextTurn } from 'node:timers/promises';
import { HOUR_MS } from '../../durations.ts';
import type { EntriesInCrl, KeptCrl, StatusRecords } from '../ports.ts';
import { encodeEntries } from './crl.ts';

/** All are read anew after this, so that ended certificates leave the CRL. */
const ANEW_AFTER = 12 * HOUR_MS;
/** Revocations read and encoded between two turns of the event loop. */
const PAGE = 2_000;

/** What the next CRL of an issuer lists. */
export interface Gathered {
  /** DER of the entries that the last CRL has already, a view of it. */
  before: Uint8Array;
  /** DER of those that come after them. */
  added: Uint8Array;
  count: number;
  /** For the CRL that is made of them; undefined where the next one gathers all anew. */
  reach: Pick<EntriesInCrl, 'upTo' | 'gatheredAt'> | undefined;
}

/** Everything revoked after the place `after` and before this call, page by page, so that 100,000 never hold the event loop. */
async function gatherAfter(records: StatusRecords, issuerId: string, after: number, notAfter: number) {
  const pages: Uint8Array[] = [];
  let count = 0;
  for (let upTo = after; ; await nextTurn()) {
    const page = await records.revoked(issuerId, { after: upTo, notAfter, limit: PAGE });
    pages.push(encodeEntries(page));
    count += page.length;
    upTo = page.at(-1)?.seq ?? upTo;
    if (page.length < PAGE) return { added: Buffer.concat(pages), count, upTo };
  }
}

/**
 * The entries of an issuing CA's next CRL: those of its last one, taken over as they stand there, and what was revoked
 * since. Twice a day, after a clock was set back, and where `last` says nothing of how far it reaches, all are read anew.
 */
export async function gatherRevoked(
  records: StatusRecords,
  issuerId: string,
  { last, now, notAfter }: { last: KeptCrl | undefined; now: number; notAfter: number },
): Promise<Gathered> {
  const list = last?.list;
  const isYoung = list && now >= list.gatheredAt && now - list.gatheredAt < ANEW_AFTER;
  const from = isYoung ? { list, der: last.der, count: last.entries } : undefined;
  const { added, count, upTo } = await gatherAfter(records, issuerId, from?.list.upTo ?? 0, notAfter);
  return {
    before: from ? from.der.subarray(from.list.start, from.list.end) : new Uint8Array(),
    added,
    count: count + (from?.count ?? 0),
    reach: { upTo, gatheredAt: from?.list.gatheredAt ?? now },
  };
}

/** The entries of a root's next CRL: a handful, read anew each time. */
export async function gatherAuthorities(records: StatusRecords, rootId: string, notAfter: number): Promise<Gathered> {
  const entries = await records.revokedAuthorities(rootId, notAfter);
  return { before: new Uint8Array(), added: encodeEntries(entries), count: entries.length, reach: undefined };
}
