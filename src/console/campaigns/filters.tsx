import { CAMPAIGN_KINDS } from '../../book/tables/codes.ts';
import { CAMPAIGN_NOT_CLOSED, CAMPAIGN_STATES, type CampaignState } from '../../book/tables/states.ts';
import type { Flow } from '../../flow/index.ts';
import type { Cursor } from '../../flow/reading/paging.ts';
import type { ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { pageOf, pastPageOf } from '../frame/components/pagination.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { single } from '../frame/forms/forms.ts';
import { type FoundList, foundList, statesAsked } from '../frame/lists/found-list.ts';
import type { Member } from '../frame/visit.ts';

/** What an address asks for: where it names a state, there is only the list that has it. */
export interface CampaignLists {
  open: FoundList<ReadCampaign> | undefined;
  past: FoundList<ReadCampaign> | undefined;
}

/** Reads what an address asks for. Attacker-controlled. */
export async function readCampaigns({ reading }: Pick<Flow, 'reading'>, member: Member): Promise<CampaignLists> {
  const {
    query,
    me: { caller },
  } = member;
  const of = {
    kind: CAMPAIGN_KINDS.find((one) => one === single(query, 'nature')),
    text: single(query, 'texte').trim() || undefined,
  };
  const read = async (ofList: readonly CampaignState[], page: Cursor) => {
    const states = statesAsked(ofList, CAMPAIGN_STATES, query);
    if (states.length === 0) return undefined;
    const filter = { ...of, states };
    return foundList(reading.campaigns(caller, filter, page), reading.campaignTotal(caller, filter));
  };
  return {
    open: await read(CAMPAIGN_NOT_CLOSED, pageOf(member)),
    past: await read(['closed'], pastPageOf(member)),
  };
}

/** What narrows campaigns down: by their images, their machines, their kind, and how far they are. */
export function CampaignFilters({ lists: { open, past } }: { lists: CampaignLists }) {
  const { t } = useVisit();
  return (
    <Filters page="/campagnes" label={t('campaign.list.filter')} totals={[open?.total, past?.total]}>
      <FilterText name="texte" label={t('filter.text')} hint={t('campaign.list.filter.text')} />
      <FilterBy
        name="nature"
        by="label.kind"
        options={CAMPAIGN_KINDS.map((value) => ({ value, label: t(`campaign.kind.${value}`) }))}
      />
      <FilterBy
        name="etat"
        by="label.state"
        options={CAMPAIGN_STATES.map((value) => ({ value, label: t(`campaign.state.${value}`) }))}
      />
    </Filters>
  );
}
