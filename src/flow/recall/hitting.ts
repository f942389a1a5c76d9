import { isRecalledBy } from '../../book/rules/stock/recalls.ts';
import { type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { RecallItemRow, RecallRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_BLANK, TOKEN_IN_USE, TOKEN_RECALLABLE } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { revokeMany } from '../revocation/revoking.ts';
import { whereOf } from './hits.ts';

/** Tokens of one entry: so many changes fit in a line of the journal, and others wait for milliseconds. */
const PIECE = 40;

const isBlank = ({ state }: TokenRow): boolean => TOKEN_BLANK.includes(state);

/** The rounds of a recall that take tokens away. */
export function createHitting({ store, chance, clock }: Pick<Deps, 'store' | 'chance' | 'clock'>) {
  const record = (
    unit: Unit,
    { id }: RecallRow,
    entry: { action: 'recall.hit' | 'recall.revoke'; detail?: Record<string, unknown>; changes: readonly Change[] },
  ) => unit.record({ ...SYSTEM, subject: `recall:${id}`, outcome: 'done', ...entry });

  /** Which of these tokens it hit. A token was hit by few: its own items are read, not the recall's, which are many. */
  const hitAmong = async (reads: Pick<Reads, 'find'>, recall: RecallRow, tokenId: readonly string[]) => {
    const items = await reads.find('recallItem', { tokenId });
    return new Set(items.filter(({ recallId }) => recallId === recall.id).map((item) => item.tokenId));
  };

  /** In one transaction, before all other work: tokens of the kind that still stand as they were found. */
  const transact = (work: (unit: Unit) => Promise<void>): Promise<void> => store.transact(work, { urgent: true });

  const itemOf = (recall: RecallRow, token: TokenRow, now: number): RecallItemRow => ({
    id: chance.id(),
    recallId: recall.id,
    tokenId: token.id,
    found: token.state,
    holderId: isBlank(token) ? null : token.holderId,
    since: token.activatedAt ?? token.receivedAt,
    hitAt: now,
    settledAt: isBlank(token) ? now : null,
    requestId: null,
    left: isBlank(token) ? 'blank' : null,
  });

  const changesOf = async (unit: Unit, recall: RecallRow, tokens: readonly TokenRow[]): Promise<Change[]> => {
    const now = clock.now();
    const inUse = recall.way === 'revoke-now' ? tokens.filter((token) => !isBlank(token)) : [];
    return [
      ...tokens.map((token) => create('recallItem', itemOf(recall, token, now))),
      ...tokens.filter(isBlank).map((token) => move('token', token, 'scrap')),
      ...(await revokeMany(unit, inUse, 'recalled', now)),
    ];
  };

  /** Hits those of these tokens that were not hit yet. Answers how many. */
  const hitSome = async (recall: RecallRow, ids: readonly string[]): Promise<number> => {
    let hit = 0;
    await transact(async (unit) => {
      const known = await hitAmong(unit, recall, ids);
      const tokens = await unit.find('token', { id: ids, state: TOKEN_RECALLABLE });
      const due = tokens.filter((token) => !known.has(token.id) && isRecalledBy(recall, token));
      const [first] = due;
      if (first) {
        // all of a recall are of one model
        const detail = { model: first.model };
        await record(unit, recall, { action: 'recall.hit', detail, changes: await changesOf(unit, recall, due) });
      }
      hit = due.length;
    });
    return hit;
  };

  return {
    /** The ids of the next tokens of the kind, from one on, in the order of ids; and of those the ones not hit yet. */
    next: async (recall: RecallRow, from: string): Promise<{ ids: string[]; due: string[] }> => {
      const page = { orderBy: 'id', from, limit: PIECE } as const;
      const tokens = await store.reads.find('token', { ...whereOf(recall), state: TOKEN_RECALLABLE }, page);
      const ids = tokens.map(({ id }) => id);
      const hit = await hitAmong(store.reads, recall, ids);
      return { ids, due: tokens.filter((one) => !hit.has(one.id) && isRecalledBy(recall, one)).map(({ id }) => id) };
    },
    hitSome,
    /** The ids of the next tokens of the kind in use, in the same way; and of those the ones that it hit. */
    nextOverdue: async (recall: RecallRow, from: string): Promise<{ ids: string[]; due: string[] }> => {
      const page = { orderBy: 'id', from, limit: PIECE } as const;
      const tokens = await store.reads.find('token', { ...whereOf(recall), state: TOKEN_IN_USE }, page);
      const ids = tokens.map(({ id }) => id);
      return { ids, due: [...(await hitAmong(store.reads, recall, ids))] };
    },
    /** Revokes those of these tokens that are still in use. Answers how many. */
    revokeSome: async (recall: RecallRow, ids: readonly string[]): Promise<number> => {
      let revoked = 0;
      await transact(async (unit) => {
        const tokens = await unit.find('token', { id: ids, state: TOKEN_IN_USE });
        const changes = await revokeMany(unit, tokens, 'recalled', clock.now());
        if (tokens.length > 0) await record(unit, recall, { action: 'recall.revoke', changes });
        revoked = tokens.length;
      });
      return revoked;
    },
  };
}
