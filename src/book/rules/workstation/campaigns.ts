import { z } from 'zod';
import { covers } from '../../rights/roles.ts';
import {
  CAMPAIGN_CHECKLISTS,
  type CampaignBlocker,
  type CampaignOutcome,
  MIGRATION_TOKENS,
  type MovedFor,
  REPLAN_REASONS,
  REPLAN_WAYS,
} from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import type { Row } from '../../tables/row.ts';
import type { CampaignItemRow, CampaignRow, WorkstationRow } from '../../tables/rows/workstations.ts';
import { CAMPAIGN_GOES_ON, WORKSTATION_IN_SERVICE, type WorkstationState } from '../../tables/states.ts';
import { MOST_TECHNICIANS } from '../calendar/roster.ts';
import { type Day, dayOfDate, isDay, isWorkingDay } from '../calendar/working-days.ts';
import { IMAGE_NAME } from './check-values.ts';
import { type Exchange, exchangeBlocker, isExchanged } from './exchanges.ts';
import { ServiceCode, unlessEmpty, WithoutKey } from './inventory.ts';

/** What a campaign may be told. */
export const MOST_EACH = 100;
/** Days that one campaign may have closed. */
const MOST_CLOSED = 100;
/** A replacement is asked for so many days before its machine is to come: the workshop makes it in time. */
export const TOKEN_AHEAD = 14;

/** No day of a campaign is farther away: ten years. */
export const FARTHEST = 3660;

/** A day as people write it, such as `2026-11-27`. */
export const CampaignDay = z.iso.date().transform(dayOfDate).refine(isDay, { error: 'is too far from today' });
const Capacity = {
  technicians: z.int().min(1).max(MOST_TECHNICIANS),
  perTechnician: z.int().min(1).max(MOST_EACH),
};
const ClosedDays = z.array(CampaignDay).max(MOST_CLOSED);

/** What machines of a selection have in common; what is left out may be anything. */
export const Selection = z.strictObject({
  fromImage: unlessEmpty(WithoutKey(80)),
  site: unlessEmpty(WithoutKey(100)),
  service: unlessEmpty(ServiceCode),
  model: unlessEmpty(WithoutKey(80)),
});
/** How a campaign goes on, whichever its machines are. */
export const CampaignPlan = z.strictObject({
  targetImage: WithoutKey(80).pipe(z.string().regex(IMAGE_NAME, { error: 'is a name of an image, such as SPAN 24H2' })),
  tokens: z.enum(MIGRATION_TOKENS),
  checklist: z.enum(CAMPAIGN_CHECKLISTS),
  ...Capacity,
  startsOn: CampaignDay,
  closedDays: ClosedDays.optional(),
});
/** How machines are exchanged: so many a day, from a day on. */
export const ExchangePlan = CampaignPlan.omit({ targetImage: true, tokens: true, checklist: true });
/** What changes of a plan; what is left out stays. */
export const ReplanSettings = z.strictObject({
  technicians: Capacity.technicians.optional(),
  perTechnician: Capacity.perTechnician.optional(),
  /** In place of the days that were closed before. */
  closedDays: ClosedDays.optional(),
  way: z.enum(REPLAN_WAYS),
  reason: z.enum(REPLAN_REASONS),
});

/** Closed days as a row holds them: each once, in rising order. */
export const closedText = (days: readonly Day[]): string => JSON.stringify([...new Set(days)].sort((a, b) => a - b));
/** The closed days of a row that stands; it was held to their shape when it was written. */
export const closedOf = ({ closedDays }: { closedDays?: unknown }): readonly Day[] =>
  JSON.parse(String(closedDays)) as Day[];
/** Whether this is such a text. */
export function isClosedText(text: unknown): boolean {
  if (typeof text !== 'string' || !/^\[(?:[1-9]\d{3,5}(?:,[1-9]\d{3,5})*)?\]$/.test(text)) return false;
  const days = JSON.parse(text) as Day[];
  return days.length <= MOST_CLOSED && days.every(isDay) && closedText(days) === text;
}

