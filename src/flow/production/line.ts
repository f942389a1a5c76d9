import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { JOB_OPEN, REQUEST_IN_WORKSHOP } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import type { Reads } from '../ports/store.ts';
import { findRequest } from '../request/request.ts';
import { letterOf, readLabel } from './label-code.ts';
import type { createQueue } from './queue.ts';

/** A work order's number, or a label's with its letter (label-code.ts). */
export const ScannedCode = z.strictObject({ code: Ref });

/** What a scan at the line meant, decided by what is stored of its request. */
export interface Scanned {
  /** `waits`: for its blank; `label-checked`: now; `label-known`: it was checked before. */
  is: 'waits' | 'label-checked' | 'label-known';
  request: Pick<RequestRow, 'id' | 'number'>;
  /** Numbers of requests that waited for a blank here, and went back into the queue. */
  putBack: string[];
}

const isNotExpired = ({ state }: LetterRow): boolean => state !== 'expired';

/** The label of the token that was made for a request; undefined as long as none is. */
export async function labelOf(reads: Reads, requestId: string): Promise<LetterRow | undefined> {
  const [token] = await reads.find('token', { requestId, state: 'produced' });
  if (!token) return undefined;
  const labels = await reads.find('letter', { requestId, tokenId: token.id, kind: 'label' });
  return labels.find(({ state }) => state !== 'expired' && state !== 'confirmed') ?? labels.find(isNotExpired);
}

/** Requests that a technician took and that wait for a blank: leased to them, with no job that runs. */
export async function waitingOf(reads: Reads, personId: string): Promise<RequestRow[]> {
  const leased = await reads.find('request', { state: 'in_production', producerId: personId });
  if (leased.length === 0) return [];
  const jobs = await reads.find('job', { requestId: leased.map(({ id }) => id), state: JOB_OPEN });
  const running = new Set(jobs.map(({ requestId }) => requestId));
  return leased.filter(({ id }) => !running.has(id)).sort((a, b) => (b.leaseUntil ?? 0) - (a.leaseUntil ?? 0));
}

const NOT_ITS_LABEL = {
  'work-order-again': 'the token is made: scan the label on it, not the work order',
  'label-other': 'this is the label of another token of the request: throw it away, and print the right one',
  'label-former': 'this is the label of a token that is no longer the request’s: scan the work order',
} as const;
const notItsLabel = ({ number }: RequestRow, why: keyof typeof NOT_ITS_LABEL): AppError =>
  new AppError('wrong_state', `${number}: ${NOT_ITS_LABEL[why]}`, { detail: { why, number } });

/** The production line: one field, into which work orders and labels are scanned. */
export function createLine(deps: Deps, queue: Pick<ReturnType<typeof createQueue>, 'take' | 'putBack'>) {
  const { reads } = deps.store;

  /** The label on the token was read back: it is the one that belongs there. Its letter is the token's, or something else was read. */
  const checkLabel = async (
    caller: Caller,
    request: RequestRow,
    letter: string | undefined,
  ): Promise<'label-checked' | 'label-known'> => {
    const { id, tokenId } = await need(labelOf(reads, request.id), 'label of this token');
    if (letter === undefined) throw notItsLabel(request, 'work-order-again');
    if (letter !== letterOf(tokenId ?? '')) throw notItsLabel(request, 'label-other');
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
     * before a token is asked for, and what waited for a blank before goes back into the queue. Throws the refusal; a label
     * of a request that is to be made is that of a former token.
     */
    scan: async (caller: Caller, { code }: z.output<typeof ScannedCode>): Promise<Scanned> => {
      const { number: requestId, letter } = readLabel(code);
      const subject = `request:${requestId}`;
      // rights first: whoever may not produce learns of no number
      await act(deps, caller, 'production.produce', subject, async (a) => a.checkEver());
      const request = await findRequest(reads, requestId);
      const { id, number } = request;
      if (request.state === 'produced')
        return { is: await checkLabel(caller, request, letter), request: { id, number }, putBack: [] };
      if (letter !== undefined && REQUEST_IN_WORKSHOP.includes(request.state))
        throw notItsLabel(request, 'label-former');
      if (request.state === 'in_production' && request.producerId === caller.personId) await checkNotRunning(request);
      await queue.take(caller, { requestId: id });
      const others = (await waitingOf(reads, caller.personId)).filter((other) => other.id !== id);
      for (const other of others) await queue.putBack(caller, { requestId: other.id });
      return { is: 'waits', request: { id, number }, putBack: others.map((other) => other.number) };
    },
  };
}
