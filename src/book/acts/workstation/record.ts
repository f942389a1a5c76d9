import { campaignsOf } from '../../language/campaigns-ended.ts';
import { act, all, type Condition, must, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, constant, empty, from, now, oneOf, optional } from '../../language/sources.ts';
import { formerHolderAfter, isExchangedBy } from '../../rules/workstation/exchanges.ts';
import { GIVEN_FOR, TAKEN_BACK_FOR, type TakenBackFor } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import type { RowOf } from '../../tables/row.ts';
import { WORKSTATION_USABLE } from '../../tables/states.ts';
import { exchangeOf } from '../campaign/exchange-of.ts';
import { inventory, isTakenIn } from './workstation.ts';

const CORRECTED = ['serialNumber', 'model', 'image', 'service', 'site'] as const;
/** An image comes in with the machine, and changes by its migration or by a correction: no file replaces it. */
const OF_FILES = ['serialNumber', 'model', 'service', 'site', 'holderId'] as const;
type Recorded = (typeof CORRECTED)[number] | (typeof OF_FILES)[number];

/** What an entry calls the value that a column had. */
const beforeOf = (column: Recorded): string => `${column}Before`;
const saysBefore = (columns: readonly Recorded[]) =>
  Object.fromEntries(columns.map((column) => [beforeOf(column), optional(from(`workstation.${column}`))]));
/** Each column that is written changes, and the entry says what it was; of no other. */
const saysWhatWas = (columns: readonly Recorded[]): Condition =>
  must(
    'chaque colonne écrite change, et l’écriture dit ce qu’elle valait',
    'each column that is written changes, and the entry says what it was',
    (s) => {
      const [step] = s.writtenOf('workstation');
      const set: readonly string[] = step ? Object.keys(step.said) : [];
      const isSomething = set.some((column) => columns.some((one) => one === column));
      return (
        isSomething &&
        columns.every((column) => {
          const isSaid = s.entry.detail[beforeOf(column)] !== undefined;
          if (!set.includes(column)) return !isSaid;
          return isSaid && s.written(`workstation.${column}`) !== s.value(`workstation.${column}`);
        })
      );
    },
  );
const someone = computed('une personne connue', 'a person who is known', (v, s) => {
  return typeof v === 'string' && s.get('person', v)?.purgedAt === null;
});
const corrections = {
  serialNumber: optional(inventory.serialNumber),
  model: optional(inventory.model),
  service: optional(inventory.service),
  site: optional(inventory.site),
};
const hasNobody = must(
  'nul n’a le poste',
  'nobody has the workstation',
  (s) => s.value('workstation.holderId') === null,
);
const inHouse = must(
  'le poste n’est ni réformé, ni bloqué, ni perdu',
  'the workstation is neither retired, blocked nor lost',
  (s) => isOneOf(WORKSTATION_USABLE, s.value('workstation.state')),
);

const notRetired = must(
  'le poste n’est pas réformé',
  'the workstation is not retired',
  (s) => s.value('workstation.state') !== 'retired',
);
const givenInHouse = must(
  'un agent ne reçoit pas un poste réformé, bloqué ou perdu',
  'no agent is given a workstation that is retired, blocked or lost',
  (s) => typeof s.written('workstation.holderId') !== 'string' || inHouse.holds(s),
);

/**
 * The items of campaigns that end where somebody is given this machine: it takes the place of one of theirs, or of one that was
 * taken back from them, and no token has to follow.
 */
const exchangesGiven = (s: Scene): readonly RowOf<'campaignItem'>[] =>
  s.find('openExchangesFor', s.subjectId).filter((item) => {
    const machine = s.get('workstation', item.workstationId);
    const exchange = machine && exchangeOf(s, machine, item);
    return exchange !== undefined && isExchangedBy(exchange, s.written('workstation.holderId'));
  });

/** What is known of a workstation, corrected by people or by a file, and who has it. None of it moves a state. */
export const RECORD_ACTS = [
  act('workstation.amend', {
    fr: 'Corriger la fiche d’un poste',
    en: 'Correct the record of a workstation',
    by: who('workstation.amend'),
    on: { table: 'workstation' },
    says: saysBefore(CORRECTED),
    writes: [sets('workstation', { ...corrections, image: optional(inventory.image) })],
    before: [saysWhatWas(CORRECTED)],
  }),
  act('workstation.assign', {
    fr: 'Attribuer un poste à un agent',
    en: 'Give a workstation to an agent',
    by: who('workstation.assign'),
    on: { table: 'workstation' },
    says: { reason: oneOf(GIVEN_FOR), campaigns: campaignsOf(exchangesGiven) },
    writes: [
      sets('workstation', { holderId: someone }),
      // a campaign is done with the machine once its holder has the new one, where no token has to follow
      all(exchangesGiven, sets('campaignItem', { endedAt: now, outcome: constant('exchanged') })),
    ],
    before: [hasNobody, inHouse],
  }),
  act('workstation.takeBack', {
    fr: 'Reprendre un poste à l’agent qui l’a',
    en: 'Take a workstation back from the agent who has it',
    by: who('workstation.assign'),
    on: { table: 'workstation' },
    says: { reason: oneOf(TAKEN_BACK_FOR), holderIdBefore: from('workstation.holderId') },
    writes: [
      sets('workstation', {
        holderId: empty,
        formerHolderId: computed(
          'qui l’avait ; une correction laisse le porteur précédent, un départ n’en laisse aucun',
          'who had it; a correction leaves the former holder, and whoever leaves the service is none',
          (v, s) => {
            const machine = s.row('workstation') as RowOf<'workstation'> | undefined;
            const { reason } = s.entry.detail;
            return machine !== undefined && v === formerHolderAfter(machine, reason as TakenBackFor);
          },
        ),
      }),
    ],
    before: [
      must(
        'un agent a le poste',
        'an agent has the workstation',
        (s) => typeof s.value('workstation.holderId') === 'string',
      ),
    ],
  }),
  act('workstation.update', {
    fr: 'Mettre à jour la fiche d’un poste d’après un fichier',
    en: 'Update the record of a workstation by a file',
    by: who('workstation.import'),
    on: { table: 'workstation' },
    says: saysBefore(OF_FILES),
    writes: [sets('workstation', { ...corrections, holderId: optional(someone) })],
    before: [saysWhatWas(OF_FILES), notRetired, givenInHouse, isTakenIn],
  }),
];
