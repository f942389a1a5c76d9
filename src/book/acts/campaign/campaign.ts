import { act, adds, addsMany, moves, must, type Source, service, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  computed,
  constant,
  empty,
  fresh,
  given,
  input,
  maybe,
  now,
  numberIn,
  oneOf,
  optional,
  plusOne,
  subject,
} from '../../language/sources.ts';
import { stepActs } from '../../language/step-act.ts';
import { imageName, modelName, serviceCode, siteName } from '../../language/typed-names.ts';
import { MOST_TECHNICIANS } from '../../rules/calendar/roster.ts';
import { dayOf, isDay } from '../../rules/calendar/working-days.ts';
import {
  FARTHEST,
  isClosedText,
  isSelected,
  keepsOut,
  MOST_EACH,
  mayComeIn,
  rankOf,
} from '../../rules/workstation/campaigns.ts';
import { IMAGE_NAME } from '../../rules/workstation/check-values.ts';
import { CAMPAIGN_CHECKLISTS, MIGRATION_TOKENS, REPLAN_REASONS, REPLAN_WAYS } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { CAMPAIGN_GOES_ON } from '../../tables/states.ts';

/** As the last item of a checklist names it: another one would never end a machine's part. */
const targetImage = input('le nom d’une image', 'a name of an image', IMAGE_NAME);
const technicians = numberIn(1, MOST_TECHNICIANS);
const perTechnician = numberIn(1, MOST_EACH);
const closedDays = computed(
  'des jours fermés, chacun une fois, dans l’ordre',
  'closed days, each once, in order',
  isClosedText,
);
const isList = must('les postes sont listés', 'the machines are listed', (s) => s.written('campaign.kind') === 'list');
const inCommon = (source: Source) =>
  maybe(
    computed(`${source.fr}, d’une sélection seulement`, `${source.en}, of a selection only`, (v, s) => {
      return s.written('campaign.kind') === 'selection' && source.fits(v, s);
    }),
  );
/** Paused or not. */
export const goesOn = must('la campagne n’est pas close', 'the campaign is not closed', (s) =>
  isOneOf(CAMPAIGN_GOES_ON, s.value('campaign.state')),
);

/** The machine of the item that is being written. */
const machineOf = (s: Scene) => s.get('workstation', String(s.written('campaignItem.workstationId')));
/** A machine that comes into a campaign; `fits` says which may. */
const comesIn = (fr: string, en: string, fits: (s: Scene) => boolean, cells: { otherId?: Source } = {}) =>
  addsMany('campaignItem', {
    id: fresh,
    campaignId: subject,
    ...cells,
    workstationId: computed(`${fr}, une fois`, `${en}, once`, (v, s) => {
      if (typeof v !== 'string') return false;
      return s.writtenOf('campaignItem').filter(({ after }) => after.workstationId === v).length === 1 && fits(s);
    }),
    rank: computed('son site, son service et son numéro', 'its site, its service and its number', (v, s) => {
      const machine = machineOf(s);
      return machine !== undefined && v === rankOf(machine);
    }),
    assetNumber: computed('son numéro', 'its number', (v, s) => v === machineOf(s)?.assetNumber),
    addedAt: now,
    plan: constant(0),
    times: constant(0),
  });
/** The items that the machine which comes in had in this campaign. */
const itemsBefore = (s: Scene) =>
  s.find('campaignsOfMachine', s.subjectId, String(s.written('campaignItem.workstationId')));
/**
 * Whether a machine stands in an exchange that goes on, of any campaign: another exchange would end with it, and nobody moves an image
 * on a machine that goes, or that is given at the desk.
 */
const isInExchange = (s: Scene, machineId: string): boolean =>
  s.find('openCampaignItems', machineId).some(({ otherId }) => otherId !== null) ||
  s.find('openExchangesFor', machineId).length > 0;
