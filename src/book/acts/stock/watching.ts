import canonicalize from 'canonicalize';
import { act, adds, must, service, sets } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, fresh, from, input, now, subject } from '../../language/sources.ts';
import { type BalanceRow, balanceRow, isBalanced } from '../../rules/stock-balance.ts';

const blanksOf = (s: Scene, location: unknown, model: unknown): number =>
  s.count('blanksAt', typeof location === 'string' ? location : null, typeof model === 'string' ? model : null);
const sumOf = (rows: readonly { count: number }[]): number => rows.reduce((n, { count }) => n + count, 0);

type Pair = { location: string | null; model: string };
/** Whoever forged the journal may have written anything in the place of a row. */
const isPair = (one: unknown): one is Pair => {
  if (typeof one !== 'object' || one === null) return false;
  const { location, model } = one as Readonly<Record<string, unknown>>;
  return typeof model === 'string' && (location === null || typeof location === 'string');
};

/** The rows as the records give them for the pairs that the entry names; undefined for what has another shape. */
function recounted(s: Scene, said: unknown): BalanceRow[] | undefined {
  if (!Array.isArray(said) || said.length === 0 || !said.every(isPair)) return undefined;
  const names = new Set(said.map(({ location, model }) => canonicalize([location, model])));
  if (names.size !== said.length) return undefined;
  return said.map(({ location, model }) => {
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

/** What the service counts by itself: the equation of each day, and where blanks run low. */
export const WATCHING_ACTS = [
  act('stock.balance', {
    fr: 'Compter le stock du jour : reçus et déplacés = en stock, en production, à vérifier, délivrés, manquants, au rebut, détruits',
    en: 'Count the stock of the day: received and moved = in stock, in production, to check, issued, missing, scrapped, destroyed',
    by: service('le jour s’achève', 'the day draws to its end'),
    on: { word: 'stock' },
    says: {
      rows: computed(
        'l’équation de chaque modèle dans chaque emplacement, comme le registre la donne',
        'the equation of each model in each location, as the records give it',
        (v, s) => {
          const rows = recounted(s, parsed(v));
          return rows !== undefined && canonicalize(rows) === v;
        },
      ),
    },
    before: [
      must(
        'aucun jeton reçu n’est oublié ni compté deux fois',
        'no received token is forgotten or counted twice',
        (s) => {
          const rows = recounted(s, s.entry.detail['rows']) ?? [];
          return isBalanced(rows) && rows.reduce((n, row) => n + row.received, 0) === sumOf(s.find('deliveries'));
        },
      ),
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
        model: input('le modèle', 'the model', /^[^\p{Cc}]{1,60}$/u),
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
