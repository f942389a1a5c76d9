import { z } from 'zod';
import { dayOfDate, ZONE } from '../book/rules/calendar/working-days.ts';
import { rowOfSaid } from '../book/rules/stock/stock-balance.ts';
import { isLaterDate } from '../book/rules/waiting/promises.ts';
import { type Standing as Levels, NEVER_JUDGED } from '../forecast/levels.ts';
import type { Entry } from '../journal/entry.ts';
import { changesOf, type JsonChange } from '../journal/entry-changes.ts';
import { followCampaigns, type OpenCampaigns } from './campaigns.ts';
import { backlogAt } from './counted/backlog.ts';
import { countDay } from './counted/count-day.ts';
import { countMachines } from './counted/count-machines.ts';
import { dayOf, refuseToCome } from './day.ts';
import { followDue, type MadeForDays } from './due-dates.ts';
import { followDates } from './kept-dates.ts';
import { followRequests, type OpenRequests } from './open-requests.ts';
import { type DailyReport, FORMAT, type Took } from './shape.ts';
import { followStock, NO_TOKENS, type StockStanding } from './stock.ts';
import { followSurge, NO_SURGE, type SurgeStanding } from './surge.ts';
import { followTargets, type Targets, USUAL, USUAL_END } from './targets.ts';

export type { DailyReport } from './shape.ts';

/** What of an entry a report reads. */
export type ReportedEntry = Pick<Entry, 'at' | 'actor' | 'action' | 'subject' | 'outcome' | 'detail'>;

/** What the entry of a model's equation says. */
const Balance = z.object({ model: z.string(), rows: z.array(z.tuple([z.string().nullable()], z.int())) });
function placesOf({ detail }: ReportedEntry): DailyReport['stockPlaces'] {
  const { model, rows } = Balance.parse(detail);
  return rows.map((row) => rowOfSaid(model, row));
}

/** How everything stood at a moment that a report needs: where a later one may begin to read. */
export interface Standing {
  open: OpenRequests;
  surge: SurgeStanding;
  tokens: StockStanding;
  targets: Targets;
  endHour: DailyReport['endHour'];
  /** How dates are corrected that requests are given (forecast/levels.ts). */
  dates: Levels;
  due: MadeForDays;
  campaigns: OpenCampaigns;
}
export const NOTHING: Standing = {
  open: new Map(),
  surge: NO_SURGE,
  tokens: NO_TOKENS,
  targets: USUAL,
  endHour: USUAL_END,
  dates: NEVER_JUDGED,
  due: {},
  campaigns: new Map(),
};

/**
 * Reads the journal once, from its beginning or from where `before` stood to the end of the day, and keeps no more than what
 * was open, which it answers as it is at the end. `now` ends a day that still runs. Throws `invalid_input` for a day that has
 * not begun, `journal_broken` for changes of an unknown shape.
 */
export async function reportOn(
  entries: AsyncIterable<ReportedEntry> | Iterable<ReportedEntry>,
  {
    date,
    timeZone = ZONE,
    now,
    checkpoint = null,
    before = NOTHING,
    since,
  }: {
    date: string;
    timeZone?: string;
    now: number;
    checkpoint?: DailyReport['checkpoint'];
    before?: Standing;
    /** When `before` stood so, milliseconds. */
    since?: number | undefined;
  },
): Promise<{ report: DailyReport; took: Took; standing: Standing }> {
  const day = dayOf(date, timeZone);
  refuseToCome(day, now);
  const requests = followRequests(before.open);
  const stock = followStock(before.tokens);
  const surge = followSurge(before.surge);
  const targets = followTargets(before.targets, before.endHour);
  const dates = followDates(requests, { before: before.dates, since, timeZone });
  const due = followDue(requests, before.due);
  const campaigns = followCampaigns(before.campaigns);
  const counted = countDay({ timeZone });
  const machines = countMachines(campaigns);
  const stockPlaces: DailyReport['stockPlaces'] = [];
  const announced = { given: 0, moved: 0 };
  const promised = (change: JsonChange, isToday: boolean): void => {
    const isFirst = requests.promise(change, dates.aim());
    const isLater = 'insert' in change && isLaterDate(change.insert['reason']);
    if (isToday && isFirst) announced.given += 1;
    if (isToday && isLater) announced.moved += 1;
  };
  for await (const entry of entries) {
    const at = Date.parse(entry.at);
    // the journal's times never go back, so nothing of the day follows
    if (at >= day.end) break;
    const isToday = at >= day.begin;
    dates.goTo(at);
    if (isToday && entry.outcome === 'refused') counted.refusedAct();
    if (isToday && entry.action === 'stock.balance' && entry.outcome === 'done') stockPlaces.push(...placesOf(entry));
    const changes = changesOf(entry);
    const read = { at, subject: entry.subject, detail: entry.detail };
    surge.take(entry, changes, at);
    if (isToday) machines.take(changes, read);
    for (const change of changes) {
      stock.take(change);
      targets.take(change);
      campaigns.take(change);
      const taken = change.table === 'job' ? requests.job(change, entry.subject, at) : undefined;
      if (isToday && taken) counted.benchStep(taken);
      if (change.table === 'promise') promised(change, isToday);
      const moved = change.table === 'request' ? requests.step(change, at) : undefined;
      if (moved) dates.step(change.id, moved, at);
      if (moved) due.step(change.id, moved);
      if (isToday && moved) counted.request(moved, read);
      else if (isToday) counted.change(change, read);
    }
  }
  const isOver = now >= day.end;
  const { judged, standing: corrected } = dates.until(day.begin, isOver);
  const report: DailyReport = {
    format: FORMAT,
    date,
    timeZone,
    complete: isOver,
    checkpoint,
    ...counted.figures(),
    ...machines.figures(),
    ...backlogAt(requests.open, Math.min(now, day.end)),
    stock: stock.stock(),
    cover: null,
    stockPlaces,
    against: targets.standing(),
    endHour: targets.endHour(),
    surges: surge.on(day),
    promises: { ...announced, due: due.on(dayOfDate(date)), judged },
  };
  const standing = {
    open: requests.open,
    surge: surge.standing(),
    tokens: stock.standing(),
    targets: targets.standing(),
    endHour: targets.endHour(),
    dates: corrected,
    due: due.standing(dayOfDate(date)),
    campaigns: campaigns.standing(),
  };
  return { report, took: counted.took(), standing };
}

/** The report alone, from all of the journal. */
export async function dailyReport(...of: Parameters<typeof reportOn>): Promise<DailyReport> {
  return (await reportOn(...of)).report;
}
