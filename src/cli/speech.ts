import { wordsOfAction } from '../book/entry-words.ts';
import type { RequestEndReason } from '../book/tables/codes.ts';
import type { WorkstationState } from '../book/tables/states.ts';
import type { ErrorCode } from '../errors.ts';
import type { SlotTold } from '../flow/production/bench-slots.ts';
import type { ProductionStep } from '../flow/production/steps.ts';
import type { Told } from '../flow/reading/request/request-detail.ts';
import { argumentKeys, argumentWords } from '../words/argument-words.ts';
import { columnWords } from '../words/column-words.ts';
import { decisionWords } from '../words/decision-words.ts';
import { wordsEn } from '../words/en.ts';
import { explainError, type WordKey } from '../words/explain.ts';
import { wordsFr } from '../words/fr.ts';
import { incidentNames } from '../words/incident-names.ts';
import { passwordNames } from '../words/password-names.ts';
import { recallNames } from '../words/recall-names.ts';
import { recordNames } from '../words/record-names.ts';
import { requestNames } from '../words/request-names.ts';
import { restoreNames } from '../words/restore-names.ts';
import { slotNames } from '../words/slot-names.ts';
import { curveApostrophes, inLanguage, LANGUAGES, type Language, translatorsOf } from '../words/translator.ts';
import { FRENCH } from './i18n/fr.ts';

/** What a result says of a refusal. */
interface RefusedOne {
  code: ErrorCode;
  detail: string;
  context?: Readonly<Record<string, unknown>> | undefined;
}
type Shared =
  | keyof typeof requestNames
  | keyof typeof incidentNames
  | keyof typeof recordNames
  | keyof typeof recallNames
  | keyof typeof slotNames
  | keyof typeof restoreNames
  | keyof typeof passwordNames
  | keyof typeof decisionWords
  | keyof typeof argumentWords
  | keyof typeof columnWords;
type Name = WordKey | Shared;
const SHARED = [
  requestNames,
  incidentNames,
  recordNames,
  recallNames,
  slotNames,
  restoreNames,
  passwordNames,
  decisionWords,
  argumentWords,
  columnWords,
];
const inFrench = { ...wordsFr, ...inLanguage<Shared>(SHARED, 'fr') };
const words = translatorsOf<Name>(inFrench, { ...wordsEn, ...inLanguage<Shared>(SHARED, 'en') });

/** The language of a command: `--lang`, or the locale where it is English; else French, the service's first language. */
export function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const at = argv.indexOf('--lang');
  const given = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--lang='))?.slice('--lang='.length);
  const asked = LANGUAGES.find((language) => language === given);
  if (asked) return asked;
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return /^en(?![a-z])/i.test(locale) ? 'en' : 'fr';
}

/** Whether the reason of an error has a sentence of its own, beside which its English one says nothing more. */
const isReasoned = ({ code, detail }: { code: ErrorCode; detail: Readonly<Record<string, unknown>> }): boolean =>
  `error.${code}.why.${detail['why']}` in inFrench;

/** What the command line says, in one language. English stands where it is said; French in i18n/fr.ts, under the English. */
export function createSpeech(language: Language) {
  // spaces stay plain: what a terminal shows is searched and cut by programs, and broken by none
  const french = new Map(Object.entries(FRENCH).map(([english, text]) => [english, curveApostrophes(text)]));
  const w = words(language);

  /** A text of the program. */
  const text = (english: string): string =>
    language === 'fr' ? (french.get(english) ?? english) : curveApostrophes(english);

  /** A sentence with values in it: they are `{0}`, `{1}`, … in the dictionary. A line end at its end is kept. */
  const t = (parts: TemplateStringsArray, ...values: readonly unknown[]): string => {
    const pattern = parts.reduce((all, part, at) => `${all}{${at - 1}}${part}`);
    const end = /\n*$/.exec(pattern)?.[0] ?? '';
    const said = text(pattern.slice(0, pattern.length - end.length));
    return said.replace(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)])) + end;
  };

  return {
    language,
    text,
    t,
    /** A length of time as it is written: tenths of a second. */
    seconds: (seconds: number): string => `${seconds.toLocaleString(language)}${language === 'fr' ? '\u202f' : ' '}s`,
    /** A state, kind or role as people call it; in English its code, as it is typed. */
    word: (group: string, code: string): string =>
      language === 'fr' && `${group}.${code}` in inFrench ? w(`${group}.${code}` as Name) : code,
    /** What an act is called; one that nobody names by its code. */
    act: (action: string): string => {
      const decided = `dual.act.${action}`;
      if (decided in inFrench) return w(decided as Name);
      return curveApostrophes(wordsOfAction(action)?.[language] ?? action);
    },
    /** What an argument of a two-person act, or a column of a row, is called; one without a word by its name. */
    argument: (act: string, name: string): string => {
      const key = argumentKeys(act, name).find((one) => one in inFrench);
      return key === undefined ? name : w(key as Name);
    },
    /** How far a token's production is, in the words of the console. */
    step: (done: ProductionStep): string => w(`making.${done}`),
    /** What a slot does, or what its token is; and what is done about it, if anything. */
    slot: (told: SlotTold): { state: string; note: string } => {
      const note = `bench.stock.${told}`;
      return { state: w(`bench.${told}`), note: note in inFrench ? w(note as Name) : '' };
    },
    /** Who has a machine by its record, to whoever works here. */
    heldBy: ({ state, holder }: { state: WorkstationState; holder: Pick<Told, 'name'> | null }): string => {
      if (holder === null) return w(state === 'loaned' ? 'record.holder.lent' : 'record.holder.none');
      return holder.name ?? w('request.machine.holder.hidden');
    },
    /** Who asked for somebody else. */
    askedBy: ({ name }: Pick<Told, 'name'>): string => name ?? w('request.asker.hidden'),
    /** Why a request ended with something else than itself. */
    ended: (reason: RequestEndReason): string => w(`request.ended.${reason}`),
    /** Why the service did not go on with something, by its code alone: what happened and what to do. */
    reason: (code: ErrorCode): string => `${w(`error.${code}`)} ${w(`error.${code}.do`)} [${code}]`,
    /** A refusal of the service: what happened and what to do. */
    refusal: (error: Parameters<typeof explainError>[2]): string => {
      if (language === 'en') return curveApostrophes(error.message);
      const own = french.get(error.message) ?? error.detail['fr'];
      if (typeof own === 'string') return curveApostrophes(own);
      const rule = `field.${error.detail['rule']}`;
      if (rule in inFrench) return `${w(rule as Name)} [${error.code}]`;
      const { title, remedy } = explainError(w, language, error);
      // a form has fields, a command line has none
      const isOfFields = remedy === w('error.invalid_input.do');
      const said = `${title} ${isOfFields ? text('Correct what is said here, then go on.') : remedy} [${error.code}]`;
      return isReasoned(error) ? said : `${said}\n  (${error.message})`;
    },
    /** The same on one line, of one of several that was refused. */
    refusedOne: ({ code, detail, context = {} }: RefusedOne): string => {
      if (language === 'en') return `${curveApostrophes(detail)} [${code}]`;
      const { title, remedy } = explainError(w, language, { code, message: detail, detail: context });
      return `${title} ${remedy} [${code}]`;
    },
  };
}
export type Speech = ReturnType<typeof createSpeech>;
