import type { Caller } from '../../../book/rights/roles.ts';
import { isMadeAgain } from '../../../book/rules/request/replacements.ts';
import type { RecallLeft } from '../../../book/tables/codes.ts';
import { isOneOf } from '../../../book/tables/one-of.ts';
import type { RecallRow } from '../../../book/tables/rows/stock.ts';
import {
  isOpenRequest,
  REQUEST_HANDED_OVER,
  TOKEN_BLANK,
  TOKEN_IN_USE,
  TOKEN_LIVE,
} from '../../../book/tables/states.ts';
import { type Deps, need } from '../../act.ts';
import type { Reads } from '../../ports/store.ts';
import type { Criterion } from '../../recall/hits.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { RecalledToken, RecallFilter, RecallGroup, RecallHits } from './recall-lists.ts';

/** A recall, in words for people who read it. */
export interface ReadRecall extends RecallRow {
  proposerName: string;
  confirmerName: string;
  /** The supplier's note, of a delivery. */
  reference: string | null;
}
/** How far it is. */
export interface RecallProgress {
  hit: number;
  /** Scrapped blanks. */
  blank: number;
  /** Of those that were in use. */
  inUse: number;
  revoked: number;
  /** Their holders were told what takes their place. */
  told: number;
  /** A replacement was asked for. */
  queued: number;
  /** Their holder never received them: they are made again for the request that they were made for. */
  again: number;
  /** Of both, those that their holder was given. */
  replaced: number;
  /** Of both, those that their holder still waits for. */
  waiting: number;
  /** Not settled yet, or not at its end: with any of them the recall is not closed. */
  open: number;
  /** Nothing replaces them, by the reason why. */
  left: Partial<Record<RecallLeft, number>>;
}

function progressOf(groups: readonly RecallGroup[]): RecallProgress {
  const sum = (of: (group: RecallGroup) => boolean): number => groups.filter(of).reduce((total, { n }) => total + n, 0);
  const wasInUse = ({ found }: RecallGroup): boolean => TOKEN_IN_USE.includes(found);
  const isAgain = ({ found, before }: RecallGroup): boolean => isMadeAgain({ found, before: before === 1 });
  const left: RecallProgress['left'] = {};
  for (const group of groups) {
    if (group.left !== null && wasInUse(group)) left[group.left] = (left[group.left] ?? 0) + group.n;
  }
  return {
    hit: sum(() => true),
    blank: sum(({ found }) => TOKEN_BLANK.includes(found)),
    inUse: sum(wasInUse),
    revoked: sum((group) => wasInUse(group) && !TOKEN_IN_USE.includes(group.state)),
    told: sum((group) => wasInUse(group) && group.settled === 1 && group.left !== 'holder'),
    queued: sum((group) => group.requestState !== null && !isAgain(group)),
    again: sum(isAgain),
    replaced: sum(({ requestState }) => isOneOf(REQUEST_HANDED_OVER, requestState)),
    waiting: sum(({ requestState }) => isOpenRequest(requestState) && requestState !== 'handed_over'),
    open: sum(({ settled, state }) => settled === 0 || TOKEN_LIVE.includes(state)),
    left,
  };
}

/** What a recall would hit, with the supplier's note of a delivery: people know no id of one. */
export interface NamedHits extends RecallHits {
  reference: string | null;
}

/** What tokens of a kind would be hit now. */
export async function namedHits(
  reads: Pick<Reads, 'get'>,
  lists: Pick<Lists, 'recallHits'>,
  of: Criterion,
): Promise<NamedHits> {
  const delivery = of.kind === 'delivery' ? await reads.get('delivery', of.value ?? '') : undefined;
  return { ...(await lists.recallHits(of)), reference: delivery?.reference ?? null };
}

/** Recalls, for people who carry their burden: officers, technicians, supervisors, administrators. */
export function createRecallReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const check = guard(deps);

  const shown = async (rows: readonly RecallRow[]): Promise<ReadRecall[]> => {
    const ids = rows.flatMap(({ proposerId, confirmerId }) => [proposerId, confirmerId]);
    const people = new Map((await reads.find('person', { id: ids })).map((person) => [person.id, person]));
    const deliveries = rows.flatMap(({ kind, value }) => (kind === 'delivery' && value !== null ? [value] : []));
    const notes = new Map((await reads.find('delivery', { id: deliveries })).map((row) => [row.id, row.reference]));
    return rows.map((row) => ({
      ...row,
      proposerName: nameOf(people.get(row.proposerId)),
      confirmerName: nameOf(people.get(row.confirmerId)),
      reference: notes.get(row.value ?? '') ?? null,
    }));
  };

  return {
    /** What a recall would hit now: to be read before it is proposed, and before it is confirmed. */
    recallHits: async (caller: Caller, of: Criterion): Promise<NamedHits> => {
      check(caller, 'recall.read');
      return namedHits(reads, lists, of);
    },
    /** Open or past recalls, the newest first, in pages. */
    recalls: async (caller: Caller, filter: RecallFilter, page: Cursor): Promise<Paged<ReadRecall>> => {
      check(caller, 'recall.read');
      const { items, next } = await lists.recalls(filter, page);
      return { items: await shown(items), next };
    },
    /** The open recall of these tokens, of which there is one at most. */
    openRecall: async (caller: Caller, of: Criterion): Promise<RecallRow | undefined> => {
      check(caller, 'recall.read');
      const [open] = await reads.find('recall', { ...of, state: 'open' });
      return open;
    },
    /** How many there are of them. */
    recallTotal: async (caller: Caller, filter: RecallFilter): Promise<Total | undefined> => {
      check(caller, 'recall.read');
      return lists.totals.recalls(filter);
    },
    /** One recall and how far it is. */
    recall: async (caller: Caller, id: string): Promise<{ recall: ReadRecall; progress: RecallProgress }> => {
      check(caller, 'recall.read');
      const [recall] = await shown([await need(reads.get('recall', id), 'recall')]);
      const progress = progressOf(await lists.recallGroups(id));
      return { recall: await need(Promise.resolve(recall), 'recall'), progress };
    },
    /** The tokens that it hit, each with what takes its place. */
    recalledTokens: async (caller: Caller, id: string, page: Cursor): Promise<Paged<RecalledToken>> => {
      check(caller, 'recall.read');
      await need(reads.get('recall', id), 'recall');
      return lists.recalledTokens(id, page);
    },
  };
}
