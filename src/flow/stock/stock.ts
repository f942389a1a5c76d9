import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { TokenRef } from '../../book/rules/decision-args.ts';
import { DELIVERED_MOST, DeliveredToken } from '../../book/rules/stock/delivery-list.ts';
import { LocationCode } from '../../book/rules/stock/locations.ts';
import { create, move } from '../../book/tables/lifecycle.ts';
import type { DeliveryRow } from '../../book/tables/rows/stock.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { endPinLetters } from '../handover/letters.ts';
import { oneLine, Ref } from '../inputs.ts';
import { forgetSecrets } from '../production/job-secrets.ts';
import { checkModel, freshPin, onlyToken } from '../production/plugged.ts';
import { checkNotRecalled } from '../recall/hits.ts';
import { isTemporary } from '../request/held-tokens.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeChanges } from '../revocation/revoking.ts';
import { createCheckToken } from './check-token.ts';
import { createCounts } from './counts.ts';
import { createDestruction } from './destruction.ts';
import { cameAgainst, createExpected } from './expected.ts';
import { createLocations, placeFound, usualLocation } from './locations.ts';
import { checkHere } from './on-the-way.ts';
import { STOCK_ACTIONS } from './stock-actions.ts';
import { createTransfers, endOfTransfer } from './transfers.ts';
import { UNBOUND } from './unbound.ts';

export const ReceiveDelivery = z.strictObject({
  /** The supplier's delivery note. */
  reference: oneLine(60),
  model: oneLine(60),
  /** As the note says them, of all its tokens. */
  firmware: oneLine(60).optional(),
  batch: oneLine(60).optional(),
  /** Where they are put; left out: the first location of the site of whoever takes it, else of all. */
  location: LocationCode.optional(),
  /** The id of the expected delivery that they are of; null: it was not announced. Left out only where none of the model is expected. */
  expected: Ref.nullable().optional(),
  tokens: z.array(DeliveredToken).min(1).max(DELIVERED_MOST),
});
export const ChangeStock = TokenRef.extend({
  action: z.enum(STOCK_ACTIONS),
  /**
   * Where a token that came back or was found is put. Left out: a token that was found stays where it was; any other, and one that
   * had no location, goes to the first of the site of whoever takes it, else to the first of all.
   */
  location: LocationCode.optional(),
}).refine(({ action, location }) => action === 'return' || action === 'find' || location === undefined, {
  path: ['location'],
  error: 'only of a token that comes back or was found',
});
export const RecycleToken = TokenRef.extend({ slot: oneLine(40) });

