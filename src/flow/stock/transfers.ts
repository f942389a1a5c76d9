import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { LocationCode, MOVED_MOST } from '../../book/rules/stock/locations.ts';
import { SerialRef } from '../../book/rules/stock/typed-serials.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { StockLocationRow, StockTransferRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_ON_SHELF } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import type { Reads } from '../ports/store.ts';
import { locationOf } from './locations.ts';
import { checkHere } from './on-the-way.ts';

const Serials = z
  .array(SerialRef)
  .min(1)
  .max(MOVED_MOST)
  .transform((serials) => [...new Set(serials)]);
/** All of them leave one location; those that have none yet are put into their first. */
export const TransferTokens = z.strictObject({ to: LocationCode, serials: Serials });
export const TransferRef = z.strictObject({ transferId: Ref });
export const ArriveTokens = TransferRef.extend({ serials: Serials });

/** Tokens that were put into another location at once, or are on the way to one of another site. */
export interface Transferred {
  transfer: StockTransferRow | null;
  moved: number;
}

/** How many of a transfer are still on the way. */
export const onTheWay = (reads: Pick<Reads, 'count'>, transferId: string): Promise<number> =>
  reads.count('token', { transferId, state: TOKEN_ON_SHELF });

/** The end of a transfer of which this token, gone missing, was the last on the way. */
export async function endOfTransfer(reads: Pick<Reads, 'get' | 'count'>, token: TokenRow): Promise<Change[]> {
  if (token.transferId === null || !TOKEN_ON_SHELF.includes(token.state)) return [];
  const transfer = await reads.get('stockTransfer', token.transferId);
  if (transfer?.state !== 'sent' || (await onTheWay(reads, transfer.id)) > 1) return [];
  return [move('stockTransfer', transfer, 'end')];
}

/** The tokens with these serial numbers, each of which lies on a shelf. Throws `not_found`, `wrong_state`. */
async function shelved(reads: Pick<Reads, 'find'>, serials: readonly string[]): Promise<TokenRow[]> {
  const tokens = await reads.find('token', { id: serials });
  const gone = serials.find((serial) => !tokens.some(({ id }) => id === serial));
  if (gone !== undefined)
    throw new AppError('not_found', `token ${gone} is not in our stock`, { detail: { why: 'token', serial: gone } });
  for (const token of tokens) {
    if (TOKEN_ON_SHELF.includes(token.state)) continue;
    throw new AppError('wrong_state', `token ${token.id} is ${token.state}: it lies in no location`, {
      detail: { serial: token.id, kind: 'token', from: token.state, why: 'not-on-shelf' },
    });
  }
  return tokens;
}

/** Where all of them are; undefined for tokens that have no location. Throws `conflict`, `already_done`. */
async function startOf(reads: Reads, tokens: readonly TokenRow[], to: string): Promise<StockLocationRow | undefined> {
  for (const token of tokens) checkHere(token);
  const [code, other] = [...new Set(tokens.map(({ locationId }) => locationId))];
  if (other !== undefined)
    throw new AppError('conflict', 'these tokens are in several locations: move those of one at a time', {
      detail: { why: 'several-locations', one: code ?? '—', other: other ?? '—' },
    });
  if (code === to) throw new AppError('already_done', `these tokens are in ${to} already`);
  return code == null ? undefined : locationOf(reads, code);
}

/** The verbs by which tokens go from one location to another. */
export function createTransfers(deps: Deps) {
  const put = async (a: Act, to: StockLocationRow, tokens: readonly TokenRow[]): Promise<Transferred> => {
    const changes = tokens.map((token) => update('token', token, { locationId: to.id }, onShelf(token)));
    await a.done(changes, { action: 'stock.move' });
    return { transfer: null, moved: tokens.length };
  };
  const send = async (a: Act, sentBy: string, way: readonly [string, string], tokens: readonly TokenRow[]) => {
    const [fromId, toId] = way;
    const transfer: StockTransferRow = {
      id: deps.chance.id(),
      fromId,
      toId,
      count: tokens.length,
      state: 'sent',
      sentBy,
      sentAt: a.now,
      receivedBy: null,
      receivedAt: null,
    };
    const changes = tokens.map((token) => update('token', token, { transferId: transfer.id }, onShelf(token)));
    await a.done([create('stockTransfer', transfer), ...changes], {
      action: 'stock.send',
      subject: `stockTransfer:${transfer.id}`,
    });
    return { transfer, moved: tokens.length };
  };

  /** Says of some tokens of a transfer where they are: at its end, or where they were. */
  const tell = async (
    a: Act,
    [by, row]: readonly [string, StockTransferRow],
    serials: readonly string[],
    [set, action]: readonly [Partial<TokenRow>, 'stock.arrive' | 'stock.takeBack'],
  ): Promise<{ left: number }> => {
    const tokens = await shelved(a.unit, serials);
    const other = tokens.find(({ transferId }) => transferId !== row.id);
    if (other)
      throw new AppError('wrong_state', `token ${other.id} is not on the way by this transfer: look at its page`, {
        detail: { serial: other.id, kind: 'token', from: other.state, why: 'other-transfer' },
      });
    const left = (await onTheWay(a.unit, row.id)) - tokens.length;
    const said = { receivedBy: by, receivedAt: a.now };
    const told = left > 0 ? update('stockTransfer', row, said) : move('stockTransfer', row, 'end', said);
    const changes = tokens.map((token) => update('token', token, set, { transferId: row.id, ...onShelf(token) }));
    await a.done([...changes, told], { action });
    return { left };
  };

  return {
    /** Puts tokens into another location of their site at once; to another site they are sent, and somebody else receives them. */
    transfer: (caller: Caller, { to: code, serials }: z.output<typeof TransferTokens>): Promise<Transferred> =>
      act(deps, caller, 'stock.transfer', `stockLocation:${code}`, async (a) => {
        const to = await locationOf(a.unit, code);
        a.allow();
        const tokens = await shelved(a.unit, serials);
        const from = await startOf(a.unit, tokens, to.id);
        const isNear = from === undefined || from.site === to.site;
        return isNear ? put(a, to, tokens) : send(a, caller.personId, [from.id, to.id], tokens);
      }),

    /** Receives the tokens of a transfer that are really there; the others stay on the way. Answers how many. */
    arrive: (caller: Caller, { transferId, serials }: z.output<typeof ArriveTokens>): Promise<{ left: number }> =>
      act(deps, caller, 'stock.arrive', `stockTransfer:${transferId}`, async (a) => {
        const row = await need(a.unit.get('stockTransfer', transferId), 'transfer');
        a.allow({ personId: row.sentBy });
        const there = { locationId: row.toId, transferId: null };
        return tell(a, [caller.personId, row], serials, [there, 'stock.arrive']);
      }),

    /** Puts back tokens that did not leave. Answers how many are still on the way. */
    takeBack: (caller: Caller, { transferId, serials }: z.output<typeof ArriveTokens>): Promise<{ left: number }> =>
      act(deps, caller, 'stock.transfer', `stockTransfer:${transferId}`, async (a) => {
        const row = await need(a.unit.get('stockTransfer', transferId), 'transfer');
        a.allow();
        return tell(a, [caller.personId, row], serials, [{ transferId: null }, 'stock.takeBack']);
      }),
  };
}

const onShelf = ({ state, locationId }: TokenRow): Partial<TokenRow> => ({ state, locationId });
