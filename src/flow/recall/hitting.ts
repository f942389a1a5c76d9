import { isRecalledBy } from '../../book/rules/stock/recalls.ts';
import { type Change, create, move } from '../../book/tables/lifecycle.ts';
import type { RecallItemRow, RecallRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_BLANK, TOKEN_IN_USE, TOKEN_RECALLABLE, type TokenState } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { inPieces } from '../pieces.ts';
import type { PrefetchReads, Reads, Unit } from '../ports/store.ts';
import { endTheirSessions, prefetchRevocation, revocationOf, revokeMany } from '../revocation/revoking.ts';
import { whereOf } from './hits.ts';

/** Tokens of one entry: so many changes fit in a line of the journal. */
export const PIECE = 40;
/** Tokens of one transaction on a server, which writes an entry while the next one is made. */
const TURN = 4 * PIECE;
/** Tokens that are looked through where none of a page is new: a reading leaves out those that somebody edited. */
const MOST_LOOKED_AT = 1000;

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

  /** Those of them that it revokes. */
  const revokedAmong = (recall: RecallRow, tokens: readonly TokenRow[]): TokenRow[] =>
    recall.way === 'revoke-now' ? tokens.filter((token) => !isBlank(token)) : [];

  const prefetch = async (reads: PrefetchReads, recall: RecallRow, pieces: readonly TokenRow[][]): Promise<void> => {
    await Promise.all([
      reads.find('recall', { id: [recall.id] }),
      ...pieces.map((piece) => prefetchRevocation(reads, revokedAmong(recall, piece))),
    ]);
  };

  const changesOf = async (
    { unit, now, recall }: { unit: Unit; now: number; recall: RecallRow },
    tokens: readonly TokenRow[],
  ): Promise<Change[]> => [
    ...tokens.map((token) => create('recallItem', itemOf(recall, token, now))),
    ...tokens.filter(isBlank).map((token) => move('token', token, 'scrap')),
    ...(await revocationOf(unit, revokedAmong(recall, tokens), 'recalled', now)),
  ];

  /** Hits those of these tokens that were not hit yet. Answers how many. */
  const hitSome = async (recall: RecallRow, ids: readonly string[]): Promise<number> => {
    let hit = 0;
    await transact(async (unit) => {
      const of = { unit, now: clock.now(), recall }; // a transaction has one moment, however long it takes
      const known = await hitAmong(unit, recall, ids);
      const tokens = await unit.find('token', { id: ids, state: TOKEN_RECALLABLE });
      const due = tokens.filter((token) => !known.has(token.id) && isRecalledBy(recall, token));
      await endTheirSessions(unit, revokedAmong(recall, due));
      const pieces = inPieces(due, PIECE);
      // a single piece asks for nothing that it does not need: an edited row there would keep others in use
      if (pieces.length > 1) await unit.prefetch((reads) => prefetch(reads, recall, pieces));
      for (const piece of pieces) {
        // all of a recall are of one model
        const detail = { model: piece[0]?.model };
        await record(unit, recall, { action: 'recall.hit', detail, changes: await changesOf(of, piece) });
      }
      hit = due.length;
    });
    return hit;
  };

  /** The next tokens of the kind in these states, from one on, in the order of ids. */
  const nextIn = async (
    recall: RecallRow,
    state: readonly TokenState[],
    { from, limit }: { from: string; limit: number },
  ): Promise<TokenRow[]> => {
    const find = (most: number) =>
      store.reads.find('token', { ...whereOf(recall), state }, { orderBy: 'id', from, limit: most });
    const tokens = await find(limit);
    if (tokens.some(({ id }) => id !== from)) return tokens;
    // the last ones, or all of the page were edited: those behind them are in use still
    return (await find(MOST_LOOKED_AT)).slice(0, limit);
  };

  return {
    /** The ids of the next tokens of the kind, from one on, in the order of ids; and of those the ones not hit yet. */
    next: async (recall: RecallRow, from: string): Promise<{ ids: string[]; due: string[] }> => {
      const tokens = await nextIn(recall, TOKEN_RECALLABLE, { from, limit: store.gathers ? TURN : PIECE });
      const ids = tokens.map(({ id }) => id);
      const hit = await hitAmong(store.reads, recall, ids);
      return { ids, due: tokens.filter((one) => !hit.has(one.id) && isRecalledBy(recall, one)).map(({ id }) => id) };
    },
    hitSome,
    /** The ids of the next tokens of the kind in use, in the same way; and of those the ones that it hit. */
    nextOverdue: async (recall: RecallRow, from: string): Promise<{ ids: string[]; due: string[] }> => {
      const tokens = await nextIn(recall, TOKEN_IN_USE, { from, limit: PIECE });
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