/** A machine that takes another's place: as the old one it is in this campaign once, on one side. */
const otherOnce = computed(
  'un autre poste connu et non réformé, qui n’est d’aucun échange en cours, et n’y entre qu’à cette place',
  'another machine that is known and not retired, which is of no exchange that goes on, and comes in at this place alone',
  (v, s) => {
    if (typeof v !== 'string' || isInExchange(s, v)) return false;
    const machine = s.get('workstation', v);
    const items = s.writtenOf('campaignItem');
    const places = items.filter(({ after }) => after.otherId === v || after.workstationId === v);
    return machine !== undefined && mayComeIn(machine) && places.length === 1;
  },
);
const something = must('un poste au moins entre', 'a machine at least comes in', (s) => {
  return s.writtenOf('campaignItem').length > 0;
});
const decided = service('un superviseur a ouvert la campagne', 'a supervisor opened the campaign');
const notEnrolled = must(
  'tous ses postes n’ont pas encore été trouvés',
  'not all of its machines were found yet',
  (s) => s.value('campaign.enrolledAt') === null,
);

const campaignStep = stepActs('campaign');

const startsOn = computed('un jour à venir, à dix ans au plus', 'a day to come, ten years away at most', (v, s) => {
  if (typeof v !== 'number' || !isDay(v)) return false;
  return v >= dayOf(s.clock.earliest) && v <= dayOf(s.clock.latest) + FARTHEST;
});
/** How a campaign begins, whichever its machines are. */
const begins = {
  technicians,
  perTechnician,
  startsOn,
  closedDays,
  plan: constant(1),
  way: constant('keep'),
  state: constant('open'),
  openerId: actor,
  openedAt: now,
} as const;

/**
 * A supervisor moves machines from one image to another, or exchanges them for others: opens a campaign, pauses it, plans it anew,
 * closes it.
 */
