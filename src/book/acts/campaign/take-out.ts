import { act, by, must, sets, who } from '../../language/language.ts';
import { constant, now } from '../../language/sources.ts';
import { hasBegun } from '../../rules/workstation/campaigns.ts';
import type { RowOf } from '../../tables/row.ts';
import { goesOn } from './campaign.ts';

/** A supervisor takes one machine out of a campaign that goes on: what was mistyped, or is of no use any more, holds nothing up. */
export const TAKE_OUT_ACTS = [
  act('campaign.takeOut', {
    fr: 'Retirer un poste d’une campagne',
    en: 'Take a machine out of a campaign',
    by: who('campaign.change'),
    on: { table: 'campaignItem' },
    named: {
      campaign: by('campaign', 'campaignItem.campaignId'),
      workstation: by('workstation', 'campaignItem.workstationId'),
    },
    writes: [sets('campaignItem', { endedAt: now, outcome: constant('left') })],
    before: [
      goesOn,
      must('sa part n’est pas terminée', 'its part is not over', (s) => s.value('campaignItem.endedAt') === null),
      must('sa migration n’a pas commencé', 'its migration has not begun', (s) => {
        const item = s.row('campaignItem') as RowOf<'campaignItem'> | undefined;
        const machine = s.row('workstation') as RowOf<'workstation'> | undefined;
        return item !== undefined && machine !== undefined && !hasBegun(item, machine);
      }),
    ],
  }),
];
