import { act, adds, addsMany, by, must, ofPeople, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, fresh, fromNew, now, numberIn, subject } from '../../language/sources.ts';
import {
  aLocation,
  COUNTED_MOST,
  isExpectedAt,
  isOwnCount,
  MOVED_MOST,
  reasonOf,
} from '../../rules/stock/locations.ts';
import type { StockDifferenceKind } from '../../tables/codes.ts';

const counted = (s: Scene): string => String(s.written('stockCount.locationId'));
const expected = (s: Scene): number => s.count('tokensAtLocation', counted(s));
const kindOf = (s: Scene, tokenId: unknown): StockDifferenceKind => {
  const token = typeof tokenId === 'string' ? s.get('token', tokenId) : undefined;
  return isExpectedAt(token, counted(s)) ? 'not-seen' : 'not-expected';
};
const differing = (s: Scene, kind: StockDifferenceKind): number =>
  s.writtenOf('stockDifference').filter(({ after }) => after.kind === kind).length;

const notOwnCount = ofPeople(
  must(
    'qui a compté ne dit pas lui-même retrouvé, ou dans un autre emplacement, un jeton qu’il n’a pas vu',
    'who counted does not say themselves that a token that they did not see is there, or in another location',
    (s) => {
      const said = { kind: s.value('stockDifference.kind'), reason: s.written('stockDifference.reason') };
      return !isOwnCount(said, s.value('stockCount.countedBy'), s.entry.actor);
    },
  ),
  'a fait l’inventaire',
  'made the count',
);

/** What a location really holds, against the records; each difference is explained before it is over. */
export const COUNT_ACTS = [
  act('stock.count', {
    fr: 'Compter un emplacement : chaque jeton attendu et non vu, ou vu et non attendu, est un écart',
    en: 'Count a location: each token expected and not seen, or seen and not expected, is a difference',
    by: who('stock.count'),
    on: { table: 'stockCount', fresh: true },
    writes: [
      adds('stockCount', {
        id: subject,
        locationId: aLocation,
        expected: computed('combien de jetons y sont attendus', 'how many tokens ought to be there', (v, s) => {
          return v === expected(s);
        }),
        seen: computed('les attendus, moins les non vus, plus les non attendus', 'as the differences say', (v, s) => {
          return v === expected(s) - differing(s, 'not-seen') + differing(s, 'not-expected');
        }),
        unknown: numberIn(0, COUNTED_MOST),
        countedBy: actor,
        countedAt: now,
      }),
      addsMany('stockDifference', {
        id: fresh,
        countId: subject,
        locationId: fromNew('stockCount.locationId'),
        tokenId: computed('un jeton, une seule fois', 'a token, once', (v, s) => {
          const twice = s.writtenOf('stockDifference').filter(({ after }) => after.tokenId === v).length > 1;
          return typeof v === 'string' && s.get('token', v) !== undefined && !twice;
        }),
        kind: computed('« not-seen » s’il y est attendu, sinon « not-expected »', 'as the records say', (v, s) => {
          return v === kindOf(s, s.written('stockDifference.tokenId'));
        }),
      }),
    ],
    before: [
      must(`au plus ${MOVED_MOST} écarts`, `${MOVED_MOST} differences at most`, (s) => {
        return s.writtenOf('stockDifference').length <= MOVED_MOST;
      }),
    ],
  }),
  act('stock.settle', {
    fr: 'Expliquer un écart d’inventaire, comme son jeton est maintenant',
    en: 'Explain a difference of a count, as its token stands now',
    by: who('stock.count'),
    on: { table: 'stockDifference' },
    named: { stockCount: by('stockCount', 'stockDifference.countId') },
    writes: [
      sets('stockDifference', {
        reason: computed('ce que l’état du jeton explique', 'what the state of the token explains', (v, s) => {
          const { kind, tokenId, locationId } = s.row('stockDifference') ?? {};
          const token = s.get('token', String(tokenId));
          return token !== undefined && v === reasonOf(kind as StockDifferenceKind, token, locationId);
        }),
        settledBy: actor,
        settledAt: now,
      }),
    ],
    before: [
      must('l’écart est ouvert', 'the difference is open', (s) => s.value('stockDifference.settledAt') === null),
      notOwnCount,
    ],
  }),
];
