import { act, any, must, sets, who } from '../../language/language.ts';
import { computed, constant, from } from '../../language/sources.ts';
import { isDay } from '../../rules/calendar/working-days.ts';
import { FARTHEST, fitsDay, hasBegun } from '../../rules/workstation/campaigns.ts';
import {
  blockerNow,
  byToday,
  campaignOf,
  countsDays,
  fitsCapacity,
  isNotOver,
  itemOf,
  itsHolder,
  itsItem,
  machineOf,
} from './planning.ts';

/** A supervisor agrees another day with whoever cannot come, or has one machine come before the others. */
export const MOVE_DAY_ACTS = [
  act('campaign.moveDay', {
    fr: 'Donner un autre jour à quelques postes d’une campagne',
    en: 'Give a few machines of a campaign another day',
    by: who('campaign.change'),
    on: { table: 'campaign' },
    writes: [
      any(
        sets(
          'campaignItem',
          {
            plan: from('campaign.plan'),
            day: computed(
              'un autre jour, à venir, ouvré et que la campagne n’a pas fermé',
              'another working day to come, which the campaign has not closed',
              (v, s) => {
                const [campaign, item] = [campaignOf(s), itemOf(s)];
                if (!campaign || !item || typeof v !== 'number' || !isDay(v) || v === item.day) return false;
                return byToday(s, (today) => v <= today + FARTHEST && fitsDay(campaign, v, { today, before: null }));
              },
            ),
            toldId: itsHolder,
            reason: constant('by-hand'),
            times: countsDays,
          },
          {
            each: [
              itsItem,
              must('rien ne le bloque', 'nothing blocks it', (s) => {
                return s.value('campaignItem.blocked') === null && blockerNow(s) === null;
              }),
              must('sa migration n’a pas commencé', 'its migration has not begun', (s) => {
                const [item, machine] = [itemOf(s), machineOf(s)];
                return item !== undefined && machine !== undefined && !hasBegun(item, machine);
              }),
              isNotOver,
            ],
          },
        ),
      ),
    ],
    before: [
      must('la campagne est ouverte', 'the campaign is open', (s) => s.value('campaign.state') === 'open'),
      must('un poste au moins change de jour', 'a machine at least has another day', (s) => {
        return s.writtenOf('campaignItem').length > 0;
      }),
      fitsCapacity,
    ],
  }),
];
