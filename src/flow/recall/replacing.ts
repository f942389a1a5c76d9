import { isThere } from '../../book/rules/is-there.ts';
import { asksTemporary } from '../../book/rules/request/asking.ts';
import { type RecalledToken, recallLeft } from '../../book/rules/request/replacements.ts';
import { priorityOf } from '../../book/rules/stock/recalls.ts';
import type { RecallLeft } from '../../book/tables/codes.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { RecallItemRow, RecallRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { REQUEST_ON_ITS_WAY, REQUEST_OPEN, TOKEN_IN_USE } from '../../book/tables/states.ts';
import { isAppError } from '../../errors.ts';
import { type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { currentHandover, endOtherLetters } from '../handover/letters.ts';
import { pagesOf } from '../pages.ts';
import type { PrefetchReads, Reads, Unit } from '../ports/store.ts';
import { rankIn } from '../request/confirmed-priority.ts';
import { newRequest } from '../request/new-request.ts';
import { dropLost, isLost } from '../request/overtaken.ts';
import { chooseProfile, formerProfile } from '../request/request-profile.ts';
import { revokeChanges } from '../revocation/revoking.ts';
import { approvalsOf, policyOf } from '../two-persons/limits.ts';

/** Items of one transaction: others wait for milliseconds. */
const PIECE = 20;

interface Around {
  unit: Unit;
  now: number;
  recall: RecallRow;
  item: RecallItemRow;
}

/**
 * What became of an item. `revoked`: with a token that its holder never received. `waits`: what is open is a
 * request for a temporary token, which replaces nothing, or one that a recall makes again first.
 */
type Settled = 'done' | 'revoked' | 'waits';

/** What somebody has asked for and is not over. */
const openOf = (reads: Pick<Reads, 'find'>, holderId: string): Promise<RequestRow[]> =>
  reads.find('request', { holderId, state: REQUEST_OPEN });

/** What settling these items looks for, the judge of its entries too: asked together. */
async function prefetch(reads: PrefetchReads, recall: RecallRow, items: readonly RecallItemRow[]): Promise<void> {
  const given = (ids: readonly (string | null)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];
  const tokens = await reads.find('token', { id: items.map(({ tokenId }) => tokenId) });
  const holders = given([...items, ...tokens].map(({ holderId }) => holderId));
  await Promise.all([
    reads.find('recall', { id: [recall.id] }),
    reads.find('request', { id: given(tokens.map(({ requestId }) => requestId)) }),
    reads.find('certificate', { id: given(tokens.map(({ certificateId }) => certificateId)) }),
    reads.find('workstation', { id: given(tokens.map(({ workstationId }) => workstationId)) }),
    reads.find('person', { id: holders }),
    reads.find('account', { id: given([...holders, recall.confirmerId]) }),
    ...holders.flatMap((holderId) => [openOf(reads, holderId), reads.find('request', { holderId })]),
    policyOf(reads, approvalsOf('replacement')),
    rankIn(reads, { submittedAt: 0, priority: 0, confirmedPriority: null }),
  ]);
}

/** What takes the place of each token that a recall hit: its request anew, one that is open, a new one, or nothing. */
export function createReplacing(deps: Pick<Deps, 'store' | 'chance' | 'clock' | 'ca'>) {
  const { store, chance, clock } = deps;

  const record = ({ unit }: Around, action: string, subject: string, changes: readonly Change[], detail = {}) =>
    unit.record({ ...SYSTEM, action, subject, outcome: 'done', changes, detail });
  const settle = ({ item, now }: Around, set: { requestId: string } | { left: RecallLeft }): Change =>
    update('recallItem', item, { settledAt: now, ...set }, { settledAt: null });

  /** What its holder never received is made again, in its old place in the queue. */
  const repeat = async (of: Around, request: RequestRow): Promise<Settled> => {
    const { unit, now, item } = of;
    const inUse = await unit.find('token', { requestId: request.id, state: TOKEN_IN_USE });
    const revoked: Change[] = [];
    for (const token of inUse) revoked.push(...(await revokeChanges(unit, token, 'recalled', now)));
    const handover = await currentHandover(unit, request.id);
    const changes = [
      move('request', request, 'repeat', { producerId: null, producedAt: null, handedOverAt: null }),
      ...revoked,
      ...(await endOtherLetters(unit, request.id)),
      ...(handover ? [update('handover', handover, { failedAt: now })] : []),
      settle(of, { requestId: request.id }),
    ];
    await record(of, 'recall.repeat', `request:${request.id}`, changes, { item: item.id });
    return revoked.length > 0 ? 'revoked' : 'done';
  };

  /** Its holder did not receive it yet, and nothing else was made for its request meanwhile. */
  const isOnItsWay = async (unit: Unit, former: RequestRow, token: TokenRow): Promise<boolean> => {
    if (!REQUEST_ON_ITS_WAY.includes(former.state)) return false;
    const inUse = await unit.find('token', { requestId: former.id, state: TOKEN_IN_USE });
    return inUse.every(({ id }) => id === token.id);
  };

  /** Why nothing is asked for; undefined: a replacement can be. Each row is read only where those before it leave that open. */
  const leftFor = async (
    { unit, item }: Around,
    token: TokenRow,
    former: RequestRow | undefined,
  ): Promise<RecallLeft | undefined> => {
    const { holderId } = item;
    const { workstationId } = token;
    const facts: RecalledToken = { token, holderId, temporary: asksTemporary(former) };
    if (holderId === null) return recallLeft(facts);
    const reads = [
      async () => {
        const holder = await unit.get('person', holderId);
        facts.holderIsThere = isThere(holder, holder && (await unit.get('account', holderId)));
      },
      async () => {
        facts.machine = (workstationId === null ? undefined : await unit.get('workstation', workstationId)) ?? null;
      },
      async () => {
        facts.openRequests = (await openOf(unit, holderId)).length;
      },
    ];
    for (const read of reads) {
      const left = recallLeft(facts);
      if (left) return left;
      await read();
    }
    return recallLeft(facts);
  };

  /** The profile of the token before; where the directory does not say any more what that needs, the usual one. */
  const profileFor = async (unit: Unit, token: TokenRow, holderId: string): Promise<string> => {
    const holder = await need(unit.get('person', holderId), 'person');
    return chooseProfile(deps, unit, { kind: 'replacement' }, holder, token.id).catch((error: unknown) => {
      const [usual] = deps.ca.tokenProfiles();
      if (!isAppError(error, 'invalid_input') || !usual) throw error;
      return usual.name;
    });
  };

  /** The first of the two who decided asks, the second approves: the decision is both. */
  const replace = async (of: Around, token: TokenRow, lost: RequestRow | undefined): Promise<void> => {
    const { unit, now, recall, item } = of;
    const holder = await need(unit.get('person', item.holderId ?? ''), 'person');
    const content = {
      id: chance.id(),
      kind: 'replacement' as const,
      reason: 'recalled' as const,
      holderId: holder.id,
      workstationId: token.workstationId,
      deviceId: null,
      profile: await profileFor(unit, token, holder.id),
      deliverySite: holder.site,
      priority: priorityOf(recall.way),
      comment: null,
    };
    const confirmer = await unit.get('account', recall.confirmerId);
    // the two decided on the profile that the token has: another one waits for an approver
    const isCarried = content.profile === (await formerProfile(unit, token.id));
    const approves = isCarried && recall.confirmerId !== holder.id && confirmer?.state === 'active';
    const isEnough = approves && (await policyOf(unit, approvalsOf('replacement'))) <= 1;
    const around = { holder, askerId: recall.proposerId, replacesTokenId: token.id };
    const asked = await newRequest(chance, { unit, now }, content, around);
    const decided = { ...asked, confirmedPriority: asked.priority, priorityReason: 'recalled' as const };
    const row: RequestRow = isEnough ? { ...decided, state: 'approved', approvedAt: now } : decided;
    const approval = {
      id: chance.id(),
      requestId: row.id,
      approverId: recall.confirmerId,
      contentHash: row.contentHash,
      approvedAt: now,
      withdrawnAt: null,
    };
    const changes = [
      ...(lost ? await dropLost(of, lost) : []),
      create('request', row),
      ...(approves ? [create('approval', approval)] : []),
      settle(of, { requestId: row.id }),
    ];
    await record(of, 'recall.replace', `request:${row.id}`, changes, { item: item.id });
  };

  /** Whether a recall has to settle yet what takes the place of a token that was made for it. */
  const isHit = async (unit: Unit, { id }: RequestRow): Promise<boolean> => {
    const tokens = await unit.find('token', { requestId: id });
    return (await unit.count('recallItem', { tokenId: tokens.map((token) => token.id), settledAt: null })) > 0;
  };

  const settleOne = async (of: Around): Promise<Settled> => {
    const { unit, item } = of;
    const token = await need(unit.get('token', item.tokenId), 'token');
    const former = token.requestId === null ? undefined : await unit.get('request', token.requestId);
    if (former && (await isOnItsWay(unit, former, token))) return repeat(of, former);
    const { holderId, workstationId } = token;
    const theirs = holderId === null || workstationId === null ? [] : await openOf(unit, holderId);
    const open = theirs.find((request) => request.workstationId === workstationId);
    const lost = open && (await isLost(unit, open)) ? open : undefined;
    // where a recall ended its token too, it is made again by that one's item
    if (lost && (await isHit(unit, lost))) return 'waits';
    const stands = lost ? undefined : open;
    const subject = `recallItem:${item.id}`;
    const left = stands && !asksTemporary(stands) ? undefined : await leftFor(of, token, former);
    if (left) await record(of, 'recall.leave', subject, [settle(of, { left })]);
    else if (asksTemporary(stands)) return 'waits';
    else if (stands) await record(of, 'recall.follow', subject, [settle(of, { requestId: stands.id })]);
    else await replace(of, token, lost);
    return 'done';
  };

  return {
    /** The ids of the items that are settled next, the oldest tokens first, but for those in `waiting`. */
    next: async (recall: RecallRow, waiting: ReadonlySet<string>): Promise<string[]> => {
      const page = { orderBy: 'since', limit: PIECE + waiting.size } as const;
      const unsettled = { recallId: recall.id, settledAt: null } as const;
      const others = (items: readonly RecallItemRow[]): string[] =>
        items.flatMap(({ id }) => (waiting.has(id) ? [] : [id])).slice(0, PIECE);
      const oldest = others(await store.reads.find('recallItem', unsettled, page));
      if (oldest.length > 0) return oldest;
      // a page of the oldest may hold none but those that wait, or were edited
      for await (const items of pagesOf(store.reads, 'recallItem', unsettled)) {
        const found = others(items);
        if (found.length > 0) return found;
      }
      return [];
    },
    /**
     * Settles those of these items that nobody has settled meanwhile, in one transaction. What has to wait is added to `waiting`.
     * Answers whether tokens of them were revoked: whoever calls publishes that.
     */
    settleSome: async (recall: RecallRow, ids: readonly string[], waiting: Set<string>): Promise<boolean> =>
      store.transact(async (unit) => {
        let hasRevoked = false;
        const now = clock.now(); // a transaction has one moment, however long it takes
        const items = await unit.find('recallItem', { id: ids, settledAt: null });
        // an item by itself asks for nothing that it does not need: an edited row there would keep it waiting
        if (items.length > 1) await unit.prefetch((reads) => prefetch(reads, recall, items));
        for (const item of items.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))) {
          const settled = await settleOne({ unit, now, recall, item });
          if (settled === 'waits') waiting.add(item.id);
          hasRevoked ||= settled === 'revoked';
        }
        return hasRevoked;
      }),
  };
}
