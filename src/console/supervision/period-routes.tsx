import type { Request } from 'express';
import { whenGone } from '../../listen/gone.ts';
import type { DaysSum } from '../../reports/sums.ts';
import { SPANS, type Trends } from '../../reports/trends.ts';
import { type PeriodKind, periodOf } from '../../reports/weeks-and-months.ts';
import { isoDay, parisMidnight } from '../frame/dates.ts';
import { single } from '../frame/forms.ts';
import type { RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';
import { PERIOD_PATHS, PeriodPage, periodTitle } from './period.tsx';
import { SPAN_FIELD, SPAN_NAMES, TrendsPage } from './trends.tsx';

const CSV = 'text/csv; charset=utf-8';
const FILE_NAMES: Readonly<Record<PeriodKind, string>> = { week: 'jeton-semaine', month: 'jeton-mois' };

/** Whoever asked has gone: what is read for them is given up. */
export const goneOf = ({ res }: Request): AbortSignal | undefined => res && whenGone(res);
/** The day that was asked for; today where it is none. */
export const dateOf = (member: Member): string => {
  const asked = single(member.query, 'date');
  return parisMidnight(asked) === undefined ? isoDay(member.now) : asked;
};
const fileOf = (name: string, type: string, content: string | Uint8Array) => ({
  file: { name, type, content: Buffer.from(content) },
});
const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A week or a month, and its files. */
export function addPeriods({ door, on }: RouteParts, kind: PeriodKind): void {
  const { flow, reports } = door;
  const path = PERIOD_PATHS[kind];
  const sumFor = (member: Member, req: Request): Promise<DaysSum> =>
    flow.audit.report(member.me.caller, () => reports.period(kind, dateOf(member), goneOf(req)));
  const nameOf = ({ first }: DaysSum, ending: string): string => `${FILE_NAMES[kind]}-${first}.${ending}`;

  on.get(path, async (member, req) => {
    const sum = await sumFor(member, req);
    const [before, after] = [-1, 1].map((by) => periodOf(kind, sum.first, by).first);
    const page = (
      <PeriodPage
        kind={kind}
        sum={sum}
        before={before ?? sum.first}
        after={after !== undefined && after <= isoDay(member.now) ? after : undefined}
      />
    );
    return { title: periodTitle(member.t, member.language, kind, sum), page };
  });
  on.get(`${path}.csv`, async (member, req) => {
    const sum = await sumFor(member, req);
    return fileOf(nameOf(sum, 'csv'), CSV, reports.periodCsv(sum));
  });
  on.get(`${path}.pdf`, async (member, req) => {
    const sum = await sumFor(member, req);
    return fileOf(nameOf(sum, 'pdf'), 'application/pdf', await reports.periodPdf(sum));
  });
  on.get(`${path}.json`, async (member, req) => {
    const sum = await sumFor(member, req);
    return fileOf(nameOf(sum, 'json'), 'application/json', jsonOf(sum));
  });
}

/** « Tendances », and its files. */
export function addTrends({ door, on }: RouteParts): void {
  const { flow, reports } = door;
  const trendsFor = (member: Member, req: Request): Promise<Trends> => {
    const asked = single(member.query, SPAN_FIELD);
    const span = SPANS.find((one) => SPAN_NAMES[one] === asked) ?? SPANS[0];
    return flow.audit.report(member.me.caller, () => reports.trends(span, goneOf(req)));
  };

  on.get('/pilotage/tendances', async (member, req) => {
    const page = <TrendsPage trends={await trendsFor(member, req)} />;
    return { title: member.t('trends.title'), page };
  });
  on.get('/pilotage/tendances.csv', async (member, req) => {
    const trends = await trendsFor(member, req);
    return fileOf(`jeton-tendances-${trends.today}.csv`, CSV, reports.trendsCsv(trends));
  });
  on.get('/pilotage/tendances.json', async (member, req) => {
    const trends = await trendsFor(member, req);
    return fileOf(`jeton-tendances-${trends.today}.json`, 'application/json', jsonOf(trends));
  });
}
