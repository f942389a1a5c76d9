import { lastChecklist } from '../../language/due-checklist.ts';
import { act, adds, addsMany, must, type Source, service } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, fresh, from, now, oneOf } from '../../language/sources.ts';
import { ANY, FIRST_CHECKLISTS, itemsText } from '../../rules/workstation/checklists.ts';
import { CHECKLIST_PURPOSES, type ChecklistPurpose } from '../../tables/codes.ts';
import { arg, confirms, decided } from './decided.ts';

/** The version that stands before the one that was decided. */
const before = (s: Scene) => {
  const args = decided('checklist.set', s);
  return args && lastChecklist(s, args.purpose, args.model, args.image);
};
const itemsDecided: Source = computed(
  'les points décidés, en JSON canonique',
  'the items that were decided, as canonical JSON',
  (v, s) => {
    const args = decided('checklist.set', s);
    return args !== undefined && v === itemsText(args.items);
  },
);
const isPurpose = (value: unknown): value is ChecklistPurpose =>
  CHECKLIST_PURPOSES.some((purpose) => purpose === value);

/** Checklists are data: the first come with the service, every other version is decided by two persons, and none is changed. */
export const CHECKLIST_ACTS = [
  act('checklist.adopt', {
    fr: 'Adopter les listes de contrôle d’un nouveau service',
    en: 'Adopt the checklists of a new service',
    by: service('personne n’a encore agi', 'nobody has acted yet'),
    on: { word: 'service' },
    writes: [
      addsMany('checklist', {
        id: fresh,
        purpose: oneOf(CHECKLIST_PURPOSES),
        model: constant(ANY),
        image: constant(ANY),
        version: constant(1),
        items: computed('les points que le livre donne', 'the items that the book gives', (v, s) => {
          const purpose = s.written('checklist.purpose');
          return isPurpose(purpose) && v === itemsText(FIRST_CHECKLISTS[purpose]);
        }),
        since: now,
      }),
    ],
    before: [
      must('personne n’a encore agi', 'nobody has acted yet', (s) => s.founding()),
      must(
        'une liste pour chaque usage, et nulle ne tient encore',
        'one for each purpose, and none stands yet',
        (s) => {
          const made = s.writtenOf('checklist').map(({ after }) => after.purpose);
          const each = CHECKLIST_PURPOSES.every((purpose) => made.filter((one) => one === purpose).length === 1);
          return each && CHECKLIST_PURPOSES.every((purpose) => lastChecklist(s, purpose, ANY, ANY) === undefined);
        },
      ),
    ],
  }),
  confirms('checklist.set', {
    writes: [
      adds('checklist', {
        id: fresh,
        purpose: arg('checklist.set', 'purpose'),
        model: arg('checklist.set', 'model'),
        image: arg('checklist.set', 'image'),
        version: arg('checklist.set', 'version'),
        items: itemsDecided,
        proposerId: from('proposal.proposerId'),
        confirmerId: actor,
        since: now,
      }),
    ],
    before: [
      must('c’est la version qui suit', 'it is the next version', (s) => {
        return decided('checklist.set', s)?.version === (before(s)?.version ?? 0) + 1;
      }),
      must(
        'la liste change, et n’est pas retirée avant d’être',
        'the checklist changes, and is not withdrawn before it is',
        (s) => {
          const args = decided('checklist.set', s);
          return args !== undefined && itemsText(args.items) !== (before(s)?.items ?? '[]');
        },
      ),
    ],
  }),
];
