import { z } from 'zod';
import { ERROR_CODES } from '../../../errors.ts';
import { act, adds, moves, must, oneself, service, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  computed,
  constant,
  from,
  now,
  numberIn,
  oneOf,
  optional,
  said,
  subject,
} from '../../language/sources.ts';
import type { Right } from '../../rights/sentences.ts';
import { IMPORT_ROWS, REFUSALS_TOLD } from '../../rules/limits.ts';
import { isAssetNumber } from '../../rules/workstation/inventory.ts';
import type { ImportKind } from '../../tables/codes.ts';

const Refusals = z
  .string()
  .transform((text, at) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      at.addIssue('is no JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(
        z.union([
          z.tuple([z.int().min(1), z.enum(ERROR_CODES)]),
          z.tuple([z.literal(0), z.enum(ERROR_CODES), z.string().refine(isAssetNumber)]),
        ]),
      )
      .max(REFUSALS_TOLD),
  );
/** No text that is typed freely stands among them: they would keep it for seven years. */
function areRefusals(v: unknown, s: Scene): boolean {
  const read = Refusals.safeParse(v);
  if (!read.success || JSON.stringify(read.data) !== v) return false;
  return read.data.every(([, , number]) => number === undefined || s.find('workstationsOfNumber', number).length > 0);
}

/** What became of a row, in the columns that count it. */
const OUTCOMES = ['added', 'updated', 'unchanged', 'refused'] as const;

const grown = (s: Scene, column: (typeof OUTCOMES)[number] | 'taken'): number =>
  Number(s.written(`import.${column}`)) - Number(s.value(`import.${column}`));
const goesUp = computed('comme avant ou plus', 'as before or more', (v, s) => {
  return typeof v === 'number' && Number.isSafeInteger(v) && OUTCOMES.every((column) => grown(s, column) >= 0);
});
const counted = must(
  'chaque ligne prise est ajoutée, mise à jour, inchangée ou refusée, et il n’y en a pas plus que le fichier n’en a',
  'each row taken is added, updated, unchanged or refused, and there are no more than the file has',
  (s) => {
    const taken = grown(s, 'taken');
    const sum = OUTCOMES.reduce((n, column) => n + grown(s, column), 0);
    return taken > 0 && sum === taken && Number(s.written('import.taken')) <= Number(s.value('import.rows'));
  },
);
const nobodyElse = must(
  'c’est qui l’a commencée',
  'it is who began it',
  (s) => s.value('import.askerId') === s.entry.actor,
);
const oneAtATime = must(
  'la personne n’a pas d’autre import en cours',
  'the person has no other import that runs',
  (s) => s.find('runningImportsOfPerson', s.entry.actor).length === 0,
);
const complete = must('toutes les lignes sont prises', 'every row was taken', (s) => {
  return s.value('import.taken') === s.value('import.rows');
});
const reasonTold = must(
  'le service dit pourquoi il cesse, et la ligne le garde ; qui l’a commencé n’en dit rien',
  'the service says why it stops, and the row keeps it; whoever began it says nothing',
  (s) => {
    const code = s.entry.detail['code'] ?? null;
    return (s.written('import.stopCode') ?? null) === code && (code !== null) === (s.entry.actor === 'system');
  },
);

const begins = (kind: ImportKind, right: Right, fr: string, en: string) =>
  act(`import.begin ${kind}`, {
    fr,
    en,
    by: who(right),
    on: { table: 'import', fresh: true },
    says: { kind: constant(kind) },
    writes: [
      adds('import', {
        id: subject,
        kind: constant(kind),
        askerId: actor,
        state: constant('running'),
        rows: numberIn(0, IMPORT_ROWS),
        taken: constant(0),
        added: constant(0),
        updated: constant(0),
        unchanged: constant(0),
        refused: constant(0),
        refusals: constant('[]'),
        begunAt: now,
      }),
    ],
    before: [oneAtATime],
  });
const goesOn = (kind: ImportKind, right: Right, fr: string, en: string) => [
  act(`import.proceed ${kind}`, {
    fr,
    en,
    by: who(right),
    on: { table: 'import' },
    says: { kind: from('import.kind') },
    writes: [
      moves('import', 'proceed', {
        taken: goesUp,
        added: goesUp,
        updated: goesUp,
        unchanged: goesUp,
        refused: goesUp,
        refusals: computed(
          'les premières lignes refusées et leurs codes, ou, sans ligne, le numéro d’un poste connu que le fichier n’a pas',
          'the first rows refused and their codes or, without a row, the number of a known workstation that the file has not',
          areRefusals,
        ),
      }),
    ],
    before: [nobodyElse, counted],
  }),
];

/**
 * A file comes in a piece at a time, so that nobody waits for it: what it brings in stands in entries of its own, and after
 * each piece this says how far it went. It goes on after a stop of the service, as long as whoever began it has the right.
 */
export const IMPORT_ACTS = [
  begins('people', 'person.import', 'Commencer à importer un fichier de personnes', 'Begin to import a file of people'),
  begins(
    'workstations',
    'workstation.import',
    'Commencer à importer un fichier de postes',
    'Begin to import a file of workstations',
  ),
  ...goesOn('people', 'person.import', 'Avancer dans un fichier de personnes', 'Go on in a file of people'),
  ...goesOn(
    'workstations',
    'workstation.import',
    'Avancer dans un fichier de postes',
    'Go on in a file of workstations',
  ),
  act('import.finish', {
    fr: 'Finir d’importer un fichier',
    en: 'Finish importing a file',
    by: service('tout est importé', 'all was imported'),
    on: { table: 'import' },
    writes: [moves('import', 'finish', { endedAt: now })],
    before: [complete],
  }),
  act('import.stop', {
    fr: 'Cesser d’importer un fichier ; ce qui en est importé reste',
    en: 'Stop importing a file; what came in stays',
    by: [oneself((s) => s.value('import.askerId')), service('cela ne peut pas continuer', 'it cannot go on')],
    on: { table: 'import' },
    says: { code: optional(oneOf(ERROR_CODES)) },
    writes: [moves('import', 'stop', { endedAt: now, stopCode: optional(said('code')) })],
    before: [reasonTold],
  }),
];
