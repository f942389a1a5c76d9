import type { z } from 'zod';
import type { OPERATIONS } from '../../../api/operations.ts';
import {
  byDepartment,
  type DailyReport,
  type DaysSum,
  departmentWords,
  keptOf,
  type Trends,
  tokensMade,
} from '../../../api/shapes/reports.ts';
import { midSentence } from '../../../words/mid-sentence.ts';
import { type TimeName, timeNamesIn } from '../../../words/time-names.ts';
import type { Shell } from '../../shell.ts';
import { after, when } from '../../table.ts';
import { machineDayText, machineText } from './report-machines.ts';

type Daily = z.output<typeof DailyReport>;
/** People whom a report has by their id, as far as its reader may see them. */
type Names = ReadonlyMap<string, string>;
type Sum = z.output<typeof DaysSum>;
type Surge = Daily['surges'][number];

/** Milliseconds in the unit that people would say. */
function span(ms: number | null): string {
  if (ms === null) return '–';
  const minutes = ms / 60_000;
  if (minutes < 120) return `${minutes.toFixed(minutes < 10 ? 1 : 0)} min`;
  return minutes < 48 * 60 ? `${(minutes / 60).toFixed(1)} h` : `${(minutes / 1440).toFixed(1)} d`;
}

/** When limits were raised, by how much, and by whom. */
function surgeText(
  { t, word }: Shell,
  { from, until, reason, factor, proposedBy, confirmedBy, endedBy }: Surge,
  names: Names,
): string {
  const called = (id: string): string => names.get(id) ?? id;
  const why = midSentence(word('surge.reason', reason));
  const said = t`from ${when(from)} until ${when(until)}, ${why}, limits × ${factor}, proposed by ${proposedBy === null ? '–' : called(proposedBy)}, confirmed by ${called(confirmedBy)}`;
  return endedBy === null ? said : `${said}, ${t`ended early by ${called(endedBy)}`}`;
}

/** What a day and a sum of days both count. */
const counts = ({ t }: Shell, r: Daily | Sum): Record<string, unknown> => ({
  received: r.received,
  approved: r.approved,
  refused: r.refused,
  'requests withdrawn': r.withdrawn,
  'requests closed': r.closed,
  'at the first try': t`${r.firstPass} of ${tokensMade(r)}`,
  'handed over': r.handedOver,
  activated: r.activated,
  revoked: r.revoked,
  'set aside': r.setAside,
  scrapped: r.scrapped,
  'certificates accepted': t`${r.acceptedByHolder} signed in, ${r.acceptedByCode} by code, ${r.acceptedByTwo} before two persons`,
  'refused acts': r.refusedActs,
});

const counted = (all: Daily['profiles']): unknown[][] => all.map(({ name, count }) => [name, count]);
const shared = (all: Daily['services']): unknown[][] =>
  all.map(({ name, received, produced, handedOver }) => [name, received, produced, handedOver]);
const modelled = (all: Daily['models']): unknown[][] =>
  all.map(({ name, produced, repeat, scrapped, setAside }) => [name, produced, repeat, scrapped, setAside]);

/** Why things were made, in the words of people. */
const madeRows = ({ text }: Shell, { made }: Pick<Daily, 'made'>): unknown[][] => [
  [text('first issue'), made.firstIssue],
  [text('renewal'), made.renewal],
  [text('replacement'), made.replacement],
  [text('temporary'), made.temporary],
  [text('Nomade'), made.nomade],
  [text('made again'), made.repeat],
];
/** What the pages call a time, as the heading of a line. */
const timeName = ({ language }: Shell, name: TimeName): string => midSentence(timeNamesIn(language)(name));
type Time = [name: TimeName, took: Daily['leadTime']];
const timesOf = ({ stages, timeToProduce, leadTime }: Daily['nomadeTimes']): Time[] => [
  ['report.stage.approval', stages.approval],
  ['report.stage.production', stages.production],
  ['report.stage.handover', stages.handover],
  ['report.stage.receipt', stages.receipt],
  ['report.timeToProduce', timeToProduce],
  ['report.leadTime', leadTime],
];
const timeRows = (shell: Shell, times: Daily['nomadeTimes']): unknown[][] =>
  timesOf(times).map(([name, { median, p90 }]) => [timeName(shell, name), span(median), span(p90)]);

