import { z } from 'zod';
import { AppError } from '../errors.ts';
import { act, type Deps, need } from './act.ts';
import { type Action, create, move } from './lifecycle.ts';
import type { DeliveryRow, TokenRow } from './model.ts';
import type { Caller } from './permissions.ts';
import { Ref } from './request.ts';

export const ReceiveDelivery = z.strictObject({
  /** The supplier's delivery note. */
  reference: z.string().trim().min(1).max(60),
  model: z.string().trim().min(1).max(60),
  tokens: z
    .array(z.strictObject({ serial: Ref, soPin: z.string().min(4).max(64) }))
    .min(1)
    .max(1000),
});
export const TokenRef = z.strictObject({ serial: Ref });
export const ChangeStock = TokenRef.extend({ action: z.enum(['scrap', 'miss', 'return', 'destroy']) });

export function createStock(deps: Deps) {
  return {
    /** Takes in a delivery of blank tokens with their factory SO-PINs, which are sealed at once. All or nothing. */
    receive: (caller: Caller, input: z.output<typeof ReceiveDelivery>): Promise<DeliveryRow> => {
      const id = deps.chance.id();
      const sealed = input.tokens.map((t) =>
        deps.vault.seal(`so-pin:${id}:${t.serial}`, 'so-pin', Buffer.from(t.soPin)),
      );
      return act(deps, caller, 'stock.receive', `delivery:${id}`, async (a) => {
        a.allow();
        const { reference, model } = input;
        const delivery: DeliveryRow = {
          id,
          reference,
          model,
          count: input.tokens.length,
          receivedBy: caller.personId,
          receivedAt: a.now,
        };
        await a.done([create('delivery', delivery)]);
        for (const { serial } of input.tokens) {
          if (await a.unit.get('token', serial)) {
            throw new AppError('duplicate', `token ${serial} was received before: check the delivery note`, {
              detail: { serial },
            });
          }
          const changes = [create('token', blankToken(serial, delivery))];
          await a.done(changes, { action: 'token.receive', subject: `token:${serial}` });
        }
        for (const secret of sealed) await a.unit.keepSecret(secret);
        return delivery;
      });
    },

    /** Scraps, misses, takes back or destroys a token. */
    change: (caller: Caller, input: z.output<typeof ChangeStock>): Promise<void> =>
      act(deps, caller, 'stock.change', `token:${input.serial}`, async (a) => {
        const token = await need(a.unit.get('token', input.serial), 'token');
        a.allow();
        const action: Action<'token'> = input.action;
        await a.done([move('token', token, action)], { action: `token.${action}` });
      }),
  };
}

function blankToken(serial: string, delivery: DeliveryRow): TokenRow {
  return {
    id: serial,
    model: delivery.model,
    deliveryId: delivery.id,
    state: 'in_stock',
    label: null,
    requestId: null,
    holderId: null,
    workstationId: null,
    keyId: null,
    certificateId: null,
    soPinId: `so-pin:${delivery.id}:${serial}`,
    cycle: 0,
    receivedAt: delivery.receivedAt,
    activatedAt: null,
  };
}