/** The verbs of the stock: receive, change, recycle, check. */
export function createStock(deps: Deps) {
  /** Within the act that takes it back: revokes a temporary token in use. Answers it as it stands then, or nothing for any other. */
  const endTemporary = async (a: Act, token: TokenRow): Promise<TokenRow | undefined> => {
    if (!TOKEN_IN_USE.includes(token.state) || !(await isTemporary(a.unit, token))) return undefined;
    await a.done(await revokeChanges(a.unit, token, 'superseded', a.now), { action: 'token.endTemporary' });
    return need(a.unit.get('token', token.id), 'token');
  };

  const changesOf = async (
    a: Act,
    [by, token]: readonly [string, TokenRow],
    { action, location }: z.output<typeof ChangeStock>,
  ) => {
    if (action === 'scrap') checkHere(token);
    if (action === 'miss') return [move('token', token, 'miss'), ...(await endOfTransfer(a.unit, token))];
    if (action === 'scrap') return [move('token', token, 'scrap')];
    const locationId =
      action === 'find' ? await placeFound(a.unit, [by, token], location) : await usualLocation(a.unit, by, location);
    const here = locationId === null || locationId === token.locationId ? {} : { locationId };
    const lost = token.transferId === null ? {} : { transferId: null };
    return [move('token', token, action, { ...here, ...lost })];
  };
  /** Answers whether it revoked something. One act: whatever is refused, nothing of it was done. */
  const change = (caller: Caller, input: z.output<typeof ChangeStock>): Promise<boolean> =>
    act(deps, caller, 'stock.change', `token:${input.serial}`, async (a) => {
      const token = await need(a.unit.get('token', input.serial), 'token');
      a.allow();
      if (token.state === 'in_production')
        throw new AppError('wrong_state', `token ${token.id} is being produced: wait until that ends`, {
          detail: { kind: 'token', id: token.id, from: token.state, action: input.action },
        });
      const ended = input.action === 'return' ? await endTemporary(a, token) : undefined;
      await a.done(await changesOf(a, [caller.personId, ended ?? token], input), {
        action: `token.${input.action}`,
        detail: input.action === 'scrap' ? { model: token.model } : {},
      });
      return ended !== undefined;
    });

  return {
    /**
     * Takes in a delivery of blank tokens with their factory SO-PINs, which are sealed at once. All or nothing. Throws `duplicate` for a
     * token that was received before; `conflict` for one of another model than is expected, and where nobody said whether it was announced.
     */
    receive: (caller: Caller, input: z.output<typeof ReceiveDelivery>): Promise<DeliveryRow> => {
      const id = deps.chance.id();
      const sealed = input.tokens.map((t) =>
        deps.vault.seal(`so-pin:${id}:${t.serial}`, 'so-pin', Buffer.from(t.soPin)),
      );
      return act(deps, caller, 'stock.receive', `delivery:${id}`, async (a) => {
        a.allow();
        const { reference, model, firmware = null, batch = null } = input;
        const locationId = await usualLocation(a.unit, caller.personId, input.location);
        const delivery: DeliveryRow = {
          id,
          reference,
          model,
          firmware,
          batch,
          count: input.tokens.length,
          expectedId: input.expected ?? null,
          locationId,
          receivedBy: caller.personId,
          receivedAt: a.now,
        };
        const against = await cameAgainst(a.unit, { expected: input.expected, model, count: delivery.count });
        await a.done([create('delivery', delivery), ...against]);
        const serials = input.tokens.map(({ serial }) => serial);
        for (const [index, { serial, firmware: own }] of input.tokens.entries()) {
          if (serials.indexOf(serial) < index) throw listedTwice(serial);
          const known = await a.unit.get('token', serial);
          if (known) throw receivedBefore(known);
          if (await a.unit.get('certificate', serial.toLowerCase())) {
            throw new AppError('duplicate', `a certificate has the number ${serial}: check the delivery note`, {
              detail: { serial, why: 'certificate-number' },
            });
          }
          const changes = [create('token', blankToken(serial, delivery, own ?? firmware))];
          const detail = { place: index + 1 };
          await a.done(changes, { action: 'token.receive', subject: `token:${serial}`, detail });
        }
        for (const secret of sealed) await a.unit.keepSecret(secret);
        return delivery;
      });
    },

    /**
     * Scraps, misses, finds or takes back a token; destroying one is an act of dual control. A temporary token that its holder brings
     * back while it is in use ends with it.
     */
    change: async (caller: Caller, input: z.output<typeof ChangeStock>): Promise<void> => {
      if (await change(caller, input)) await concludeRevocation(deps);
    },

    /**
     * A returned token is wiped in its slot and goes back into stock. Its SO-PIN stays, so that a crash between wiping and
     * record only means doing it again; the next production gives it another.
     */
    recycle: async (caller: Caller, input: z.output<typeof RecycleToken>): Promise<void> => {
      const { slot, serial } = input;
      const returned = async (a: Act): Promise<TokenRow> => {
        const token = await need(a.unit.get('token', serial), 'token');
        a.allow();
        move('token', token, 'restock'); // throws unless it was returned
        await checkNotRecalled(a.unit, token);
        checkHere(token);
        return token;
      };
      const recycling = <R>(work: (a: Act) => Promise<R>) =>
        act(deps, caller, 'stock.recycle', `token:${serial}`, work);
      const status = await deps.bench.slot(slot);
      const { token, plugged } = await recycling(async (a) => {
        const row = await returned(a);
        const found = onlyToken(slot, status, serial);
        checkModel(row, found);
        return { token: row, plugged: found };
      });
      const secret = await need(deps.store.secret(token.soPinId), 'SO-PIN of this token');
      const soPin = Buffer.from(deps.vault.open(secret)).toString();
      // a PIN that nobody knows and nobody will
      const how = { soPin, newSoPin: soPin, pin: freshPin(deps.chance, plugged), label: 'BLANK' };
      await deps.bench.initialise({ slot, serial }, how);
      await recycling(async (a) => {
        const restocked = move('token', await returned(a), 'restock', UNBOUND);
        await a.done([restocked, ...(await endPinLetters(a.unit, serial))]);
        await a.unit.dropRevocationCode(serial);
      });
      await forgetSecrets(deps);
    },

    ...createLocations(deps),
    ...createTransfers(deps),
    ...createCounts(deps),
    ...createExpected(deps),

    /** Checks a token that was set aside. */
    check: createCheckToken(deps),

    /** Prints the destruction report of a token again. */
    printDestructionReport: createDestruction(deps).printReport,
  };
}

/** The refusal of a serial number that the list of a delivery says more than once. */
const listedTwice = (serial: string): AppError =>
  new AppError('duplicate', `token ${serial} stands more than once in this list: nothing was received`, {
    detail: { serial, why: 'listed-twice' },
  });

/** The refusal of a token that is known already: where it is, so that whoever has the delivery note can go and look. */
function receivedBefore({ id, state, locationId }: TokenRow): AppError {
  const where = locationId === null ? '' : `, location ${locationId}`;
  const message = `token ${id} was received before: its state is ${state}${where}; check the delivery note`;
  const known = { serial: id, kind: 'token', from: state };
  return new AppError('duplicate', message, {
    detail:
      locationId === null
        ? { ...known, why: 'received' }
        : { ...known, why: 'received-in-location', location: locationId },
  });
}

function blankToken(serial: string, delivery: DeliveryRow, firmware: string | null): TokenRow {
  return {
    id: serial,
    model: delivery.model,
    firmware,
    batch: delivery.batch,
    deliveryId: delivery.id,
    locationId: delivery.locationId,
    transferId: null,
    state: 'in_stock',
    ...UNBOUND,
    soPinId: `so-pin:${delivery.id}:${serial}`,
    cycle: 0,
    receivedAt: delivery.receivedAt,
    activatedAt: null,
  };
}
