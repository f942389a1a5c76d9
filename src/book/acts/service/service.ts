import canonicalize from 'canonicalize';
import { DAY_MS, HOUR_MS } from '../../../durations.ts';
import { act, adds, moves, must, not, service, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import {
  computed,
  constant,
  digest,
  empty,
  input,
  json,
  now,
  numberIn,
  plusOne,
  said,
  subject,
} from '../../language/sources.ts';
import { plainLine } from '../../language/typed-names.ts';
import { isMade } from '../../rules/certificates/certificates.ts';
import { limitOf, settingsOf } from '../../rules/limits.ts';
import { NODE_NAME, nodeOfSubject, SITE_LENGTH } from '../../rules/service/nodes.ts';
import { BOOK, DAYS_SENT, MAILED, POLICY, PRINTED, SEALED } from '../../rules/service/service-settings.ts';
import { changesSetting, givesSetting } from './give-setting.ts';

const count = numberIn(0, Number.MAX_SAFE_INTEGER);
const dateOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
const nextDay = (s: Scene): number => Number(s.get('setting', SEALED)?.value ?? Number.NaN);
const kept = (s: Scene): number => limitOf(settingsOf(s), 'accessLog.days') * DAY_MS;
/** The report of a day leaves the house once; `last` is the setting that says which day left last. */
const dayPost = (last: string) => ({
  by: service('ce jour est fini', 'that day is over'),
  on: { any: ['day'] },
  writes: givesSetting(last, subject),
  before: [
    must('celui d’aucun jour plus récent n’est parti', 'that of no later day has left', (s: Scene) => {
      return String(s.get('setting', last)?.value ?? '') < s.subjectId;
    }),
    must(
      `c’est l’un des ${DAYS_SENT} derniers jours finis`,
      `it is one of the ${DAYS_SENT} days that ended last, where the service stands`,
      (s: Scene) => {
        const begin = Date.parse(`${s.subjectId}T00:00:00Z`);
        // the day of Europe/Paris ends one or two hours before that of UTC
        return (
          /^\d{4}-\d{2}-\d{2}$/.test(s.subjectId) &&
          s.clock.latest - begin >= DAY_MS - 2 * HOUR_MS &&
          s.clock.earliest - begin <= (DAYS_SENT + 1) * DAY_MS
        );
      },
    ),
  ],
});
/** No checkpoint counts more entries than there are. */
const size = computed('la taille d’un point de contrôle', 'the size of a checkpoint', (v, s) => {
  return typeof v === 'number' && v > 0 && v <= s.entry.seq;
});

const isNamed = must(
  'le nœud a un nom : une minuscule, puis des minuscules, des chiffres et des tirets, 40 en tout au plus',
  'the node has a name: a lower case letter, then such letters, digits and hyphens, 40 at most in all',
  (s) => NODE_NAME.test(s.subjectId),
);
const isKnown = must('le nœud est connu', 'the node is known', (s) => s.row('node') !== undefined);
/** What a node says of itself at its start. */
const started = { site: said('site'), version: said('version'), startedAt: now, endedAt: empty };

/** What the service does by itself, and what it writes down of itself; rows of its nodes and settings. */
export const SERVICE_ACTS = [
  act('service.start', {
    fr: 'Démarrer le service sur un nœud',
    en: 'Start the service on a node',
    by: service('on le démarre', 'it is started'),
    on: { any: ['node'] },
    named: { node: nodeOfSubject },
    says: {
      site: plainLine('le site du nœud', 'the site of the node', SITE_LENGTH),
      version: input('la version', 'the version', /^[\w.+-]{1,60}$/),
      evaluation: computed('s’il n’a pas d’autorité réelle', 'whether it has no real CA', (v, s) => {
        const real = s.find('authoritiesOfKind', 'issuing').some((row) => row.evaluation === 0 && isMade(row));
        return v === !real;
      }),
      profiles: json(
        computed('chaque profil et son empreinte', 'each profile and its hash', (v) => {
          return typeof v === 'string' && /^\[(\{"hash":"[0-9a-f]{64}","name":"[a-z][a-z0-9-]*"\},?)*\]$/.test(v);
        }),
      ),
      policySha256: digest,
      book: json(
        computed('{number, sha256} du livre', '{number, sha256} of the book', (v) => {
          return typeof v === 'string' && /^\{"number":\d{1,9},"sha256":"[0-9a-f]{64}"\}$/.test(v);
        }),
      ),
    },
    writes: [
      adds('node', { id: subject, state: constant('running'), run: constant(1), ...started }, { when: not(isKnown) }),
      moves('node', 'start', { run: plusOne('node.run'), ...started }, { when: isKnown }),
      ...changesSetting(BOOK, (s) => canonicalize(s.entry.detail['book'])),
      ...changesSetting(POLICY, (s) => String(s.entry.detail['policySha256'])),
    ],
    before: [isNamed],
  }),
  act('service.stop', {
    fr: 'Arrêter le service sur un nœud',
    en: 'Stop the service on a node',
    by: service('on l’arrête', 'it is stopped'),
    on: { table: 'node' },
    writes: [moves('node', 'stop', { endedAt: now })],
  }),
  act('node.lost', {
    fr: 'Constater qu’un nœud a disparu',
    en: 'Find that a node has gone',
    by: service('un autre nœud n’a plus de ses nouvelles', 'another node hears of it no more'),
    on: { table: 'node' },
    writes: [moves('node', 'lose', { endedAt: now })],
  }),
  act('backup.make', {
    fr: 'Faire une sauvegarde, nommée par son empreinte',
    en: 'Make a backup, named by its hash',
    by: service('la commande `jeton backup`', 'the command "jeton backup"'),
    on: { word: 'service' },
    says: { sha256: digest },
  }),
  act('clock.step', {
    fr: 'Constater que l’horloge a reculé',
    en: 'Find that the clock stepped back',
    by: service('l’horloge est avant la dernière écriture', 'the clock stands before the last entry'),
    on: { word: 'clock' },
    says: {
      journal: computed('l’heure de la dernière écriture', 'the time of the last entry', (v, s) => v === s.entry.at),
      clock: computed('plus d’une seconde avant', 'more than a second before', (v, s) => {
        return typeof v === 'string' && Date.parse(v) < Date.parse(s.entry.at) - 1000;
      }),
    },
  }),
  act('accessLog.begin', {
    fr: 'Commencer à sceller le journal des accès',
    en: 'Begin to seal the access log',
    by: service('au premier démarrage', 'at its first start'),
    on: { word: 'accessLog' },
    writes: givesSetting(
      SEALED,
      computed('le début du jour', 'the begin of the day', (v, s) => {
        return [s.clock.earliest, s.clock.latest].some((moment) => v === String(Math.floor(moment / DAY_MS) * DAY_MS));
      }),
    ),
    before: [must('aucun jour n’est scellé', 'no day is sealed', (s) => Number.isNaN(nextDay(s)))],
  }),
  act('accessLog.seal', {
    fr: 'Sceller un jour du journal des accès',
    en: 'Seal a day of the access log',
    by: service('ce jour est fini', 'that day is over'),
    on: { word: 'accessLog' },
    says: {
      date: computed('le jour qui suit le dernier scellé', 'the day after the last one sealed', (v, s) => {
        return !Number.isNaN(nextDay(s)) && v === dateOf(nextDay(s));
      }),
      count,
      sha256: digest,
      keptSince: computed('le premier jour encore gardé', 'the first day that is still kept', (v, s) => {
        return !Number.isNaN(nextDay(s)) && v === dateOf(nextDay(s) - kept(s));
      }),
    },
    writes: givesSetting(
      SEALED,
      computed('le début du jour suivant', 'the begin of the day after', (v, s) => v === String(nextDay(s) + DAY_MS)),
    ),
    before: [must('ce jour est fini', 'that day is over', (s) => nextDay(s) + DAY_MS <= s.clock.latest)],
  }),
  act('access.refused', {
    fr: 'Compter, par minute, les refus de qui n’est pas connecté',
    en: 'Count, by the minute, the refusals of people who are not signed in',
    by: service('une minute est passée', 'a minute is over'),
    on: { word: 'accessLog' },
    says: {
      count: numberIn(1, Number.MAX_SAFE_INTEGER),
      from: count,
      to: computed('une minute entière, après le début', 'a whole minute, after the begin', (v, s) => {
        const begin = Number(s.entry.detail['from']);
        return typeof v === 'number' && v % 60_000 === 0 && v >= begin && v <= s.clock.latest;
      }),
    },
  }),
  act('report.mail', {
    ...dayPost(MAILED),
    fr: 'Envoyer le rapport d’un jour et son point de contrôle',
    en: "Mail a day's report and its checkpoint",
    says: { size, copies: numberIn(1, 1000) },
  }),
  act('report.print', {
    ...dayPost(PRINTED),
    fr: 'Imprimer le rapport d’un jour et son point de contrôle',
    en: "Print a day's report and its checkpoint",
    says: { size },
  }),
  ...(['again', 'giveUp'] as const).map((verb) =>
    act(`mail.${verb}`, {
      fr: verb === 'again' ? 'Renvoyer un courriel qui n’est pas parti' : 'Renoncer à un courriel qui ne part pas',
      en: verb === 'again' ? 'Send a mail that did not leave again' : 'Give up a mail that does not leave',
      by: who('mail.change'),
      on: { any: ['mail'] },
      says: { template: input('un modèle', 'a template', /^[a-z-]{1,40}$/), tries: count },
    }),
  ),
];
