import type { RecallItemRow } from '../../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../../book/tables/rows/tokens.ts';
import { TOKEN_IN_USE } from '../../../book/tables/states.ts';
import type { Reads } from '../../ports/store.ts';

/** Of those that are in use: the recall that hit each, with the earliest moment where there are several. */
export async function recalledAmong(
  reads: Pick<Reads, 'find'>,
  tokens: readonly TokenRow[],
): Promise<Map<string, { revokeAt: number | null }>> {
  const tokenId = tokens.filter(({ state }) => TOKEN_IN_USE.includes(state)).map(({ id }) => id);
  if (tokenId.length === 0) return new Map();
  const items = await reads.find('recallItem', { tokenId });
  const recalls = new Map(
    (await reads.find('recall', { id: [...new Set(items.map(({ recallId }) => recallId))] })).map((row) => [
      row.id,
      row,
    ]),
  );
  const end = ({ recallId }: RecallItemRow): number => recalls.get(recallId)?.revokeAt ?? Number.POSITIVE_INFINITY;
  // the earliest is the last to be set
  const sorted = [...items].sort((a, b) => end(b) - end(a));
  return new Map(sorted.map((item) => [item.tokenId, { revokeAt: recalls.get(item.recallId)?.revokeAt ?? null }]));
}
