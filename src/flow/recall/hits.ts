import { keepsFromProduction } from '../../book/rules/stock/recalls.ts';
import type { RecallRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import type { Reads, Where } from '../ports/store.ts';

/** What tokens have in common that a recall, or a question before it, names. */
export type Criterion = Pick<RecallRow, 'kind' | 'model' | 'value'>;

/** The columns that its tokens have. */
export function whereOf({ kind, model, value }: Criterion): Where<'token'> {
  if (kind === 'delivery') return { deliveryId: value ?? '' };
  const of = { model: model ?? '' };
  if (kind === 'model') return of;
  return kind === 'firmware' ? { ...of, firmware: value } : { ...of, batch: value };
}

/** Recalls are few: all of them are read. */
const MOST = 1000;

/** Refuses a token whose kind is being recalled, or that was. Throws `wrong_state`. */
export async function checkNotRecalled(reads: Pick<Reads, 'find'>, token: TokenRow): Promise<void> {
  if (!keepsFromProduction(await reads.find('recall', {}, { limit: MOST }), token)) return;
  throw new AppError('wrong_state', `token ${token.id} is of a kind that is recalled: put it aside`, {
    detail: { serial: token.id, kind: 'token', from: token.state, why: 'recalled' },
  });
}
