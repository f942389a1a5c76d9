import { isOpenRequest } from '../tables/states.ts';
import { all, moves, type Write } from './language.ts';
import type { Rows } from './revokes.ts';
import type { Scene } from './scene.ts';
import { constant, empty, now } from './sources.ts';

/** The jobs by which Nomade credentials of these people begin to be made: there is no certificate yet that could be revoked. */
export const begunFor =
  (people: (scene: Scene) => readonly string[]): Rows =>
  (s) =>
    people(s)
      .flatMap((person) => s.find('requestsOfPerson', person))
      .filter(({ kind, state }) => kind === 'nomade' && isOpenRequest(state))
      .flatMap(({ id }) => s.find('openJobsOfRequest', id))
      .filter(({ certificateId }) => certificateId === null);

/** The requests of these jobs that are in the workshop. */
const requestsOf =
  (jobs: Rows): Rows =>
  (s) =>
    jobs(s).flatMap(({ requestId }) => {
      const request = s.get('request', String(requestId));
      return request?.state === 'in_production' ? [request] : [];
    });
const undone = (jobs: Rows): Write =>
  all(jobs, moves('job', 'undo', { endedAt: now, failure: constant('interrupted') }, { as: 'begun' }));

/** They end here, and their requests go back to their places in the queue. */
export const stops = (jobs: Rows): Write[] => [
  undone(jobs),
  all(requestsOf(jobs), moves('request', 'putBack', { producerId: empty, leaseUntil: empty }, { as: 'putBack' })),
];

/**
 * The jobs of these people end here, and every request of theirs for a Nomade credential that is being made: they have left. Where its
 * certificate is made already, that one is revoked, and whoever makes it is refused at the next step.
 */
export const stopsForGood = (people: (scene: Scene) => readonly string[]): Write[] => [
  undone(begunFor(people)),
  all(
    (s) =>
      people(s)
        .flatMap((person) => s.find('requestsOfPerson', person))
        .filter(({ kind, state }) => kind === 'nomade' && state === 'in_production'),
    moves('request', 'endWithUse', { closedAt: now, leaseUntil: empty }, { as: 'stopped' }),
  ),
];
