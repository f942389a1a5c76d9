import { z } from 'zod';
import { type Change, create, move, update } from '../../book/lifecycle.ts';
import type { Caller } from '../../book/roles.ts';
import { TOKEN_IN_USE } from '../../book/states.ts';
import type { HandoverRow, RequestRow, TokenRow } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { oneLine, Ref } from '../inputs.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { findRequest, type RequestRef } from '../request/request.ts';
import { concludeRevocation, revokeChanges, revokeCredentials } from '../revocation/revocation.ts';
import { endOthers } from './closing.ts';
import { createDeskProof, wrongState } from './desk-proof.ts';
import { currentHandover, endOtherLetters } from './letters.ts';
import { createPapers } from './papers.ts';

export const AtSlot = z.strictObject({ requestId: Ref, slot: oneLine(40) });
export const ShipToken = AtSlot.extend({ trackingNumber: oneLine(60) });
export const RepeatProduction = z.strictObject({
  requestId: Ref,
  reason: z.enum(['dead-on-arrival', 'lost-in-transit']),
});

const tokensInUse = (unit: Unit, request: RequestRow): Promise<TokenRow[]> =>
  unit.find('token', { requestId: request.id, state: TOKEN_IN_USE });

/** The token of a produced request, which must still be the one that was sealed for it. */
async function tokenOf(unit: Unit, request: RequestRow): Promise<TokenRow> {
  const tokens = await tokensInUse(unit, request);
  return need(Promise.resolve(tokens[0]), 'token of this request in use');
}

/** The hand-over in course; `wrong_state` with what comes first when there is none. */
async function begun(unit: Unit, requestId: string): Promise<HandoverRow> {
  const handover = await currentHandover(unit, requestId);
  if (handover?.challengedAt == null) {
    throw new AppError(
      'wrong_state',
      'plug the token at the desk first: it has to sign its challenge before it is handed over',
    );
  }
  return handover;
}

/** Who has the hand-over in hand: a correspondent does not say for the holder that a token arrived which they sent themselves. */
export async function handedOverBy(reads: Reads, requestId: string): Promise<string[]> {
  const handover = await currentHandover(reads, requestId);
  return handover ? [handover.operatorId] : [];
}

/** Token and PIN travel apart (T4): once the letter of this production was printed at a desk, the token is handed over there. */
async function checkNoLetterOut(unit: Unit, request: RequestRow): Promise<void> {
  const letters = await unit.find('letter', {
    requestId: request.id,
    kind: 'pin',
    state: ['printed', 'confirmed', 'expired'],
  });
  if (letters.every((l) => (l.printedAt ?? 0) < (request.producedAt ?? 0))) return;
  throw new AppError(
    'wrong_state',
    'the PIN letter of this token was printed at the desk: hand the token over there, or produce it again',
  );
}

