import type { Caller } from '../../book/rights/roles.ts';
import type { TokenState } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import type { Deps } from '../act.ts';
import { oneLine } from '../inputs.ts';
import { fullName } from '../people/person-name.ts';
import type { SlotStatus } from '../ports/bench.ts';
import type { HeldPlace } from '../ports/places.ts';
import { noSlot } from './plugged.ts';

/** The name of a slot, as the bench has it. */
export const SlotName = oneLine(40);

/** A slot with what our stock says of the token in it: a blank to be written, one that is not, one to check, or nobody's. */
export interface BenchSlot extends SlotStatus {
  stock: 'usable' | 'used' | 'to_check' | 'foreign' | 'none';
  /** As the stock has it; null for none, and for a foreign one. */
  tokenState: TokenState | null;
}

/** What our stock says of a plugged token, one that was just made apart: it is no fault, though it is not written again either. */
export const stockTold = ({
  stock,
  tokenState,
}: Pick<BenchSlot, 'stock' | 'tokenState'>): BenchSlot['stock'] | 'made' =>
  stock === 'used' && tokenState === 'produced' ? 'made' : stock;

/** How a slot is told of: what it does, and where it is ready, what stands in the way of its token being written, if anything. */
export type SlotTold = SlotStatus['state'] | 'used' | 'made' | 'to_check' | 'foreign';
export function toldAs(slot: Pick<BenchSlot, 'state' | 'stock' | 'tokenState'>): SlotTold {
  const told = stockTold(slot);
  return slot.state !== 'ready' || told === 'usable' || told === 'none' ? slot.state : told;
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
  return slots.map((slot) => ({
    ...slot,
    stock: stockOf(slot),
    tokenState: known.get(slot.token?.serial ?? '') ?? null,
  }));
}

/** Whoever works where: a place that somebody holds is nobody else's, by whatever door they come. */
const isTheirs = (personId: string, held: readonly HeldPlace[]) => (place: string) =>
  !held.some((one) => one.place === place && one.personId !== personId);

/** Refuses a slot of a place where somebody else works. Throws `conflict` with {why, place, who}. */
export async function checkPlace(deps: Pick<Deps, 'places' | 'store'>, caller: Caller, place: string): Promise<void> {
  const held = await deps.places.held();
  if (isTheirs(caller.personId, held)(place)) return;
  const holder = held.find((one) => one.place === place);
  const who = fullName(await deps.store.reads.get('person', holder?.personId ?? ''));
  throw new AppError('conflict', `${who} works at place ${place} of the bench: take a slot of another place`, {
    detail: { why: 'place-held', place, who },
  });
}

/** Free slots: those that somebody may name, and of these the ones that are taken where none is named. */
export interface OpenSlots<S> {
  named: S[];
  unnamed: S[];
}

/**
 * What of these slots is free for the caller: by name wherever nobody else works; unnamed those of the place where they work
 * themselves, as long as they have one.
 */
export function openTo<S extends BenchSlot>(
  { personId, bench }: Caller,
  slots: readonly S[],
  held: readonly HeldPlace[],
): OpenSlots<S> {
  const theirs = isTheirs(personId, held);
  const named = slots.filter((slot) => isFree(slot) && theirs(slot.place));
  return { named, unnamed: named.filter(({ place }) => bench === undefined || place === bench.place) };
}

/** The free slots that are the caller's, or those of them that are named. Throws `token_wrong` when there is none, or no such slot. */
export async function freeSlots(
  deps: Pick<Deps, 'bench' | 'store' | 'places'>,
  caller: Caller,
  named?: readonly string[],
): Promise<BenchSlot[]> {
  const [all, held] = await Promise.all([benchSlots(deps), deps.places.held()]);
  const unknown = named?.find((name) => !all.some(({ slot }) => slot === name));
  if (unknown !== undefined) throw noSlot(unknown);
  const open = openTo(caller, all, held);
  const free = named === undefined ? open.unnamed : open.named.filter(({ slot }) => named.includes(slot));
  if (free.length > 0) return free;
  throw new AppError('token_wrong', 'no blank token of our stock is plugged: plug one in, then go on', {
    detail: { why: 'no-blank' },
  });
}

/** The one free slot of the caller's. Throws `token_wrong` when there is none, or several, which it names. */
export async function onlyFreeSlot(deps: Pick<Deps, 'bench' | 'store' | 'places'>, caller: Caller): Promise<BenchSlot> {
  const [only, ...more] = await freeSlots(deps, caller);
  if (only && more.length === 0) return only;
  const serial = [only, ...more].map((slot) => slot?.token?.serial ?? '').join(', ');
  const message = `several blank tokens are plugged in: ${serial}: leave one, name its slot, or say how many to produce`;
  throw new AppError('token_wrong', message, { detail: { why: 'several-slots', serial } });
}
