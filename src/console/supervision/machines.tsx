import type { DailyReport } from '../../reports/daily.ts';
import { hasMachines, machineDays, type Point } from '../../reports/sums.ts';
import { campaignName } from '../../words/campaign-names.ts';
import { machinesOf } from '../campaigns/campaigns.tsx';
import { Table } from '../frame/components/table.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { shortDay } from '../frame/dates.ts';

const STEPS = ['takenOver', 'commissioned', 'migrated', 'exchanged', 'retired'] as const;
const AT_SITES = ['commissioned', 'migrated', 'retired'] as const;

interface MachinesProps {
  report: Pick<DailyReport, 'workstations' | 'workstationSites' | 'campaigns'>;
  /** Of a week or a month, each day with what was done on it. */
  days?: readonly Point[];
  /** The reader may open campaigns. */
  seesCampaigns: boolean;
}
/** Workstations taken over, brought into service, migrated, exchanged and retired: in all, by site, by campaign and by day. */
export function Machines({ report, days = [], seesCampaigns }: MachinesProps) {
  const { t } = useVisit();
  const { workstations, workstationSites } = report;
  return (
    <section class="fr-mt-4w">
      <h2 class="fr-h4">{t('machines.title')}</h2>
      {hasMachines(report) ? (
        <>
          <p>
            {STEPS.filter((step) => workstations[step] > 0)
              .map((step) => t('machines.step', { step: t(`machines.${step}`), n: workstations[step] }))
              .join(' · ')}
          </p>
          {workstationSites.length > 0 && (
            <>
              <h3 class="fr-h6 fr-mt-3w">{t('machines.bySite')}</h3>
              <Table
                caption={t('machines.bySite')}
                silentCaption
                head={[t('report.site'), ...AT_SITES.map((step) => t(`machines.${step}`))]}
                small
              >
                {workstationSites.map((site) => (
                  <tr key={site.name}>
                    <th scope="row">{site.name}</th>
                    {AT_SITES.map((step) => (
                      <td key={step}>{site[step]}</td>
                    ))}
                  </tr>
                ))}
              </Table>
            </>
          )}
          <ByCampaign campaigns={report.campaigns} seesCampaigns={seesCampaigns} />
          <ByDay days={machineDays(days)} />
        </>
      ) : (
        <p>{t('machines.none')}</p>
      )}
    </section>
  );
}

/** For which campaigns machines were migrated or exchanged. */
function ByCampaign({ campaigns, seesCampaigns }: Pick<DailyReport, 'campaigns'> & { seesCampaigns: boolean }) {
  const { t } = useVisit();
  if (campaigns.length === 0) return null;
  return (
    <>
      <h3 class="fr-h6 fr-mt-3w">{t('machines.byCampaign')}</h3>
      <Table
        caption={t('machines.byCampaign')}
        silentCaption
        head={[t('said.campaign'), t('campaign.machines'), t('machines.done')]}
        small
      >
        {campaigns.map(({ id, done, ...of }) => (
          <tr key={id}>
            <th scope="row">
              {seesCampaigns ? <a href={`/campagnes/${id}`}>{campaignName(t, of)}</a> : campaignName(t, of)}
            </th>
            <td>{machinesOf(t, of)}</td>
            <td>{done}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

/** The days on which something was done. */
function ByDay({ days }: { days: readonly Point[] }) {
  const { t, language } = useVisit();
  if (days.length === 0) return null;
  return (
    <>
      <h3 class="fr-h6 fr-mt-3w">{t('machines.byDay')}</h3>
      <Table
        caption={t('machines.byDay')}
        silentCaption
        head={[t('report.date'), ...STEPS.map((step) => t(`machines.${step}`))]}
        small
      >
        {days.map(({ date, workstations }) => (
          <tr key={date}>
            <th scope="row">{shortDay(language, Date.parse(date))}</th>
            {STEPS.map((step) => (
              <td key={step}>{workstations[step]}</td>
            ))}
          </tr>
        ))}
      </Table>
    </>
  );
}
