import { DAY_MS } from '../../../durations.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, numberIn } from '../../language/sources.ts';
import { LOWERED_FOR, type PriorityReason, RAISED_FOR } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import type { RequestRow } from '../../tables/rows/requests.ts';
import { type LimitName, limitOf, type Settings, settingsOf } from '../limits.ts';

/** 0 normal, 1 continuity of service, 2 crisis. */
export const PRIORITIES = [0, 1, 2] as const;
export const MOST_URGENT = 2;

/** What decides a request's priority. */
export type Prioritised = Pick<RequestRow, 'priority' | 'confirmedPriority' | 'priorityReason'>;

/** The policy that says by how many days a priority goes before the normal one; undefined for the normal one. */
const DAYS: Readonly<Record<number, LimitName>> = { 1: 'queue.continuityDays', 2: 'queue.crisisDays' };
/** By how many days a request of this priority goes before a normal one. */
export const daysAhead = (settings: Settings, priority: number): number => {
  const limit = DAYS[priority];
  return limit === undefined ? 0 : limitOf(settings, limit);
};

/** What counts of a priority now: what was confirmed, and until then what was asked. */
export const priorityNow = ({ confirmedPriority, priority }: Omit<Prioritised, 'priorityReason'>): number =>
  confirmedPriority ?? priority;

/**
 * Where a request stands in the queue: when it was submitted, less the days of its priority. So nobody starves: who asks more than
 * the days of a crisis later is always made later, however urgent.
 */
export const rankOf = (
  settings: Settings,
  { submittedAt, ...row }: Pick<RequestRow, 'submittedAt' | 'priority' | 'confirmedPriority'>,
): number => submittedAt - daysAhead(settings, priorityNow(row)) * DAY_MS;

/** The reasons that somebody may have to give a request this priority; what was asked is its own reason. */
export function reasonsFor(stood: Prioritised, to: number): readonly PriorityReason[] {
  if (to === stood.confirmedPriority) return stood.priorityReason === null ? [] : [stood.priorityReason];
  const now = priorityNow(stood);
  if (to > now) return RAISED_FOR;
  return to < now ? LOWERED_FOR : ['as-asked'];
}

const stoodIn = (s: Scene): Prioritised => ({
  priority: Number(s.value('request.priority')),
  confirmedPriority: (s.value('request.confirmedPriority') ?? null) as number | null,
  priorityReason: (s.value('request.priorityReason') ?? null) as PriorityReason | null,
});
/** Where the request stands, as the entry writes it. */
export const rank = computed(
  'l’instant de la demande, moins les jours que la politique donne à sa priorité confirmée, ou demandée tant que nul n’a confirmé (`queue.continuityDays`, `queue.crisisDays`)',
  'the moment of the request, less the days that the policy gives to its priority as confirmed, or as asked until somebody confirms (queue.continuityDays, queue.crisisDays)',
  (v, s) => {
    const [submittedAt, priority] = [s.written('request.submittedAt'), s.written('request.priority')].map(Number);
    const confirmed = s.written('request.confirmedPriority');
    const confirmedPriority = typeof confirmed === 'number' ? confirmed : null;
    return v === rankOf(settingsOf(s), { submittedAt: submittedAt ?? 0, priority: priority ?? 0, confirmedPriority });
  },
);
/** What counted before an approval: the priority that its approver saw. */
export const prioritySeen = computed(
  'la priorité qui comptait avant l’acte, que l’acteur a vue',
  'the priority that counted before the act, which the actor saw',
  (v, s) => v === priorityNow(stoodIn(s)),
  (s) => priorityNow(stoodIn(s)),
);
/** What whoever decides a priority writes: the number, why, and the place that follows from it. */
export const confirmed = {
  confirmedPriority: numberIn(0, MOST_URGENT),
  priorityReason: computed(
    `« as-asked » si c’est ce qui fut demandé ; pour relever, un motif parmi ${RAISED_FOR.join(', ')} ; pour abaisser, parmi ${LOWERED_FOR.join(', ')} ; inchangé sinon`,
    `"as-asked" where it is what was asked; to raise it one of ${RAISED_FOR.join(', ')}; to lower it one of ${LOWERED_FOR.join(', ')}; else unchanged`,
    (v, s) => isOneOf(reasonsFor(stoodIn(s), Number(s.written('request.confirmedPriority'))), v),
  ),
  rank,
};