/** The verbs of a hand-over: challenge, acceptance, hand-over or shipment, receipt, repetition. */
export function createHandover(deps: Deps) {
  const papers = createPapers(deps);
  const proveFor = createDeskProof(deps);

  const handoverRow = (
    a: Act,
    request: RequestRow,
    tokenId: string | null,
    mode: HandoverRow['mode'],
    operatorId: string,
  ): HandoverRow => ({
    id: deps.chance.id(),
    requestId: request.id,
    tokenId,
    mode,
    operatorId,
    challengedAt: a.now,
    acceptedAt: null,
    acceptedBy: null,
    trackingNumber: null,
    handedOverAt: null,
    receiptAt: null,
    receiptBy: null,
    failedAt: null,
  });

  return {
    /** At the desk: the token signs its challenge. Answers the certificate (DER) for the agent to read and accept. */
    challenge: async (
      caller: Caller,
      input: z.output<typeof AtSlot>,
    ): Promise<{ tokenId: string; certificate: Uint8Array }> => {
      const proven = await proveFor(caller, 'handover.challenge', input);
      await act(deps, caller, 'handover.challenge', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        if (request.state !== 'produced') throw wrongState(request, 'challenge');
        const standing = await currentHandover(a.unit, request.id);
        const change = standing
          ? update('handover', standing, { challengedAt: a.now, operatorId: caller.personId })
          : create('handover', handoverRow(a, request, proven.token.id, 'desk', caller.personId));
        await a.done([change], { subject: `request:${request.id}` });
      });
      return { tokenId: proven.token.id, certificate: proven.certificate };
    },

    /** The certificate's content was shown and accepted (T8): by the agent in the console, or at the desk before a technician. */
    accept: (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> =>
      act(deps, caller, 'handover.accept', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        const carrierIds = await handedOverBy(a.unit, request.id);
        const role = a.allow({ ...request, carrierIds });
        const handover = await begun(a.unit, request.id);
        if (handover.acceptedAt !== null) throw new AppError('already_done', 'the certificate was accepted already');
        if (role === 'technician' && handover.mode !== 'desk')
          throw new AppError('forbidden', 'the holder of a shipped token accepts its certificate in the console');
        const changes = [
          update('handover', handover, { acceptedAt: a.now, acceptedBy: request.holderId }, { acceptedAt: null }),
        ];
        await a.done(changes, { subject: `request:${request.id}`, detail: { witness: caller.personId } });
      }),

    /** « Remis »: the token leaves the desk with its holder. */
    handOver: async (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> => {
      const done = await act(deps, caller, 'handover.handOver', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        const step = move('request', request, 'handOver', { handedOverAt: a.now });
        const handover = await begun(a.unit, request.id);
        if (handover.acceptedAt === null)
          throw new AppError('wrong_state', 'the agent has to accept the certificate first');
        const token = await tokenOf(a.unit, request);
        const changes = [
          step,
          move('token', token, 'handOver'),
          update('handover', handover, { handedOverAt: a.now, operatorId: caller.personId }, { handedOverAt: null }),
        ];
        await a.done(changes, { subject: `request:${request.id}` });
        return request.id;
      });
      await papers.accompany(done, 'handover-sheet');
    },

    /** Dispatch: the token signs its challenge here, leaves with the carrier, and its letter follows another way after the receipt. */
    ship: async (caller: Caller, input: z.output<typeof ShipToken>): Promise<void> => {
      const proven = await proveFor(caller, 'handover.ship', input);
      const done = await act(deps, caller, 'handover.ship', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        await checkNoLetterOut(a.unit, request);
        const shipped = {
          ...handoverRow(a, request, proven.token.id, 'shipment', caller.personId),
          trackingNumber: input.trackingNumber,
          handedOverAt: a.now,
        };
        const standing = await currentHandover(a.unit, request.id);
        const changes: Change[] = [
          move('request', request, 'handOver', { handedOverAt: a.now }),
          move('token', await tokenOf(a.unit, request), 'handOver'),
          create('handover', shipped),
          ...(standing ? [update('handover', standing, { failedAt: a.now })] : []),
        ];
        await a.done(changes, { subject: `request:${request.id}` });
        return request.id;
      });
      await papers.accompany(done, 'transport-note');
    },

    /** « J'ai reçu mon jeton »: the request closes, the token is active, the one it replaces ends. */
    confirmReceipt: async (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> => {
      const revoked = await act(deps, caller, 'handover.confirmReceipt', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow({ ...request, carrierIds: await handedOverBy(a.unit, request.id) });
        const close = move('request', request, 'close', { closedAt: a.now });
        const handover = await need(currentHandover(a.unit, request.id), 'hand-over of this request');
        if (handover.mode !== 'download' && handover.acceptedAt === null) {
          throw new AppError(
            'wrong_state',
            'the holder has to accept the certificate first: read it and accept it, then confirm the receipt',
          );
        }
        const receipt = update(
          'handover',
          handover,
          { receiptAt: a.now, receiptBy: caller.personId },
          { receiptAt: null },
        );
        const token = handover.mode === 'download' ? undefined : await tokenOf(a.unit, request);
        const activate = token ? [move('token', token, 'activate', { activatedAt: a.now })] : [];
        const ended = token ? await endOthers(a.unit, request, token.id, a.now) : [];
        await a.done([close, receipt, ...activate, ...ended], { subject: `request:${request.id}` });
        return ended.length > 0;
      });
      if (revoked) await concludeRevocation(deps);
    },

    /** Dead on arrival, or lost on the way: that token is revoked and the request produced again, in its old place. */
    repeat: async (caller: Caller, input: z.output<typeof RepeatProduction>): Promise<void> => {
      await act(deps, caller, 'handover.repeat', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        const again = move('request', request, 'repeat', { producerId: null, producedAt: null, handedOverAt: null });
        const [token] = await tokensInUse(a.unit, request); // none when it was reported lost before
        const handover = await currentHandover(a.unit, request.id);
        const changes: Change[] = [
          again,
          ...(token ? await revokeChanges(a.unit, token, input.reason, a.now) : []),
          ...(await revokeCredentials(a.unit, request.id, input.reason, a.now)),
          ...(await endOtherLetters(a.unit, request.id)),
          ...(handover ? [update('handover', handover, { failedAt: a.now })] : []),
        ];
        await a.done(changes, { subject: `request:${request.id}`, detail: { reason: input.reason } });
      });
      await concludeRevocation(deps);
    },
  };
}
