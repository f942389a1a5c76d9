import { isHere } from '../../judge/standing.ts';
import { act, adds, by, must, type Named, service, sets } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, empty, from, now, subject } from '../../language/sources.ts';
import { dayOf } from '../../rules/calendar/working-days.ts';
import { asksTemporary } from '../../rules/request/asking.ts';
import { openRequestsOf } from '../../rules/request/open-requests.ts';
import { campaignTokenLeft } from '../../rules/request/replacements.ts';
import { isTokenDue } from '../../rules/workstation/campaigns.ts';
import type { CampaignTokenLeft } from '../../tables/codes.ts';
import { type RowOf, textOf } from '../../tables/row.ts';
import { fewOpen } from '../request/few-requests.ts';
import { anew, asked, endsLost, openRequestOf } from '../request/new-request.ts';

const ordered = service('la campagne remplace les jetons', 'the campaign replaces tokens');

/** The item that the entry names, its campaign, its machine and who has that. */
const item: Named = {
  table: 'campaignItem',
  find: (s) => s.get('campaignItem', String(s.entry.detail['item'] ?? s.subjectId)),
};
const around = {
  campaignItem: item,
  campaign: by('campaign', 'campaignItem.campaignId'),
  workstation: by('workstation', 'campaignItem.workstationId'),
  holder: by('person', 'workstation.holderId'),
};
const settled = { tokenAt: now };

const isDue = must(
  'le jour du poste est proche, et rien n’est réglé encore pour son jeton',
  'the day of the machine is near, and nothing is settled for its token yet',
  (s) => {
    const [of, campaign] = [s.row('campaignItem') as RowOf<'campaignItem'> | undefined, s.row('campaign')];
    return of !== undefined && campaign !== undefined && isTokenDue(campaign, of, dayOf(s.clock.latest));
  },
);
const openRequest = (s: Scene) =>
  openRequestOf(s, textOf(s.row('workstation'), 'holderId'), textOf(s.row('workstation'), 'id'));

/** Why nothing is asked for; undefined: a replacement can be. */
function leftFor(s: Scene): CampaignTokenLeft | undefined {
  const holderId = textOf(s.row('workstation'), 'holderId');
  const held = holderId === null ? [] : s.find('tokensOfHolder', holderId, textOf(s.row('workstation'), 'id'));
  return campaignTokenLeft({
    held: held.map(({ state, requestId }) => ({
      state,
      temporary: asksTemporary(s.get('request', String(requestId))),
    })),
    openRequests: openRequestsOf(s, holderId).length,
  });
}

/** Where a campaign replaces tokens, each is asked for some days before its machine comes. */
export const CAMPAIGN_TOKEN_ACTS = [
  act('campaign.replaceToken', {
    fr: 'Demander, au nom de son porteur, le remplacement du jeton d’un poste qui migre',
    en: 'Ask, in its holder’s name, for the replacement of the token of a machine that migrates',
    by: ordered,
    on: { table: 'request', fresh: true },
    named: around,
    says: { item: from('campaignItem.id') },
    writes: [
      adds('request', {
        ...anew,
        kind: constant('replacement'),
        reason: constant('migrated'),
        holderId: from('workstation.holderId'),
        askerId: from('campaign.openerId'),
        workstationId: from('workstation.id'),
        deliverySite: from('workstation.site'),
        priority: constant(0),
        comment: empty,
        replacesTokenId: asked.replacesTokenId,
      }),
      ...endsLost,
      sets('campaignItem', { ...settled, requestId: subject }),
    ],
    before: [
      isDue,
      isHere('workstation.holderId'),
      must(
        'un jeton du porteur y est en service, et aucune demande n’est ouverte',
        'a token of the holder is in use on it, and no request is open',
        (s) => leftFor(s) === undefined && openRequest(s) === undefined,
      ),
      fewOpen,
    ],
  }),
  act('campaign.followRequest', {
    fr: 'Tenir la demande ouverte du porteur pour ce poste pour le remplacement du jeton',
    en: 'Take the open request of the holder for this machine for the replacement of the token',
    by: ordered,
    on: { table: 'campaignItem' },
    named: around,
    writes: [
      sets('campaignItem', {
        ...settled,
        requestId: computed(
          'la demande ouverte du porteur pour ce poste, dont le jeton n’est pas perdu et qui n’est pas celle d’un jeton temporaire',
          "the holder's open request for this machine, whose token was not lost and which is not one for a temporary token",
          (v, s) => v !== undefined && v === openRequest(s)?.id && !asksTemporary(openRequest(s)),
        ),
      }),
    ],
    before: [isDue],
  }),
  act('campaign.leaveToken', {
    fr: 'Constater que rien ne remplace le jeton de ce poste, et pourquoi',
    en: 'Find that nothing replaces the token of this machine, and why',
    by: ordered,
    on: { table: 'campaignItem' },
    named: around,
    writes: [
      sets('campaignItem', {
        ...settled,
        tokenLeft: computed(
          'le motif, tel qu’il est ; sans autre motif, l’annuaire ne dit pas ce que le profil demande',
          'the reason, as it is; without another one, the directory does not say what the profile needs',
          // what the directory says is not in the journal
          (v, s) => v === (leftFor(s) ?? 'profile'),
        ),
      }),
    ],
    before: [isDue, must('aucune demande n’est ouverte', 'no request is open', (s) => openRequest(s) === undefined)],
  }),
];
