import type { DailyReport } from '../../src/reports/shape.ts';
import { HOUR, type Line, type Move, movesOf, ranks, ZONE } from './count-by-hand.ts';
import { machinesByHand, modelsByHand } from './count-things-by-hand.ts';

const DAY = 24 * HOUR;
/** Public holidays of the spring that is played, as a wall calendar has them. */
const HOLIDAYS = ['1999-04-05', '1999-05-01', '1999-05-08', '1999-05-13', '1999-05-24'];
const numberOf = (date: string): number => Date.parse(date) / DAY;
const dateOf = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);
const isWorked = (date: string): boolean => ![0, 6].includes(new Date(date).getUTCDay()) && !HOLIDAYS.includes(date);
const clockOf = (at: number): { date: string; minutes: number } => {
  const date = new Date(at).toLocaleDateString('sv-SE', { timeZone: ZONE });
  const [hours = 0, minutes = 0, seconds = 0] = new Date(at)
    .toLocaleTimeString('sv-SE', { timeZone: ZONE })
    .split(':')
    .map(Number);
  return { date, minutes: hours * 60 + minutes + seconds / 60 + (at % 1000) / 60_000 };
};
/** Office days between two moments: minutes from half past eight to half past five on worked days, of 540. */
function officeDays(from: number, to: number): number {
  const [first, last] = [clockOf(from), clockOf(to)];
  let minutes = 0;
  for (let day = numberOf(first.date); day <= numberOf(last.date); day += 1) {
    if (!isWorked(dateOf(day))) continue;
    const begins = dateOf(day) === first.date ? Math.max(510, first.minutes) : 510;
    const ends = dateOf(day) === last.date ? Math.min(1050, last.minutes) : 1050;
    minutes += Math.max(0, ends - begins);
  }
  return minutes / 540;
}
const near = (value: number | null): number | null => (value === null ? null : expect.closeTo(value, 6));

interface Told {
  at: number;
  first: boolean;
  later: boolean;
  mid: number;
  by: number;
  reach: 'near' | 'far';
}
/** The dates that each request was told, in order. */
function toldOf(lines: readonly Line[]): Map<string, Told[]> {
  const all = new Map<string, Told[]>();
  for (const { at, changes } of lines)
    for (const { table, insert } of changes) {
      if (table !== 'promise' || !insert) continue;
      const id = String(insert['requestId']);
      const reason = String(insert['reason']);
      const one = {
        at,
        first: reason === 'first',
        later: !['first', 'earlier'].includes(reason),
        mid: Number(insert['midDay']),
        by: Number(insert['byDay']),
        reach: insert['reach'] as Told['reach'],
      };
      all.set(id, [...(all.get(id) ?? []), one]);
    }
  return all;
}

