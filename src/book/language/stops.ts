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

/** They end here, and their requests go back to their places in the queue. */
export function stops(jobs: Rows): Write[] {
  const requests: Rows = (s) =>
    jobs(s).flatMap(({ requestId }) => {
      const request = s.get('request', String(requestId));
      return request?.state === 'in_production' ? [request] : [];
    });
  return [
    all(jobs, moves('job', 'undo', { endedAt: now, failure: constant('interrupted') }, { as: 'begun' })),
    all(requests, moves('request', 'putBack', { producerId: empty, leaseUntil: empty }, { as: 'putBack' })),
  ];
}
