import { OVERLAP_MS } from '../../book/rules/limits.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { HandoverRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endEach } from '../end-each.ts';
import type { Unit } from '../ports/store.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeChanges } from '../revocation/revoking.ts';

/** How many one round closes at most; the next round takes the rest. */
const ROUND = 200;

/**
 * Ends the holder's other tokens for this workstation: the one that is replaced, and a temporary one. When a temporary
 * token is handed over, the others stay.
 */
export async function endOthers(unit: Unit, request: RequestRow, tokenId: string, now: number): Promise<Change[]> {
  const { holderId, workstationId, reason } = request;
  if (asksTemporary({ reason }) || workstationId === null) return [];
  const all = await unit.find('token', { holderId, workstationId, state: TOKEN_IN_USE });
  const others = all.filter(({ id }) => id !== tokenId);
  return (await Promise.all(others.map((old) => revokeChanges(unit, old, 'superseded', now)))).flat();
}

/** The token that was handed over at the desk and never confirmed is in use all the same. */
async function closeOne(unit: Unit, handover: HandoverRow, now: number): Promise<Change[]> {
  const request = await unit.get('request', handover.requestId);
  if (request?.state !== 'handed_over') return [];
  const token = handover.tokenId === null ? undefined : await unit.get('token', handover.tokenId);
  const inUse = token?.state === 'handed_over' && token.requestId === request.id ? [token] : [];
  const ended = await Promise.all(inUse.map(({ id }) => endOthers(unit, request, id, now)));
  return [
    move('request', request, 'close', { closedAt: now }),
    update('handover', handover, { receiptAt: now }, { receiptAt: null }),
    ...inUse.map((one) => move('token', one, 'activate', { activatedAt: now })),
    ...ended.flat(),
  ];
}

/** The verbs that close requests by a rule. */
export function createClosing(deps: Deps) {
  return {
    /** Requests handed over at a desk 30 days ago and never confirmed close by themselves. Answers how many. */
    closeByRule: async (): Promise<number> => {
      const desk = { mode: 'desk', receiptAt: null, failedAt: null } as const;
      const page = { orderBy: 'handedOverAt', from: 1, limit: ROUND } as const;
      const all = await deps.store.reads.find('handover', desk, page);
      const over = all.filter((h) => (h.handedOverAt ?? 0) + OVERLAP_MS < deps.clock.now());
      let revoked = false;
      const count = await endEach(deps, 'handover', over, async (unit, handover, now) => {
        const changes = await closeOne(unit, handover, now);
        if (changes.length === 0) return undefined;
        revoked ||= changes.some(({ table }) => table === 'certificate');
        const entry = { ...SYSTEM, action: 'request.closeByRule', subject: `request:${handover.requestId}` };
        return { ...entry, outcome: 'done', changes };
      });
      if (revoked) await concludeRevocation(deps);
      return count;
    },
  };
}
