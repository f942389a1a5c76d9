import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { isRecalledBy } from '../../book/rules/stock/recalls.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { RecallRow } from '../../book/tables/rows/stock.ts';
import { TOKEN_LIVE } from '../../book/tables/states.ts';
import { MINUTE_MS } from '../../durations.ts';
import { AppError, isAppError, PASSING_FAULTS } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { createClaimedWork } from '../claimed-work.ts';
import { Ref } from '../inputs.ts';
import { pagesOf } from '../pages.ts';
import { inPieces } from '../pieces.ts';
import type { Unit } from '../ports/store.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { nextTurn } from '../turn.ts';
import { whereOf } from './hits.ts';
import { createHitting, PIECE } from './hitting.ts';
import { createReplacing } from './replacing.ts';

export const RecallRef = z.strictObject({ recallId: Ref });

/** How many tokens of the recall are blank, being made or in use, whatever else of the kind came since. */
async function liveOf(unit: Unit, recall: RecallRow): Promise<number> {
  let live = 0;
  for await (const tokens of pagesOf(unit, 'token', { ...whereOf(recall), state: TOKEN_LIVE }))
    live += tokens.filter((token) => isRecalledBy(recall, token)).length;
  return live;
}

/** An item that could not be settled is tried again after so long: its rows are as somebody left them until somebody mends them. */
const AGAIN_MS = 10 * MINUTE_MS;

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
  /** Items that could not be settled here, and when they were tried. */
  const failed = new Map<string, number>();
  const goesOn = (recall: RecallRow): boolean => work.goesOn(recall.id);

  type Next = (recall: RecallRow, from: string) => Promise<{ ids: string[]; due: string[] }>;
  type Take = (recall: RecallRow, ids: readonly string[]) => Promise<number>;

  /** One that cannot be taken away – a row that somebody edited – keeps no other in use: then fewer go at once, in the end each by itself. */
  const takeSome = (recall: RecallRow, take: Take, due: readonly string[]): Promise<number> =>
    take(recall, due).catch(async (fault: unknown) => {
      // a database that is away is no fault of one of them: the next round goes on
      if (isAppError(fault, ...PASSING_FAULTS)) throw fault;
      if (due.length === 1) {
        deps.warn(`token ${due[0]} could not be recalled: its rows are not as the journal says`, fault);
        return 0;
      }
      let taken = 0;
      for (const fewer of inPieces(due, due.length > PIECE ? PIECE : 1))
        if (goesOn(recall)) taken += await takeSome(recall, take, fewer);
      return taken;
    });

  /** Takes away every token of the kind that is due. Says of each turn how many it took. */
  const takeAll = async (recall: RecallRow, next: Next, take: Take, taken: (count: number) => void): Promise<void> => {
    let page: ReturnType<Next> | undefined;
    for (let from = ''; goesOn(recall); ) {
      const { ids, due } = await (page ?? next(recall, from));
      const last = ids.at(-1);
      const isLast = last === undefined || last === from;
      if (!isLast) {
        // the next ones are looked up meanwhile; whether they are due is asked again as they are taken
        page = next(recall, last);
        page.catch(() => {}); // what it fails of is heard of where it is awaited
      }
      if (due.length > 0) taken(await takeSome(recall, take, due));
      if (isLast) return;
      from = last;
      await nextTurn();
    }
  };

  /**
   * One of a piece that cannot be settled – a row that somebody edited, a request that was made meanwhile – keeps no other waiting: then
   * each has a transaction of its own, and that one waits. Says of each transaction whether it revoked tokens.
   */
  const settleEach = async (
    recall: RecallRow,
    ids: readonly string[],
    waiting: Set<string>,
    settled: (hasRevoked: boolean) => void,
  ): Promise<void> => {
    try {
      settled(await replacing.settleSome(recall, ids, waiting));
    } catch (fault) {
      if (isAppError(fault, ...PASSING_FAULTS)) throw fault;
      for (const id of ids) {
        const one = replacing.settleSome(recall, [id], waiting).catch((error: unknown) => {
          if (isAppError(error, ...PASSING_FAULTS)) throw error;
          waiting.add(id);
          failed.set(id, clock.now());
          deps.warn(`what takes the place of a recalled token waits: item ${id} could not be settled`, error);
          return false;
        });
        settled(await one);
      }
    }
  };

  const settleAll = async (recall: RecallRow): Promise<void> => {
    for (const [id, at] of failed) if (clock.now() - at >= AGAIN_MS) failed.delete(id);
    // what has to wait is looked at again the next time that the recall goes on
    const waiting = new Set(failed.keys());
    let revoked = false;
    try {
      while (goesOn(recall)) {
        const ids = await replacing.next(recall, waiting);
        if (ids.length === 0) return;
        await settleEach(recall, ids, waiting, (hasRevoked) => {
          revoked ||= hasRevoked;
        });
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
    try {
      await takeAll(recall, hitting.nextOverdue, hitting.revokeSome, (count) => {
        revoked += count;
      });
    } finally {
      if (revoked > 0) await concludeRevocation(deps);
    }
  };

  const carryOut = async (recall: RecallRow): Promise<void> => {
    let hit = 0;
    await takeAll(recall, hitting.next, hitting.hitSome, (count) => {
      hit += count;
    });
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
    /** Ends after the transaction that is being done: the rest goes on at the next start. */
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
