import type { HandoverRow } from '../../book/tables/rows/handovers.ts';
import type { Reads } from '../ports/store.ts';
import { type Newest, newestOf } from './newest.ts';

/** Rows that are looked at of each kind, the newest first. */
const NEWEST = { descending: true, limit: 200 } as const;

/**
 * Tokens that were bound to a machine later on than by their production, wherever they are by now: their serial numbers, by the
 * last `most` bindings.
 */
export async function tokensBoundHere(
  reads: Pick<Reads, 'find'>,
  workstationId: string,
  most: number,
): Promise<Newest<string>> {
  const bound = await newestOf(most, (limit) =>
    reads.find('identityCheck', { workstationId, purpose: 'bound' }, { descending: true, limit }),
  );
  const ids = [...new Set(bound.items.map(({ handoverId }) => handoverId))];
  return { items: serialsOf(await reads.find('handover', { id: ids })), more: bound.more };
}

/** The hand-overs of these requests, and the checks by which their tokens were bound to another machine since, the last first. */
async function boundSince(reads: Pick<Reads, 'find'>, requestId: readonly string[]) {
  const handovers = await reads.find('handover', { requestId }, NEWEST);
  const of = { handoverId: handovers.map(({ id }) => id), purpose: 'bound' } as const;
  return { handovers, bound: await reads.find('identityCheck', of, { ...NEWEST, orderBy: 'checkedAt' }) };
}

/** Tokens that were made for these requests, and were bound to another machine since than the requests name. */
export async function tokensThatWent(reads: Pick<Reads, 'find'>, requestId: readonly string[]): Promise<string[]> {
  const { handovers, bound } = await boundSince(reads, requestId);
  return serialsOf(handovers.filter(({ id }) => bound.some(({ handoverId }) => handoverId === id)));
}

/** The machine to which the token of a request was bound last, after it was made for another; undefined where it was to none. */
export async function lastBoundTo(reads: Pick<Reads, 'find'>, requestId: string): Promise<string | undefined> {
  return (await boundSince(reads, [requestId])).bound[0]?.workstationId ?? undefined;
}

const serialsOf = (handovers: readonly HandoverRow[]): string[] => [
  ...new Set(handovers.flatMap(({ tokenId }) => tokenId ?? [])),
];
