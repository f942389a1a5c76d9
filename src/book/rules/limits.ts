import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../durations.ts';
import type { Scene } from '../language/scene.ts';
import { after } from '../language/sources.ts';
import { SURGE_REASONS, type SurgeReason } from '../tables/codes.ts';
import { isMoment } from './calendar/moments.ts';

/** A number that decides how tokens are made: its bounds, what holds where none was set, and whether surge mode raises it. */
interface Limit {
  least: number;
  most: number;
  usual: number;
  raised?: true;
}

/** Every setting that two persons change together. The separation of duties is a rule of the program, not a setting. */
export const LIMITS = {
  'approvals:first-issue': { least: 1, most: 3, usual: 1 },
  'approvals:renewal': { least: 1, most: 3, usual: 1 },
  'approvals:replacement': { least: 1, most: 3, usual: 1 },
  'approvals:nomade': { least: 1, most: 3, usual: 1 },
  /** Minutes until a request that its technician does not produce goes back by itself. */
  'production.leaseMinutes': { least: 5, most: 240, usual: 30, raised: true },
  /** Requests that one technician may hold at once. */
  'production.atOnce': { least: 1, most: 256, usual: 64, raised: true },
  /** Tokens and credentials that one technician may make in 24 hours. */
  'production.perDay': { least: 1, most: 10_000, usual: 1000, raised: true },
  /** Requests that one person may submit in 24 hours, for themselves and for others. */
  'request.perDay': { least: 1, most: 10_000, usual: 1000, raised: true },
  /** By how many days a request that is confirmed as urgent goes before a normal one: continuity of service, crisis (waiting/priority.ts). */
  'queue.continuityDays': { least: 1, most: 90, usual: 7 },
  'queue.crisisDays': { least: 1, most: 180, usual: 30 },
  /** Minutes in which a proposal is confirmed, or ends. */
  'dual.confirmMinutes': { least: 5, most: 60, usual: 15 },
  /** Minutes in which a released SO-PIN is looked at, or is not. */
  'dual.revealMinutes': { least: 1, most: 30, usual: 10 },
  /** Hours in which the only security officer may object before two administrators bring them back. */
  'officer.waitHours': { least: 1, most: 168, usual: 24 },
  /** Personal devices on which one agent has Nomade credentials at once. */
  'nomade.devices': { least: 1, most: 10, usual: 3 },
  'surge.mostHours': { least: 1, most: 336, usual: 72 },
  /** Until which hour tokens are made on a usual day, and while surge mode lasts (book/rules/calendar/work-day.ts). */
  'day.endHour': { least: 12, most: 22, usual: 17 },
  'surge.endHour': { least: 12, most: 22, usual: 19 },
  /** How a PIN reaches its holder: 1 by a letter, 2 shown once in their own session, 3 either way. */
  'pin.ways': { least: 1, most: 3, usual: 3 },
  /** By how much surge mode raises a limit, never beyond its bound. */
  'surge.factor': { least: 2, most: 5, usual: 3 },
  /** How long the access log is kept: six to twelve months (CNIL 2021-122). */
  'accessLog.days': { least: 183, most: 366, usual: 365 },
  /** Days until a role that is no agent's is to be reviewed again: once a year at least (book/rights/access-review.ts). */
  'access.reviewDays': { least: 30, most: 366, usual: 365 },
  /** Years after a person's last certificate (J4) from which their data may be purged. */
  'purge.years': { least: 7, most: 10, usual: 7 },
  /** Days before a token's end from which its renewal is asked for by the service, is missed, and cannot wait (book/rules/certificates/renewals.ts). */
  'renewal.firstDays': { least: 31, most: 120, usual: 60 },
  'renewal.secondDays': { least: 8, most: 30, usual: 30 },
  'renewal.lastDays': { least: 1, most: 7, usual: 7 },
  /** Renewals that the workshop makes on a working day: the service asks for no more. */
  'renewal.perDay': { least: 1, most: 10_000, usual: 30 },
  /** Working days within which a token is to be ready, and in which blank tokens come that are ordered (src/forecast). */
  'service.days': { least: 1, most: 60, usual: 10 },
  'stock.leadDays': { least: 1, most: 120, usual: 15 },
  /** Appointments at the hand-over desk (book/rules/handover/appointments.ts): 1 none, 2 agents pick a slot. */
  'appointment.open': { least: 1, most: 2, usual: 1 },
  /** Minutes of a slot, and how many agents it takes at the desk of one site. */
  'appointment.minutes': { least: 5, most: 120, usual: 15 },
  'appointment.places': { least: 1, most: 20, usual: 2 },
  /** The hours of the desk: the first slot begins at the one, the last one is over by the other. */
  'appointment.fromHour': { least: 6, most: 20, usual: 9 },
  'appointment.toHour': { least: 7, most: 22, usual: 17 },
  /** Worked days that are offered, today among them. */
  'appointment.days': { least: 1, most: 60, usual: 10 },
  /** Minutes after a slot until it is said that nobody came. */
  'appointment.graceMinutes': { least: 5, most: 480, usual: 60 },
  /** What one technician makes on a usual day, from and to, and in surge mode: reports hold days against it. */
  'report.usualLow': { least: 1, most: 1000, usual: 25 },
  'report.usualHigh': { least: 1, most: 1000, usual: 30 },
  'report.crisis': { least: 1, most: 1000, usual: 50 },
  /** Who sees what a technician made: 1 they and the supervisor, 2 they alone. */
  'report.perTechnician': { least: 1, most: 2, usual: 1 },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof LIMITS;
export const LIMIT_NAMES = Object.keys(LIMITS) as [LimitName, ...LimitName[]];

/** Limits of which none may be above the next one of its row. */
const RISING: readonly (readonly LimitName[])[] = [
  ['report.usualLow', 'report.usualHigh', 'report.crisis'],
  ['queue.continuityDays', 'queue.crisisDays'],
  ['day.endHour', 'surge.endHour'],
  ['appointment.fromHour', 'appointment.toHour'],
];

/** The neighbours of a limit that a value would not stand between; none for a limit that has no neighbours. */
export function outOfOrder(settings: Settings, id: LimitName, value: number): LimitName[] {
  const row = RISING.find((one) => one.includes(id)) ?? [];
  const at = row.indexOf(id);
  if (at < 0) return [];
  const below = row.slice(0, at).filter((one) => limitOf(settings, one) > value);
  return [...below, ...row.slice(at + 1).filter((one) => limitOf(settings, one) < value)];
}

/** The setting that holds surge mode: `{"from","reason","until"}`, times in epoch milliseconds, or nothing. */
export const SURGE = 'surge';
/** From when until when surge mode lasts, epoch milliseconds, and why. */
export interface Surge {
  from: number;
  until: number;
  reason: SurgeReason;
}

/** Surge mode as a setting's value says it; undefined for none, and for what is no surge. */
export function readSurge(value: string | undefined): Surge | undefined {
  if (!value) return undefined;
  try {
    const { from, until, reason: given, ...more } = JSON.parse(value) as Partial<Surge>;
    if (!isMoment(from) || !isMoment(until) || Object.keys(more).length > 0) return undefined;
    const reason = SURGE_REASONS.find((one) => one === given);
    return reason && { from, until, reason };
  } catch {
    return undefined;
  }
}

/** What a setting's value is, undefined where none was set. */
export type Settings = (id: string) => string | undefined;

/** What a limit says, surge mode left aside. */
export const limitOf = (settings: Settings, id: LimitName): number => Number(settings(id) ?? LIMITS[id].usual);

/** A limit as it holds at `now`: what was set, raised while surge mode lasts, never beyond its bound. */
export function limitAt(settings: Settings, id: LimitName, now: number): number {
  const limit: Limit = LIMITS[id];
  const value = limitOf(settings, id);
  const surge = readSurge(settings(SURGE));
  if (!limit.raised || !surge || now < surge.from || now >= surge.until) return value;
  return Math.min(limit.most, value * limitOf(settings, 'surge.factor'));
}

/** The settings of a scene. */
export const settingsOf =
  (scene: Scene): Settings =>
  (id) => {
    const value = scene.get('setting', id)?.value;
    return typeof value === 'string' ? value : undefined;
  };

/** The moment of the act and as many minutes as a limit says. */
export const minutesLater = (id: LimitName) =>
  after(`\`${id}\` minutes`, `${id} minutes`, (s) => limitAt(settingsOf(s), id, s.clock.latest) * 60_000);

/** Two tokens overlap no longer than this, whether its holder says that they have the new one or not. */
export const OVERLAP_MS = 30 * DAY_MS;
/** How long a secret letter may be printed again before its secret is gone. */
export const REPRINT_MS = 15 * MINUTE_MS;
/** Rows of an imported file. */
export const IMPORT_ROWS = 100_000;
/** How many refused rows of a file are told one by one. */
export const REFUSALS_TOLD = 50;
/** An API token lives no longer than this. */
export const API_TOKEN_DAYS = 90;
/** Rows of changes that one entry takes: a line of the journal has at most 65,535 octets. */
export const ENTRY_ROWS = 50;
/** A decision that waits may be confirmed for so long once its wait is over. */
export const CONFIRM_DAY_MS = DAY_MS;
/** The moment of the act, as many hours as a limit says, and a day. */
export const hoursAndDayLater = (id: LimitName) =>
  after(
    `\`${id}\` heures + un jour`,
    `${id} hours + a day`,
    (s) => limitOf(settingsOf(s), id) * HOUR_MS + CONFIRM_DAY_MS,
  );
