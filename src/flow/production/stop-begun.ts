import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { JobRow } from '../../book/tables/rows/tokens.ts';
import { JOB_OPEN } from '../../book/tables/states.ts';
import type { Reads } from '../ports/store.ts';

/** An edited row keeps nobody from blocking: what it says is left out. */
const ANY = { leaveOut: true } as const;

/** The Nomade credentials of these people that begin to be made, and the jobs of their making: no certificate is there yet. */
export async function begunOf(
  reads: Pick<Reads, 'find'>,
  holderId: readonly string[],
): Promise<{ requests: RequestRow[]; jobs: JobRow[] }> {
  if (holderId.length === 0) return { requests: [], jobs: [] };
  const all = await reads.find('request', { holderId, kind: 'nomade', state: 'in_production' }, ANY);
  if (all.length === 0) return { requests: [], jobs: [] };
  const jobs = await reads.find(
    'job',
    { requestId: all.map(({ id }) => id), state: JOB_OPEN, certificateId: null },
    ANY,
  );
  return { requests: all.filter(({ id }) => jobs.some((job) => job.requestId === id)), jobs };
}

/**
 * Changes that stop the Nomade credentials of these people which begin to be made: there is no certificate yet to revoke, and a
 * moment later there would be a good one. Whoever makes it is refused at its next step.
 */
export async function stopBegun(
  reads: Pick<Reads, 'find'>,
  holderId: readonly string[],
  now: number,
): Promise<Change[]> {
  const { requests, jobs } = await begunOf(reads, holderId);
  return [
    ...undone(jobs, now),
    ...requests.map((request) => move('request', request, 'putBack', { producerId: null, leaseUntil: null })),
  ];
}

/** The same for somebody who has left: every request of theirs for such a credential that is being made ends, and nobody makes it again. */
export async function stopForGood(reads: Pick<Reads, 'find'>, holderId: string, now: number): Promise<Change[]> {
  const { jobs } = await begunOf(reads, [holderId]);
  const requests = await reads.find('request', { holderId, kind: 'nomade', state: 'in_production' }, ANY);
  return [
    ...undone(jobs, now),
    ...requests.map((request) => move('request', request, 'endWithUse', { closedAt: now, leaseUntil: null })),
  ];
}

const undone = (jobs: readonly JobRow[], now: number): Change[] =>
  jobs.map((job) => move('job', job, 'undo', { endedAt: now, failure: 'interrupted' }));
