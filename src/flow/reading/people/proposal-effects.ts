import { SetPolicy } from '../../../book/rules/decision-args.ts';
import type { LimitName } from '../../../book/rules/limits.ts';
import { OpenRecall } from '../../../book/rules/stock/recalls.ts';
import { type CheckPoint, itemsOf, SetChecklist } from '../../../book/rules/workstation/checklists.ts';
import type { ProposalRow } from '../../../book/tables/rows/people.ts';
import type { Deps } from '../../act.ts';
import { criterionOf } from '../../recall/open.ts';
import type { ChangedWord } from '../../two-persons/changed-words.ts';
import { policyOf } from '../../two-persons/limits.ts';
import { createUnconfirmed } from '../../two-persons/read-policies.ts';
import type { Lists } from '../lists.ts';
import { type NamedHits, namedHits } from '../token/recalls.ts';

/** An item of a checklist that is not as it was; null: it was not there, or is not any more. */
export interface ChangedItem {
  code: string;
  before: CheckPoint | null;
  after: CheckPoint | null;
}
/**
 * What a proposal would do to what stands now, which its arguments alone do not say: the two who decide have seen it before they
 * confirm, through every door.
 */
export type ProposalEffect =
  /** A profile or the configuration; `changes` null: what was confirmed before is not kept. */
  | { kind: 'words'; name: string; changes: ChangedWord[] | null }
  /** A checklist; `order`: codes of the items that stay, where their order is another. */
  | { kind: 'items'; items: ChangedItem[]; order: { before: string[]; after: string[] } | null }
  | { kind: 'policy'; before: number; after: number }
  | { kind: 'recall'; hits: NamedHits };

function itemsChanged(before: readonly CheckPoint[], after: readonly CheckPoint[]): ProposalEffect {
  const itemIn = (items: readonly CheckPoint[], code: string) => items.find((item) => item.code === code) ?? null;
  const codes = [...new Set([...after, ...before].map(({ code }) => code))];
  const items = codes
    .map((code): ChangedItem => ({ code, before: itemIn(before, code), after: itemIn(after, code) }))
    .filter((item) => !sameItem(item));
  const staying = (from: readonly CheckPoint[], others: readonly CheckPoint[]): string[] =>
    from.flatMap(({ code }) => (itemIn(others, code) ? [code] : []));
  const order = { before: staying(before, after), after: staying(after, before) };
  return { kind: 'items', items, order: order.before.join() === order.after.join() ? null : order };
}
/** Compared as the schema orders their fields: one was read from a row, the other from the act. */
const sameItem = ({ before, after }: ChangedItem): boolean => inOrder(before) === inOrder(after);
const inOrder = (item: CheckPoint | null): string =>
  JSON.stringify(item && [item.fr, item.en, item.required, item.value && Object.entries(item.value).sort()]);

/** What the proposals that wait would change. Whether the caller may read one is decided by whoever lists them. */
export function createProposalEffects(deps: Deps, lists: Pick<Lists, 'recallHits'>) {
  const { reads } = deps.store;
  const unconfirmed = createUnconfirmed(deps);

  const ofChecklist = async ({ items, purpose, model, image }: SetChecklist): Promise<ProposalEffect> => {
    const newest = { orderBy: 'version', descending: true, limit: 1 } as const;
    const [standing] = await reads.find('checklist', { purpose, model, image }, newest);
    return itemsChanged(standing ? itemsOf(standing) : [], items);
  };
  const ofWords = async (hash: unknown): Promise<ProposalEffect | null> => {
    const found = (await unconfirmed(reads)).find((one) => one.hash === hash && one.confirmedHash !== null);
    return found ? { kind: 'words', name: found.name, changes: found.changes } : null;
  };

  /** Null for an act that its arguments say wholly. */
  return async ({ act, args: text }: Pick<ProposalRow, 'act' | 'args'>): Promise<ProposalEffect | null> => {
    const args: unknown = JSON.parse(text);
    if (act === 'recall.open')
      return { kind: 'recall', hits: await namedHits(reads, lists, criterionOf(OpenRecall.parse(args))) };
    if (act === 'checklist.set') return ofChecklist(SetChecklist.parse(args));
    if (act === 'policy.set') {
      const { id, value } = SetPolicy.parse(args);
      return { kind: 'policy', before: await policyOf(reads, id as LimitName), after: value };
    }
    if (act === 'profile.confirm' || act === 'configuration.confirm') return ofWords((args as { hash?: unknown }).hash);
    return null;
  };
}