type Of<K extends keyof CampaignRow> = Pick<CampaignRow, K> | Row;
type Machine = Pick<WorkstationRow, 'assetNumber' | 'model' | 'image' | 'service' | 'site'>;

/** Whether a machine has what those of a selection have in common. */
export const isSelected = (
  of: Pick<CampaignRow, 'fromImage' | 'site' | 'service' | 'model'>,
  { image, site, service, model }: Machine,
): boolean =>
  (of.fromImage === null || of.fromImage === image) &&
  (of.site === null || of.site === site) &&
  (of.service === null || covers(of.service, service)) &&
  (of.model === null || of.model === model);

/** A machine's place in the order of a campaign: those of one site and service come together. */
export const rankOf = ({ site, service, assetNumber }: Machine): string => `${site} / ${service} / ${assetNumber}`;

/** How many machines one day takes. */
export const capacityOf = ({ technicians, perTechnician }: Of<'technicians' | 'perTechnician'>): number =>
  Number(technicians) * Number(perTechnician);

/** How many machines it takes on a day for which so many technicians were planned; undefined: nobody planned that day. */
const capacityWith = (of: Of<'technicians' | 'perTechnician'>, planned: number | undefined): number =>
  Math.min(Number(of.technicians), planned ?? Number.POSITIVE_INFINITY) * Number(of.perTechnician);
/**
 * How many more machines a day takes: as many as those who work on it can lead, less those that come. A migration that has begun takes no
 * room. Below none where fewer work on it than when its machines were told.
 */
export const capacityLeftOf = (
  of: Of<'technicians' | 'perTechnician'>,
  { planned, come, begun }: { planned: number | undefined; come: number; begun: number },
): number => capacityWith(of, planned) - (come - begun);

/** What decides whether a machine can migrate, or be exchanged. */
export interface Standing {
  machine: Pick<WorkstationRow, 'state' | 'image'>;
  /** An open incident stands against it, though it may name no machine (`mayBeAttackedWith`). */
  incident: boolean;
  /** Whoever has it is known and not disabled; true where nobody has it. */
  holderIsThere: boolean;
  /** A checklist is due that the campaign is content with. */
  hasChecklist: boolean;
  /** It is in another campaign, which came first. */
  elsewhere: boolean;
  /** Undefined where it is not exchanged: it migrates. */
  exchange: Exchange | undefined;
}

const STATES: Readonly<Partial<Record<WorkstationState, CampaignBlocker>>> = {
  lost: 'lost',
  blocked: 'blocked',
  in_repair: 'in-repair',
  registered: 'not-commissioned',
  loaned: 'loaned',
};

/** Why a machine cannot migrate, or be exchanged, now, the gravest reason first; null: it can. */
export function blockerOf({ fromImage }: Of<'fromImage'>, of: Standing): CampaignBlocker | null {
  const { machine } = of;
  const byState = STATES[machine.state];
  if (byState) return byState;
  if (of.incident) return 'incident';
  if (!of.holderIsThere) return 'holder-left';
  const isOther = fromImage !== null && machine.image !== fromImage;
  if (isOther && machine.state !== 'migrating') return 'other-image';
  if (!of.hasChecklist) return 'no-checklist';
  if (of.elsewhere) return 'other-campaign';
  return of.exchange ? exchangeBlocker(of.exchange) : null;
}

/** How a machine's part ends without its checklist, or the binding of its token; undefined: it goes on. */
export function outcomeOf(
  campaign: Of<'state' | 'targetImage'>,
  machine: Pick<WorkstationRow, 'state' | 'image'>,
  exchange: Exchange | undefined,
): CampaignOutcome | undefined {
  if (machine.state === 'retired') return 'retired';
  if (exchange && isExchanged(exchange)) return 'exchanged';
  const isInService = WORKSTATION_IN_SERVICE.includes(machine.state);
  const hasImage = campaign.targetImage !== null && machine.image === campaign.targetImage;
  if (isInService && hasImage) return 'already';
  return campaign.state === 'closing' ? 'left' : undefined;
}

/** Whether a machine may come into a campaign, as an old one or as a new one: a retired one never comes back. */
export const mayComeIn = ({ state }: Pick<WorkstationRow, 'state'>): boolean => state !== 'retired';

