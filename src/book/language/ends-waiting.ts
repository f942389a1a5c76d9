import { endsWithLoss } from '../rules/request/asking.ts';
import type { RequestEndReason } from '../tables/codes.ts';
import { textOf } from '../tables/row.ts';
import { all, moves, sets, type Write } from './language.ts';
import { endsLetters, labelsOf, type Rows } from './revokes.ts';
import { constant, empty, now } from './sources.ts';

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

/** What is open for the machine of the scene, and what waits to renew its tokens. */
const endedWithUse =
  (tokens: Rows): Rows =>
  (s) => {
    const here = s.find('openRequestsOfWorkstation', s.subjectId);
    const known = new Set<unknown>(here.map(({ id }) => id));
    return [...here, ...waitingFor(tokens)(s).filter(({ id }) => !known.has(id))];
  };
/** Requests whose token ended before its receipt are withdrawn in the same entry, and nothing is left to be handed over. */
export const dropsLost = (lost: Rows): readonly Write[] => {
  const handovers: Rows = (s) => lost(s).flatMap(({ id }) => s.find('handoversOfRequest', String(id)));
  return [
    all(lost, moves('request', 'drop', { closedAt: now }, { as: 'lost' })),
    endsLetters(labelsOf(lost)),
    all(handovers, sets('handover', { failedAt: now })),
  ];
};
const inMaking = ({ state }: { state?: unknown }): boolean => state === 'in_production';

/**
 * A machine is nobody's to use any more: it came back from its loan, is retired or lost. Every request that is open for it ends, as do
 * those for its tokens, with the labels of what was made. Their hand-overs have failed: nobody confirms them any more. What is being made
 * has no lease any more: its next step is refused, and it is undone as production that failed.
 */
export const endsUse = (tokens: Rows, reason: RequestEndReason): readonly Write[] => {
  const ended = { closedAt: now, endReason: constant(reason) };
  const requests = endedWithUse(tokens);
  const handovers: Rows = (s) => requests(s).flatMap(({ id }) => s.find('handoversOfRequest', String(id)));
  return [
    all((s) => requests(s).filter((one) => !inMaking(one)), moves('request', 'endWithUse', ended, { as: 'ended' })),
    all(
      (s) => requests(s).filter(inMaking),
      moves('request', 'endWithUse', { ...ended, leaseUntil: empty }, { as: 'stopped' }),
    ),
    endsLetters(labelsOf(requests)),
    all(handovers, sets('handover', { failedAt: now })),
  ];
};
