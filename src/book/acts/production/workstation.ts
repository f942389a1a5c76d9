import { act, adds, moves, must, ofPeople, who } from '../../language/language.ts';
import { type Rows, revokes } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  computed,
  constant,
  empty,
  fresh,
  from,
  input,
  maybe,
  now,
  plusOne,
  subject,
} from '../../language/sources.ts';
import { type StepSpec, stepActs } from '../../language/step-act.ts';
import type { Right } from '../../rights/sentences.ts';
import { CHECKLISTS, dueChecklist, missingItems } from '../../rules/checklists.ts';
import { isLoneBringer, SERIAL } from '../../rules/inventory.ts';
import type { Action } from '../../tables/lifecycle.ts';
import type { WorkstationState } from '../../tables/tables.ts';

/** What an inventory says of a machine that comes in. */
export const inventory = {
  assetNumber: computed(
    'un numéro de parc que nul autre poste ne porte',
    'an asset number that no other has',
    (v, s) => {
      return typeof v === 'string' && /^[A-Z0-9][A-Z0-9._-]{0,39}$/.test(v) && s.isNew('workstation.assetNumber', v);
    },
  ),
  serialNumber: maybe(
    computed(
      'un numéro de série que nul autre poste ne porte',
      'a serial number that no other workstation has',
      (v, s) =>
        typeof v === 'string' &&
        SERIAL.test(v) &&
        s.find('workstationsOfSerial', v).every(({ id }) => id === s.subjectId),
    ),
  ),
  model: input('un modèle', 'a model', /^[^\p{Cc}]{1,80}$/u),
  image: maybe(input('une image', 'an image', /^[^\p{Cc}]{1,80}$/u)),
  service: input('un code de service', 'a code of a service', /^[A-Z0-9]+([-/][A-Z0-9]+)*$/),
  site: input('un site', 'a site', /^[^\p{Cc}]{1,100}$/u),
};
/** One person alone brings a machine in as registered: into service it comes by its checklist. */
const registered = adds('workstation', {
  ...inventory,
  id: subject,
  state: constant('registered'),
  round: constant(0),
  registeredAt: now,
  registererId: actor,
});

const dueOf = (s: Scene) => dueChecklist(s.value('workstation.state') as WorkstationState);
const unsigned = (s: Scene): string[] => {
  const due = dueOf(s);
  if (due === undefined) return [];
  return missingItems(due, s.find('itemsSigned', s.subjectId, due, s.value('workstation.round') ?? null));
};
const isLastItem = (s: Scene): boolean => unsigned(s).length === 1;
const endsCommissioning = must(
  'c’est le dernier point de la mise en service',
  'it is the last item of the commissioning',
  (s) => isLastItem(s) && dueOf(s) === 'commissioning',
);
const endsMigration = must(
  'c’est le dernier point de la migration',
  'it is the last item of the migration',
  (s) => isLastItem(s) && dueOf(s) === 'migration',
);
const notLoneBringer = ofPeople(
  must(
    'le dernier point n’est pas signé par celui qui a fait entrer le poste seul',
    'the last item is not signed by who brought the workstation in alone',
    (s) => {
      const row = s.row('workstation');
      return row !== undefined && !(isLastItem(s) && isLoneBringer(row, s.entry.actor));
    },
  ),
  'a fait entrer le poste seul',
  'brought the workstation in alone',
);

const tokensHere: Rows = (s) => s.find('tokensOfWorkstation', s.subjectId);
const certificatesHere: Rows = (s) => s.find('certificatesOfWorkstation', s.subjectId);

const workstationStep = stepActs('workstation');
/** A step of a workstation's life: the act is named after it. */
const step = (action: Action<'workstation'>, right: Right, spec: Omit<StepSpec, 'by'>) =>
  workstationStep(`workstation.${action}`, action, { by: who(right), ...spec });

/**
 * Step 2: SPAN workstations are registered, commissioned item by item and migrated; the last item is the only way into
 * service, but for those that two persons take over (take-over.ts). One that is lost, blocked or retired takes its
 * tokens and certificates with it.
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
    fr: 'Enregistrer un poste d’un fichier',
    en: 'Register a workstation of a file',
    by: who('workstation.import'),
    on: { table: 'workstation', fresh: true },
    writes: [registered],
  }),
  act('workstation.signItem', {
    fr: 'Signer un point de la liste de contrôle ; le dernier met le poste en service',
    en: 'Sign an item of the checklist; the last one puts the workstation into service',
    by: who('workstation.signItem'),
    on: { table: 'workstation' },
    writes: [
      adds('checkItem', {
        id: fresh,
        workstationId: subject,
        checklist: computed('la liste due', 'the checklist that is due', (v, s) => v === dueOf(s)),
        round: from('workstation.round'),
        item: computed(
          `un point non signé de la liste due (${Object.values(CHECKLISTS).flat().join(', ')})`,
          'an item of the checklist that is due and not signed',
          (v, s) => unsigned(s).includes(String(v)),
        ),
        signedBy: actor,
        signedAt: now,
      }),
      moves(
        'workstation',
        'commission',
        { commissionerId: actor, cameIn: constant('checklist') },
        { when: endsCommissioning },
      ),
      moves('workstation', 'commission', { commissionerId: actor }, { when: endsMigration }),
    ],
    before: [notLoneBringer],
  }),
  step('migrate', 'workstation.change', {
    fr: 'Commencer sa migration',
    en: 'Begin its migration',
    cells: { round: plusOne('workstation.round') },
  }),
  step('loan', 'workstation.change', { fr: 'Prêter le poste', en: 'Lend the workstation' }),
  step('giveBack', 'workstation.change', { fr: 'Le reprendre d’un prêt', en: 'Take it back from a loan' }),
  step('sendToRepair', 'workstation.change', { fr: 'L’envoyer en réparation', en: 'Send it to repair' }),
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
    fr: 'Le reprendre de réparation : la liste de mise en service est à signer en entier',
    en: 'Take it back from repair: the whole checklist of commissioning is due',
    cells: { round: plusOne('workstation.round'), commissionerId: empty, cameIn: empty },
  }),
  step('retire', 'workstation.change', {
    fr: 'Réformer le poste : ses certificats sont révoqués',
    en: 'Retire it: its certificates are revoked',
    also: revokes({ alone: certificatesHere }, constant('workstation-retired')),
  }),
  step('block', 'workstation.block', {
    fr: 'Bloquer le poste : ses certificats et ses jetons sont révoqués',
    en: 'Block it: its certificates and its tokens are revoked',
    also: revokes({ tokens: tokensHere, alone: certificatesHere }, constant('workstation-blocked')),
  }),
  step('lose', 'workstation.block', {
    fr: 'Déclarer le poste perdu : ses certificats et ses jetons sont révoqués',
    en: 'Report it lost: its certificates and its tokens are revoked',
    also: revokes({ tokens: tokensHere, alone: certificatesHere }, constant('workstation-lost')),
  }),
];
