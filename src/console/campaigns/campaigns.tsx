import { CAMPAIGN_CHECKLISTS, MIGRATION_TOKENS } from '../../book/tables/codes.ts';
import type { ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { campaignName } from '../../words/campaign-names.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Radios } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { Form, Submit } from '../frame/components/form.tsx';
import { PagedList, PastList } from '../frame/components/paged-lists.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { moment } from '../frame/dates.ts';
import { filtersOf } from '../frame/lists/list-address.ts';
import type { Translate } from '../frame/translate.ts';
import { Capacity } from './capacity.tsx';
import { OpenExchangeForm } from './exchanges.tsx';
import { CampaignFilters, type CampaignLists } from './filters.tsx';
import { type LeftOut, leftText } from './left-out.ts';
import { MachineList } from './machine-list.tsx';

/** Campaigns that go on and past ones, and the form that opens one. */
export function CampaignsPage({
  lists,
  mayOpen,
  nextDay,
}: {
  lists: CampaignLists;
  mayOpen: boolean;
  /** The next working day, such as `2026-11-30`. */
  nextDay: string;
}) {
  const { t, visit } = useVisit();
  const isNarrowed = filtersOf(visit.query).length > 0;
  const { open, past } = lists;
  return (
    <>
      <h1>{t('campaign.title')}</h1>
      <p class="fr-text--lead">{t('campaign.lead')}</p>
      <CampaignFilters lists={lists} />
      {open && (
        <PagedList title={t('campaign.open')} list={open} page="/campagnes">
          <Campaigns
            caption={t('campaign.open')}
            campaigns={open.found.items}
            empty={t(isNarrowed ? 'campaign.none' : 'campaign.open.none')}
          />
        </PagedList>
      )}
      {mayOpen && <Open nextDay={nextDay} />}
      {mayOpen && <OpenExchangeForm nextDay={nextDay} />}
      {past && (
        <PastList title={t('campaign.past')} list={past} page="/campagnes">
          <Campaigns
            caption={t('campaign.past')}
            campaigns={past.found.items}
            empty={t(isNarrowed ? 'campaign.none' : 'campaign.past.none')}
          />
        </PastList>
      )}
    </>
  );
}

interface CampaignsProps {
  caption: string;
  campaigns: readonly ReadCampaign[];
  empty: string;
}
function Campaigns({ caption, campaigns, empty }: CampaignsProps) {
  const { t, language } = useVisit();
  const head = [
    ...[t('campaign.what'), t('campaign.machines'), t('campaign.capacity')],
    ...[t('campaign.state'), t('campaign.openedAt'), t('campaign.closedAt')],
  ];
  return (
    <Table caption={caption} silentCaption head={head} empty={empty}>
      {campaigns.map((campaign) => (
        <tr key={campaign.id}>
          <th scope="row">
            <a href={`/campagnes/${campaign.id}`}>{campaignName(t, campaign)}</a>
          </th>
          <td>{machinesOf(t, campaign)}</td>
          <td>{campaign.capacity}</td>
          <td>{t(`campaign.state.${campaign.state}`)}</td>
          <td>{moment(language, campaign.openedAt)}</td>
          <td>{campaign.closedAt === null ? '—' : moment(language, campaign.closedAt)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** Which machines, in one line. */
export function machinesOf(
  t: Translate,
  { kind, site, service, model }: Pick<ReadCampaign, 'kind' | 'site' | 'service' | 'model'>,
): string {
  if (kind !== 'selection') return t(`campaign.machines.${kind}`);
  return [site, service, model].filter(Boolean).join(', ') || t('campaign.machines.all');
}

/** Of a list that was refused as none of it is taken: its numbers, with their reason. */
function NotTaken() {
  const { t, visit } = useVisit();
  const { why, unknown, inExchange } = visit.failure?.detail ?? {};
  if (why !== 'no-machine') return null;
  return (
    <Alert kind="error" title={t('campaign.ask.refused')}>
      <p>{leftText(t, { unknown, inExchange } as LeftOut)}</p>
    </Alert>
  );
}

function Open({ nextDay }: { nextDay: string }) {
  const { t, visit } = useVisit();
  return (
    <details class="jeton-details" open={visit.failure !== undefined && visit.values['exchanges'] === undefined}>
      <summary>{t('campaign.new')}</summary>
      <p>{t('campaign.new.text')}</p>
      <NotTaken />
      <Form action="/campagnes" name="campaign" class="jeton-narrow" upload>
        <TextField name="fromImage" label={t('campaign.fromImage')} optional maxlength={80} />
        <TextField
          name="targetImage"
          label={t('campaign.targetImage')}
          hint={t('campaign.targetImage.hint')}
          maxlength={80}
        />
        <TextField name="site" label={t('campaign.site')} optional maxlength={100} />
        <TextField
          name="service"
          label={t('campaign.service')}
          hint={t('campaign.service.hint')}
          optional
          maxlength={64}
        />
        <TextField name="model" label={t('campaign.model')} optional maxlength={80} />
        <MachineList />
        <TextField name="startsOn" label={t('label.startsOn')} type="date" initial={nextDay} />
        <Capacity />
        <TextField name="closedDays" label={t('campaign.closedDays')} hint={t('campaign.closedDays.hint')} optional />
        <Radios
          name="tokens"
          label={t('campaign.tokens')}
          initial="keep"
          options={MIGRATION_TOKENS.map((value) => ({ value, label: t(`campaign.tokens.${value}`) }))}
        />
        <Radios
          name="checklist"
          label={t('campaign.checklist')}
          initial="any"
          options={CAMPAIGN_CHECKLISTS.map((value) => ({ value, label: t(`campaign.checklist.${value}`) }))}
        />
        <Submit>{t('campaign.count')}</Submit>
      </Form>
    </details>
  );
}
