import { INCIDENT_KINDS } from '../../book/tables/codes.ts';
import type { IncidentState } from '../../book/tables/states.ts';
import type { Flow } from '../../flow/index.ts';
import type { ListedIncident } from '../../flow/reading/incident/incidents.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { pageOf } from '../frame/components/pagination.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { single } from '../frame/forms/forms.ts';
import { sortOf } from '../frame/lists/list-address.ts';
import type { Member } from '../frame/visit.ts';

/** A page of open or past incidents, as its address asks for it. */
export interface IncidentsList {
  found: Paged<ListedIncident>;
  total: Total | undefined;
  sort: Sort<'incidents'> | undefined;
}

/** Reads what an address asks for. Attacker-controlled. */
export async function readIncidents(
  { reading }: Pick<Flow, 'reading'>,
  member: Member,
  state: IncidentState,
): Promise<IncidentsList> {
  const of = (name: string): string | undefined => single(member.query, name).trim() || undefined;
  const kind = INCIDENT_KINDS.find((one) => one === of('nature'));
  const filter = { state, kind, service: of('service')?.toUpperCase(), text: of('texte') };
  const sort = sortOf('incidents', member.query);
  const { caller } = member.me;
  return {
    found: await reading.incidents(caller, { ...filter, ...(sort && { sort }) }, pageOf(member)),
    total: await reading.incidentTotal(caller, filter),
    sort,
  };
}

/** What narrows a list of incidents down: by what befell, whom, and on which machine. */
export function IncidentFilters({ page }: { page: string }) {
  const { t } = useVisit();
  const kinds = INCIDENT_KINDS.map((value) => ({ value, label: t(`incident.short.${value}`) }));
  return (
    <Filters page={page} label={t('incident.filter')}>
      <FilterText name="texte" label={t('filter.text')} hint={t('incident.filter.text')} />
      <FilterBy name="nature" by="incident.what" options={kinds} />
      <FilterText name="service" label={t('label.service')} hint={t('incident.filter.service')} />
    </Filters>
  );
}
