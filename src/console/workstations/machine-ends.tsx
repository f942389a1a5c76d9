import type { ComponentChildren } from 'preact';
import type { Caller } from '../../book/rights/roles.ts';
import { WORKSTATION_USABLE } from '../../book/tables/states.ts';
import type { Flow } from '../../flow/index.ts';
import type { Total } from '../../flow/reading/paging.ts';
import type { MachineEnds } from '../../flow/reading/workstation/certificate-ends.ts';
import type { MachineEndsFilter } from '../../flow/reading/workstation/workstation-lists.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage, pageOf } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { filtersOf, sortOf } from '../frame/lists/list-address.ts';
import type { Member } from '../frame/visit.ts';

/** What a page of the list shows. */
export interface MachineEndsList {
  found: MachineEnds;
  total: Total | undefined;
  sort: MachineEndsFilter['sort'];
}
interface MachineEndsProps {
  list: MachineEndsList;
  /** Whether the reader may open the page of a machine. */
  opens: boolean;
}

/** Reads what an address asks for: both pages that have the list read it so. Attacker-controlled. */
export async function readMachineEnds({ reading }: Pick<Flow, 'reading'>, member: Member): Promise<MachineEndsList> {
  const of = (name: string): string | undefined => single(member.query, name).trim() || undefined;
  const caller: Caller = member.me.caller;
  const filter = {
    text: of('texte'),
    state: WORKSTATION_USABLE.find((one) => one === of('etat')),
    site: of('site'),
    service: of('service')?.toUpperCase(),
  };
  const sort = sortOf('machineEnds', member.query);
  return {
    found: await reading.machineEnds(caller, { ...filter, ...(sort && { sort }) }, pageOf(member)),
    total: await reading.machineEndsTotal(caller, filter),
    sort,
  };
}

/** « Certificats de postes arrivant à expiration », for whoever takes a machine's new request. `sites`: those that have some. */
export function MachineEndsPage({ sites, ...props }: MachineEndsProps & { sites: readonly string[] }) {
  const { t } = useVisit();
  const page = '/postes/echeances';
  return (
    <>
      <h1>{t('machineEnds.title')}</h1>
      <MachineEndsTable {...props} page={page}>
        <Filters page={page} label={t('filter.workstations')}>
          <FilterText name="texte" label={t('filter.text')} />
          <FilterBy
            name="etat"
            by="label.state"
            options={WORKSTATION_USABLE.map((value) => ({ value, label: t(`state.workstation.${value}`) }))}
          />
          <FilterBy name="site" by="label.site" options={sites.map((value) => ({ value, label: value }))} isFree />
          <FilterText name="service" label={t('label.service')} hint={t('workstations.service.hint')} />
        </Filters>
      </MachineEndsTable>
      {props.opens && (
        <p class="fr-mt-4w">
          <a class="fr-link" href="/postes">
            {t('machineEnds.back')}
          </a>
        </p>
      )}
    </>
  );
}

interface TableProps extends MachineEndsProps {
  page: string;
  /** What narrows the list down, above its rows; none below another table, where nobody would look for a form. */
  children?: ComponentChildren;
}
/** Machines whose certificates end, the soonest first where nothing is said, in pages. */
export function MachineEndsTable({ list, opens, page, children }: TableProps) {
  const { t, language, visit } = useVisit();
  const { found, total, sort } = list;
  const { items, next, days } = found;
  const isNarrowed = filtersOf(visit.query).length > 0;
  const head = [
    { by: 'number', text: t('label.workstation.short') },
    { by: 'end', text: t('label.until'), usual: true },
    { by: 'service', text: t('label.service') },
    { by: 'site', text: t('label.site') },
    t('label.state'),
  ];
  return (
    <>
      {items.length > 0 && <p>{t('machineEnds.text', { days })}</p>}
      {children}
      <ListBar total={total} />
      <Table
        caption={t('machineEnds.title')}
        silentCaption
        head={head}
        sorting={{ page, sort }}
        empty={t(isNarrowed ? 'machineEnds.noneFound' : 'machineEnds.none', { days })}
      >
        {items.map(({ assetNumber, notAfter, service, site, state }) => (
          <tr key={assetNumber}>
            <th scope="row" class="jeton-nowrap">
              {opens ? <a href={`/postes/${assetNumber}`}>{assetNumber}</a> : assetNumber}
            </th>
            <td class="jeton-nowrap">{day(language, notAfter)}</td>
            <td class="jeton-nowrap">{service}</td>
            <td>{site}</td>
            <td>
              <StateBadge of={{ kind: 'workstation', state }} />
            </td>
          </tr>
        ))}
      </Table>
      <NextPage next={next} page={page} />
    </>
  );
}
