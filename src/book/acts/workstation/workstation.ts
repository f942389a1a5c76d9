import { campaignsOf } from '../../language/campaigns-ended.ts';
import {
  beginsAnew,
  beginsMigration,
  beginsNew,
  endsRound,
  imageNamed,
  itemsEnded,
  purposeDue,
  unsigned,
} from '../../language/due-checklist.ts';
import { endsUse, endsWaiting } from '../../language/ends-waiting.ts';
import { isUnderIncident } from '../../language/incidents-against.ts';
import { act, adds, addsMany, all, moves, must, ofPeople, sets, who } from '../../language/language.ts';
import { atLoss } from '../../language/machine-users.ts';
import { type Rows, revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  computed,
  constant,
  empty,
  fresh,
  from,
  maybe,
  now,
  optional,
  plusOne,
  subject,
} from '../../language/sources.ts';
import { type StepSpec, stepActs } from '../../language/step-act.ts';
import { imageName, modelName, serviceCode, siteName } from '../../language/typed-names.ts';
import type { Right } from '../../rights/sentences.ts';
import { fitsValue } from '../../rules/workstation/check-values.ts';
import { HELD_BY_INCIDENT } from '../../rules/workstation/incidents.ts';
import { isAssetNumber, isLoneBringer, isSerial } from '../../rules/workstation/inventory.ts';
import type { RequestEndReason } from '../../tables/codes.ts';
import type { Action } from '../../tables/lifecycle.ts';

/** No other machine is called so: a scan of one would be taken for the other. */
const isItsOwn = (s: Scene, number: string): boolean =>
  [...s.find('workstationsOfNumber', number), ...s.find('workstationsOfSerial', number)].every(
    ({ id }) => id === s.subjectId,
  );

/** What an inventory says of a machine that comes in. */
export const inventory = {
  assetNumber: computed(
    'un numéro de poste que nul autre poste ne porte, fût-ce comme numéro de série',
    'an asset number that no other workstation has, not even as its serial number',
    (v, s) => typeof v === 'string' && isAssetNumber(v) && isItsOwn(s, v),
  ),
  serialNumber: maybe(
    computed(
      'un numéro de série que nul autre poste ne porte, fût-ce comme numéro de poste',
      'a serial number that no other workstation has, not even as its asset number',
      (v, s) => typeof v === 'string' && isSerial(v) && isItsOwn(s, v),
    ),
  ),
  model: modelName,
  image: maybe(imageName),
  service: serviceCode,
  site: siteName,
};
/** One person alone brings a machine in as registered: into service it comes by its checklist. */
const registered = adds('workstation', {
  ...inventory,
  id: subject,
  state: constant('registered'),
  round: constant(0),
  checklistId: beginsNew,
  registeredAt: now,
  registererId: actor,
});

const endsCommissioning = must(
  'nul point requis de la mise en service ne reste',
  'no required item of the commissioning is left',
  (s) => endsRound(s) && purposeDue(s) === 'commissioning',
);
const endsMigration = must(
  'nul point requis de la migration ne reste',
  'no required item of the migration is left',
  (s) => endsRound(s) && purposeDue(s) === 'migration',
);
const eachOnce = must(
  'au moins un point est signé, et chacun une fois',
  'one item at least is signed, and each once',
  (s) => {
    const items = s.writtenOf('checkItem').map(({ after }) => after.item);
    return items.length > 0 && new Set(items).size === items.length;
  },
);
/** What the item said that names an image, or the image that it had. */
const image = optional(
  computed('l’image nommée par un point de ce passage', 'the image that an item of this round names', (v, s) => {
    return v !== undefined && v === imageNamed(s);
  }),
);
const imageKept = must(
  'à la fin du passage, le poste a l’image que nomme un de ses points',
  'at the end of the round the workstation has the image that one of its items names',
  (s) => {
    const named = imageNamed(s);
    return !endsRound(s) || named === undefined || s.later('workstation', s.subjectId)?.image === named;
  },
);
const notLoneBringer = ofPeople(
  must(
    'le dernier point n’est pas signé par celui qui a fait entrer le poste seul',
    'the last item is not signed by whoever brought the workstation in alone',
    (s) => {
      const row = s.row('workstation');
      return row !== undefined && !(endsRound(s) && isLoneBringer(row, s.entry.actor));
    },
  ),
  'a fait entrer le poste seul',
  'brought the workstation in alone',
);

