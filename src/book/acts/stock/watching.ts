import canonicalize from 'canonicalize';
import { act, adds, must, not, service, sets } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, fresh, from, json, now, SLACK_MS, subject } from '../../language/sources.ts';
import { tokenModel } from '../../language/typed-names.ts';
import { dateOf, dayOf } from '../../rules/calendar/working-days.ts';
import { ALERT_AGAIN_MS } from '../../rules/stock/locations.ts';
import {
  BALANCE_NUMBERS,
  type BalanceRow,
  balanceRow,
  countedSetting,
  isBalanced,
  isEvening,
  saidRow,
} from '../../rules/stock/stock-balance.ts';

const blanksOf = (s: Scene, location: unknown, model: unknown): number =>
  s.count('blanksAt', typeof location === 'string' ? location : null, typeof model === 'string' ? model : null);
const sumOf = (rows: readonly { count: number }[]): number => rows.reduce((n, { count }) => n + count, 0);

/** Whoever forged the journal may have written anything in the place of a row. */
const isSaid = (one: unknown): one is [location: string | null] =>
  Array.isArray(one) && (one[0] === null || typeof one[0] === 'string');
const modelOf = (s: Scene): string => {
  const { model: said } = s.entry.detail;
  return typeof said === 'string' ? said : '';
};

/** The rows as the records give them for the locations that the entry names; undefined for what has another shape. */
function recounted(s: Scene, said: unknown): BalanceRow[] | undefined {
  if (!Array.isArray(said) || said.length === 0 || !said.every(isSaid)) return undefined;
  const locations = said.map(([location]) => location);
  if (new Set(locations).size !== locations.length) return undefined;
  const model = modelOf(s);
  return locations.map((location) => {
    const received = sumOf(s.find('deliveriesAt', location, model));
    return balanceRow({ location, model, received }, (state) => s.count('tokensAt', location, model, state));
  });
}
/** The entry gives them as canonical text of JSON, which anybody could have written. */
function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

const wasCounted = must(
  'le modèle a déjà été compté',
  'the model was counted before',
  (s) => s.row('setting') !== undefined,
);
const today = computed('la date du jour à Paris', 'the date of the day in Paris', (v, s) => {
  return [s.clock.earliest, s.clock.latest].some((at) => v === dateOf(dayOf(at)));
});

/** What the service counts by itself: the equation of each day, and where blanks run low. */
export const WATCHING_ACTS = [
  act('stock.balance', {
    fr: 'Compter le stock du jour, un modèle à la fois : reçus et déplacés = en stock, en production, à vérifier, attribués, manquants, au rebut, détruits',
    en: 'Count the stock of the day, one model at a time: received and moved = in stock, in production, to check, issued, missing, scrapped, destroyed',
    by: service('le jour s’achève', 'the day draws to its end'),
    on: { word: 'stock' },
    named: { setting: { table: 'setting', find: (s) => s.get('setting', countedSetting(modelOf(s))) } },
    says: {
      model: tokenModel,
      rows: json(
        computed(
          `chaque emplacement du modèle, puis les nombres de son équation, comme le registre les donne : ${BALANCE_NUMBERS.join(', ')}`,
          'the equation of the model in each location, as the records give it',
          (v, s) => {
            const rows = recounted(s, parsed(v));
            return rows !== undefined && canonicalize(rows.map(saidRow)) === v;
          },
        ),
      ),
    },
    writes: [
      sets('setting', { value: today }, { when: wasCounted }),
      adds(
        'setting',
        {
          id: computed(
            '« stock.balanced: » et l’empreinte du modèle',
            '"stock.balanced:" and the hash of the model',
            (v, s) => {
              return v === countedSetting(modelOf(s));
            },
          ),
          value: today,
        },
        { when: not(wasCounted) },
      ),
    ],
    before: [
      must(
        'aucun jeton reçu du modèle n’est oublié ni compté deux fois',
        'no received token of the model is forgotten or counted twice',
        (s) => {
          const rows = recounted(s, s.entry.detail['rows']) ?? [];
          const received = rows.reduce((n, row) => n + row.received, 0);
          return isBalanced(rows) && received === sumOf(s.find('deliveriesOfModel', modelOf(s)));
        },
      ),
      must('il est 18 heures passées à Paris', 'it is past 18:00 in Paris', (s) => {
        return isEvening(s.clock.earliest) || isEvening(s.clock.latest);
      }),
      must('le modèle n’a pas encore été compté ce jour-là', 'the model was not counted on that day yet', (s) => {
        const last = s.get('setting', countedSetting(modelOf(s)))?.value;
        return last === undefined || last < String(s.written('setting.value'));
      }),
    ],
  }),
  act('stock.low', {
    fr: 'Constater qu’un emplacement a moins de vierges d’un modèle que son seuil',
    en: 'Find that a location has fewer blanks of a model than its threshold',
    by: service('le stock est passé sous le seuil', 'the stock fell below the threshold'),
    on: { table: 'stockLocation' },
    writes: [
      adds('stockAlert', {
        id: fresh,
        locationId: subject,
        model: tokenModel,
        threshold: from('stockLocation.threshold'),
        count: computed('combien il en reste', 'how many are left', (v, s) => {
          return v === blanksOf(s, s.subjectId, s.written('stockAlert.model'));
        }),
        since: now,
      }),
    ],
    before: [
      must('le stock est sous le seuil', 'the stock is below the threshold', (s) => {
        const threshold = s.value('stockLocation.threshold');
        return typeof threshold === 'number' && Number(s.written('stockAlert.count')) < threshold;
      }),
      must('ce modèle a été gardé à cet emplacement', 'this model was kept in this location', (s) => {
        return s.count('tokensOfModelAt', s.subjectId, s.written('stockAlert.model') ?? null) > 0;
      }),
      must('sa dernière alerte a commencé il y a un jour au moins', 'its last alert began a day ago or more', (s) => {
        const before = s.find('stockAlertsAt', s.subjectId, s.written('stockAlert.model') ?? null);
        return before.every(({ since }) => since + ALERT_AGAIN_MS <= s.clock.latest + SLACK_MS);
      }),
      must('aucune alerte n’est ouverte pour lui', 'no alert is open for it', (s) => {
        return s.count('openStockAlerts', s.subjectId, s.written('stockAlert.model') ?? null) === 0;
      }),
    ],
  }),
  act('stock.enough', {
    fr: 'Constater qu’il y a de nouveau assez de vierges, ou que le seuil ne vaut plus',
    en: 'Find that there are enough blanks again, or that the threshold no longer stands',
    by: service('le stock a retrouvé son seuil', 'the stock reached the threshold again'),
    on: { table: 'stockAlert' },
    writes: [sets('stockAlert', { endedAt: now })],
    before: [
      must('l’alerte est ouverte', 'the alert is open', (s) => s.value('stockAlert.endedAt') === null),
      must('le stock n’est plus sous le seuil', 'the stock is not below the threshold any more', (s) => {
        const location = s.get('stockLocation', String(s.value('stockAlert.locationId')));
        const blanks = blanksOf(s, s.value('stockAlert.locationId'), s.value('stockAlert.model'));
        return location?.threshold == null || blanks >= location.threshold;
      }),
    ],
  }),
];