export const CAMPAIGN_ACTS = [
  act('campaign.open', {
    fr: 'Ouvrir une campagne de migration',
    en: 'Open a migration campaign',
    by: who('campaign.change'),
    on: { table: 'campaign', fresh: true },
    writes: [
      adds('campaign', {
        id: subject,
        kind: oneOf(['selection', 'list']),
        fromImage: maybe(imageName),
        targetImage,
        site: inCommon(siteName),
        service: inCommon(serviceCode),
        model: inCommon(modelName),
        tokens: oneOf(MIGRATION_TOKENS),
        checklist: oneOf(CAMPAIGN_CHECKLISTS),
        ...begins,
        enrolledAt: given(isList, now, empty),
      }),
    ],
    before: [
      must(
        'l’image visée n’est pas celle de départ',
        'the target image is not the one that machines have',
        (s) => s.written('campaign.targetImage') !== s.written('campaign.fromImage'),
      ),
      must('une sélection nomme quelque chose', 'a selection names something', (s) => {
        const named = ['fromImage', 'site', 'service', 'model'].map((column) => s.written(`campaign.${column}`));
        return isList.holds(s) || named.some((value) => value !== null);
      }),
    ],
  }),
  act('campaign.openExchange', {
    fr: 'Ouvrir une campagne qui échange des postes',
    en: 'Open a campaign that exchanges machines',
    by: who('campaign.change'),
    on: { table: 'campaign', fresh: true },
    writes: [
      adds('campaign', {
        id: subject,
        kind: constant('exchange'),
        tokens: constant('rebound'),
        checklist: constant('any'),
        ...begins,
        enrolledAt: now,
      }),
    ],
  }),
  act('campaign.add', {
    fr: 'Ajouter des postes d’une liste à une campagne',
    en: 'Add machines of a list to a campaign',
    by: who('campaign.change'),
    on: { table: 'campaign' },
    writes: [
      comesIn(
        'un poste connu, qui n’est pas de la campagne ou en fut retiré, et n’est d’aucun échange en cours',
        'a machine that is known and is not of the campaign, or was taken out of it, and is of no exchange that goes on',
        (s) => {
          const machine = machineOf(s);
          return machine !== undefined && !itemsBefore(s).some(keepsOut) && !isInExchange(s, machine.id);
        },
      ),
    ],
    before: [
      goesOn,
      something,
      must('ses postes sont listés', 'its machines are listed', (s) => s.value('campaign.kind') === 'list'),
    ],
  }),
  act('campaign.addExchanges', {
    fr: 'Ajouter à une campagne des postes et ceux qui les remplacent',
    en: 'Add machines to a campaign with those that take their place',
    by: who('campaign.change'),
    on: { table: 'campaign' },
    writes: [
      comesIn(
        'un poste connu et non réformé, qui n’est d’aucun échange en cours',
        'a machine that is known and not retired, which is of no exchange that goes on',
        (s) => {
          const id = String(s.written('campaignItem.workstationId'));
          const isOther = s.writtenOf('campaignItem').some(({ after }) => after.otherId === id);
          const machine = machineOf(s);
          const isFree = !isInExchange(s, id) && !isOther;
          return machine !== undefined && mayComeIn(machine) && isFree;
        },
        { otherId: otherOnce },
      ),
    ],
    before: [
      goesOn,
      something,
      must('la campagne échange des postes', 'the campaign exchanges machines', (s) => {
        return s.value('campaign.kind') === 'exchange';
      }),
    ],
  }),
  act('campaign.enrol', {
    fr: 'Trouver des postes de la sélection d’une campagne',
    en: 'Find machines of the selection of a campaign',
    by: decided,
    on: { table: 'campaign' },
    writes: [
      comesIn(
        'un poste de la sélection, là quand elle fut ouverte et non réformé, qui ne fut jamais de la campagne et n’est d’aucun échange en cours',
        'a machine of the selection that was here when it was opened and is not retired, nor was ever of the campaign, and is of no exchange that goes on',
        (s) => {
          const [machine, campaign] = [machineOf(s), s.get('campaign', s.subjectId)];
          if (!machine || !campaign || !mayComeIn(machine) || itemsBefore(s).length > 0) return false;
          if (isInExchange(s, machine.id)) return false;
          return isSelected(campaign, machine) && machine.registeredAt <= campaign.openedAt;
        },
      ),
    ],
    before: [goesOn, notEnrolled, something],
  }),
  act('campaign.enrolled', {
    fr: 'Constater que tous les postes d’une campagne sont trouvés',
    en: 'Find that all machines of a campaign were found',
    by: decided,
    on: { table: 'campaign' },
    writes: [sets('campaign', { enrolledAt: now })],
    before: [goesOn, notEnrolled],
  }),
  campaignStep('campaign.pause', 'pause', {
    fr: 'Suspendre une campagne',
    en: 'Pause a campaign',
    by: who('campaign.change'),
  }),
  campaignStep('campaign.resume', 'resume', {
    fr: 'Reprendre une campagne suspendue',
    en: 'Take up a campaign that is paused',
    by: who('campaign.change'),
  }),
  act('campaign.replan', {
    fr: 'Planifier une campagne de nouveau : capacité, jours fermés',
    en: 'Plan a campaign anew: capacity, closed days',
    by: who('campaign.change'),
    on: { table: 'campaign' },
    writes: [
      sets('campaign', {
        technicians: optional(technicians),
        perTechnician: optional(perTechnician),
        closedDays: optional(closedDays),
        plan: plusOne('campaign.plan'),
        way: oneOf(REPLAN_WAYS),
        reason: oneOf(REPLAN_REASONS),
      }),
    ],
    before: [goesOn],
  }),
  campaignStep('campaign.close', 'close', {
    fr: 'Clore une campagne : ce qui reste est laissé',
    en: 'Close a campaign: what remains is left',
    by: who('campaign.change'),
    cells: { closerId: actor },
  }),
  act('campaign.end', {
    fr: 'Constater que rien ne reste d’une campagne que l’on clôt',
    en: 'Find that nothing is left of a campaign that is being closed',
    by: service('un superviseur clôt la campagne', 'a supervisor closes the campaign'),
    on: { table: 'campaign' },
    writes: [moves('campaign', 'end', { closedAt: now })],
    before: [
      must('aucun poste n’y reste à migrer', 'no machine is left in it', (s) => {
        return s.count('openItemsOfCampaign', s.subjectId) === 0;
      }),
    ],
  }),
];
