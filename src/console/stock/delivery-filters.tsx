import { MOST_OPEN_DELIVERIES } from '../../book/rules/stock/expected-deliveries.ts';
import { EXPECTED_DELIVERY_STATES, EXPECTED_PAST, type ExpectedDeliveryState } from '../../book/tables/states.ts';
import type { Flow } from '../../flow/index.ts';
import type { Cursor } from '../../flow/reading/paging.ts';
import type { ReadExpected } from '../../flow/reading/stock/expected-deliveries.ts';
import type { ReadDelivery } from '../../flow/reading/token/tokens.ts';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { pageOf, pastPageOf } from '../frame/components/pagination.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { single } from '../frame/forms/forms.ts';
import { type FoundList, foundList, statesAsked } from '../frame/lists/found-list.ts';
import type { Member } from '../frame/visit.ts';

/** What an address asks for: where it names a state, there are only the lists that have it. */
export interface DeliveryLists {
  expected: FoundList<ReadExpected> | undefined;
  /** That were expected, and came or were cancelled. */
  past: FoundList<ReadExpected> | undefined;
  received: FoundList<ReadDelivery> | undefined;
}

/** Reads what an address asks for. Attacker-controlled. */
export async function readDeliveries({ reading }: Pick<Flow, 'reading'>, member: Member): Promise<DeliveryLists> {
  const {
    query,
    me: { caller },
  } = member;
  const text = single(query, 'texte').trim() || undefined;
  const statesOf = (ofList: readonly ExpectedDeliveryState[]) => statesAsked(ofList, EXPECTED_DELIVERY_STATES, query);
  const read = async (states: readonly ExpectedDeliveryState[], page: Cursor) => {
    if (states.length === 0) return undefined;
    const filter = { states, text };
    return foundList(reading.expectedDeliveries(caller, filter, page), reading.expectedTotal(caller, filter));
  };
  const received = () =>
    foundList(
      reading.receivedDeliveries(caller, { text }, pastPageOf(member)),
      reading.receivedTotal(caller, { text }),
    );
  return {
    // as many as can be expected at once stand on one page
    expected: await read(statesOf(['expected']), { limit: MOST_OPEN_DELIVERIES }),
    past: await read(statesOf(EXPECTED_PAST), pageOf(member)),
    received: statesOf(['received']).length > 0 ? await received() : undefined,
  };
}

/** What narrows deliveries down: by any name that they have, and by whether they came. */
export function DeliveryFilters() {
  const { t } = useVisit();
  return (
    <Filters page="/livraisons" label={t('expected.filter')}>
      <FilterText name="texte" label={t('filter.text')} hint={t('expected.filter.text')} />
      <FilterBy
        name="etat"
        by="label.state"
        options={EXPECTED_DELIVERY_STATES.map((value) => ({ value, label: t(`state.expectedDelivery.${value}`) }))}
      />
    </Filters>
  );
}
