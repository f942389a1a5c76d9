import { typeset } from '../words/translator.ts';

/** What can be wrong with an imported file; codes are stable, sentences are for people. */
export type ProblemCode =
  | 'too_large'
  | 'too_many_rows'
  | 'too_many_decided'
  | 'too_many_problems'
  | 'not_utf8'
  | 'empty_file'
  | 'bad_quotes'
  | 'missing_column'
  | 'unknown_column'
  | 'column_twice'
  | 'column_count'
  | 'missing'
  | 'too_long'
  | 'invisible_character'
  | 'bad_email'
  | 'bad_value'
  | 'bad_number'
  | 'bad_serial'
  | 'bad_service'
  | 'number_known'
  | 'serial_known'
  | 'not_in_house'
  | 'image_kept'
  | 'holder_unknown'
  | 'retired'
  | 'duplicate';
/** A sentence in both languages. */
export interface Said {
  fr: string;
  en: string;
}
export interface Problem {
  /** Counted from 1 as a text editor does; where a quoted field runs over several lines, the row's first. */
  line: number;
  /** The column's name as the file writes it; null when it concerns the row or the file. */
  column: string | null;
  code: ProblemCode;
  message: Said;
}

/** The most problems a report lists: a file of the wrong kind is wrong in every field. */
export const MAX_PROBLEMS = 1_000;

/** Gathers problems in the order of lines and knows when to stop. */
export interface Report {
  add(line: number, column: string | null, code: ProblemCode, fact?: string): void;
  readonly full: boolean;
  problems(): Problem[];
}

/** A list of the problems in a file, which stops growing when it is full. */
export function createReport(): Report {
  const found: Problem[] = [];
  return {
    get full() {
      return found.length >= MAX_PROBLEMS;
    },
    add(line, column, code, fact = '') {
      if (found.length < MAX_PROBLEMS) found.push({ line, column, code, message: said(code, fact) });
    },
    problems() {
      const sorted = [...found].sort((a, b) => a.line - b.line);
      const last = sorted.at(-1);
      if (found.length < MAX_PROBLEMS || last === undefined) return sorted;
      const message = said('too_many_problems');
      return [...sorted, { line: last.line, column: null, code: 'too_many_problems', message }];
    },
  };
}

/** The sentence of a code, typeset: an import's problems are shown by every door as they stand here. */
export function said(code: ProblemCode, fact = ''): Said {
  const { fr, en } = SENTENCES[code](fact);
  return { fr: typeset(fr), en };
}

const SENTENCES: Readonly<Record<ProblemCode, (fact: string) => Said>> = {
  too_large: (limit) => ({
    fr: `Le fichier dépasse ${limit} Mo : coupez-le en plusieurs fichiers.`,
    en: `the file is larger than ${limit} MB: split it`,
  }),
  too_many_rows: (limit) => ({
    fr: `Le fichier a plus de ${limit} lignes : coupez-le en plusieurs fichiers.`,
    en: `the file has more than ${limit} rows: split it`,
  }),
  too_many_decided: (limit) => ({
    fr: `Deux personnes décident de ${limit} lignes à la fois au plus, de moins si elles sont longues : coupez le fichier en plusieurs.`,
    en: `two persons decide on ${limit} rows at once at most, on fewer where they are long: split the file`,
  }),
  too_many_problems: () => ({
    fr: `Plus de ${MAX_PROBLEMS} erreurs : corrigez celles-ci d’abord.`,
    en: `more than ${MAX_PROBLEMS} problems: correct these first`,
  }),
  not_utf8: () => ({
    fr: 'Cette ligne n’est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 ».',
    en: 'this line is not UTF-8: save the file as "CSV UTF-8"',
  }),
  empty_file: (columns) => ({
    fr: `Rien à importer : il faut une ligne de titres (${columns}), puis une ligne pour chacun.`,
    en: `nothing to import: it takes a line of headings (${columns}), then one line each`,
  }),
  bad_quotes: () => ({
    fr: 'Guillemets mal placés : un champ entre guillemets les double à l’intérieur et se ferme avant le séparateur. La suite n’est pas lue.',
    en: 'misplaced quotes: a quoted field doubles them inside and closes before the separator; nothing after this was read',
  }),
  missing_column: (column) => ({ fr: `La colonne « ${column} » manque.`, en: `the column "${column}" is missing` }),
  unknown_column: (columns) => ({
    fr: `Colonne inconnue ; colonnes connues : ${columns}.`,
    en: `unknown column; known ones: ${columns}`,
  }),
  column_twice: () => ({ fr: 'Cette colonne est là deux fois.', en: 'this column is there twice' }),
  column_count: (counts) => ({
    fr: `Le nombre de champs n’est pas celui des titres (${counts}).`,
    en: `the number of fields is not that of the headings (${counts})`,
  }),
  missing: () => ({ fr: 'Valeur absente.', en: 'no value' }),
  too_long: (max) => ({ fr: `Plus de ${max} caractères.`, en: `longer than ${max} characters` }),
  invisible_character: () => ({
    fr: 'Caractère de contrôle ou invisible : retapez la valeur.',
    en: 'a control or invisible character: type the value anew',
  }),
  bad_email: () => ({ fr: 'Ce n’est pas une adresse électronique.', en: 'not an e-mail address' }),
  bad_value: () => ({
    fr: 'Format inattendu : voyez les exemples du fichier modèle.',
    en: 'not of the expected form: see the sample file',
  }),
  bad_number: () => ({
    fr: 'Ce n’est pas un numéro de poste : lettres, chiffres, points et tirets, 40 au plus.',
    en: 'not an asset number: letters, digits, full stops and hyphens, 40 at most',
  }),
  bad_serial: () => ({
    fr: 'Ce n’est pas un numéro de série : laissez la case vide s’il n’est pas connu.',
    en: 'not a serial number: leave the field empty where it is not known',
  }),
  bad_service: () => ({
    fr: 'Ce n’est pas un code de service, par exemple DNUM/SDIT ou PREF-33.',
    en: 'not a code of a service, such as DNUM/SDIT or PREF-33',
  }),
  number_known: (number) => ({
    fr: `C’est le numéro de série du poste ${number} : une lecture prendrait l’un pour l’autre.`,
    en: `it is the serial number of workstation ${number}: a scan would take one for the other`,
  }),
  serial_known: (number) => ({
    fr: `Le poste ${number} porte déjà ce numéro.`,
    en: `workstation ${number} has this number already`,
  }),
  image_kept: () => ({
    fr: 'L’image diffère : une migration ou une correction la change, un fichier non.',
    en: 'the image differs: a migration or a correction changes it, a file does not',
  }),
  not_in_house: () => ({
    fr: 'Ce poste est perdu ou bloqué : nul ne peut le recevoir. Videz la case.',
    en: 'this workstation is lost or blocked: nobody can be given it; leave the field empty',
  }),
  holder_unknown: () => ({
    fr: 'Aucune personne connue n’a ce matricule : importez-la d’abord, ou videz la case.',
    en: 'nobody who is known has this directory id: import them first, or leave the field empty',
  }),
  retired: () => ({
    fr: 'Ce poste est réformé : un fichier ne le fait pas revenir.',
    en: 'this workstation is retired: no file brings it back',
  }),
  duplicate: (first) => ({ fr: `Déjà présent à la ligne ${first}.`, en: `there already on line ${first}` }),
};
