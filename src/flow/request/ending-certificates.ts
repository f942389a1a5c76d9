import type { CertificateRow } from '../../book/tables/rows/tokens.ts';
import type { Reads } from '../ports/store.ts';

/** Where a reading of certificates by their end has come to. */
export type EndPlace = Pick<CertificateRow, 'notAfter' | 'id'>;

/**
 * Good certificates in the order in which they end: the next `limit` after a place, that end by `until`. Read by the index on
 * state and end, however many end at one moment.
 */
export async function endingAfter(
  reads: Pick<Reads, 'find'>,
  place: EndPlace,
  { until, limit }: { until: number; limit: number },
): Promise<CertificateRow[]> {
  const { notAfter, id } = place;
  const page = { orderBy: 'id', from: id, limit: limit + 1 } as const;
  const beside = await reads.find('certificate', { state: 'good', notAfter }, page);
  const same = beside.filter((one) => one.id !== id);
  const missing = limit - same.length;
  const next = { orderBy: 'notAfter', from: notAfter + 1, limit: missing } as const;
  const later = missing > 0 ? await reads.find('certificate', { state: 'good' }, next) : [];
  return [...same, ...later].slice(0, limit).filter((one) => one.notAfter <= until);
}