/** What became of the dates of requests: given, moved, kept or missed, and those whose last day this is. */
function promisesOf(lines: readonly Line[], day: string, isOver: boolean): DailyReport['promises'] {
  const [told, moves] = [toldOf(lines), movesOf(lines).filter(({ table }) => table === 'request')];
  const today = numberOf(day);
  const cell = () => ({ kept: 0, of: 0 });
  const judged = { near: { mid: cell(), by: cell() }, far: { mid: cell(), by: cell() } };
  const due = { of: 0, made: 0 };
  for (const [id, dates] of told) {
    const own = moves.filter((move) => move.id === id);
    const toMake = (move: Move | undefined) => ['submitted', 'approved', 'in_production'].includes(move?.to ?? '');
    const stands = toMake(own.at(-1));
    const date = dates.find(({ first }) => first);
    if (date) {
      const after = own.filter(({ at }) => at >= date.at);
      const [made, sentBack] = ['produced', 'needs_information'].map((to) => after.find((move) => move.to === to));
      const isForgotten = sentBack !== undefined && (made === undefined || sentBack.at < made.at);
      for (const level of ['mid', 'by'] as const) {
        const last = date[level];
        const isMadeInTime = made !== undefined && numberOf(made.day) <= last;
        // what stood open at the end of its last day was missed then
        const open = toMake(own.findLast((move) => numberOf(move.day) <= last));
        const isMissed = !isMadeInTime && last === today && isOver && open;
        const isKept = isMadeInTime && made.day === day;
        if (isForgotten && numberOf(sentBack.day) <= last) continue;
        if (!isKept && !isMissed) continue;
        judged[date.reach][level].of += 1;
        if (isKept) judged[date.reach][level].kept += 1;
      }
    }
    // of each making: the date that was told last before it
    const made = own.filter(({ to }) => to === 'produced');
    const since = (from: number, to: number): Told | undefined => {
      const asksAgain = own.findLast((move) => move.to === 'needs_information' && move.at > from && move.at <= to);
      return dates.findLast(({ at }) => at > Math.max(from, asksAgain?.at ?? 0) && at <= to);
    };
    for (const [i, move] of made.entries()) {
      if (numberOf(move.day) > today || since(made[i - 1]?.at ?? 0, move.at)?.by !== today) continue;
      due.of += 1;
      due.made += 1;
    }
    if (stands && since(made.at(-1)?.at ?? 0, Number.POSITIVE_INFINITY)?.by === today) due.of += 1;
  }
  const given = [...told.values()].flat().filter(({ at }) => clockOf(at).date === day);
  return {
    given: given.filter(({ first }) => first).length,
    moved: given.filter(({ later }) => later).length,
    due,
    judged,
  };
}

/** The value of a setting at the end, or what holds where nobody set it. */
function settingOf(lines: readonly Line[], name: string, usual: number): number {
  const values = lines.flatMap(({ changes }) =>
    changes.flatMap(({ table, id, insert, set }) =>
      table === 'setting' && id === name ? [(insert ?? set)?.['value']] : [],
    ),
  );
  return values.length === 0 ? usual : Number(values.at(-1));
}

/** Times of surge mode that touch a day: who proposed, confirmed and ended each. */
function surgesOf(lines: readonly Line[], begin: number, end: number): DailyReport['surges'] {
  const all: DailyReport['surges'] = [];
  const proposers = new Map<string, string>();
  for (const { at, actor, changes } of lines) {
    for (const { table, id, insert } of changes)
      if (table === 'proposal' && insert) proposers.set(id, String(insert['proposerId']));
    for (const { table, id, insert, set } of changes) {
      if (table !== 'setting' || id !== 'surge') continue;
      const value = String((insert ?? set)?.['value'] ?? '');
      const last = all.at(-1);
      if (value !== '') {
        const { from, until, reason } = JSON.parse(value);
        const proposal = changes.find((one) => one.table === 'proposal')?.id ?? '';
        const proposedBy = proposers.get(proposal) ?? null;
        const factor = settingOf(lines, 'surge.factor', 3);
        all.push({ from, until, reason, factor, proposedBy, confirmedBy: actor, endedBy: null });
      } else if (last && at < last.until) Object.assign(last, { until: at, endedBy: actor });
    }
  }
  return all.filter(({ from, until }) => from < end && until > begin);
}