/** Where it is, so that the journal alone tells what was done at which site. */
const site = from('workstation.site');

const tokensHere: Rows = (s) => s.find('tokensOfWorkstation', s.subjectId);
const certificatesHere: Rows = (s) => s.find('certificatesOfWorkstation', s.subjectId);

const openIncidentsHere: Rows = (s) => s.find('openIncidentsOfWorkstation', s.subjectId);
/** Of whoever has it or used a token in it, too, where no machine was named: it may be this one. */
const noOpenIncident = must(
  'aucun incident n’est ouvert sur ce poste, ni, sans poste nommé, pour qui l’a ou y a utilisé un jeton',
  'no incident is open on this workstation, nor, where none was named, for whoever has it or used a token in it',
  (s) => !isUnderIncident(s, { holderId: s.row('workstation')?.['holderId'], id: s.subjectId }),
);

const workstationStep = stepActs('workstation');
const ends = (reason: string) => revokes({ tokens: tokensHere, alone: certificatesHere }, constant(reason));
/** It may come back: it goes with its tokens and certificates, and with what waits to renew these tokens. */
const endsForNow = (reason: string) => [...ends(reason), endsWaiting(tokensHere)];
/** It goes with its tokens and certificates, and with every request that is open for it. */
const endsForGood = (reason: RequestEndReason) => [...ends(reason), ...endsUse(tokensHere, reason)];
/** A step of a workstation's life: the act is named after it. */
const step = (action: Action<'workstation'>, right: Right, spec: Omit<StepSpec, 'by' | 'before'>) =>
  workstationStep(`workstation.${action}`, action, {
    by: who(right),
    ...(HELD_BY_INCIDENT.includes(action) ? { before: [noOpenIncident] } : {}),
    ...spec,
  });

/** Who takes in files registers and changes no machine without one. */
export const isTakenIn = must(
  'un fichier de postes de l’acteur est en cours d’import',
  'a file of workstations of the actor’s is being taken in',
  (s) => s.find('runningImportsOfPerson', s.entry.actor).some(({ kind }) => kind === 'workstations'),
);

/**
 * Step 2: SPAN workstations are registered, commissioned item by item and migrated; the last item is the only way into
 * service, but for those that two persons take over (book/acts/two-persons/take-over.ts). One that is lost, blocked or retired takes its
 * tokens and certificates with it, one that comes back from a loan its tokens. A loan's end, retirement and loss close the requests that are open for it too.
 */