/** Of Nomade credentials, which are fetched: their hand-over is their receipt. Nothing where none went anywhere. */
const nomadeRows = (shell: Shell, { nomadeTimes }: Pick<Daily, 'nomadeTimes'>): unknown[][] => {
  const receipt = timeName(shell, 'report.stage.receipt');
  const rows = timeRows(shell, nomadeTimes).filter(([name]) => name !== receipt);
  return rows.every(([, median]) => median === '–') ? [] : rows;
};
const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`);
/** Of a token at its bench; nothing where none was made. */
const benchRows = (shell: Shell, { benchSteps }: Pick<Daily, 'benchSteps'>): unknown[][] =>
  (['keyed', 'certified', 'sealed'] as const)
    .map((step) => ({ name: timeName(shell, `report.bench.${step}`), of: benchSteps[step] }))
    .filter(({ of }) => of.median !== null)
    .map(({ name, of }) => [name, seconds(of.median), seconds(of.p90)]);

/** What was kept of the dates that were judged; nothing where none was. */
const dateRows = ({ text }: Shell, { promises: { judged } }: Pick<Sum, 'promises'>): unknown[][] =>
  [
    { name: text('the last day'), level: 'by' as const },
    { name: text('the middle day'), level: 'mid' as const },
  ].flatMap(({ name, level }) => {
    const { kept, of } = keptOf(judged, level);
    return of === 0 ? [] : [[name, kept, of]];
  });

/** What was made and how long it took. */
const madeText = (shell: Shell, r: Daily | Sum): string =>
  after(madeRows(shell, r), (rows) => shell.table(['made', 'produced'], rows)) +
  after(timeRows(shell, r), (rows) => shell.table(['time', 'median', '9 of 10 within'], rows)) +
  after(benchRows(shell, r), (rows) => shell.table(['at the bench', 'median', '9 of 10 within'], rows)) +
  after(nomadeRows(shell, r), (rows) => shell.table(['Nomade credential', 'median', '9 of 10 within'], rows)) +
  after(dateRows(shell, r), (rows) => shell.table(['date announced', 'kept', 'of'], rows));
/** By service, site, profile, bench and reason. */
function groups(shell: Shell, r: Daily | Sum): string {
  const departments = byDepartment(r.services).map((one) => ({
    ...one,
    name: departmentWords(one.name)[shell.language],
  }));
  const revoked = r.revokedFor.map(({ name, count }) => [shell.word('revocation', name), count]);
  return (
    after(shared(r.services), (rows) => shell.table(['service', 'received', 'produced', 'handed over'], rows)) +
    after(shared(departments), (rows) => shell.table(['département', 'received', 'produced', 'handed over'], rows)) +
    after(shared(r.sites), (rows) => shell.table(['delivery site', 'received', 'produced', 'handed over'], rows)) +
    after(counted(r.profiles), (rows) => shell.table(['profile', 'produced'], rows)) +
    after(modelled(r.models), (rows) =>
      shell.table(['model', 'produced', 'made again', 'scrapped', 'set aside'], rows),
    ) +
    after(counted(r.benches), (rows) => shell.table(['bench', 'produced'], rows)) +
    after(revoked, (rows) => shell.table(['reason', 'revoked'], rows))
  );
}
/** What is open, and the stock of each place. */
function standing(shell: Shell, r: Daily): string {
  const open = r.backlogByAge.map(({ state, counts: ages, oldest }) => [
    ...[shell.word('state.request', state), ...ages, oldest?.number],
  ]);
  const stock = r.stockPlaces.map((p) => [
    ...[p.location, p.model, p.received, p.moved, p.inStock, p.inProduction, p.toCheck, p.issued],
    ...[p.missing, p.scrapped, p.destroyed],
  ]);
  return (
    after(open, (rows) => shell.table(['open', '< 1 day', '1–3 days', '3–7 days', '> 7 days', 'oldest'], rows)) +
    after(stock, (rows) =>
      shell.table(
        [
          'location',
          'model',
          'received',
          'moved',
          'in stock',
          'in production',
          'to check',
          'issued',
          'missing',
          'scrapped',
          'destroyed',
        ],
        rows,
      ),
    )
  );
}

/** Until when a day lasts; nothing of a day on which nobody works. */
function dayUntil({ t }: Shell, { technicians, surges, endHour }: Daily): Record<string, string> {
  if (surges.length > 0) return { 'day until': t`${endHour.surge}:00 (surge mode)` };
  return technicians > 0 ? { 'day until': t`${endHour.usual}:00` } : {};
}

/** How much was made, by how many technicians, beside what one makes. */
function producedText({ t }: Shell, { produced, technicians, against: { low, high, surge } }: Daily): string {
  if (technicians === 0)
    return t`${produced}, made by nobody (one technician makes ${low} to ${high}, ${surge} in surge mode)`;
  if (technicians === 1) return t`${produced} by 1 technician (one makes ${low} to ${high}, ${surge} in surge mode)`;
  return t`${produced} by ${technicians} technicians (one makes ${low} to ${high}, ${surge} in surge mode)`;
}

/** Every figure of a day that its page has. */
export function dayText(shell: Shell, r: z.output<typeof OPERATIONS.dailyReport.output>): string {
  const names = new Map(r.names.map(({ id, name }) => [id, name]));
  const producers = r.producers.map(({ name: id, count }) => ({ name: names.get(id) ?? id, count }));
  const surges = r.surges.map((one) => surgeText(shell, one, names));
  const facts = shell.facts({
    day: r.complete ? r.date : shell.t`${r.date} (still running)`,
    produced: producedText(shell, r),
    ...counts(shell, r),
    ...dayUntil(shell, r),
    ...(r.promises.due.of > 0
      ? { 'promised for this day': shell.t`${r.promises.due.of}, made ${r.promises.due.made}` }
      : {}),
    ...(r.surges.length > 0 ? { 'surge mode': surges.join('\n') } : {}),
    backlog: r.backlog,
    'in stock, returned ones too': r.stock.inStock,
    'blank tokens': r.stock.blanks,
    ...(r.cover?.days == null ? {} : { 'working days of stock': Math.floor(r.cover.days) }),
    'tokens to check': r.stock.toCheck,
    ...(r.checkpoint ? { journal: shell.t`${r.checkpoint.size} entries, root ${r.checkpoint.root}` } : {}),
  });
  const hours = r.perHour.flatMap((count, hour) => (count === 0 ? [] : [[shell.t`${hour}:00`, count]]));
  return (
    facts +
    madeText(shell, r) +
    standing(shell, r) +
    groups(shell, r) +
    machineText(shell, r) +
    after(counted(producers), (rows) => shell.table(['technician', 'produced'], rows)) +
    after(hours, (rows) => shell.table(['hour', 'produced'], rows))
  );
}

/** Every figure of a week or a month that its page has, but for the hours. */
export function sumText(shell: Shell, r: Sum): string {
  const { low, high, surge } = r.usual;
  const facts = shell.facts({
    days: r.complete ? `${r.first} – ${r.last}` : shell.t`${r.first} – ${r.last} (still running)`,
    'days counted': r.days.length,
    ...(r.missing.length > 0 ? { 'days to be counted anew': r.missing.join(', ') } : {}),
    produced: shell.t`${r.produced} on ${r.technicianDays} days of one technician (usual ${low} to ${high}, ${surge} in surge mode)`,
    ...counts(shell, r),
    ...(r.end ? { backlog: r.end.backlog, 'in stock, returned ones too': r.end.stock.inStock } : {}),
    ...(r.end ? { 'tokens to check': r.end.stock.toCheck } : {}),
  });
  const days = r.days.map((day) => [day.date, day.received, day.produced, day.handedOver, day.technicians]);
  return (
    facts +
    after(days, (rows) => shell.table(['day', 'received', 'produced', 'handed over', 'technicians'], rows)) +
    madeText(shell, r) +
    groups(shell, r) +
    machineText(shell, r) +
    machineDayText(shell, r)
  );
}

/** Twelve months by why things were made, and the chosen time. */
export function trendsText(shell: Shell, { months, chosen }: z.output<typeof Trends>): string {
  const rows = months.map(({ first, produced, made: m }) => [
    ...[first.slice(0, 7), produced, m.firstIssue, m.renewal, m.replacement, m.temporary, m.nomade, m.repeat],
  ]);
  const table = shell.table(
    ['month', 'produced', 'first issue', 'renewal', 'replacement', 'temporary', 'Nomade', 'made again'],
    rows,
  );
  return `${table}\n${sumText(shell, chosen)}`;
}
