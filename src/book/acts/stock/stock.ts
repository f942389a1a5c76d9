import { act, adds, by, moves, must, type Named, not, who } from '../../language/language.ts';
import { endsLetters, pinLettersOf } from '../../language/revokes.ts';
import type { Scene } from '../../language/scene.ts';
import {
  actor,
  computed,
  constant,
  empty,
  from,
  given,
  maybe,
  now,
  numberIn,
  oneOf,
  optional,
  subject,
} from '../../language/sources.ts';
import { stepActs } from '../../language/step-act.ts';
import { plainLine } from '../../language/typed-names.ts';
import { lastJobOfToken, secretOfJob } from '../../rules/request/jobs.ts';
import { aLocation, notOnTheWay, siteOf } from '../../rules/stock/locations.ts';
import { notRecalled } from '../../rules/stock/recalls.ts';
import { countsAgainst, expectedOfDelivery, expectedOne } from './expected.ts';
import { endsWithLast } from './transfers.ts';

/** Whether as many tokens came in as the delivery says. */
const isWhole = (s: Scene, name: string): boolean =>
  s.count('tokensOfDelivery', s.value(`${name}.id`) ?? null) === s.value(`${name}.count`);
const lastDelivery: Named = { table: 'delivery', find: (s) => s.find('lastDelivery')[0] };
/** A token in no location is at no site: where there are some, one person could bring it from one to another. */
const hasLocations = must(
  'un emplacement est enregistré',
  'a location is registered',
  (s) => s.count('stockLocations') > 0,
);
/** A token is used once its whole delivery is there. */
export const deliveryOfToken = { delivery: by('delivery', 'token.deliveryId') };
export const deliveryWhole = must(
  'la livraison du jeton a été reçue en entier',
  "the token's delivery was received whole",
  (s) => isWhole(s, 'delivery'),
);
const isSetAside = must(
  'le jeton est à vérifier',
  'the token is to be checked',
  (s) => s.value('token.state') === 'to_check',
);
export const inStock = must(
  'le jeton est en stock',
  'the token is in stock',
  (s) => s.value('token.state') === 'in_stock',
);
const notInUse = must(
  'le jeton est en stock, ou à vérifier',
  'the token is in stock, or to be checked',
  (s) => inStock.holds(s) || isSetAside.holds(s),
);

const named = plainLine('une désignation', 'a name', 60);
const maybeNamed = maybe(named);
const deliverySaysFirmware = must(
  'la livraison dit un micrologiciel',
  'the delivery says a firmware',
  (s) => s.value('delivery.firmware') !== null,
);
const place = (s: Scene): number => s.count('tokensOfDelivery', s.value('delivery.id') ?? null) + 1;
/** What a token in stock is not bound to. */
export const unbound = {
  label: empty,
  requestId: empty,
  holderId: empty,
  workstationId: empty,
  keyId: empty,
  certificateId: empty,
};

const onNoTransfer = must(
  'le jeton n’est plus d’aucun transfert',
  'the token is on no transfer any more',
  (s) => s.later('token', s.subjectId)?.transferId === null,
);
/** Between two sites it takes two persons: who loses a token in one does not find it in another. */
const foundAtItsSite = must(
  'il est retrouvé dans un emplacement du site où il était, s’il en avait un',
  'it is found in a location of the site where it was, if it had one',
  (s) => {
    const before = s.value('token.locationId');
    const after = s.later('token', s.subjectId)?.locationId;
    return before === null || after === before || siteOf(s, after) === siteOf(s, before);
  },
);

const wiped = must('le jeton a été effacé', 'the token was wiped', (s) => s.entry.detail['wiped'] === true);
const tokenStep = stepActs('token');

