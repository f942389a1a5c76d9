import { beginOf, dateOf, dayOf } from '../../book/rules/calendar/working-days.ts';
import type { Paged, Total } from '../../flow/reading/paging.ts';
import type { Sort } from '../../flow/reading/sorting.ts';
import { CAMPAIGN_STANDINGS, type CampaignMachine } from '../../flow/reading/workstation/campaign-lists.ts';
import type { ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { FilterBy, Filters, FilterText } from '../frame/components/filters.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { ListBar } from '../frame/components/list-bar.tsx';
import { NextPage, withQuery } from '../frame/components/pagination.tsx';
import { Table, type TableSorting } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { isoMoment, shortDay } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import { filtersOf } from '../frame/lists/list-address.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Translate } from '../frame/translate.ts';

/** What a list of them can be narrowed down to; `ended`: their part is over, however it ended. */
export const SHOWN_STANDINGS = [...CAMPAIGN_STANDINGS, 'ended'] as const;

/** How far it is, in the words by which the list is narrowed down; of a machine that is blocked, what blocks it. */
const standing = (t: Translate, { outcome, blocked, state, replacedBy, day }: CampaignMachine): string => {
  if (outcome !== null) return t(`campaign.outcome.${outcome}`);
  if (blocked !== null) return t(`campaign.blocker.${blocked}`);
  if (replacedBy === null && state === 'migrating') return t('campaign.n.begun');
  return t(day === null ? 'campaign.filter.waiting' : 'campaign.filter.planned');
};
function token(t: Translate, { number, tokenLeft, replacedBy, toBind, outcome }: CampaignMachine): string {
  if (replacedBy !== null && outcome === null) return t(toBind > 0 ? 'campaign.toBind' : 'campaign.toBind.none');
  return number ?? (tokenLeft === null ? '' : t(`campaign.tokenLeft.${tokenLeft}`));
}

/** The machines of a campaign as a file. It names nobody. */
export const machineColumns = (t: Translate): FileColumn<CampaignMachine>[] => [
  { head: 'label.workstation.short', cell: ({ assetNumber }) => assetNumber },
  { head: 'campaign.replacedBy', cell: ({ replacedBy }) => replacedBy },
  { head: 'campaign.model', cell: ({ model }) => model },
  { head: 'campaign.image', cell: ({ image }) => image },
  { head: 'campaign.site', cell: ({ site }) => site },
  { head: 'campaign.service', cell: ({ service }) => service },
  { head: 'campaign.state', cell: ({ state }) => t(`state.workstation.${state}`) },
  { head: 'campaign.day', cell: ({ day }) => (day === null ? '' : dateOf(day)) },
  { head: 'campaign.moved', cell: ({ reason }) => (reason === null ? '' : t(`campaign.moved.${reason}`)) },
  { head: 'campaign.standing', cell: (row) => standing(t, row) },
  { head: 'campaign.endedAt', cell: ({ endedAt }) => (endedAt === null ? '' : isoMoment(endedAt)) },
  { head: 'campaign.token', cell: (row) => token(t, row) },
];

export interface MachinesProps {
  campaign: Pick<ReadCampaign, 'id' | 'kind' | 'enrolledAt'>;
  machines: Paged<CampaignMachine>;
  total: Total | undefined;
  sort: Sort<'campaignMachines'> | undefined;
  /** Those that machines have. */
  sites: readonly string[];
  mayExport: boolean;
  /** They read the pages of machines. */
  mayOpenMachines: boolean;
}

/** The machines of a campaign, narrowed down and sorted, and the way to take them away. */
export function Machines({ campaign, machines, total, sort, sites, mayExport, mayOpenMachines }: MachinesProps) {
  const { t } = useVisit();
  const path = `/campagnes/${campaign.id}`;
  const page = `${path}#postes`;
  const isExchange = campaign.kind === 'exchange';
  return (
    <section id="postes" class="fr-mt-4w">
      <h2 class="fr-h4">{t('campaign.machines')}</h2>
      {mayExport && (
        <PostButton action={`${path}/avancement.csv`} class="fr-btn fr-btn--sm fr-btn--tertiary">
          {t('campaign.figures.file')}
        </PostButton>
      )}
      <QuickChoices path={path} />
      <MachineFilters page={page} sites={sites} isExchange={isExchange} findsHolders={mayOpenMachines} />
      <ListBar total={total} file={mayExport ? `${path}.csv` : undefined} />
      <MachineTable
        items={machines.items}
        sorting={{ page, sort, ownOrder: true }}
        mayOpen={mayOpenMachines}
        isExchange={isExchange}
        isEnrolling={campaign.enrolledAt === null}
      />
      <NextPage next={machines.next} page={page} />
    </section>
  );
}

/** What is asked for most, at one press. */
function QuickChoices({ path }: { path: string }) {
  const { t, now, visit } = useVisit();
  const narrowed = filtersOf(visit.query);
  const all = [
    { text: t('campaign.quick.all'), name: '', value: '' },
    { text: t('campaign.quick.today'), name: 'jour', value: dateOf(dayOf(now)) },
    { text: t('campaign.quick.blocked'), name: 'etat', value: 'blocked' },
    { text: t('campaign.quick.ended'), name: 'etat', value: 'ended' },
  ];
  const isChosen = (name: string, value: string): boolean =>
    name === '' ? narrowed.length === 0 : single(visit.query, name) === value;
  return (
    <nav aria-label={t('campaign.quick')} class="fr-mt-2w">
      <ul class="fr-tags-group">
        {all.map(({ text, name, value }) => (
          <li key={text}>
            <a
              class="fr-tag"
              href={withQuery(`${path}#postes`, {}, name === '' ? {} : { [name]: value })}
              aria-current={isChosen(name, value) ? 'true' : undefined}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface MachineFiltersProps {
  page: string;
  sites: readonly string[];
  isExchange: boolean;
  findsHolders: boolean;
}
function MachineFilters({ page, sites, isExchange, findsHolders }: MachineFiltersProps) {
  const { t } = useVisit();
  // a campaign does one thing with its machines
  const others: readonly string[] = isExchange ? ['begun', 'migrated', 'already'] : ['exchanged'];
  const shown = SHOWN_STANDINGS.filter((one) => !others.includes(one));
  return (
    <Filters page={page} label={t('campaign.filter')}>
      <FilterText
        name="texte"
        label={t('filter.text')}
        hint={t(findsHolders ? 'campaign.filter.text' : 'campaign.filter.number')}
      />
      <FilterBy
        name="etat"
        by="campaign.standing"
        options={shown.map((value) => ({ value, label: t(`campaign.filter.${value}`) }))}
      />
      <FilterBy name="site" by="label.site" options={sites.map((value) => ({ value, label: value }))} isFree />
      <FilterText name="service" label={t('label.service')} hint={t('workstations.service.hint')} />
      <FilterText name="jour" label={t('campaign.day')} type="date" />
    </Filters>
  );
}

interface MachineTableProps {
  items: readonly CampaignMachine[];
  sorting: TableSorting;
  mayOpen: boolean;
  /** Each machine has one that takes its place. */
  isExchange: boolean;
  /** Its machines are being found still. */
  isEnrolling: boolean;
}
function MachineTable({ items, sorting, mayOpen, isExchange, isEnrolling }: MachineTableProps) {
  const { t, language } = useVisit();
  const head = [
    { by: 'number', text: t('label.workstation.short') },
    ...(isExchange ? [t('campaign.replacedBy')] : []),
    ...[t('campaign.site'), t('campaign.state'), { by: 'day', text: t('campaign.day') }],
    ...[t('campaign.moved'), t('campaign.standing'), t('campaign.token')],
  ];
  return (
    <Table
      caption={t('campaign.machines')}
      silentCaption
      head={head}
      sorting={sorting}
      empty={t(isEnrolling ? 'campaign.list.enrolling' : 'campaign.list.none')}
    >
      {items.map((one) => (
        <tr key={one.assetNumber}>
          <th scope="row" class="jeton-mono">
            <MachineLink number={one.assetNumber} mayOpen={mayOpen} />
          </th>
          {isExchange && (
            <td class="jeton-mono">
              <MachineLink number={one.replacedBy ?? '—'} mayOpen={mayOpen && one.replacedBy !== null} />
            </td>
          )}
          <td>
            {one.site} – {one.service}
          </td>
          <td>
            <StateBadge of={{ kind: 'workstation', state: one.state }} />
          </td>
          <td>{one.day === null ? '—' : shortDay(language, beginOf(one.day))}</td>
          <td>{one.reason === null ? '—' : t(`campaign.moved.${one.reason}`)}</td>
          <td>{standing(t, one)}</td>
          <td>{one.number ? <a href={`/demandes/${one.number}`}>{one.number}</a> : token(t, one) || '—'}</td>
        </tr>
      ))}
    </Table>
  );
}

function MachineLink({ number, mayOpen }: { number: string; mayOpen: boolean }) {
  return mayOpen ? <a href={`/postes/${number}`}>{number}</a> : <span>{number}</span>;
}
