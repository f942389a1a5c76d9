import { type Change, move } from '../../book/tables/lifecycle.ts';
import { JOB_OPEN } from '../../book/tables/states.ts';
import type { Reads } from '../ports/store.ts';

/** An edited row keeps nobody from blocking: what it says is left out. */
const ANY = { leaveOut: true } as const;

/**
 * Changes that stop the Nomade credentials of these people which begin to be made: there is no certificate yet to revoke, and a
 * moment later there would be a good one. Whoever makes it is refused at its next step.
 */
export async function stopBegun(
  reads: Pick<Reads, 'find'>,
  holderId: readonly string[],
  now: number,
): Promise<Change[]> {
  if (holderId.length === 0) return [];
  const requests = await reads.find('request', { holderId, kind: 'nomade', state: 'in_production' }, ANY);
  if (requests.length === 0) return [];
  const requestId = requests.map(({ id }) => id);
  const jobs = await reads.find('job', { requestId, state: JOB_OPEN, certificateId: null }, ANY);
  const stopped = requests.filter(({ id }) => jobs.some((job) => job.requestId === id));
  return [
    ...jobs.map((job) => move('job', job, 'undo', { endedAt: now, failure: 'interrupted' })),
    ...stopped.map((request) => move('request', request, 'putBack', { producerId: null, leaseUntil: null })),
  ];
}
