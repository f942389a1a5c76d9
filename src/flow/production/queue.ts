import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { Role } from '../../book/tables/codes.ts';
import { type Change, move, update } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { JOB_OPEN, WORKSTATION_IN_SERVICE } from '../../book/tables/states.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endEach } from '../end-each.ts';
import { checkHolderIsHere, hasLeftDirectory } from '../people/holder-here.ts';
import { fullName } from '../people/person-name.ts';
import type { Unit } from '../ports/store.ts';
import { checkContent } from '../request/bound-content.ts';
import { findRequest, liveApprovals, type RequestRef } from '../request/request.ts';
import { checkConfirmed } from '../two-persons/confirm-configuration.ts';
import { checkLimit, limitAt } from '../two-persons/limits.ts';

/** The caller may produce this request: neither asker, holder nor one of its approvers (four eyes), workstation commissioned. */
export async function mayProduce(a: Act, request: RequestRow): Promise<Role> {
  const approverIds = (await liveApprovals(a.unit, request)).map((g) => g.approverId);
  const role = a.allow({ ...request, approverIds });
  if (request.kind === 'nomade') {
    const message = `request ${request.number} is for a nomade credential, which no token holds: where it is still to be released, the queue has it`;
    throw new AppError('wrong_state', message, { detail: { why: 'nomade', number: request.number } });
  }
  await checkCommissioned(a.unit, request);
  return role;
}

/** Production needs a commissioned workstation, at its begin and still when it is sealed. */
export async function checkCommissioned(unit: Unit, request: RequestRow): Promise<void> {
  if (request.workstationId === null) return;
  const workstation = await need(unit.get('workstation', request.workstationId), 'workstation');
  if (!WORKSTATION_IN_SERVICE.includes(workstation.state)) {
    throw new AppError(
      'wrong_state',
      `workstation ${workstation.assetNumber} is ${workstation.state}: commission it first`,
      {
        detail: { kind: 'workstation', from: workstation.state },
      },
    );
  }
}

/** The holders of these requests who have not left. Those whose row was edited are left out: it keeps nobody else waiting. */
async function holdersHere(
  unit: Pick<Unit, 'find' | 'directoryStanding'>,
  requests: readonly RequestRow[],
): Promise<Set<string>> {
  const id = [...new Set(requests.map(({ holderId }) => holderId))];
  const people = await unit.find('person', { id, purgedAt: null }, { leaveOut: true });
  const closed = await unit.find('account', { id, state: 'disabled' }, { leaveOut: true });
  const here = new Set(people.map((one) => one.id));
  for (const one of here) if (hasLeftDirectory(await unit.directoryStanding(one))) here.delete(one);
  for (const one of closed) here.delete(one.id);
  return here;
}

/** Before a job begins: what decides certificates was confirmed, and the technician has not made more than a day allows. */
export async function checkMayBegin(deps: Deps, { unit, now }: Act, request: RequestRow, technicianId: string) {
  await checkContent(unit, request);
  await checkHolderIsHere(unit, request, 'holder-gone');
  await checkConfirmed(deps, unit, request.profile);
  const made = { technicianId, state: [...JOB_OPEN, 'sealed' as const] };
  const count = await unit.count('job', made, { orderBy: 'startedAt', from: now - DAY_MS });
  await checkLimit(unit, 'production.perDay', now, count);
}

/**
 * The lease: a request in the queue becomes this technician's; one leased by them already is theirs still. Not
 * produced in time it goes back by itself. Throws `conflict` when it is another technician's.
 */
export async function leaseChange({ unit, now }: Act, request: RequestRow, technicianId: string): Promise<Change> {
  const minutes = await limitAt(unit, 'production.leaseMinutes', now);
  const lease = { producerId: technicianId, leaseUntil: now + minutes * 60_000 };
  if (request.state !== 'in_production') return move('request', request, 'take', lease);
  if (request.producerId !== technicianId) {
    const who = fullName(await unit.get('person', request.producerId ?? ''));
    throw new AppError('conflict', `${who} has taken request ${request.number}: take the next one`, {
      detail: { why: 'other-technician', number: request.number, who },
    });
  }
  return update('request', request, lease, { state: 'in_production', producerId: technicianId });
}

const isRunning = async (unit: Unit, request: RequestRow): Promise<boolean> =>
  (await unit.count('job', { requestId: request.id, state: JOB_OPEN })) > 0;
const unleased = (request: RequestRow): Change =>
  move('request', request, 'putBack', { producerId: null, leaseUntil: null });

/** Requests that are looked through for those that can be made. */
const MOST_LOOKED_AT = 1000;
/**
 * The queue from its head on: a few first, and where those cannot be made the ones behind them, so that machines which are not in
 * service yet, and holders who left, keep nobody else waiting.
 */
