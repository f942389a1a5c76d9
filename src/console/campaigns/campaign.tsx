import { beginOf, dateOf } from '../../book/rules/calendar/working-days.ts';
import type { CampaignDayLoad } from '../../flow/reading/workstation/campaign-lists.ts';
import type { CampaignForecast, CampaignProgress, ReadCampaign } from '../../flow/reading/workstation/campaigns.ts';
import { campaignName } from '../../words/campaign-names.ts';
import { midSentence } from '../../words/mid-sentence.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { useFollowed } from '../frame/components/followed.ts';
import { Fact, Facts, Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { Whole } from '../frame/components/whole.tsx';
import { dayInWords, day as inFull, moment } from '../frame/dates.ts';
import type { Language } from '../frame/translate.ts';
import { machinesOf } from './campaigns.tsx';
import { blockersOf, countsOf } from './figures.ts';
import { Leading } from './leading.tsx';
import { Machines, type MachinesProps } from './machines.tsx';

const long = (language: Language, day: number): string => inFull(language, beginOf(day));
/** Of a day that is near: whoever plans thinks in days of the week. */
const near = (language: Language, day: number): string => dayInWords(language, beginOf(day));

interface CampaignPageProps extends MachinesProps {
  campaign: ReadCampaign;
  progress: CampaignProgress;
  forecast: CampaignForecast;
  days: readonly CampaignDayLoad[];
  mayChange: boolean;
}

/** One campaign: what was decided, how far it is, what blocks machines, its days, and each machine. */
export function CampaignPage({ campaign, progress, forecast, days, ...more }: CampaignPageProps) {
  const { t, language } = useVisit();
  const { technicians, perTechnician: each, capacity } = campaign;
  const name = campaignName(t, campaign);
  return (
    <>
      <h1>
        <Whole text={t('campaign.one', { name: campaign.targetImage === null ? midSentence(name) : name })} />
      </h1>
      <Facts>
        <Fact term={t('campaign.state')}>{t(`campaign.state.${campaign.state}`)}</Fact>
        <Fact term={t('campaign.machines')}>{machinesOf(t, campaign)}</Fact>
        <Fact term={t('campaign.capacity')}>{t('campaign.capacity.value', { capacity, technicians, each })}</Fact>
        <Fact term={t('label.startsOn')}>{long(language, campaign.startsOn)}</Fact>
        <Fact term={t('campaign.closedDays')}>{campaign.closedDays.map((one) => long(language, one)).join(', ')}</Fact>
        <Fact term={t('campaign.tokens')}>{t(`campaign.tokens.${campaign.tokens}`)}</Fact>
        {campaign.kind !== 'exchange' && (
          <Fact term={t('campaign.checklist')}>{t(`campaign.checklist.${campaign.checklist}`)}</Fact>
        )}
        <Fact term={t('campaign.opener')}>{campaign.openerName}</Fact>
        <Fact term={t('campaign.openedAt')}>{moment(language, campaign.openedAt)}</Fact>
        <Fact term={t('campaign.closedAt')}>
          {campaign.closedAt === null ? null : moment(language, campaign.closedAt)}
        </Fact>
      </Facts>
      <CampaignState campaign={campaign} progress={progress} forecast={forecast} days={days} />
      {more.mayChange && <Leading campaign={campaign} />}
      <Machines campaign={campaign} {...more} />
    </>
  );
}

/** How far it is, as machines get their days and are migrated. */
export function CampaignState({
  campaign,
  progress,
  forecast,
  days,
}: Pick<CampaignPageProps, 'campaign' | 'progress' | 'forecast' | 'days'>) {
  const { t } = useVisit();
  const isPlanning = campaign.state === 'open' && days.length === 0 && progress.waiting > 0;
  return (
    <div id="campaign" {...useFollowed(`/campagnes/${campaign.id}/etat`)}>
      <h2 class="fr-h4 fr-mt-4w">{t('campaign.progress')}</h2>
      {campaign.enrolledAt === null && <Alert kind="info" small title={t('campaign.enrolling')} />}
      {isPlanning && <Alert kind="info" small title={t('campaign.planning')} />}
      <Progress campaign={campaign} progress={progress} forecast={forecast} />
      <h2 class="fr-h4 fr-mt-4w">{t('campaign.blocked')}</h2>
      <Blocked campaign={campaign} progress={progress} />
      <h2 class="fr-h4 fr-mt-4w">{t('campaign.days')}</h2>
      <Days campaign={campaign} days={days} />
    </div>
  );
}

type Of = Pick<CampaignPageProps, 'campaign' | 'progress' | 'forecast'>;
function Progress({ campaign, progress, forecast: { planned, atPace, paceTenths } }: Of) {
  const { t, language } = useVisit();
  const pace = ((paceTenths ?? 0) / 10).toLocaleString(language);
  return (
    <Facts>
      {countsOf({ campaign, progress }).map((name) => (
        <Fact key={name} term={t(`campaign.n.${name}`)}>
          {String(progress[name])}
        </Fact>
      ))}
      <Fact term={t('campaign.forecast')}>{planned === null ? null : long(language, planned)}</Fact>
      <Fact term={t('campaign.atPace')}>
        {atPace === null ? null : t('campaign.atPace.value', { day: long(language, atPace), pace })}
      </Fact>
    </Facts>
  );
}

function Blocked({ campaign, progress }: Pick<CampaignPageProps, 'campaign' | 'progress'>) {
  const { t } = useVisit();
  const head = [t('campaign.why'), t('campaign.machines')];
  return (
    <Table caption={t('campaign.blocked')} silentCaption small head={head} empty={t('campaign.blocked.none')}>
      {blockersOf(progress).map(({ why, n }) => (
        <tr key={why}>
          <th scope="row" class="jeton-wraps">
            <a href={`/campagnes/${campaign.id}?etat=blocked#postes`}>{t(`campaign.blocker.${why}`)}</a>
          </th>
          <td>{n}</td>
        </tr>
      ))}
    </Table>
  );
}

function Days({ campaign, days }: Pick<CampaignPageProps, 'campaign' | 'days'>) {
  const { t, language } = useVisit();
  const head = [t('campaign.day'), t('campaign.day.planned'), t('campaign.day.done')];
  return (
    <Table caption={t('campaign.days')} silentCaption small head={head} empty={t('campaign.days.none')}>
      {days.map(({ day, planned, done }) => (
        <tr key={day}>
          <th scope="row" class="jeton-wraps">
            <a href={`/campagnes/${campaign.id}?jour=${dateOf(day)}#postes`}>{near(language, day)}</a>
          </th>
          <td>{planned}</td>
          <td>{done}</td>
        </tr>
      ))}
    </Table>
  );
}
