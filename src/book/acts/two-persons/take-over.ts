import type { z } from 'zod';
import { isSomebody } from '../../judge/standing.ts';
import { act, adds, must, type Source, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, from, maybe, now, subject } from '../../language/sources.ts';
import type { TakeOver } from '../../rules/decision-args.ts';
import type { WorkstationInput } from '../../rules/workstation/inventory.ts';
import { inventory } from '../workstation/workstation.ts';
import { confirms, decided, inTime } from './decided.ts';

type Machine = z.output<typeof TakeOver>['workstations'][number];
const machinesOf = new WeakMap<z.output<typeof TakeOver>, ReadonlyMap<string, Machine>>();
/** The machines that were decided, by their numbers. */
function decidedMachines(s: Scene): ReadonlyMap<string, Machine> {
  const args = decided('workstation.takeOver', s);
  if (args === undefined) return new Map();
  const known = machinesOf.get(args) ?? new Map(args.workstations.map((one) => [one.assetNumber, one]));
  machinesOf.set(args, known);
  return known;
}
const columns: Readonly<Record<keyof Machine, Source>> = {
  ...inventory,
  holderId: maybe(
    computed(
      'une personne connue dont le compte n’est pas fermé',
      'a person who is known and not disabled',
      (v, s) => typeof v === 'string' && isSomebody(s, v),
    ),
  ),
};
const asDecided = (column: keyof Machine): Source =>
  computed(`« ${column} » d’un poste décidé`, `${column} of a workstation that was decided`, (v, s) => {
    const machine = decidedMachines(s).get(String(s.written('workstation.assetNumber')));
    return machine !== undefined && v === (machine[column] ?? null) && columns[column].fits(v, s);
  });
const confirmedByActor = must(
  'l’acteur a confirmé cette reprise',
  'the actor confirmed this take-over',
  (s) => s.value('proposal.state') === 'executed' && s.value('proposal.confirmerId') === s.entry.actor,
);

/**
 * Workstations of before come in once, in service, because two persons said so: the decision, then an entry for each,
 * as a line of the journal does not hold them all.
 */
export const TAKE_OVER_ACTS = [
  confirms('workstation.takeOver', {
    says: {
      workstations: computed('leur nombre', 'how many they are', (v, s) => v === decidedMachines(s).size),
    },
    before: [
      must('nul de ces postes n’est connu', 'none of these workstations is known', (s) => {
        const machines = [...decidedMachines(s).values()];
        const isKnown = ({ assetNumber, serialNumber }: WorkstationInput): boolean =>
          [assetNumber, serialNumber ?? assetNumber].some(
            (number) =>
              s.find('workstationsOfNumber', number).length + s.find('workstationsOfSerial', number).length > 0,
          );
        return machines.length > 0 && !machines.some(isKnown);
      }),
    ],
  }),
  act('workstation.takeOver', {
    fr: 'Reprendre un poste déjà en service, sur décision de deux personnes',
    en: 'Take a workstation over that is in service already, as two persons decided',
    by: who('dualControl.confirm', (s) => ({ personId: String(s.value('proposal.proposerId')) })),
    on: { table: 'workstation', fresh: true },
    named: { proposal: { table: 'proposal', find: (s) => s.get('proposal', String(s.entry.detail['proposal'])) } },
    says: { proposal: from('proposal.id') },
    writes: [
      adds('workstation', {
        id: subject,
        assetNumber: asDecided('assetNumber'),
        serialNumber: asDecided('serialNumber'),
        model: asDecided('model'),
        image: asDecided('image'),
        service: asDecided('service'),
        site: asDecided('site'),
        holderId: asDecided('holderId'),
        state: constant('commissioned'),
        round: constant(0),
        registeredAt: now,
        registererId: from('proposal.proposerId'),
        seconderId: actor,
        cameIn: constant('taken-over'),
      }),
    ],
    before: [confirmedByActor, inTime],
  }),
];
