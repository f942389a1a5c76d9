import { beginOf, dateOf, dayOf } from '../../book/rules/calendar/working-days.ts';
import type { CampaignMachine, Paged } from '../../flow/reading/lists.ts';
import type { ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { StateBadge } from '../frame/components/badges.tsx';
import { PostButton } from '../frame/components/form.tsx';
import { NextPage } from '../frame/components/pagination.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { day as dayInWords, isoMoment, shortDay } from '../frame/dates.ts';
import type { FileColumn } from '../frame/lists/list-file.ts';
import type { Translate } from '../frame/translate.ts';

/** Which machines of a campaign are shown. */
export interface Filter {
  show?: 'blocked' | 'ended';
  /** Days since 1970. */
  day?: number;
}

const standing = (t: Translate, { outcome, blocked, state, replacedBy }: CampaignMachine): string => {
  if (outcome !== null) return t(`campaign.outcome.${outcome}`);
  if (blocked !== null) return t(`campaign.blocker.${blocked}`);
  return replacedBy === null && state === 'migrating' ? t('campaign.n.begun') : '';
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
  campaign: Pick<ReadCampaign, 'id' | 'kind'>;
  machines: Paged<CampaignMachine>;
  filter: Filter;
  mayExport: boolean;
  /** They read the pages of machines. */
  mayOpenMachines: boolean;
}

/** The machines of a campaign in their order, narrowed down by links, and the way to take them away. */
export function Machines({ campaign, machines, filter, mayExport, mayOpenMachines }: MachinesProps) {
  const { t, language } = useVisit();
  const path = `/campagnes/${campaign.id}`;
  return (
    <section id="postes" class="fr-mt-4w">
      <h2 class="fr-h4">{t('campaign.machines')}</h2>
      {mayExport && (
        <div class="jeton-list-bar">
          <PostButton action={`${path}/avancement.csv`} class="fr-btn fr-btn--sm fr-btn--tertiary">
            {t('campaign.figures.file')}
          </PostButton>
          <PostButton action={`${path}.csv`} class="fr-btn fr-btn--sm fr-btn--tertiary">
            {t('campaign.file')}
          </PostButton>
        </div>
      )}
      <Filters path={path} filter={filter} />
      {filter.day !== undefined && (
        <p class="fr-hint-text">{t('campaign.filter.day', { day: dayInWords(language, beginOf(filter.day)) })}</p>
      )}
      <MachineTable items={machines.items} mayOpen={mayOpenMachines} isExchange={campaign.kind === 'exchange'} />
      <NextPage next={machines.next} page={path} />
    </section>
  );
}

function Filters({ path, filter }: { path: string; filter: Filter }) {
  const { t, now } = useVisit();
  const all = [
    { text: t('campaign.filter.all'), query: '', current: filter.show === undefined && filter.day === undefined },
    { text: t('campaign.filter.today'), query: '?voir=jour', current: filter.day === dayOf(now) },
    { text: t('campaign.filter.blocked'), query: '?voir=bloques', current: filter.show === 'blocked' },
    { text: t('campaign.filter.ended'), query: '?voir=finis', current: filter.show === 'ended' },
  ];
  return (
    <nav aria-label={t('campaign.filter')} class="fr-mt-2w">
      <ul class="fr-tags-group">
        {all.map(({ text, query, current }) => (
          <li key={query}>
            <a class="fr-tag" href={`${path}${query}#postes`} aria-current={current ? 'true' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface MachineTableProps {
  items: readonly CampaignMachine[];
  mayOpen: boolean;
  /** Each machine has one that takes its place. */
  isExchange: boolean;
}
function MachineTable({ items, mayOpen, isExchange }: MachineTableProps) {
  const { t, language } = useVisit();
  const head = [
    t('label.workstation.short'),
    ...(isExchange ? [t('campaign.replacedBy')] : []),
    ...[t('campaign.site'), t('campaign.state'), t('campaign.day')],
    ...[t('campaign.moved'), t('campaign.standing'), t('campaign.token')],
  ];
  return (
    <Table caption={t('campaign.machines')} silentCaption head={head} empty={t('campaign.list.none')}>
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
          <td>{standing(t, one) || '—'}</td>
          <td>{one.number ? <a href={`/demandes/${one.number}`}>{one.number}</a> : token(t, one) || '—'}</td>
        </tr>
      ))}
    </Table>
  );
}

function MachineLink({ number, mayOpen }: { number: string; mayOpen: boolean }) {
  return mayOpen ? <a href={`/postes/${number}`}>{number}</a> : <span>{number}</span>;
}