/** Step 3: blank tokens are delivered; scrapped, missed, taken back, wiped. */
export const STOCK_ACTS = [
  act('stock.receive', {
    fr: 'Recevoir une livraison de jetons vierges',
    en: 'Receive a delivery of blank tokens',
    by: who('stock.receive'),
    on: { table: 'delivery', fresh: true },
    named: { last: lastDelivery, expectedDelivery: expectedOfDelivery },
    writes: [
      adds('delivery', {
        id: subject,
        reference: named,
        model: named,
        firmware: maybeNamed,
        batch: maybeNamed,
        count: numberIn(1, 1000),
        expectedId: expectedOne,
        locationId: given(hasLocations, aLocation, empty),
        receivedBy: actor,
        receivedAt: now,
      }),
      ...countsAgainst,
    ],
    before: [
      must(
        'la livraison précédente a été reçue en entier',
        'the delivery before was received whole',
        (s) => s.row('last') === undefined || isWhole(s, 'last'),
      ),
    ],
  }),
  act('token.receive', {
    fr: 'Recevoir un des jetons de la livraison, en stock',
    en: 'Receive one of the tokens of the delivery, into stock',
    by: who('stock.receive'),
    on: { table: 'token', fresh: true },
    named: { delivery: lastDelivery },
    says: { place: computed('son rang dans la livraison', 'its place in the delivery', (v, s) => v === place(s)) },
    writes: [
      adds('token', {
        id: subject,
        model: from('delivery.model'),
        firmware: given(deliverySaysFirmware, named, maybeNamed),
        batch: from('delivery.batch'),
        deliveryId: from('delivery.id'),
        locationId: from('delivery.locationId'),
        state: constant('in_stock'),
        soPinId: computed('`so-pin:`, la livraison et le jeton', 'so-pin:, the delivery and the token', (v, s) => {
          return v === `so-pin:${s.value('delivery.id')}:${s.subjectId}`;
        }),
        cycle: constant(0),
        receivedAt: from('delivery.receivedAt'),
      }),
    ],
    before: [
      // what names both would revoke neither, or the wrong one
      must('aucun certificat ne porte ce numéro', 'no certificate has this number', (s) => {
        return s.get('certificate', s.subjectId.toLowerCase()) === undefined;
      }),
      must('l’acteur a reçu la livraison', 'the actor received the delivery', (s) => {
        return s.value('delivery.receivedBy') === s.entry.actor;
      }),
      must('la livraison n’est pas encore entière', 'the delivery is not whole yet', (s) => {
        return place(s) <= Number(s.value('delivery.count'));
      }),
    ],
  }),
  tokenStep('token.scrap', 'scrap', {
    fr: 'Mettre au rebut un jeton du stock, ou mis de côté',
    en: 'Scrap a token of the stock, or one that was set aside',
    by: who('stock.change'),
    named: deliveryOfToken,
    says: { model: from('token.model') },
    before: [notInUse, deliveryWhole, notOnTheWay],
  }),
  tokenStep('token.miss', 'miss', {
    fr: 'Déclarer un jeton manquant',
    en: 'Report a token missing',
    by: who('stock.change'),
    named: { ...deliveryOfToken, stockTransfer: by('stockTransfer', 'token.transferId') },
    also: [endsWithLast],
    before: [deliveryWhole],
  }),
  tokenStep('token.find', 'find', {
    fr: 'Retrouver un jeton manquant : il est effacé avant de resservir, et reste au rebut s’il y était',
    en: 'Find a missing token: it is wiped before it serves again, and stays scrapped if it was',
    by: who('stock.change'),
    cells: { locationId: optional(aLocation), transferId: optional(empty) },
    before: [onNoTransfer, foundAtItsSite],
  }),
  tokenStep('token.return', 'return', {
    fr: 'Reprendre un jeton révoqué ou échu',
    en: 'Take a revoked or expired token back',
    by: who('stock.change'),
    cells: { locationId: optional(aLocation) },
  }),
  tokenStep('stock.recycle', 'restock', {
    fr: 'Effacer un jeton rendu et le remettre en stock',
    en: 'Wipe a returned token and put it back into stock',
    by: who('stock.recycle'),
    cells: unbound,
    also: [endsLetters(pinLettersOf((s) => [s.row('token') ?? {}]))],
    before: [notRecalled, notOnTheWay],
  }),
  act('token.check', {
    fr: 'Vérifier un jeton mis de côté : effacé, il revient en stock ; s’il refuse ses SO-PIN, il va au rebut',
    en: 'Check a token that was set aside: wiped it returns to stock, and is scrapped where it refuses its SO-PINs',
    by: who('token.check'),
    on: { table: 'token' },
    named: { job: lastJobOfToken },
    says: { wiped: oneOf([true, false]), model: from('token.model') },
    writes: [
      moves('token', 'putBack', { soPinId: secretOfJob('so-pin') }, { when: wiped }),
      moves('token', 'scrap', {}, { when: not(wiped) }),
    ],
    before: [isSetAside, notOnTheWay],
  }),
  act('destruction.print', {
    fr: 'Imprimer le procès-verbal de destruction d’un jeton',
    en: 'Print the report of a token’s destruction',
    by: who('destruction.print'),
    on: { table: 'token' },
    before: [must('le jeton est détruit', 'the token is destroyed', (s) => s.value('token.state') === 'destroyed')],
  }),
];
