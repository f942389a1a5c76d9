import { z } from 'zod';
import { DAY_MS } from '../../../durations.ts';
import { must, type Source } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed } from '../../language/sources.ts';
import type { StockDifferenceKind, StockDifferenceReason } from '../../tables/codes.ts';
import { isOneOf } from '../../tables/one-of.ts';
import type { Row } from '../../tables/row.ts';
import { TOKEN_MISSING, TOKEN_ON_SHELF } from '../../tables/states.ts';

/** What stands on a location's label: capitals, digits, hyphens. */
export const LOCATION_CODE = /^[A-Z0-9][A-Z0-9-]{1,39}$/;
export const LocationCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(LOCATION_CODE, { error: 'holds capital letters, digits and hyphens, such as LYON-COFFRE-1' });
/** How many locations there may be: the equation of a model in all of them is one entry of the journal. */
export const LOCATIONS_MOST = 500;
/** No new alert of a model in a location begins sooner after the last: each is a mail to every supervisor and technician. */
export const ALERT_AGAIN_MS = DAY_MS;
/** How high a threshold may be set. */
export const THRESHOLD_MOST = 100_000;
/** Tokens of one entry: a box of them, so that the entry stays a short line. */
export const MOVED_MOST = 100;

/** The code of a location that is registered. */
export const aLocation: Source = computed(
  'le code d’un emplacement enregistré',
  'the code of a registered location',
  (v, s) => typeof v === 'string' && s.get('stockLocation', v) !== undefined,
);
/** The site of the location of that code; null for none. */
export const siteOf = (s: Scene, code: unknown): string | null =>
  typeof code === 'string' ? (s.get('stockLocation', code)?.site ?? null) : null;

const isOnShelf = (token: Row | undefined): boolean =>
  isOneOf(TOKEN_ON_SHELF, token?.['state']) && token?.['transferId'] === null;
export const onShelf = must(
  'le jeton est en stock, à vérifier, rendu ou au rebut, et n’est pas en route',
  'the token is in stock, to be checked, returned or scrapped, and not on the way',
  (s) => isOnShelf(s.row('token')),
);
export const notOnTheWay = must(
  'le jeton n’est pas en route vers un autre emplacement',
  'the token is not on the way to another location',
  (s) => s.value('token.transferId') === null,
);
/** At least one token is written, and no more than fit in an entry. */
export const someTokens = must(
  `de un à ${MOVED_MOST} jetons`,
  `one to ${MOVED_MOST} tokens`,
  (s) => s.writtenOf('token').length >= 1 && s.writtenOf('token').length <= MOVED_MOST,
);

/**
 * How many serial numbers one count takes: what one body of a request bears. Its entry names the differences alone. A location
 * of more is counted drawer by drawer, each a location of its own.
 */
export const COUNTED_MOST = 5000;
/** Whether a token ought to be found in a location. */
export const isExpectedAt = (token: Row | undefined, locationId: unknown): boolean =>
  isOnShelf(token) && token?.['locationId'] === locationId;
/**
 * Whether who counted may not give this explanation: they say that they did not see a token, and take it away by saying that it
 * was there after all.
 */
export const isOwnCount = (
  { kind, reason }: { kind: unknown; reason: unknown },
  countedBy: unknown,
  person: string,
): boolean => kind === 'not-seen' && (reason === 'found' || reason === 'misplaced') && countedBy === person;
/** What explains a difference, by how its token stands now: nothing else is taken for an explanation. */
export function reasonOf(kind: StockDifferenceKind, token: Row, locationId: unknown): StockDifferenceReason {
  if (isOneOf(TOKEN_ON_SHELF, token['state'])) return isExpectedAt(token, locationId) ? 'found' : 'misplaced';
  if (kind === 'not-expected') return 'set-apart';
  return isOneOf(TOKEN_MISSING, token['state']) ? 'missing' : 'taken';
}
