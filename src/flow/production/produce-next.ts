import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { SerialRef } from '../../book/rules/stock/typed-serials.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { type ResultOf, refusalOf } from '../each.ts';
import { Ref } from '../inputs.ts';
import { fullName } from '../people/person-name.ts';
import { findRequest, type RequestRef } from '../request/request.ts';
import { type BenchSlot, freeSlots, onlyFreeSlot, SlotName } from './bench-slots.ts';
import type { createQueue } from './queue.ts';

/** `slot` left out: the one with a blank of our stock in it. `serial`: only if this token is plugged in there. */
export const ProduceToken = z.strictObject({ requestId: Ref, slot: SlotName.optional(), serial: SerialRef.optional() });
export type OnSlot = z.output<typeof ProduceToken> & { slot: string };

/** More slots than a bench has. */
export const AT_ONCE = 64;

/** How many at most, and in which slots; left out: in all of them. */
export const ProduceNext = z.strictObject({
  count: z.int().min(1).max(AT_ONCE),
  slots: z.array(SlotName).min(1).max(AT_ONCE).optional(),
});

/** A token that was made. */
export interface Produced {
  requestId: string;
  number: string;
  tokenId: string;
  certificateId: string;
  state: 'produced';
  /** Whether the label came out; if not it waits to be printed again. */
  labelPrinted: boolean;
}

/** One request paired with the token plugged into one slot. */
export interface Pair {
  requestId: string;
  number: string;
  holderName: string;
  slot: string;
  position: string;
  serial: string;
}
/** What became of one pair. `begun`: a job was opened, so that the token may have been written to. */
export type Made = Pair & ResultOf<Produced> & { begun: boolean; startedAt: number; endedAt: number };
/** Whoever shows progress while tokens are made: told of the pairs once, and of each that ended. */
export interface Watch {
  begun(pairs: readonly Pair[]): void;
  ended(made: Made): void;
}
const NOBODY: Watch = { begun: () => undefined, ended: () => undefined };

/** Production of one request on one token, in the two halves between which a lease becomes a job. */
export interface Halves<W> {
  /** Request and token leased, the job opened. Whatever it throws, nothing was begun. */
  begin(caller: Caller, input: OnSlot): Promise<W>;
  /** From there to the sealed certificate. What it throws was undone: the request is back in the queue. */
  finish(work: W): Promise<Produced>;
}

/** How work begins on the bench: the queue's next requests on the blanks that are plugged in, or one of them on the one blank. */
export function createProduceNext<W>(
  deps: Deps,
  { takeNext, putBack }: Pick<ReturnType<typeof createQueue>, 'takeNext' | 'putBack'>,
  { begin, finish }: Halves<W>,
) {
  /** Checks rights before the bench is looked at, so that a refused caller does not learn what is plugged in. */
  const look = (caller: Caller, subject: string): Promise<void> =>
    act(deps, caller, 'production.produce', subject, async (a) => a.checkEver());

  const pairOf = async (
    { id, number, holderId }: Pick<RequestRow, 'id' | 'number' | 'holderId'>,
    { slot, position, token }: BenchSlot,
  ): Promise<Pair> => {
    const holderName = fullName(await deps.store.reads.get('person', holderId));
    return { requestId: id, number, holderName, slot, position, serial: token?.serial ?? '' };
  };

  /** The lease is given back by whoever took it; where that fails it ends by itself. */
  const giveBack = (caller: Caller, { requestId }: Pair): Promise<void> =>
    putBack(caller, { requestId }).catch((error: unknown) =>
      deps.warn('a request could not be put back; its lease ends by itself', error),
    );

  /** Makes a pair's token. A failure is a result; a lease that did not become a job is given back where `leased` says so. */
  const make = async (caller: Caller, pair: Pair, watch: Watch, { leased }: { leased: boolean }): Promise<Made> => {
    const startedAt = deps.clock.now();
    let begun = false;
    const end = (result: ResultOf<Produced>): Made => {
      const made = { ...pair, ...result, begun, startedAt, endedAt: deps.clock.now() };
      watch.ended(made);
      return made;
    };
    let work: W;
    try {
      work = await begin(caller, pair);
    } catch (error) {
      if (leased) await giveBack(caller, pair);
      return end({ outcome: 'refused', error: refusalOf(deps, error) });
    }
    begun = true;
    return finish(work).then(
      (done) => end({ outcome: 'done', ...done }),
      (error: unknown) => end({ outcome: 'refused', error: refusalOf(deps, error) }),
    );
  };

  return {
    /** Produces one token for a request that is approved, or leased to the caller. Answers once it is sealed. */
    produce: async (caller: Caller, input: z.output<typeof ProduceToken>): Promise<Produced> => {
      if (input.slot === undefined) await look(caller, `request:${input.requestId}`);
      const slot = input.slot ?? (await onlyFreeSlot(deps, caller)).slot;
      return finish(await begin(caller, { ...input, slot }));
    },

    /**
     * Leases the queue's next requests to the caller, pairs them with the blanks that are plugged in and makes them side by
     * side. Answers once all have ended, each with its result; what could not begin is back in its place in the queue.
     * Throws `token_wrong` when no blank is plugged in, `not_found` when the queue has nothing for the caller.
     */
    produceNext: async (caller: Caller, input: z.output<typeof ProduceNext>, watch = NOBODY): Promise<Made[]> => {
      await look(caller, 'queue');
      const free = await freeSlots(deps, caller, input.slots);
      const taken = await takeNext(caller, { count: Math.min(input.count, free.length) });
      if (taken.length === 0)
        throw new AppError('not_found', 'nothing in the queue is yours to produce: other technicians take the rest');
      const pairs = await Promise.all(taken.map((request, at) => pairOf(request, free[at] as BenchSlot)));
      watch.begun(pairs);
      return Promise.all(pairs.map((pair) => make(caller, pair, watch, { leased: true })));
    },

    /** One request on the one blank that is plugged in; its result is told like one of several. Throws `token_wrong` for none or several blanks. */
    produceWatched: async (caller: Caller, { requestId }: z.output<typeof RequestRef>, watch: Watch): Promise<Made> => {
      await look(caller, `request:${requestId}`);
      const pair = await pairOf(await findRequest(deps.store.reads, requestId), await onlyFreeSlot(deps, caller));
      watch.begun([pair]);
      return make(caller, pair, watch, { leased: false });
    },
  };
}
