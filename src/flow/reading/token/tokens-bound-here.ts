import type { HandoverRow } from '../../../book/tables/rows/handovers.ts';
import type { Reads } from '../../ports/store.ts';
import { type Newest, newestOf } from '../newest.ts';
import type { RowFinder } from '../row-finder.ts';

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

/** Tokens that were bound to a machine later on than by their production, wherever they are by now: their serial numbers. */
export async function tokensBoundTo(rows: RowFinder, workstationId: string): Promise<string[]> {
  const checks = await rows.of('identityCheck', ['handoverId'], { workstationId, purpose: 'bound' });
  return serialsOf(
    await rows.having('handover', ['tokenId'], 'id', [...new Set(checks.map(({ handoverId }) => handoverId))]),
  );
}

/** Tokens that are or were bound to a machine, by their production or later on: their serial numbers. */
export async function tokensEverOf(rows: RowFinder, workstationId: string): Promise<string[]> {
  const requests = await rows.of('request', [], { workstationId });
  const made = await rows.having(
    'certificate',
    ['tokenId'],
    'requestId',
    requests.map(({ id }) => id),
  );
  const present = await rows.of('token', [], { workstationId });
  const serials = [...present.map(({ id }) => id), ...made.flatMap(({ tokenId }) => tokenId ?? [])];
  return [...new Set([...serials, ...(await tokensBoundTo(rows, workstationId))])];
}

/** Tokens that were made for these requests, and were bound to another machine since than the requests name. */
export async function tokensThatWent(rows: RowFinder, requestIds: readonly string[]): Promise<string[]> {
  const handovers = await rows.each('handover', ['tokenId'], 'requestId', requestIds);
  const checks = await rows.each(
    'identityCheck',
    ['handoverId', 'purpose'],
    'handoverId',
    handovers.map(({ id }) => id),
  );
  const bound = new Set(checks.filter(({ purpose }) => purpose === 'bound').map(({ handoverId }) => handoverId));
  return serialsOf(handovers.filter(({ id }) => bound.has(id)));
}

/** The machine to which the token of a request was bound last, after it was made for another; undefined where it was to none. */
export async function lastBoundTo(reads: Pick<Reads, 'find'>, requestId: string): Promise<string | undefined> {
  const handovers = await reads.find('handover', { requestId }, NEWEST);
  const of = { handoverId: handovers.map(({ id }) => id), purpose: 'bound' } as const;
  const [last] = await reads.find('identityCheck', of, { orderBy: 'checkedAt', descending: true, limit: 1 });
  return last?.workstationId ?? undefined;
}

/**
 * The machine that a token was bound to last, where it is bound to none any more; undefined where it was never handed over. Its
 * request names one, and whoever had the token may have taken it to another.
 */
export async function lastMachineOf(
  reads: Pick<Reads, 'get' | 'find'>,
  tokenId: string,
): Promise<string | null | undefined> {
  const [last] = await reads.find('handover', { tokenId }, { orderBy: 'challengedAt', descending: true, limit: 1 });
  if (!last) return undefined;
  return (await lastBoundTo(reads, last.requestId)) ?? (await reads.get('request', last.requestId))?.workstationId;
}

const serialsOf = (handovers: readonly Pick<HandoverRow, 'tokenId'>[]): string[] => [
  ...new Set(handovers.flatMap(({ tokenId }) => tokenId ?? [])),
];
