import { isSomebody } from '../../judge/standing.ts';
import { lastChecklist } from '../../language/due-checklist.ts';
import { isUnderIncident } from '../../language/incidents-against.ts';
import { act, any, must, service, sets } from '../../language/language.ts';
import { plannedIn } from '../../language/planned-days.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, from, now } from '../../language/sources.ts';
import { type Day, dayOf, isDay } from '../../rules/calendar/working-days.ts';
import {
  blockerOf,
  capacityLeftOf,
  FARTHEST,
  fitsDay,
  hasBegun,
  mayMove,
  movedFor,
  outcomeOf,
  type Standing,
} from '../../rules/workstation/campaigns.ts';
import { ANY, isWithdrawn } from '../../rules/workstation/checklists.ts';
import type { CampaignBlocker } from '../../tables/codes.ts';
import type { RowOf, Step } from '../../tables/row.ts';
import { goesOn } from './campaign.ts';
import { exchangeOf, isElsewhere } from './exchange-of.ts';
import { partHolderOf } from './part-holder.ts';

export const campaignOf = (s: Scene) => s.get('campaign', s.subjectId);
/** The item that is being written as it stood, and its machine. */
export const itemOf = (s: Scene) => s.row('campaignItem') as RowOf<'campaignItem'> | undefined;
export const machineOf = (s: Scene) => s.get('workstation', String(s.value('campaignItem.workstationId')));
/** The day of the entry. Where a clock was put back, the journal goes on from the moment that it had said, and the service is a day behind it. */
const todaysOf = (s: Scene): Day[] => [...new Set([s.clock.latest, s.clock.earliest].map(dayOf))];
export const byToday = (s: Scene, fits: (today: Day) => boolean): boolean => todaysOf(s).some(fits);

/** Whether a checklist is due that the campaign is content with. */
function hasChecklist(s: Scene, { checklist, targetImage }: RowOf<'campaign'>, model: string): boolean {
  if (checklist === 'any') return true;
  return [model, ANY].some((one) => {
    const row = lastChecklist(s, 'migration', one, targetImage);
    return row !== undefined && !isWithdrawn(row);
  });
}
function standingOf(s: Scene, campaign: RowOf<'campaign'>, item: RowOf<'campaignItem'>): Standing | undefined {
  const machine = machineOf(s);
  if (!machine) return undefined;
  const { holderId } = partHolderOf(s, machine, item);
  return {
    machine,
    incident: isUnderIncident(s, machine),
    holderIsThere: holderId === null || isSomebody(s, holderId),
    hasChecklist: hasChecklist(s, campaign, machine.model),
    elsewhere: isElsewhere(s, machine.id, item),
    exchange: exchangeOf(s, machine, item),
  };
}

/** What stands against the migration of the item that is being written; undefined where something is not there. */
export function blockerNow(s: Scene): CampaignBlocker | null | undefined {
  const [campaign, item] = [campaignOf(s), itemOf(s)];
  const standing = campaign && item && standingOf(s, campaign, item);
  return standing && blockerOf(campaign, standing);
}

/** A day that the item may have, beside what the day takes. */
function isItsDay(s: Scene, day: unknown): boolean {
  const [campaign, item, machine] = [campaignOf(s), itemOf(s), machineOf(s)];
  if (!campaign || !item || !machine) return false;
  // a migration that has begun is not planned any more
  if (hasBegun(item, machine) && s.written('campaignItem.blocked') === null) return day === item.day;
  if (campaign.state !== 'open' || s.written('campaignItem.blocked') !== null) return day === null;
  if (typeof day !== 'number' || !isDay(day)) return false;
  return byToday(s, (today) => {
    if (!fitsDay(campaign, day, { today, before: item.day })) return false;
    if (day === item.day) return true;
    return day <= today + FARTHEST && mayMove(item, campaign, today) && !keepsDay(s, campaign, item, today);
  });
}
/** Its machine is at the workshop: it keeps its day, and takes no room on it. */
const isBegun = (s: Scene, item: RowOf<'campaignItem'>): boolean => {
  const machine = s.get('workstation', String(item.workstationId));
  return machine !== undefined && hasBegun(item, machine);
};
/** It has another day than before, or the same one by a new plan. */
const isGivenAnew = ({ before, after }: Step): boolean =>
  before?.['day'] !== after['day'] || before?.['plan'] !== after['plan'];
/** How many come of a day, and have begun. */
const comersOf = (s: Scene, items: readonly RowOf<'campaignItem'>[]) => ({
  come: items.length,
  begun: items.filter((one) => isBegun(s, one)).length,
});
/** Where days are kept: the day of the item fits the new plan and has room in it for people who work on it, so that nobody is called on another. */
function keepsDay(s: Scene, campaign: RowOf<'campaign'>, { day }: RowOf<'campaignItem'>, today: Day): boolean {
  if (campaign.way !== 'keep' || day === null || !fitsDay(campaign, day, { today, before: day })) return false;
  const planned = plannedIn(s, day, day)(day);
  const items = s.findLater('itemsOfCampaignDay', s.subjectId, campaign.plan, day);
  return capacityLeftOf(campaign, { planned, ...comersOf(s, items) }) > 0;
}

