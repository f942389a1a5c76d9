import { z } from 'zod';
import { must } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { RECALL_KINDS, RECALL_WAYS } from '../../tables/codes.ts';
import { Ref } from '../../tables/ref.ts';
import type { Row, RowOf } from '../../tables/row.ts';
import type { RecallRow } from '../../tables/rows/stock.ts';
import type { TokenRow } from '../../tables/rows/tokens.ts';
import { oneLine } from '../plain-text.ts';

const Name = oneLine(60);
/**
 * What two persons recall, and how. Firmwares and batches are numbered by each vendor, so they are named with the model; a
 * delivery by its id.
 */
export const OpenRecall = z
  .strictObject({
    kind: z.enum(RECALL_KINDS),
    model: Name.optional(),
    /** The firmware, the batch or the delivery's id. */
    value: Name.optional(),
    way: z.enum(RECALL_WAYS),
    /** Epoch milliseconds: what was not replaced by then is revoked. */
    revokeAt: z.int().optional(),
  })
  .refine(({ kind, model }) => kind === 'delivery' || model !== undefined, {
    path: ['model'],
    error: 'name the model',
    params: { problem: 'missing' },
  })
  .refine(({ kind, model }) => kind !== 'delivery' || model === undefined, {
    path: ['model'],
    error: 'of a delivery, name its id alone',
    params: { problem: 'unwanted' },
  })
  .refine(({ kind, value }) => kind === 'model' || value !== undefined, {
    path: ['value'],
    error: 'name the firmware, the batch or the delivery',
    params: { problem: 'missing' },
  })
  .refine(({ kind, value }) => kind !== 'model' || value === undefined, {
    path: ['value'],
    error: 'of a model, name nothing more',
    params: { problem: 'unwanted' },
  })
  .refine(({ kind, value }) => kind !== 'delivery' || Ref.safeParse(value).success, {
    path: ['value'],
    error: 'is the id of a delivery',
  })
  .refine(({ way, revokeAt }) => way === 'replace-first' || revokeAt === undefined, {
    path: ['revokeAt'],
    error: 'only where tokens are replaced first: else they are revoked at once',
    params: { problem: 'unwanted' },
  });
export type OpenRecall = z.output<typeof OpenRecall>;

type Criterion = Pick<RecallRow, 'kind' | 'model' | 'value'> | Row;
type Made = Pick<TokenRow, 'model' | 'firmware' | 'batch' | 'deliveryId'> | Row;
/** Whether a token is of the kind that a recall names. */
function isOfKind({ kind, model, value }: Criterion, token: Made): boolean {
  if (kind === 'delivery') return token.deliveryId === value;
  if (token.model !== model) return false;
  return kind === 'model' || (kind === 'firmware' ? token.firmware : token.batch) === value;
}
/** Whether a recall hit a token, or would: it is of its kind, and was here when the recall began. */
export const isRecalledBy = (
  recall: Criterion & { openedAt?: unknown },
  token: Made & { receivedAt?: unknown },
): boolean => isOfKind(recall, token) && Number(token.receivedAt) <= Number(recall.openedAt);

/** What keeps a token from being produced: its kind is being recalled, or it was recalled. */
export const keepsFromProduction = (
  recalls: readonly (Pick<RecallRow, 'kind' | 'model' | 'value' | 'openedAt' | 'state'> | RowOf<'recall'>)[],
  token: Made & { receivedAt?: unknown },
): boolean => recalls.some((recall) => (recall.state === 'open' ? isOfKind : isRecalledBy)(recall, token));

export const notRecalled = must(
  'aucun rappel ouvert ne porte sur ce jeton, et il n’a jamais été rappelé',
  'no open recall is of this kind of token, and it was never recalled',
  (s) => !keepsFromProduction(s.find('recalls'), s.row('token') ?? {}),
);

/** The tokens of a recall's kind that were here when it began and are blank, being made or in use. */
export function liveTokens(s: Scene, recall: Row | undefined): readonly RowOf<'token'>[] {
  const { kind, model = null, value = null } = recall ?? {};
  const all =
    kind === 'model'
      ? s.find('liveTokensOfModel', model)
      : kind === 'firmware'
        ? s.find('liveTokensOfFirmware', model, value)
        : kind === 'batch'
          ? s.find('liveTokensOfBatch', model, value)
          : s.find('tokensOfDelivery', value);
  return all.filter((token) => isRecalledBy(recall ?? {}, token));
}

/** The priority of a replacement: whose token was revoked at once cannot work until they have another. */
export const priorityOf = (way: unknown): number => (way === 'revoke-now' ? 1 : 0);