type Days = Of<'startsOn' | 'closedDays'>;
/** Whether anybody migrates on that day. */
export const isOpenDay = (of: Days, day: Day): boolean =>
  day >= Number(of.startsOn) && isWorkingDay(day) && !closedOf(of).includes(day);
/** Whether a machine may be told that day: one to come, or this one where it has it already. */
export const fitsDay = (of: Days, day: Day, { today, before }: { today: Day; before: Day | null }): boolean =>
  isOpenDay(of, day) && (day > today || (day === today && before === today));

type Placed = Pick<CampaignItemRow, 'plan' | 'day' | 'times' | 'reason'>;
/** Whether the day of an item may become another one: it has none, it is past, or the plan is new. */
export const mayMove = (item: Placed, { plan }: Of<'plan'>, today: Day): boolean =>
  item.day === null || item.day < today || item.plan < Number(plan);

/** Why an item's day becomes another one; null for its first. */
export function movedFor(
  item: Placed,
  next: { day: Day | null; blocked: CampaignBlocker | null },
  campaign: Of<'state' | 'reason'>,
  today: Day,
): MovedFor | null {
  if (next.day === item.day || item.times === 0) return item.reason;
  if (next.day === null) return next.blocked === null ? 'paused' : 'blocked';
  if (item.day === null) return item.reason === 'blocked' ? 'unblocked' : 'resumed';
  return item.day < today ? 'missed' : (campaign.reason as MovedFor | null);
}

/** Whether an item leads its machine to another image. An exchange leads no migration: see `otherId`. */
export const isMigration = ({ otherId }: Pick<CampaignItemRow, 'otherId'>): boolean => otherId === null;

/** The oldest campaign, open or paused, in which the machine is not blocked and migrates. */
export function leading<I extends Pick<CampaignItemRow, 'id' | 'addedAt' | 'blocked' | 'campaignId' | 'otherId'>, C>(
  items: readonly I[],
  campaignOf: (item: I) => (C & { state: unknown }) | undefined,
): C | undefined {
  const first = items
    .filter(isMigration)
    .sort(byAge)
    .find((item) => {
      return item.blocked === null && isOneOf(CAMPAIGN_GOES_ON, campaignOf(item)?.state);
    });
  return first && campaignOf(first);
}
const byAge = (a: Pick<CampaignItemRow, 'id' | 'addedAt'>, b: Pick<CampaignItemRow, 'id' | 'addedAt'>): number =>
  a.addedAt - b.addedAt || (a.id < b.id ? -1 : 1);
/** Whether one item came into its campaign before another. */
export const cameBefore = (
  one: Pick<CampaignItemRow, 'id' | 'addedAt'>,
  other: Pick<CampaignItemRow, 'id' | 'addedAt'>,
): boolean => byAge(one, other) < 0;

/** Whether the migration of an item's machine has begun: it is seen through. A machine that is exchanged has its day for that, whatever it becomes. */
export const hasBegun = (item: Pick<CampaignItemRow, 'otherId'>, { state }: Pick<WorkstationRow, 'state'>): boolean =>
  isMigration(item) && state === 'migrating';

/**
 * Whether an item keeps its machines from coming into the same campaign again. One that was taken out may be named anew; whatever part
 * of an exchange is over, another exchange may follow it.
 */
export const keepsOut = ({
  endedAt,
  otherId,
  outcome,
}: Pick<CampaignItemRow, 'endedAt' | 'otherId' | 'outcome'>): boolean =>
  endedAt === null || (otherId === null && outcome !== 'left');

/** Whether it is time to settle what becomes of the token on a machine. */
export const isTokenDue = (
  { tokens, state }: Of<'tokens' | 'state'>,
  item: Pick<CampaignItemRow, 'day' | 'endedAt' | 'tokenAt'>,
  today: Day,
): boolean =>
  tokens === 'replace' &&
  state === 'open' &&
  item.endedAt === null &&
  item.tokenAt === null &&
  item.day !== null &&
  item.day <= today + TOKEN_AHEAD;
