import type { Request } from 'express';
import { mightEver } from '../../book/rights/authorise.ts';
import { beginOfDate } from '../../book/rules/calendar/working-days.ts';
import type { Patience } from '../../reports/day-count.ts';
import type { DaysSum } from '../../reports/sums.ts';
import { SPANS, type Trends } from '../../reports/trends.ts';
import { type PeriodKind, periodOf } from '../../reports/weeks-and-months.ts';
import { isoDay } from '../frame/dates.ts';
import { single } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import { goneOf, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { onceCounted, SOON_MS } from './count-page.tsx';
import { PERIOD_PATHS, PeriodPage, periodTitle } from './period.tsx';
import { unlessToCome } from './to-come.tsx';
import { SPAN_FIELD, SPAN_NAMES, TrendsPage } from './trends.tsx';

const CSV = 'text/csv; charset=utf-8';
const FILE_NAMES: Readonly<Record<PeriodKind, string>> = { week: 'jeton-semaine', month: 'jeton-mois' };

/** Whoever asks for a page sees soon how far its report is; once they have gone, nothing is read for them. */
export const patienceOf = (req: Request): Patience => ({ signal: goneOf(req), patienceMs: SOON_MS });
/** A page or file of a report; how far its days are while they are being counted. */
export const onReport = ({ door, on }: RouteParts, path: string, handler: Handler<Member>): void =>
  on.get(path, (member, req) =>
    onceCounted(member, req.originalUrl, door.reports.counting, () =>
      unlessToCome(member, { path, date: dateOf(member) }, () => handler(member, req)),
    ),
  );
/** The day that was asked for; today where it is none. */
export const dateOf = (member: Member): string => {
  const asked = single(member.query, 'date');
  return beginOfDate(asked) === undefined ? isoDay(member.now) : asked;
};
const fileOf = (name: string, type: string, content: string | Uint8Array) => ({
  file: { name, type, content: Buffer.from(content) },
});
const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A week or a month, and its files. */
export function addPeriods(parts: RouteParts, kind: PeriodKind): void {
  const { flow, reports } = parts.door;
  const path = PERIOD_PATHS[kind];
  const sumFor = (member: Member, req: Request): Promise<DaysSum> =>
    flow.audit.report(member.me.caller, () => reports.period(kind, dateOf(member), patienceOf(req)), goneOf(req));
  const nameOf = ({ first }: DaysSum, ending: string): string => `${FILE_NAMES[kind]}-${first}.${ending}`;

  onReport(parts, path, async (member, req) => {
    const sum = await sumFor(member, req);
    const [before, after] = [-1, 1].map((by) => periodOf(kind, sum.first, by).first);
    const page = (
      <PeriodPage
        kind={kind}
        sum={sum}
        before={before ?? sum.first}
        after={after !== undefined && after <= isoDay(member.now) ? after : undefined}
        seesCampaigns={mightEver(member.me.caller, 'campaign.read', member.now)}
      />
    );
    return { title: periodTitle(member.t, member.language, kind, sum), page };
  });
  onReport(parts, `${path}.csv`, async (member, req) => {
    const sum = await sumFor(member, req);
    return fileOf(nameOf(sum, 'csv'), CSV, reports.periodCsv(sum));
  });
  onReport(parts, `${path}.pdf`, async (member, req) => {
    const sum = await sumFor(member, req);
    return fileOf(nameOf(sum, 'pdf'), 'application/pdf', await reports.periodPdf(sum));
  });
  onReport(parts, `${path}.json`, async (member, req) => {
    const sum = await sumFor(member, req);
    return fileOf(nameOf(sum, 'json'), 'application/json', jsonOf(sum));
  });
}

/** « Tendances », and its files. */
export function addTrends(parts: RouteParts): void {
  const { flow, reports } = parts.door;
  const trendsFor = (member: Member, req: Request): Promise<Trends> => {
    const asked = single(member.query, SPAN_FIELD);
    const span = SPANS.find((one) => SPAN_NAMES[one] === asked) ?? SPANS[0];
    return flow.audit.report(member.me.caller, () => reports.trends(span, patienceOf(req)), goneOf(req));
  };

  onReport(parts, '/pilotage/tendances', async (member, req) => {
    const page = <TrendsPage trends={await trendsFor(member, req)} />;
    return { title: member.t('trends.title'), page };
  });
  onReport(parts, '/pilotage/tendances.csv', async (member, req) => {
    const trends = await trendsFor(member, req);
    return fileOf(`jeton-tendances-${trends.today}.csv`, CSV, reports.trendsCsv(trends));
  });
  onReport(parts, '/pilotage/tendances.json', async (member, req) => {
    const trends = await trendsFor(member, req);
    return fileOf(`jeton-tendances-${trends.today}.json`, 'application/json', jsonOf(trends));
  });
}
