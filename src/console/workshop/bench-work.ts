import { AppError } from '../../errors.ts';
import type { Flow } from '../../flow/index.ts';
import type { SlotStatus } from '../../flow/ports/bench.ts';
import type { Member } from '../frame/visit.ts';
import { type Bay, isFree } from './bench.tsx';
import type { Pair, Series, SeriesBoard } from './series.ts';

/** What workshop and production line share: the slots with what the stock says of them, and how work begins in them. */
export function createBenchWork(flow: Flow, board: SeriesBoard) {
  /** Slots with what our stock says of each plugged token: recognised by serial number, never by label (T2). */
  const baysOf = async (member: Member): Promise<Bay[]> => {
    const bay = async (slot: SlotStatus): Promise<Bay> => {
      if (!slot.token) return { ...slot, stock: 'none' };
      const serial = slot.token.serial;
      const { items } = await flow.reading.tokens(member.me.caller, { text: serial }, { limit: 20 });
      const known = items.find((token) => token.id === serial);
      return { ...slot, stock: known ? (known.state === 'in_stock' ? 'usable' : 'used') : 'foreign' };
    };
    return Promise.all((await flow.reading.slots(member.me.caller)).map(bay));
  };

  const pairOf = (request: { id: string; number: string }, holderName: string, bay: Bay): Pair => ({
    requestId: request.id,
    number: request.number,
    holderName,
    slot: bay.slot,
    position: bay.position,
    serial: bay.token?.serial ?? '',
  });

  const freeOf = async (member: Member): Promise<Bay[]> => (await baysOf(member)).filter(isFree);

  return {
    baysOf,

    /** The queue's next `count` requests on the blanks that are plugged in, all at once. */
    startNext: async (member: Member, count: number): Promise<Series> => {
      const { caller } = member.me;
      const free = await freeOf(member);
      if (free.length === 0)
        throw new AppError('token_wrong', 'no blank token of our stock is plugged: plug one in, then go on');
      const taken = await flow.production.takeNext(caller, { count: Math.min(count, free.length) });
      if (taken.length === 0)
        throw new AppError('not_found', 'nothing in the queue is yours to produce: other technicians take the rest');
      const pairs = taken.map(async (request, at) => {
        const { request: item } = await flow.reading.request(caller, request.id);
        return pairOf(request, item.holderName, free[at] as Bay);
      });
      return board.start(caller, await Promise.all(pairs));
    },

    /** One request on the one blank that is plugged in; undefined while there is none. Two are refused, both named. */
    startOne: async (member: Member, number: string): Promise<Series | undefined> => {
      const { caller } = member.me;
      const { request } = await flow.reading.request(caller, number);
      const [only, ...more] = await freeOf(member);
      if (!only) return undefined;
      if (more.length > 0) {
        const serials = [only, ...more].map((bay) => bay.token?.serial ?? '').join(', ');
        const message = `several blank tokens are plugged in: ${serials}: leave one, or type how many to produce`;
        throw new AppError('token_wrong', message, { detail: { why: 'several-slots', serial: serials } });
      }
      if (caller.freshUntil <= member.now)
        throw new AppError('fresh_factor_needed', 'confirm with your password first: production begins after it');
      return board.start(caller, [pairOf(request, request.holderName, only)]);
    },
  };
}