export const WORKSTATION_ACTS = [
  act('workstation.register', {
    fr: 'Enregistrer un poste',
    en: 'Register a workstation',
    by: who('workstation.register'),
    on: { table: 'workstation', fresh: true },
    writes: [registered],
  }),
  act('workstation.import', {
    fr: 'Enregistrer un poste à partir d’un fichier',
    en: 'Register a workstation from a file',
    by: who('workstation.import'),
    on: { table: 'workstation', fresh: true },
    writes: [registered],
    before: [isTakenIn],
  }),
  act('workstation.signItem', {
    fr: 'Signer des points de la liste de contrôle ; le dernier qui est requis met le poste en service',
    en: 'Sign items of the checklist; the last one that is required puts the workstation into service',
    by: who('workstation.signItem'),
    on: { table: 'workstation' },
    says: { site, campaigns: campaignsOf(itemsEnded) },
    writes: [
      addsMany('checkItem', {
        id: fresh,
        workstationId: subject,
        checklistId: from('workstation.checklistId'),
        round: from('workstation.round'),
        item: computed(
          'un point de la liste du passage, non signé encore',
          'an item of the checklist of this round that is not signed yet',
          (v, s) => unsigned(s).some(({ code }) => code === v),
        ),
        value: computed(
          'la valeur que le point demande, ou vide',
          'the value that the item asks for, or nothing',
          (v, s) => {
            const item = unsigned(s).find(({ code }) => code === s.written('checkItem.item'));
            return item !== undefined && fitsValue(item.value, v);
          },
          () => null,
        ),
        signedBy: actor,
        signedAt: now,
      }),
      moves(
        'workstation',
        'commission',
        { commissionerId: actor, cameIn: constant('checklist'), image },
        { when: endsCommissioning },
      ),
      moves('workstation', 'commission', { commissionerId: actor, image }, { when: endsMigration }),
      // a campaign is done with the machine once its checklist says that it has the image
      all(itemsEnded, sets('campaignItem', { endedAt: now, outcome: constant('migrated') })),
    ],
    before: [eachOnce, imageKept, notLoneBringer],
  }),
  act('commissioning.print', {
    fr: 'Ouvrir la fiche de mise en service ou de migration',
    en: 'Open the sheet of a commissioning or migration',
    by: who('commissioning.print'),
    on: { table: 'workstation' },
    says: {
      round: computed('un passage dont un point est signé', 'a round of which an item is signed', (v, s) => {
        return typeof v === 'number' && s.find('itemsSigned', s.subjectId, v).length > 0;
      }),
    },
  }),
  step('migrate', 'workstation.change', {
    fr: 'Commencer sa migration',
    en: 'Begin its migration',
    cells: { round: plusOne('workstation.round'), checklistId: beginsMigration },
  }),
  step('loan', 'workstation.change', { fr: 'Prêter le poste', en: 'Lend the workstation' }),
  step('giveBack', 'workstation.change', {
    fr: 'Reprendre un poste d’un prêt : les jetons encore liés à lui sont révoqués, et les demandes ouvertes pour lui annulées',
    en: 'Take a workstation back from a loan: the tokens still bound to it are revoked, and the requests open for it are withdrawn',
    also: [...revokes({ tokens: tokensHere }, constant('loan-ended')), ...endsUse(tokensHere, 'loan-ended')],
  }),
  step('sendToRepair', 'workstation.change', {
    fr: 'Envoyer un poste en réparation',
    en: 'Send a workstation to repair',
  }),
  step('takeBackCleaned', 'workstation.change', {
    fr: 'Reprendre un poste bloqué, une fois nettoyé : il va en réparation',
    en: 'Take a blocked workstation back once it is cleaned: it goes to repair',
    says: { reason: constant('cleaned') },
  }),
  step('takeBackFound', 'workstation.change', {
    fr: 'Reprendre un poste perdu, une fois retrouvé : il va en réparation',
    en: 'Take a lost workstation back once it is found: it goes to repair',
    says: { reason: constant('found') },
  }),
  step('backFromRepair', 'workstation.change', {
    fr: 'Reprendre un poste de réparation : la liste de mise en service est à signer en entier',
    en: 'Take a workstation back from repair: the whole checklist of commissioning is due',
    cells: {
      round: plusOne('workstation.round'),
      checklistId: beginsAnew('commissioning'),
      commissionerId: empty,
      cameIn: empty,
    },
  }),
  step('retire', 'workstation.change', {
    fr: 'Réformer le poste : ses certificats et ses jetons sont révoqués, et les demandes ouvertes pour lui annulées',
    en: 'Retire it: its certificates and its tokens are revoked, and the requests open for it are withdrawn',
    says: { site },
    also: endsForGood('workstation-retired'),
  }),
  step('block', 'workstation.block', {
    fr: 'Bloquer le poste : ses certificats et ses jetons sont révoqués, et les incidents ouverts sur lui notés comme bloqués',
    en: 'Block it: its certificates and its tokens are revoked, and the incidents open on it are marked as blocked',
    also: [
      ...endsForNow('workstation-blocked'),
      all(openIncidentsHere, sets('incident', { blockedAt: now, blockerId: actor })),
    ],
  }),
  workstationStep('workstation.lose', 'lose', {
    by: who('workstation.lose', atLoss),
    fr: 'Déclarer le poste perdu : ses certificats et ses jetons sont révoqués, et les demandes ouvertes pour lui annulées',
    en: 'Report it lost: its certificates and its tokens are revoked, and the requests open for it are withdrawn',
    also: endsForGood('workstation-lost'),
  }),
];