async function* standing(
  unit: Pick<Unit, 'queue' | 'find' | 'directoryStanding'>,
  few: number,
): AsyncIterable<RequestRow> {
  const looked = new Set<string>();
  for (const most of [few, MOST_LOOKED_AT]) {
    const found = await unit.queue(['first-issue', 'renewal', 'replacement'], most);
    const here = await holdersHere(
      unit,
      found.filter(({ id }) => !looked.has(id)),
    );
    for (const request of found) if (!looked.has(request.id) && here.has(request.holderId)) yield request;
    if (found.length < most) return;
    for (const { id } of found) looked.add(id);
  }
}

/** Requests that one taking leaves in the queue because rows of theirs were edited: each costs a transaction. */
const MOST_LEFT = 20;

/** The queue: its requests are leased to a technician, put back, and go back by themselves. */
export function createQueue(deps: Deps) {
  /** Leases the next requests but these. Says of each at which it looks: an edited row there loses the transaction. */
  const takeBut = (
    left: ReadonlySet<string>,
    caller: Caller,
    input: { count: number },
    looksAt: (requestId: string) => void,
  ): Promise<RequestRow[]> =>
    act(deps, caller, 'production.produce', 'queue', async (a) => {
      const taken: RequestRow[] = [];
      a.checkEver();
      const held = await a.unit.count('request', { state: 'in_production', producerId: caller.personId });
      await checkLimit(a.unit, 'production.atOnce', a.now, held);
      const count = Math.min(input.count, (await limitAt(a.unit, 'production.atOnce', a.now)) - held);
      for await (const request of standing(a.unit, count * 4 + 50)) {
        if (taken.length === count) break;
        if (left.has(request.id)) continue;
        looksAt(request.id);
        try {
          await mayProduce(a, request);
        } catch (error) {
          if (isAppError(error, 'own_request', 'same_person', 'wrong_state')) continue;
          throw error;
        }
        await a.done([await leaseChange(a, request, caller.personId)], {
          action: 'request.take',
          subject: `request:${request.id}`,
        });
        taken.push({ ...request, state: 'in_production', producerId: caller.personId });
      }
      return taken;
    });

  return {
    /**
     * Leases the queue's next requests to the caller (priority, then age), skipping those that four eyes forbid them, those whose
     * holder left, and a few of which somebody edited a row; no more than the policy lets one person hold.
     */
    takeNext: async (caller: Caller, input: { count: number }): Promise<RequestRow[]> => {
      const left = new Set<string>();
      for (;;) {
        const looked: string[] = [];
        try {
          return await takeBut(left, caller, input, (id) => looked.push(id));
        } catch (error) {
          const last = looked.at(-1);
          if (last === undefined || left.size === MOST_LEFT || !isAppError(error, 'record_tampered')) throw error;
          left.add(last);
          deps.warn(`request ${last} was left in the queue`, error);
        }
      }
    },

    /**
     * Leases this request to the caller, judged as for production: before a token is asked for they know whether they may
     * make it. One that is theirs already stays so. Throws the refusal.
     */
    take: (caller: Caller, input: z.output<typeof RequestRef>): Promise<RequestRow> =>
      act(deps, caller, 'production.produce', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        await mayProduce(a, request);
        await checkMayBegin(deps, a, request, caller.personId);
        const change = await leaseChange(a, request, caller.personId);
        if (request.state === 'in_production') return request;
        const held = await a.unit.count('request', { state: 'in_production', producerId: caller.personId });
        await checkLimit(a.unit, 'production.atOnce', a.now, held);
        await a.done([change], { action: 'request.take', subject: `request:${request.id}` });
        return { ...request, state: 'in_production', producerId: caller.personId };
      }),

    /** Puts a leased request back into the queue, where it keeps its place. */
    putBack: (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> =>
      act(deps, caller, 'request.putBack', `request:${input.requestId}`, async (a) => {
        const row = await findRequest(a.unit, input.requestId);
        a.allow(row);
        if (await isRunning(a.unit, row))
          throw new AppError('conflict', 'production of this request is running: wait until it ends');
        await a.done([unleased(row)], { subject: `request:${row.id}` });
      }),

    /** Leases that ran out go back into the queue; nobody is working on them. Answers how many. */
    expireLeases: async (): Promise<number> => {
      const isOver = ({ state, leaseUntil }: RequestRow, now: number): boolean =>
        state === 'in_production' && leaseUntil !== null && leaseUntil < now;
      const leased = await deps.store.reads.find('request', { state: 'in_production' });
      const over = leased.filter((row) => isOver(row, deps.clock.now()));
      return endEach(deps, 'request', over, async (unit, row, now) => {
        if (!isOver(row, now) || (await isRunning(unit, row))) return undefined;
        const entry = {
          ...SYSTEM,
          action: 'request.leaseExpired',
          subject: `request:${row.id}`,
          outcome: 'done',
        } as const;
        return { ...entry, changes: [unleased(row)] };
      });
    },
  };
}
