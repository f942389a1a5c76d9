import { argumentWords } from '../../words/argument-words.ts';
import { campaignNames } from '../../words/campaign-names.ts';
import { certificateNames } from '../../words/certificate-names.ts';
import { columnWords } from '../../words/column-words.ts';
import { decisionWords } from '../../words/decision-words.ts';
import { wordsEn } from '../../words/en.ts';
import { forecastNames } from '../../words/forecast-names.ts';
import { wordsFr } from '../../words/fr.ts';
import { incidentNames } from '../../words/incident-names.ts';
import { passwordNames } from '../../words/password-names.ts';
import { policyNames } from '../../words/policy-names.ts';
import { recallNames } from '../../words/recall-names.ts';
import { recordNames } from '../../words/record-names.ts';
import { requestNames } from '../../words/request-names.ts';
import { restoreNames } from '../../words/restore-names.ts';
import { slotNames } from '../../words/slot-names.ts';
import { timeNames } from '../../words/time-names.ts';
import { type CountKeyOf, inLanguage, type TranslateOf, translatorsOf } from '../../words/translator.ts';
import { accessWords } from '../access/words.ts';
import { accessReviewWords } from '../access-review/words.ts';
import { appointmentWords } from '../appointments/words.ts';
import { approvalsWords } from '../approvals/words.ts';
import { campaignWords } from '../campaigns/words.ts';
import { checklistsWords } from '../checklists/words.ts';
import { directoryWords } from '../directory/words.ts';
import { forecastWords } from '../forecast/words.ts';
import { handoverWords } from '../handover/words.ts';
import { healthPageWords } from '../health/words.ts';
import { guideWords } from '../help/guide-words.ts';
import { tourWords } from '../help/tour-words.ts';
import { helpWords } from '../help/words.ts';
import { importWords } from '../imports/words.ts';
import { incidentWords } from '../incidents/words.ts';
import { codeWords } from '../journal/code-words.ts';
import { journalEntryWords } from '../journal/entry-page-words.ts';
import { linkWords } from '../journal/link-words.ts';
import { saidWords } from '../journal/said-words.ts';
import { stateWords } from '../journal/state-words.ts';
import { journalWords } from '../journal/words.ts';
import { lineWords } from '../line/words.ts';
import { nodeWords } from '../nodes/words.ts';
import { nomadeWords } from '../nomade/words.ts';
import { notificationWords } from '../notifications/words.ts';
import { peopleWords } from '../people/words.ts';
import { recallWords } from '../recalls/words.ts';
import { priorityWords } from '../requests/priority-words.ts';
import { requestsWords } from '../requests/words.ts';
import { searchWords } from '../search/words.ts';
import { securityWords } from '../security/words.ts';
import { ownDataWords } from '../session/own-data-words.ts';
import { sessionWords } from '../session/words.ts';
import { expectedWords } from '../stock/expected-words.ts';
import { placeWords } from '../stock/location-words.ts';
import { stockWords } from '../stock/words.ts';
import { machineWords } from '../supervision/machine-words.ts';
import { trendWords } from '../supervision/trend-words.ts';
import { supervisionWords } from '../supervision/words.ts';
import { workshopWords } from '../workshop/words.ts';
import { workstationsWords } from '../workstations/words.ts';
import { fieldWords } from './forms/field-words.ts';
import { frameWords } from './words.ts';

export { LANGUAGES, type Language } from '../../words/translator.ts';

/** Every text of the console: those of each screen stand beside it. A test holds that no key stands twice. */
export const SCREENS = [
  accessReviewWords,
  accessWords,
  appointmentWords,
  approvalsWords,
  argumentWords,
  campaignNames,
  campaignWords,
  codeWords,
  columnWords,
  directoryWords,
  fieldWords,
  frameWords,
  handoverWords,
  healthPageWords,
  guideWords,
  helpWords,
  tourWords,
  importWords,
  incidentNames,
  incidentWords,
  nodeWords,
  nomadeWords,
  journalEntryWords,
  journalWords,
  linkWords,
  saidWords,
  stateWords,
  lineWords,
  machineWords,
  peopleWords,
  recallWords,
  certificateNames,
  decisionWords,
  policyNames,
  recallNames,
  recordNames,
  passwordNames,
  restoreNames,
  slotNames,
  requestNames,
  requestsWords,
  priorityWords,
  searchWords,
  securityWords,
  sessionWords,
  ownDataWords,
  stockWords,
  expectedWords,
  placeWords,
  supervisionWords,
  timeNames,
  forecastNames,
  forecastWords,
  trendWords,
  notificationWords,
  workshopWords,
  checklistsWords,
  workstationsWords,
] as const;
type KeysOf<W> = W extends unknown ? keyof W : never;
export type Key = KeysOf<(typeof SCREENS)[number]> | keyof typeof wordsFr;
export type CountKey = CountKeyOf<Key>;
export type Translate = TranslateOf<Key>;
type Dictionary = Readonly<Record<Key, string>>;

export const fr: Dictionary = { ...wordsFr, ...inLanguage<Key>(SCREENS, 'fr') };
export const en: Dictionary = { ...wordsEn, ...inLanguage<Key>(SCREENS, 'en') };

/** The translator of one language. */
export const translator = translatorsOf<Key>(fr, en);

/** True for a key of the dictionary: texts that exist for some codes only. */
export function hasText(key: string): key is Key {
  return key in fr;
}
