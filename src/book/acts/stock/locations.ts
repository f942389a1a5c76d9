import { act, adds, any, must, sets, who } from '../../language/language.ts';
import { actor, maybe, now, numberIn, optional, subject } from '../../language/sources.ts';
import { locationName, siteName } from '../../language/typed-names.ts';
import {
  LOCATION_CODE,
  LOCATIONS_MOST,
  onShelf,
  siteOf,
  someTokens,
  THRESHOLD_MOST,
} from '../../rules/stock/locations.ts';

const threshold = maybe(numberIn(1, THRESHOLD_MOST));

/** Places where tokens are kept, and what one person puts from one into another of the same site. */
export const LOCATION_ACTS = [
  act('stockLocation.add', {
    fr: 'Enregistrer un emplacement du stock',
    en: 'Register a location of the stock',
    by: who('stockLocation.add'),
    on: { table: 'stockLocation', fresh: true },
    writes: [
      adds('stockLocation', {
        id: subject,
        label: locationName,
        site: siteName,
        threshold,
        addedBy: actor,
        addedAt: now,
      }),
    ],
    before: [
      must(
        'son code est fait de capitales, de chiffres et de tirets',
        'its code is of capitals, digits, hyphens',
        (s) => LOCATION_CODE.test(s.subjectId),
      ),
      must(
        `il y en a moins de ${LOCATIONS_MOST}`,
        `there are fewer than ${LOCATIONS_MOST}`,
        (s) => s.count('stockLocations') < LOCATIONS_MOST,
      ),
    ],
  }),
  act('stockLocation.amend', {
    fr: 'Corriger le nom d’un emplacement, ou son seuil',
    en: 'Correct the name of a location, or its threshold',
    by: who('stockLocation.amend'),
    on: { table: 'stockLocation' },
    writes: [sets('stockLocation', { label: optional(locationName), threshold: optional(threshold) })],
  }),
  act('stock.move', {
    fr: 'Ranger des jetons dans un emplacement du même site',
    en: 'Put tokens into a location of the same site',
    by: who('stock.transfer'),
    on: { table: 'stockLocation' },
    writes: [
      any(
        sets(
          'token',
          { locationId: subject },
          {
            each: [
              onShelf,
              must(
                'le jeton était dans un autre emplacement du même site, ou n’en avait pas',
                'the token was in another location of the same site, or had none',
                (s) => {
                  const from = s.value('token.locationId');
                  return from === null || (from !== s.subjectId && siteOf(s, from) === s.value('stockLocation.site'));
                },
              ),
            ],
          },
        ),
      ),
    ],
    before: [someTokens],
  }),
];
