import type { Request } from 'express';
import { mightEver, mightForOthers } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { isAppError } from '../../errors.ts';
import type { DailyReport } from '../../reports/daily.ts';
import { endsCsv } from '../../reports/ends-csv.ts';
import type { ForecastResult } from '../../reports/forecast.ts';
import { namedIn, visibleReport } from '../../reports/visible-report.ts';
import { isoDay } from '../frame/dates.ts';
import { goneOf, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { readMachineEnds } from '../workstations/machine-ends.tsx';
import { followCount } from './count-page.tsx';
import { EndsPage } from './ends.tsx';
import { addPeriods, addTrends, dateOf, onReport, patienceOf } from './period-routes.tsx';
import { ReportPage } from './report.tsx';

/** The queue's head, beside the figures of today. */
const QUEUE_SHOWN = 20;
/** Days that the chart shows, the one asked for among them. */
const DAYS_SHOWN = 30;

/** « Pilotage »: the figures of a day and of those before it, for those who steer, and their files. */
export function supervisionRoutes(parts: RouteParts): void {
  const { door, on } = parts;
  const { flow, reports } = door;
  /** The report of a day, and what else is read in its turn: nothing of either is read for whoever may have no report made. */
  const reportWith = async <R,>(member: Member, req: Request, more: () => Promise<R>): Promise<[DailyReport, R]> => {
    const { caller } = member.me;
    const both = async (): Promise<[DailyReport, R]> => {
      const also = more();
      try {
        return [await reports.daily(dateOf(member), patienceOf(req)), await also];
      } finally {
        await also.catch(() => {}); // their turn ends when both have
      }
    };
    const [report, also] = await flow.audit.report(caller, both, goneOf(req));
    return [visibleReport(report, caller.personId, await flow.reading.seesTechnicians(caller)), also];
  };
  const reportFor = async (member: Member, req: Request): Promise<DailyReport> =>
    (await reportWith(member, req, async () => undefined))[0];
  const file = (report: DailyReport, ending: string, type: string, content: string | Uint8Array) => ({
    file: { name: `jeton-${report.date}.${ending}`, type, content: Buffer.from(content) },
  });
  /** The figures of the day are read all the same where too many readings wait, or this one fails: its own page says why. */
  const foresee = (caller: Caller, req: Request): Promise<ForecastResult | undefined> =>
    flow.reading
      .forecastInTurn(caller, () => reports.forecast(null, goneOf(req)))
      .catch((error: unknown) => (isAppError(error) ? undefined : Promise.reject(error)));

  followCount(parts);
  onReport(parts, '/pilotage', async (member, req) => {
    const { caller } = member.me;
    const date = dateOf(member);
    const seesForecast = mightEver(caller, 'forecast.read', member.now);
    const isToday = date === isoDay(member.now);
    const read = reportWith(member, req, () =>
      Promise.all([reports.recent(date, DAYS_SHOWN - 1), seesForecast && isToday ? foresee(caller, req) : undefined]),
    );
    const [[report, [before, foreseen]], queue, cover, names, seesTechnicians] = await Promise.all([
      read,
      isToday && mightEver(caller, 'queue.read', member.now) ? flow.reading.queue(caller, QUEUE_SHOWN) : undefined,
      isToday && mightEver(caller, 'stock.read', member.now) ? flow.reading.stockCover(caller) : undefined,
      read.then(([one]) => flow.reading.namesInReport(caller, namedIn(one))),
      flow.reading.seesTechnicians(caller),
    ]);
    const mayProduce = mightEver(caller, 'production.produce', member.now);
    const page = (
      <ReportPage
        report={report}
        before={before}
        queue={queue}
        cover={cover}
        names={names}
        seesProducers={seesTechnicians || mayProduce || report.producers.length > 0}
        seesForecast={seesForecast}
        foreseen={foreseen}
        seesEnds={mightEver(caller, 'renewal.read', member.now)}
        seesCampaigns={mightEver(caller, 'campaign.read', member.now)}
      />
    );
    return { title: member.t('menu.reports'), page };
  });
  addPeriods(parts, 'week');
  addPeriods(parts, 'month');
  addTrends(parts);
  on.get('/pilotage/echeances', async (member) => {
    const { caller } = member.me;
    const [report, machines] = await Promise.all([flow.reading.ends(caller), readMachineEnds(flow, member)]);
    const opensMachines = mightForOthers(caller, 'workstation.read', member.now);
    const page = <EndsPage report={report} machines={machines} opensMachines={opensMachines} />;
    return { title: member.t('ends.title'), page };
  });
  on.get('/pilotage/echeances.csv', async (member) => {
    const report = await flow.reading.ends(member.me.caller);
    const content = Buffer.from(endsCsv(report));
    return { file: { name: `jeton-echeances-${report.today}.csv`, type: 'text/csv; charset=utf-8', content } };
  });
  onReport(parts, '/pilotage.csv', async (member, req) => {
    const report = await reportFor(member, req);
    return file(report, 'csv', 'text/csv; charset=utf-8', reports.csv(report));
  });
  onReport(parts, '/pilotage.pdf', async (member, req) => {
    const report = await reportFor(member, req);
    const before = await reports.recent(report.date, DAYS_SHOWN - 1);
    return file(report, 'pdf', 'application/pdf', await reports.pdf(report, before));
  });
  onReport(parts, '/pilotage.json', async (member, req) => {
    const report = await reportFor(member, req);
    return file(report, 'json', 'application/json', `${JSON.stringify(report, null, 2)}\n`);
  });
}
