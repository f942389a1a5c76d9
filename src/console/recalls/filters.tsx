import { RECALL_KINDS } from '../../book/tables/codes.ts';
import { RECALL_STATES, type RecallState } from '../../book/tables/states.ts';
import type { Flow } from '../../flow/index.ts';
import type { ReadRecall } from '../../flow/reading/token/recalls.ts';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { pageOf, pastPageOf } from '../frame/components/pagination.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { single } from '../frame/forms/forms.ts';
import { type FoundList, foundList, statesAsked } from '../frame/lists/found-list.ts';
import { filtersOf } from '../frame/lists/list-address.ts';
import type { Member } from '../frame/visit.ts';

/** What an address asks for: of a state that it leaves out there is no list. */
export type RecallLists = Partial<Record<RecallState, FoundList<ReadRecall>>>;

/** Reads what an address asks for. Attacker-controlled. */
export async function readRecalls({ reading }: Pick<Flow, 'reading'>, member: Member): Promise<RecallLists> {
  const {
    query,
    me: { caller },
  } = member;
  const of = {
    kind: RECALL_KINDS.find((one) => one === single(query, 'nature')),
    text: single(query, 'texte').trim() || undefined,
  };
  const lists: RecallLists = {};
  for (const state of statesAsked(RECALL_STATES, RECALL_STATES, query)) {
    const filter = { ...of, state };
    const page = state === 'open' ? pageOf(member) : pastPageOf(member);
    lists[state] = await foundList(reading.recalls(caller, filter, page), reading.recallTotal(caller, filter));
  }
  return lists;
}

/** Whether the address narrows the recalls down: a delivery that it names is one to be recalled. */
export function useIsNarrowed(): boolean {
  const { visit } = useVisit();
  return filtersOf(visit.query).some(([name]) => name !== 'livraison');
}

/** What narrows open and past recalls down: by what they are of, how that is named, and whether they are over. */
export function RecallFilters({ lists: { open, closed } }: { lists: RecallLists }) {
  const { t } = useVisit();
  return (
    <Filters
      page="/rappels"
      label={t('recall.filter')}
      isNarrow={useIsNarrowed()}
      totals={[open?.total, closed?.total]}
    >
      <FilterText name="texte" label={t('filter.text')} hint={t('recall.filter.text')} />
      <FilterBy
        name="nature"
        by="label.kind"
        options={RECALL_KINDS.map((value) => ({ value, label: t(`recall.kind.${value}`) }))}
      />
      <FilterBy
        name="etat"
        by="label.state"
        options={RECALL_STATES.map((value) => ({ value, label: t(`recall.state.${value}`) }))}
      />
    </Filters>
  );
}
