import { act, must, who } from '../language.ts';
import { brokenRelation } from '../rights.ts';
import { computed, digest, input, numberIn, oneOf, optional } from '../sources.ts';
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
      policySha256: digest,
    },
    before: [
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