/** What the lines of an export tell of a day beside what `countByHand` counts. `begin`, `end`: of the day, milliseconds. */
export function countRestByHand(
  all: readonly Line[],
  day: string,
  { begin, end, isOver }: { begin: number; end: number; isOver: boolean },
): Partial<DailyReport> {
  const lines = all.filter((line) => line.day <= day);
  const today = lines.filter((line) => line.day === day);
  const moves = movesOf(lines);
  const requests = moves.filter(({ table }) => table === 'request');
  const rows = new Map(requests.filter((m) => m.from === undefined).map((m) => [m.id, m]));
  const approved = requests.filter((m) => m.day === day && m.to === 'approved' && m.from === 'submitted');
  /** The priority that was confirmed of a request by then. */
  const confirmed = (id: string, at: number): number =>
    lines
      .filter((line) => line.at <= at)
      .flatMap(({ changes }) => changes.filter((c) => c.table === 'request' && c.id === id))
      .reduce((found, { insert, set }) => Number((insert ?? set)?.['confirmedPriority'] ?? found), 0);
  const urgent = approved.map(({ id, at }) => confirmed(id, at));
  const accepted = (proof: string) =>
    today
      .flatMap(({ changes }) => changes)
      .filter((c) => c.table === 'handover' && c.set?.['acceptanceProof'] === proof);
  const wait = ranks(approved.map(({ id, at }) => officeDays(rows.get(id)!.at, at)));
  const now = new Map(requests.map(({ id, to }) => [id, to]));
  const inState = (state: string) => [...now.values()].filter((one) => one === state).length;
  const states = ['submitted', 'needs_information', 'approved', 'in_production', 'produced', 'handed_over'] as const;

  // each step of a token's job, from the one before it
  const jobs = moves.filter(({ table }) => table === 'job');
  const isToken = ({ id }: Move) => {
    const begun = jobs.find((one) => one.id === id && one.from === undefined)!;
    return rows.get(String(begun.set['requestId']))!.set['kind'] !== 'nomade';
  };
  const steps = (to: string) =>
    ranks(
      jobs
        .filter((move) => move.day === day && move.to === to && isToken(move))
        .map(
          (move) =>
            move.at - jobs.findLast((one) => one.id === move.id && one.at <= move.at && one.to === move.from)!.at,
        ),
    );

  const [worked, made] = [[] as string[], moves.filter(({ table, to }) => table === 'token' && to === 'produced')];
  for (let at = numberOf(day); worked.length < 20; at -= 1) if (isWorked(dateOf(at))) worked.push(dateOf(at));
  // days that nobody works count with the working day before them
  const perDay = made.filter((move) => move.day >= worked.at(-1)!).length / 20;
  const tokens = new Map(moves.filter(({ table }) => table === 'token').map(({ id, to }) => [id, to]));
  const blanks = [...tokens.values()].filter((state) => state === 'in_stock').length;

  const PLACE = [
    'received',
    'moved',
    'inStock',
    'inProduction',
    'toCheck',
    'issued',
    'missing',
    'scrapped',
    'destroyed',
  ];
  const balances = today.filter(({ action, outcome }) => action === 'stock.balance' && outcome === 'done');
  const places = balances.flatMap(({ detail }) =>
    (detail['rows'] as [string | null, ...number[]][]).map(([location, ...numbers]) => ({
      location,
      model: String(detail['model']),
      ...Object.fromEntries(PLACE.map((name, i) => [name, numbers[i]])),
    })),
  );
  return {
    complete: isOver,
    acceptedByHolder: accepted('own-factor').length,
    acceptedByCode: accepted('pickup-code').length,
    acceptedByTwo: accepted('two-persons').length,
    approvalWait: { median: near(wait.median), p90: near(wait.p90) },
    urgent: {
      continuity: urgent.filter((priority) => priority === 1).length,
      crisis: urgent.filter((priority) => priority === 2).length,
    },
    promises: promisesOf(lines, day, isOver),
    models: modelsByHand(lines, day),
    ...machinesByHand(lines, day),
    backlogByState: Object.fromEntries(states.map((state) => [state, inState(state)])) as DailyReport['backlogByState'],
    benchSteps: { keyed: steps('certifying'), certified: steps('certified'), sealed: steps('sealed') },
    cover: { perDay: expect.closeTo(perDay, 6), days: perDay === 0 ? null : near(blanks / perDay) },
    stockPlaces: places as unknown as DailyReport['stockPlaces'],
    against: {
      low: settingOf(lines, 'report.usualLow', 25),
      high: settingOf(lines, 'report.usualHigh', 30),
      surge: settingOf(lines, 'report.crisis', 50),
    },
    endHour: { usual: settingOf(lines, 'day.endHour', 17), surge: settingOf(lines, 'surge.endHour', 19) },
    surges: surgesOf(lines, begin, end),
  };
}
