import { act, must, who } from '../language.ts';
import { brokenRelation } from '../relations.ts';
import { POLICY } from '../service-settings.ts';
import { computed, input, numberIn, oneOf, optional } from '../sources.ts';
import type { Role } from '../tables.ts';

const seq = numberIn(0, Number.MAX_SAFE_INTEGER);
const searched = (fr: string, en: string) => optional(input(fr, en));
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
];
