import { z } from 'zod';
import { AskToUnblock, TokenRef } from '../../../book/rules/decision-args.ts';
import { REVOCATION_REASONS } from '../../../book/tables/codes.ts';
import { TOKEN_CHECKED } from '../../../book/tables/states.ts';
import { RebindToken } from '../../../flow/handover/rebinding.ts';
import { searchText } from '../../../flow/inputs.ts';
import { CheckToken } from '../../../flow/stock/check-token.ts';
import { RecycleToken } from '../../../flow/stock/stock.ts';
import { STOCK_ACTIONS } from '../../../flow/stock/stock-actions.ts';
import { operation } from '../../operation.ts';
import { ReadToken } from '../../shapes/tokens.ts';
import { Proposal } from '../../shapes/two-persons.ts';
import { Nothing } from '../../shapes/values.ts';

const Holder = z.object({
  holderId: z.string(),
  holderName: z.string(),
  number: z.string().nullable(),
  assetNumber: z.string().nullable(),
  certificateId: z.string(),
  sealedAt: z.int(),
  revokedAt: z.int().nullable(),
  revocationReason: z.enum(REVOCATION_REASONS).nullable(),
  notAfter: z.int(),
});

const Detail = z.object({
  token: ReadToken,
  delivery: z.object({ reference: z.string(), receivedAt: z.int() }),
  holderName: z.string().nullable(),
  number: z.string().nullable(),
  assetNumber: z.string().nullable(),
  holders: z.array(Holder),
  proposals: z.array(z.object({ id: z.string(), act: z.string(), proposerName: z.string(), expiresAt: z.int() })),
  /** What `changeStock` may do with it now. */
  actions: z.array(z.enum(STOCK_ACTIONS)),
  renewal: z.string().nullable(),
  /** Null for a token that is not active. */
  rebinding: z
    .object({
      /** Machines in service that its holder has: fifty at most, or those that were asked for; with that of an exchange, and those that somebody checked. */
      machines: z.array(z.string()),
      /** There are more: ask for one by `machine`. */
      moreMachines: z.boolean(),
      /** None fits what was asked for: those of `machines` are of an exchange or a check. */
      foundNone: z.boolean(),
      /** Documents that were looked at in the last 30 minutes, so that it goes to one of them. */
      checks: z.array(z.object({ assetNumber: z.string(), isOwn: z.boolean(), checkedAt: z.int() })),
    })
    .nullable(),
});

/**
 * Recycling, checking, unblocking, renewal and destruction of a token, and its way to another machine. What is proposed here is confirmed by `confirmProposal`.
 */
export const recycling = {
  getToken: operation({
    method: 'GET',
    path: '/v1/tokens/{serial}',
    summary: 'One token in full: what it is, who held it, what waits for a second person',
    acts: ['stock.read'],
    input: TokenRef.extend({
      /** Part of the number or serial number of the holder's machine to which it is to be bound. */
      machine: searchText(100).optional(),
    }),
    output: Detail,
    run: ({ door, who }, { serial, machine }) => door.flow.reading.token(who.caller, serial, machine),
  }),
  listHolders: operation({
    method: 'GET',
    path: '/v1/tokens/{serial}/holders',
    summary: 'Everybody who held a token, the first one first',
    acts: ['stock.read'],
    input: TokenRef,
    output: z.object({ items: z.array(Holder) }),
    run: async ({ door, who }, { serial }) => ({ items: await door.flow.reading.holdersOf(who.caller, serial) }),
  }),
  recycleToken: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/recycle',
    summary: 'Wipe a returned token in its slot and put it back into stock',
    acts: ['stock.recycle'],
    input: RecycleToken,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.stock.recycle(who.caller, input),
  }),
  checkToken: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/check',
    summary:
      'Check a token that was set aside, in the slot named or in the one where it sits: wiped it returns to stock, and it is scrapped where it refuses its SO-PINs',
    acts: ['token.check'],
    input: CheckToken,
    output: z.object({ state: z.enum(TOKEN_CHECKED) }),
    run: ({ door, who }, input) => door.flow.stock.check(who.caller, input),
  }),
  proposeUnblock: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/unblock',
    summary: 'Propose a new PIN for a token in use; done in its slot once a second person confirms',
    acts: ['token.unblock'],
    created: true,
    input: AskToUnblock,
    output: Proposal,
    run: ({ door, who }, args) => door.flow.dualControl.propose(who.caller, { act: 'token.unblock', args }),
  }),
  checkHolder: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/holder',
    summary:
      'The first of two: an operator checked who the holder is, by a document of this kind, so that the token goes to another workstation',
    acts: ['handover.checkIdentity'],
    input: RebindToken,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.rebinding.check(who.caller, input),
  }),
  rebindToken: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/workstation',
    summary:
      'Bind a token in use to another workstation, which its holder has; another person checked who they are for it in the last 30 minutes',
    acts: ['token.rebind'],
    input: RebindToken,
    output: z.object({ workstation: z.string() }),
    run: ({ door, who }, input) => door.flow.rebinding.rebind(who.caller, input),
  }),
  proposeDestruction: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/destroy',
    summary: 'Propose to destroy a scrapped or returned token',
    acts: ['token.destroy'],
    created: true,
    input: TokenRef,
    output: Proposal,
    run: ({ door, who }, args) => door.flow.dualControl.propose(who.caller, { act: 'token.destroy', args }),
  }),
  printDestructionReport: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/destruction-report',
    summary: 'Print the destruction report of a token again',
    acts: ['destruction.print'],
    input: TokenRef,
    output: Nothing,
    run: ({ door, who }, input) => door.flow.stock.printDestructionReport(who.caller, input),
  }),
};
