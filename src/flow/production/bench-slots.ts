import { AppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { oneLine } from '../inputs.ts';
import type { SlotStatus } from '../ports/bench.ts';

/** The name of a slot, as the bench has it. */
export const SlotName = oneLine(40);

/** A slot with what our stock says of the token in it: a blank to be written, one that is not, one to check, or nobody's. */
export interface BenchSlot extends SlotStatus {
  stock: 'usable' | 'used' | 'to_check' | 'foreign' | 'none';
}

/** Ready to be written: a blank of our stock in a slot that does nothing else. */
export const isFree = ({ state, stock }: Pick<BenchSlot, 'state' | 'stock'>): boolean =>
  state === 'ready' && stock === 'usable';

/** All slots with what our stock says of each plugged token: recognised by serial number, never by label (T2). */
export async function benchSlots({ bench, store }: Pick<Deps, 'bench' | 'store'>): Promise<BenchSlot[]> {
  const slots = await bench.slots();
  const serials = slots.flatMap(({ token }) => (token ? [token.serial] : []));
  const known = new Map((await store.reads.find('token', { id: serials })).map(({ id, state }) => [id, state]));
  const stockOf = ({ token }: SlotStatus): BenchSlot['stock'] => {
    const state = token && known.get(token.serial);
    if (!token) return 'none';
    if (state === 'to_check') return state;
    return state === undefined ? 'foreign' : state === 'in_stock' ? 'usable' : 'used';
  };
  return slots.map((slot) => ({ ...slot, stock: stockOf(slot) }));
}

/** The free slots, or those of them that are named. Throws `token_wrong` when there is none. */
export async function freeSlots(deps: Pick<Deps, 'bench' | 'store'>, named?: readonly string[]): Promise<BenchSlot[]> {
  const all = await benchSlots(deps);
  const free = all.filter((slot) => isFree(slot) && (named?.includes(slot.slot) ?? true));
  if (free.length > 0) return free;
  throw new AppError('token_wrong', 'no blank token of our stock is plugged: plug one in, then go on', {
    detail: { why: 'no-blank' },
  });
}

/** The one free slot. Throws `token_wrong` when there is none, or several, which it names. */
export async function onlyFreeSlot(deps: Pick<Deps, 'bench' | 'store'>): Promise<BenchSlot> {
  const [only, ...more] = await freeSlots(deps);
  if (only && more.length === 0) return only;
  const serial = [only, ...more].map((slot) => slot?.token?.serial ?? '').join(', ');
  const message = `several blank tokens are plugged in: ${serial}: leave one, name its slot, or say how many to produce`;
  throw new AppError('token_wrong', message, { detail: { why: 'several-slots', serial } });
}