export const itsItem = must(
  'le poste est de cette campagne, et y reste à migrer',
  'the machine is of this campaign and still to migrate in it',
  (s) => s.value('campaignItem.campaignId') === s.subjectId && s.value('campaignItem.endedAt') === null,
);
export const isNotOver = must('sa part n’est pas terminée', 'its part is not over', (s) => {
  const [campaign, item, machine] = [campaignOf(s), itemOf(s), machineOf(s)];
  if (!campaign || !item || !machine) return false;
  return outcomeOf(campaign, machine, exchangeOf(s, machine, item)) === undefined;
});
const differs = must('quelque chose change pour lui', 'something changes for it', (s) =>
  ['plan', 'day', 'toldId', 'blocked'].some((of) => s.written(`campaignItem.${of}`) !== s.value(`campaignItem.${of}`)),
);
export const fitsCapacity = must(
  'aucun jour ne reçoit plus de postes que la capacité de la campagne ; un jour donné de nouveau n’en reçoit pas plus que n’en traitent les techniciens planifiés ce jour-là ; les postes dont la migration a commencé sont mis à part',
  'no day takes more machines than the campaign has capacity for; a day that is given anew takes no more than the technicians planned on it can handle; machines that have begun to migrate are left out',
  (s) => {
    const campaign = campaignOf(s);
    const placed = s.writtenOf('campaignItem').filter(({ after }) => after.day !== null && !isBegun(s, after));
    if (!campaign) return placed.length === 0;
    // a roster that is planned afterwards moves nobody: what comes stands
    const given = new Set(placed.filter(isGivenAnew).map(({ after }) => after.day));
    return [...new Set(placed.map(({ after }) => after.day))].every((day) => {
      const items = s.findLater('itemsOfCampaignDay', s.subjectId, campaign.plan, day);
      const planned = given.has(day) ? plannedIn(s, Number(day), Number(day))(Number(day)) : undefined;
      const fits = (of: ReturnType<typeof comersOf>): boolean => capacityLeftOf(campaign, { planned, ...of }) >= 0;
      return fits({ come: items.length, begun: 0 }) || fits(comersOf(s, items));
    });
  },
);
const something = must('un poste au moins est regardé', 'a machine at least is looked at', (s) => {
  return s.writtenOf('campaignItem').length > 0;
});

/** Whom an item with a day is for. */
export const itsHolder = computed(
  'la personne pour qui il est, là où il a un jour',
  'the person whom it is for, where it has a day',
  (v, s) => {
    const [item, machine] = [itemOf(s), machineOf(s)];
    if (!item || !machine) return false;
    return v === (s.written('campaignItem.day') === null ? null : partHolderOf(s, machine, item).holderId);
  },
);
/** How often an item was given another day. */
export const countsDays = computed('un de plus si son jour est nouveau', 'one more where its day is new', (v, s) => {
  const day = s.written('campaignItem.day');
  const isNew = day !== null && day !== s.value('campaignItem.day');
  return v === Number(s.value('campaignItem.times')) + (isNew ? 1 : 0);
});

/** Machines are given their days by the service, in their order; their holders are told why when these move. */
export const PLANNING_ACTS = [
  act('campaign.plan', {
    fr: 'Donner leur jour à des postes d’une campagne, ou dire ce qui les bloque',
    en: 'Give machines of a campaign their day, or say what blocks them',
    by: service('un superviseur a ouvert la campagne', 'a supervisor opened the campaign'),
    on: { table: 'campaign' },
    writes: [
      any(
        sets(
          'campaignItem',
          {
            plan: from('campaign.plan'),
            blocked: computed('ce qui le bloque, tel que c’est', 'what blocks it, as it is', (v, s) => {
              return v !== undefined && v === blockerNow(s);
            }),
            day: computed(
              'un jour ouvré et non fermé, à venir, celui d’avant là où les jours sont gardés et où il a place ; vide si le poste est bloqué ou la campagne suspendue',
              'a working day to come that is not closed, the one before where days are kept and it has room; nothing where the machine is blocked or the campaign paused',
              (v, s) => isItsDay(s, v),
            ),
            toldId: itsHolder,
            reason: computed('pourquoi son jour change', 'why its day changes', (v, s) => {
              const [campaign, item] = [campaignOf(s), itemOf(s)];
              if (!campaign || !item) return false;
              const next = {
                day: s.written('campaignItem.day') as number | null,
                blocked: s.written('campaignItem.blocked') as CampaignBlocker | null,
              };
              return byToday(s, (today) => v === movedFor(item, next, campaign, today));
            }),
            times: countsDays,
          },
          { each: [itsItem, isNotOver, differs] },
        ),
      ),
    ],
    before: [goesOn, something, fitsCapacity],
  }),
  act('campaign.settle', {
    fr: 'Constater que des postes d’une campagne n’ont plus à migrer',
    en: 'Find that machines of a campaign need not migrate any more',
    by: service('un superviseur a ouvert la campagne', 'a supervisor opened the campaign'),
    on: { table: 'campaign' },
    writes: [
      any(
        sets(
          'campaignItem',
          {
            endedAt: now,
            outcome: computed(
              'il a l’image visée, il est échangé sans jeton à lier, il est réformé, ou la campagne est close',
              'it has the target image, it is exchanged with no token to bind, it is retired, or the campaign is closed',
              (v, s) => {
                const [campaign, item, machine] = [campaignOf(s), itemOf(s), machineOf(s)];
                if (v === undefined || !campaign || !item || !machine) return false;
                return v === outcomeOf(campaign, machine, exchangeOf(s, machine, item));
              },
            ),
          },
          { each: [itsItem] },
        ),
      ),
    ],
    before: [
      must('la campagne n’a pas pris fin', 'the campaign has not ended', (s) => s.value('campaign.state') !== 'closed'),
      something,
    ],
  }),
];
