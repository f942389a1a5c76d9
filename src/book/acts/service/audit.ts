import { act, must, service, who } from '../../language/language.ts';
import { computed, input, numberIn, oneOf, optional } from '../../language/sources.ts';
import { brokenRelation } from '../../rights/relations.ts';
import { COMPARED, COMPARISON_CAUSES, DIFFERENCE_KINDS } from '../../rules/service/differences.ts';
import { POLICY } from '../../rules/service/service-settings.ts';
import type { Role } from '../../tables/codes.ts';

const count = numberIn(0, Number.MAX_SAFE_INTEGER);
/** A row's id, or a fingerprint of it where it says too much. */
const named = must('la ligne est nommée', 'the row is named', (s) => /^[\w.:-]{1,128}$/.test(s.subjectId));
const seq = numberIn(0, Number.MAX_SAFE_INTEGER);
const searched = (fr: string, en: string) => optional(input(fr, en));
/** Looking at the journal: what an auditor does is in it too, and may be left out of what they read of others. */
export const LOOKING = ['journal.read', 'journal.export', 'journal.verify', 'journal.compare', 'entry.export'] as const;
const moment = optional(numberIn(-8_640_000_000_000_000, 8_640_000_000_000_000));

/** What auditors and security officers do with the journal: it is in the journal too. */
export const AUDIT_ACTS = [
  act('journal.read', {
    fr: 'Chercher dans le journal',
    en: 'Search the journal',
    by: who('journal.read'),
    on: { word: 'journal' },
    says: {
      action: searched('un acte', 'an act'),
      actor: searched('une personne', 'a person'),
      subject: searched('un objet', 'a subject'),
      outcome: searched('une issue', 'an outcome'),
      from: moment,
      to: moment,
      text: oneOf([true, false]),
      entry: optional(seq),
    },
  }),
  act('journal.export', {
    fr: 'Exporter le journal, ou une partie ; avec les données personnelles, c’est un droit à part',
    en: 'Export the journal, or a range of it; with the personal data it is a right of its own',
    by: who('journal.export'),
    on: { word: 'journal' },
    says: {
      from: optional(seq),
      to: optional(
        computed('la fin de la partie, ou vide', 'the end of the range, or nothing', (v) => {
          return v === null || (typeof v === 'number' && v > 0);
        }),
      ),
      openings: oneOf([true, false]),
      policySha256: computed(
        'l’empreinte de la politique en vigueur, dite au démarrage',
        'the hash of the policy in force, as the start said it',
        (v, s) => v !== undefined && v === s.get('setting', POLICY)?.value,
      ),
    },
    before: [
      must('une partie a un début et une fin', 'a range has a begin and an end', ({ entry: { detail } }) => {
        const { from, to } = detail;
        if (from === undefined || to === undefined) return from === to;
        return to === null || Number(to) > Number(from);
      }),
      must('avec les données personnelles, s’il en a le droit', 'with the personal data, who may open it', (s) => {
        const { actor, role, detail } = s.entry;
        const person = { personId: actor, service: '', scopes: [] };
        return detail['openings'] === false || brokenRelation(role as Role, 'journal.open', person, {}) === undefined;
      }),
    ],
  }),
  act('journal.verify', {
    fr: 'Vérifier le journal sur demande',
    en: 'Verify the journal on demand',
    by: who('journal.verify'),
    on: { word: 'journal' },
    says: {
      size: computed('combien d’écritures', 'how many entries', (v, s) => typeof v === 'number' && v <= s.entry.seq),
      root: input('une racine', 'a root', /^[A-Za-z0-9+/]{43}=$/),
      signed: oneOf([true, false]),
    },
  }),
  act('journal.compare', {
    fr: 'Demander que les tables soient comparées au journal',
    en: 'Ask for the tables to be compared with the journal',
    by: who('journal.compare'),
    on: { word: 'journal' },
  }),
  act('journal.compared', {
    fr: 'Comparer les tables au journal : l’écriture est faite à la fin',
    en: 'Compare the tables with the journal: the entry is made at the end',
    by: service('au démarrage, chaque jour, ou à la demande', 'at a start, each day, or when asked'),
    on: { word: 'journal' },
    says: {
      cause: oneOf(COMPARISON_CAUSES),
      size: computed('jusqu’à quelle écriture', 'up to which entry', (v, s) => {
        return typeof v === 'number' && v > 0 && v <= s.entry.seq;
      }),
      rows: count,
      sealed: count,
      purged: count,
      differences: count,
    },
  }),
  act('row.distrust', {
    fr: 'Constater qu’une ligne n’est pas ce que dit le journal : elle est refusée',
    en: 'Find that a row is not as the journal says: it is refused',
    by: service('une comparaison, ou qui lit la ligne, l’a trouvé', 'a comparison, or who reads the row, found it'),
    on: { any: COMPARED },
    says: { kind: oneOf(DIFFERENCE_KINDS) },
    before: [named],
  }),
  act('row.trust', {
    fr: 'Constater que la ligne est de nouveau ce que dit le journal',
    en: 'Find that the row is as the journal says again',
    by: service('une comparaison l’a trouvé', 'a comparison found it'),
    on: { any: COMPARED },
    before: [named],
  }),
];
