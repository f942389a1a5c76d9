import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { move } from '../../book/tables/lifecycle.ts';
import { JOB_OPEN } from '../../book/tables/states.ts';
import type { LetterRow, RequestRow } from '../../book/tables/tables.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import type { Reads } from '../ports/store.ts';
import { findRequest, type RequestRef } from '../request/request.ts';
import type { createQueue } from './queue.ts';

/** What a scan at the line meant, decided by what is stored of its request. */
export interface Scanned {
  /** `waits`: for its blank; `label-checked`: now; `label-known`: it was checked before. */
  is: 'waits' | 'label-checked' | 'label-known';
  request: Pick<RequestRow, 'id' | 'number'>;
  /** Numbers of requests that waited for a blank here, and went back into the queue. */
  putBack: string[];
}

/** The label of the token that was made for a request; undefined as long as none is. */
export async function labelOf(reads: Reads, requestId: string): Promise<LetterRow | undefined> {
  const [token] = await reads.find('token', { requestId, state: 'produced' });
  if (!token) return undefined;
  const labels = await reads.find('letter', { requestId, tokenId: token.id, kind: 'label' });
  return labels.find(({ state }) => state !== 'expired');
}

/** Requests that a technician took and that wait for a blank: leased to them, with no job that runs. */
export async function waitingOf(reads: Reads, personId: string): Promise<RequestRow[]> {
  const leased = await reads.find('request', { state: 'in_production', producerId: personId });
  if (leased.length === 0) return [];
  const jobs = await reads.find('job', { requestId: leased.map(({ id }) => id), state: JOB_OPEN });
  const running = new Set(jobs.map(({ requestId }) => requestId));
  return leased.filter(({ id }) => !running.has(id)).sort((a, b) => (b.leaseUntil ?? 0) - (a.leaseUntil ?? 0));
}

/** The production line: one field, into which work orders and labels are scanned. */
export function createLine(deps: Deps, queue: Pick<ReturnType<typeof createQueue>, 'take' | 'putBack'>) {
  const { reads } = deps.store;

  /** The label on the token was read back: it is the one that belongs there. */
  const checkLabel = async (caller: Caller, request: RequestRow): Promise<'label-checked' | 'label-known'> => {
    const { id } = await need(labelOf(reads, request.id), 'label of this token');
    return act(deps, caller, 'label.check', `letter:${id}`, async (a) => {
      const label = await need(a.unit.get('letter', id), 'label');
      a.allow();
      if (label.state === 'confirmed') return 'label-known';
      if (label.state === 'waiting') {
        throw new AppError('wrong_state', `the label of ${request.number} was not printed: print it, then scan it`, {
          detail: { why: 'label-waiting', number: request.number },
        });
      }
      await a.done([move('letter', label, 'confirm', { confirmedAt: a.now })]);
      return 'label-checked';
    });
  };

  const checkNotRunning = async ({ id, number }: RequestRow): Promise<void> => {
    const [job] = await reads.find('job', { requestId: id, state: JOB_OPEN });
    if (!job) return;
    const slot = (await deps.bench.slot(job.slot ?? ''))?.position ?? '';
    throw new AppError('conflict', `request ${number} is being produced (${slot}): let it end`, {
      detail: { why: 'running', number, slot },
    });
  };

  return {
    /**
     * A number was scanned: the label of a token that was made is checked; any other request is taken by the caller, judged
     * before a token is asked for, and what waited for a blank before goes back into the queue. Throws the refusal.
     */
    scan: async (caller: Caller, input: z.output<typeof RequestRef>): Promise<Scanned> => {
      const subject = `request:${input.requestId}`;
      // rights first: whoever may not produce learns of no number
      await act(deps, caller, 'production.produce', subject, async (a) => a.checkEver());
      const request = await findRequest(reads, input.requestId);
      const { id, number } = request;
      if (request.state === 'produced')
        return { is: await checkLabel(caller, request), request: { id, number }, putBack: [] };
      if (request.state === 'in_production' && request.producerId === caller.personId) await checkNotRunning(request);
      await queue.take(caller, { requestId: id });
      const others = (await waitingOf(reads, caller.personId)).filter((other) => other.id !== id);
      for (const other of others) await queue.putBack(caller, { requestId: other.id });
      return { is: 'waits', request: { id, number }, putBack: others.map((other) => other.number) };
    },
  };
}
