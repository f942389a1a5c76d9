import { endsWithLoss } from '../rules/asking.ts';
import { textOf } from '../tables/row.ts';
import { all, moves, type Write } from './language.ts';
import type { Rows } from './revokes.ts';
import { now } from './sources.ts';

/** What waits to renew these tokens, or for a temporary one beside them. Their holders' alone: others had them before. */
const waitingFor =
  (tokens: Rows): Rows =>
  (s) =>
    tokens(s).flatMap((token) => {
      const holder = textOf(token, 'holderId');
      if (holder === null) return [];
      return s.find('requestsOfPerson', holder).filter((request) => endsWithLoss(request, String(token['id'])));
    });

/** It is closed with them: their holders ask for a replacement. */
export const endsWaiting = (tokens: Rows): Write =>
  all(waitingFor(tokens), moves('request', 'withdraw', { closedAt: now }, { as: 'renewal' }));
