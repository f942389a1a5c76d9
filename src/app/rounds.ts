import { HOUR_MS } from '../durations.ts';
import type { Flow } from '../flow/index.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { createAccessTrace } from '../identity/access-trace.ts';
import type { Keeper } from '../journal/keeper.ts';
import type { MtlsListener } from '../listen/mtls.ts';
import type { Outbox } from '../mail/ports.ts';
import { type createPostman, KEEP_MS } from '../mail/postman.ts';
import type { createDailyReports } from '../reports/days.ts';
import type { createPeriodReports } from '../reports/period-reports.ts';
import type { ServerSettings } from '../store/open-database.ts';
import type { Presence } from '../store/presence.ts';
import type { DiskSpace } from '../store/sqlite/disk-space.ts';
import type { Authority } from './authority.ts';
import type { createClockWatch } from './clock-watch.ts';
import type { Comparisons } from './comparisons.ts';
import type { DayPost } from './day-post.ts';
import type { Following } from './following.ts';
import type { Readings } from './readings/readings.ts';
import { flowRounds, longWorkRounds, type Round, type Rounds, watchRounds } from './scheduler.ts';
import type { ServerTls } from './server-tls.ts';
import type { Siem } from './siem.ts';

interface AtWork {
  flow: Flow;
  authority: Authority;
  diskSpace: DiskSpace;
  /** How the database server is set up, as this node reaches it. */
  settings: Pick<ServerSettings, 'look'>;
  /** What this node follows of what others wrote. */
  following: Following;
  nodes: Rounds;
  presence: Pick<Presence, 'leads'>;
  clockWatch: ReturnType<typeof createClockWatch>;
  keeper: Keeper;
  trace: ReturnType<typeof createAccessTrace>;
  reports: ReturnType<typeof createDailyReports>;
  /** Reads beside the service when those who wait will have their tokens, and what is to come. */
  readings: Pick<Readings, 'dates' | 'forecast'>;
  /** IANA zone of the site. */
  timeZone: string;
  periods: ReturnType<typeof createPeriodReports>;
  postman: ReturnType<typeof createPostman> | undefined;
  outbox: Pick<Outbox, 'purge'>;
  readiness(): Promise<{ waiting: readonly string[] }>;
  clock: Pick<Clock, 'now'>;
  dayPost: DayPost;
  siem: Siem;
  comparisons: Comparisons;
  mtls?: MtlsListener | undefined;
  /** The console's own port takes up a renewed certificate. */
  reload(): void;
  tls: ServerTls | undefined;
}

/** What the service does by itself, and how often. */
export function roundsOf({
  flow,
  authority,
  diskSpace,
  settings,
  following,
  nodes,
  presence,
  clockWatch,
  keeper,
  trace,
  reports,
  readings,
  timeZone,
  periods,
  postman,
  outbox,
  readiness,
  clock,
  dayPost,
  siem,
  comparisons,
  mtls,
  reload,
  tls,
}: AtWork): Rounds {
  const renewTls = async (): Promise<void> => {
    await tls?.refresh();
    reload();
  };
  const each: Round[] = [
    { name: 'clock', everyMs: 1_000, run: async () => clockWatch.look() },
    { name: 'disk', everyMs: 5_000, run: async () => diskSpace.look() },
    { name: 'database settings', everyMs: 60_000, run: settings.look },
    ...longWorkRounds(flow),
    { name: 'status', everyMs: 60_000, run: authority.refresh },
    { name: 'refusals', everyMs: 60_000, run: () => trace.countRefusals(presence.leads()) },
    ...following.rounds,
    ...nodes.each,
    ...(tls ? [{ name: 'server certificate', everyMs: 60_000, run: renewTls }] : []),
    ...(mtls ? [{ name: 'client trust', everyMs: 60_000, run: async () => mtls.reload() }] : []),
  ];
  const announceDates = async (): Promise<void> => {
    await flow.promises.announce(
      await readings.dates({ now: clock.now(), timeZone, ...(await flow.roster.decided()) }),
    );
  };
  const foreseeStock = async (): Promise<void> => {
    const task = { now: clock.now(), timeZone, tried: null, ...(await flow.roster.decided()) };
    await flow.reminders.tellStockEnds((await readings.forecast(task)).usual.short);
  };
  // what people were told is forgotten by the postman, or where there is none by this round
  const forget = () => outbox.purge(clock.now() - KEEP_MS);
  const mail = postman
    ? { name: 'mail', everyMs: 5_000, run: postman.deliver }
    : { name: 'told', everyMs: HOUR_MS, run: forget };
  const leader: Round[] = [
    ...flowRounds(flow),
    ...watchRounds(flow),
    ...nodes.leader,
    { name: 'checkpoint', everyMs: 60_000, run: keeper.checkpoint },
    { name: 'access log', everyMs: HOUR_MS, run: trace.sealDays },
    { name: 'revocations', everyMs: 60_000, run: comparisons.look },
    { name: 'comparison', everyMs: HOUR_MS, run: comparisons.beginWhenDue },
    { name: 'dates', everyMs: 60_000, run: announceDates },
    { name: 'stock to come', everyMs: HOUR_MS, run: foreseeStock },
    { name: 'health', everyMs: 60_000, run: async () => flow.reminders.tellHealth((await readiness()).waiting) },
    mail,
    ...(siem ? [{ name: 'siem', everyMs: 2_000, run: siem.push }] : []),
    { name: 'day report', everyMs: 600_000, run: dayPost.send },
    { name: 'day ends', everyMs: 60_000, run: reports.keepDayEnds },
    { name: 'day reports', everyMs: HOUR_MS, run: periods.mend },
  ];
  return { leader, each };
}
