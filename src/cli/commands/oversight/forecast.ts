import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { OPERATIONS } from '../../../api/operations.ts';
import { dayOfDate } from '../../../book/rules/calendar/working-days.ts';
import { ROSTER_REASONS, type RosterReason } from '../../../book/tables/codes.ts';
import { forecastNamesIn, MOST_TOLD } from '../../../words/forecast-names.ts';
import { midSentence } from '../../../words/mid-sentence.ts';
import { readyWords } from '../../../words/ready-days.ts';
import type { Shell } from '../../shell.ts';

type Forecast = z.output<typeof OPERATIONS.forecast.output>;
const { round } = Math;

/** What is foreseen, line by line; what is tried stands beside it. */
function text(shell: Shell, { waiting, blanks, within, endHour, surge, usual, tried }: Forecast): string {
  const both = tried ? [usual, tried] : [usual];
  const ready = ({ next: { from, by } }: Forecast['usual']): string =>
    readyWords({ fromDay: dayOfDate(from), byDay: dayOfDate(by) })[shell.language];
  const name = forecastNamesIn(shell.language);
  const told = (benchMost: number): string | number =>
    benchMost > MOST_TOLD ? name('forecast.more', { n: MOST_TOLD }) : round(benchMost);
  const lines = [
    [midSentence(name('forecast.next')), ...both.map(ready)],
    [shell.t`all that waits is made by`, ...both.map(({ clear }) => clear?.by ?? '–')],
    [midSentence(name('forecast.needed', { within })), ...both.map(({ needed }) => needed)],
    [midSentence(name('forecast.pace')), ...both.map(({ pace }) => round(pace))],
    [midSentence(name('forecast.bench')), ...both.map(({ benchMost }) => (benchMost === null ? '–' : told(benchMost)))],
    [midSentence(name('forecast.stockEnds')), ...both.map(({ stockEnds }) => stockEnds ?? name('forecast.lasts'))],
  ];
  const lack = usual.short;
  const short = lack
    ? shell.t`${lack.missing} blank tokens too few on ${lack.day}; ${lack.most} on ${lack.mostDay}\n`
    : '';
  const days = usual.days.map(({ day, low, mid, high, technicians }, at) => [
    ...[day, technicians ?? '–', round(mid), `${round(low)}–${round(high)}`],
    ...(tried ? [round(tried.days[at]?.mid ?? 0)] : []),
  ]);
  const beside = tried ? [midSentence(name('forecast.tried'))] : [];
  const usually = midSentence(name('forecast.usual'));
  return [
    shell.t`${waiting} waiting, ${blanks} blank tokens\n`,
    shell.t`tokens are made until ${endHour}:00\n`,
    surge
      ? shell.t`surge mode from ${surge.from} to ${surge.until}: until ${surge.endHour}:00, ${surge.target} by each technician\n`
      : '',
    short,
    shell.table(['what', usually, ...beside], lines),
    shell.table(['day', 'technicians', 'waiting', 'eight of ten', ...beside], days),
  ].join('');
}

interface Tries {
  technicians?: string;
  surge?: boolean;
  blanks?: string;
  blanksOn?: string;
  slots?: string;
  campaign?: string;
  planTechnicians?: string;
  planFrom?: string;
  planTo?: string;
}

/** Adds `forecast`, and `roster`: who is to work. */
export function addForecast(program: Command, shell: Shell): void {
  program
    .command('forecast')
    .description('how the queue will go on, and what it would be with more hands; nothing is written')
    .option('--technicians <n>', 'try so many more technicians each day, or fewer')
    .option('--surge', 'try surge mode, for as long as policy lets it last')
    .option('--blanks <n>', 'try a delivery of so many blank tokens')
    .option('--blanks-on <date>', 'on this day; left out: today')
    .option('--slots <n>', 'try so many slots at all benches')
    .option('--campaign <n>', 'try so many requests of a campaign')
    .option('--plan-technicians <n>', 'try so many technicians from --plan-from to --plan-to; 0: a closure')
    .option('--plan-from <date>', 'the first day that is tried')
    .option('--plan-to <date>', 'the last one; left out: that day alone')
    .action(async ({ surge, ...tries }: Tries) => {
      const input = { ...tries, ...(surge ? { surge: 'true' as const } : {}) };
      const found = await shell.call(OPERATIONS.forecast, input);
      shell.show(found, text(shell, found));
    });
  const group = program.command('roster').description('technicians of the days to come');
  group
    .command('show')
    .description('who is to work, the newest plan first: of a day the last plan holds')
    .action(async () => {
      const found = await shell.call(OPERATIONS.roster, {});
      const rows = found.items.map(({ from, to, technicians, reason, plannerName }) => [
        ...[from, to, technicians, shell.word('roster.reason', reason), plannerName],
      ]);
      shell.show(found, shell.table(['from', 'to', 'technicians', 'reason', 'planned by'], rows));
    });
  group
    .command('plan')
    .description('plan days; 0 technicians: a closure')
    .argument('<technicians>')
    .requiredOption('--from <date>', 'the first day')
    .option('--to <date>', 'the last day; left out: that day alone')
    .addOption(new Option('--reason <reason>', 'why').choices(ROSTER_REASONS).default('usual'))
    .action(async (technicians: string, { from, to, reason }: { from: string; to?: string; reason: RosterReason }) => {
      const days = { from, ...(to === undefined ? {} : { to }) };
      const planned = await shell.call(OPERATIONS.planRoster, { ...days, technicians: Number(technicians), reason });
      shell.show(planned, shell.t`planned: ${planned.technicians} from ${planned.from} to ${planned.to}\n`);
    });
}
