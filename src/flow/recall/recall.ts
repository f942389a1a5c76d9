import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { isRecalledBy } from '../../book/rules/stock/recalls.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { RecallRow } from '../../book/tables/rows/stock.ts';
import { TOKEN_LIVE } from '../../book/tables/states.ts';
import { AppError, isAppError, PASSING_FAULTS } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { createClaimedWork } from '../claimed-work.ts';
import { Ref } from '../inputs.ts';
import { pagesOf } from '../pages.ts';
import type { Unit } from '../ports/store.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { nextTurn } from '../turn.ts';
import { whereOf } from './hits.ts';
import { createHitting } from './hitting.ts';
import { createReplacing } from './replacing.ts';

export const RecallRef = z.strictObject({ recallId: Ref });

/** How many tokens of the recall are blank, being made or in use, whatever else of the kind came since. */
async function liveOf(unit: Unit, recall: RecallRow): Promise<number> {
  let live = 0;
  for await (const tokens of pagesOf(unit, 'token', { ...whereOf(recall), state: TOKEN_LIVE }))
    live += tokens.filter((token) => isRecalledBy(recall, token)).length;
  return live;
}

/**
 * Recalls, which the service carries out in turns so that nobody waits: tokens are hit, the CRL is published once, then what
 * takes their place is settled. After a stop it goes on where it was, on any node that claims it.
 */
export function createRecalls(deps: Deps) {
  const { store, clock } = deps;
  const hitting = createHitting(deps);
  const replacing = createReplacing(deps);
  /** Recalls whose revocations this process has published. */
  const published = new Set<string>();
  const goesOn = (recall: RecallRow): boolean => work.goesOn(recall.id);

  /** One of a piece that cannot be hit – a row that somebody edited – keeps no other in use: then each is hit by itself. */
  const hitEach = (recall: RecallRow, due: readonly string[]): Promise<number> =>
    hitting.hitSome(recall, due).catch(async () => {
      let hit = 0;
      for (const id of due)
        hit += await hitting.hitSome(recall, [id]).catch((error: unknown) => {
          deps.warn(`token ${id} could not be recalled: its rows are not as the journal says`, error);
          return 0;
        });
      return hit;
    });

  /** Hits every token of the kind. Answers how many were not hit before. */
  const hitAll = async (recall: RecallRow): Promise<number> => {
    let hit = 0;
    let from = '';
    while (goesOn(recall)) {
      const { ids, due } = await hitting.next(recall, from);
      if (due.length > 0) hit += await hitEach(recall, due);
      const last = ids.at(-1);
      if (last === undefined || last === from) break;
      from = last;
      await nextTurn();
    }
    return hit;
  };

  /**
   * One of a piece that cannot be settled – a row that somebody edited, a request that was made meanwhile – keeps no other waiting: then
   * each has a transaction of its own, and that one waits. Answers whether tokens were revoked.
   */
  const settleEach = (recall: RecallRow, ids: readonly string[], waiting: Set<string>): Promise<boolean> =>
    replacing.settleSome(recall, ids, waiting).catch(async (failed: unknown) => {
      if (isAppError(failed, ...PASSING_FAULTS)) throw failed;
      let revoked = false;
      for (const id of ids) {
        const settled = replacing.settleSome(recall, [id], waiting).catch((error: unknown) => {
          if (isAppError(error, ...PASSING_FAULTS)) throw error;
          waiting.add(id);
          deps.warn(`what takes the place of a recalled token waits: item ${id} could not be settled`, error);
          return false;
        });
        if (await settled) revoked = true;
      }
      return revoked;
    });

  const settleAll = async (recall: RecallRow): Promise<void> => {
    // what has to wait is looked at again the next time that the recall goes on
    const waiting = new Set<string>();
    let revoked = false;
    try {
      while (goesOn(recall)) {
        const ids = await replacing.next(recall, waiting);
        if (ids.length === 0) return;
        if (await settleEach(recall, ids, waiting)) revoked = true;
        await nextTurn();
      }
    } finally {
      // what was revoked is published, and its PIN forgotten, also where another item fails
      if (revoked) await concludeRevocation(deps);
    }
  };

  const revokeOverdue = async (recall: RecallRow): Promise<void> => {
    if (recall.revokeAt === null || recall.revokeAt > clock.now()) return;
    let revoked = 0;
    while (goesOn(recall)) {
      const some = await hitting.revokeOverdue(recall);
      if (some === 0) break;
      revoked += some;
      await nextTurn();
    }
    if (revoked > 0) await concludeRevocation(deps);
  };

  const carryOut = async (recall: RecallRow): Promise<void> => {
    const hit = await hitAll(recall);
    // after a crash nobody knows whether what was revoked before it was published
    const isDue = recall.way === 'revoke-now' && (hit > 0 || !published.has(recall.id));
    if (isDue && goesOn(recall) && (await concludeRevocation(deps))) published.add(recall.id);
    // a date that was decided waits for nothing
    await revokeOverdue(recall);
    await settleAll(recall);
  };

  const work = createClaimedWork(deps, 'recall', async (id) => {
    const recall = await store.reads.get('recall', id);
    if (recall?.state === 'open') await carryOut(recall);
  });
  const resume = async (): Promise<void> => {
    const open = await store.reads.find('recall', { state: 'open' });
    await work.resume(open.map(({ id }) => id));
  };

  return {
    /** At start, now and then, and once a recall was decided: what is open and no node carries out goes on here. */
    resume,
    /** Answers once none runs here. */
    ended: (): Promise<void> => work.ended(),
    /** Ends after the piece that is being done: the rest goes on at the next start. */
    stop: work.stop,

    /** Closes a recall of which nothing is left. Throws `wrong_state` while something is. */
    close: (caller: Caller, { recallId }: z.output<typeof RecallRef>): Promise<void> =>
      act(deps, caller, 'recall.close', `recall:${recallId}`, async (a) => {
        const recall = await need(a.unit.get('recall', recallId), 'recall');
        a.allow();
        const step = move('recall', recall, 'close', { closedAt: a.now, closerId: caller.personId });
        const left = await liveOf(a.unit, recall);
        const unsettled = await a.unit.count('recallItem', { recallId, settledAt: null });
        if (left + unsettled > 0)
          throw new AppError('wrong_state', `${Math.max(left, unsettled)} tokens of this recall are left: wait`, {
            detail: {
              kind: 'recall',
              from: recall.state,
              action: 'close',
              why: 'recall-left',
              left: Math.max(left, unsettled),
            },
          });
        await a.done([step]);
      }),
  };
}
