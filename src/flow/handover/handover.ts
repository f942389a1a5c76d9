import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { hasLostItsToken } from '../../book/rules/request/asking.ts';
import { REPEATED_FOR } from '../../book/tables/codes.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { HandoverRow, LetterRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { LETTER_PRINTED, TOKEN_IN_USE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { endAppointment } from '../appointment/standing.ts';
import { oneLine, Ref } from '../inputs.ts';
import { checkHolderIsHere } from '../people/holder-here.ts';
import type { Reads, Unit } from '../ports/store.ts';
import { findRequest, type RequestRef } from '../request/request.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { revokeChanges, revokeCredentials } from '../revocation/revoking.ts';
import { createDeskProof, wrongState } from './desk-proof.ts';
import { checkIdentified } from './identity-anew.ts';
import { currentHandover, endOtherLetters } from './letters.ts';
import { createPapers } from './papers.ts';
import { checkTracking } from './tracking-number.ts';
import { checkPinReaches } from './ways-of-pin.ts';

export const AtSlot = z.strictObject({ requestId: Ref, slot: oneLine(40) });
export const ShipToken = AtSlot.extend({ trackingNumber: oneLine(60) });
export const RepeatProduction = z.strictObject({
  requestId: Ref,
  reason: z.enum(REPEATED_FOR),
});

/** What a hand-over that begins has not come to. */
export const NOT_YET = {
  acceptedAt: null,
  acceptedBy: null,
  acceptanceProof: null,
  termsHash: null,
  trackingNumber: null,
  handedOverAt: null,
  parcelAt: null,
  parcelBy: null,
  receiptAt: null,
  receiptBy: null,
  receiptProof: null,
  failedAt: null,
} as const satisfies Partial<HandoverRow>;

const tokensInUse = (unit: Unit, request: RequestRow): Promise<TokenRow[]> =>
  unit.find('token', { requestId: request.id, state: TOKEN_IN_USE });

/** The token of a produced request, which must still be the one that was sealed for it. */
export async function tokenOf(unit: Unit, request: RequestRow): Promise<TokenRow> {
  const tokens = await tokensInUse(unit, request);
  return need(Promise.resolve(tokens[0]), 'token of this request in use');
}

/** The hand-over in course; `wrong_state` with what comes first when there is none. */
export async function begun(unit: Unit, requestId: string): Promise<HandoverRow> {
  const handover = await currentHandover(unit, requestId);
  if (handover?.challengedAt == null) {
    throw new AppError(
      'wrong_state',
      'plug the token at the desk first: it has to sign its challenge before it is handed over',
    );
  }
  return handover;
}

/** Refuses to give on a token that was lost, revoked or has expired on its way: nobody would get in with it. */
export async function checkTokenWorks(
  unit: Unit,
  request: RequestRow,
  { mode }: Pick<HandoverRow, 'mode'>,
): Promise<void> {
  if (!hasLostItsToken(request, await tokensInUse(unit, request))) return;
  throw new AppError('wrong_state', 'the token of this request no longer works: it is lost, revoked or expired', {
    detail: { why: mode === 'shipment' ? 'parcel-dead' : 'token-dead' },
  });
}

/** Who has the hand-over in hand: a correspondent does not say for the holder that a token arrived which they sent themselves. */
export async function handedOverBy(reads: Reads, requestId: string): Promise<string[]> {
  const handover = await currentHandover(reads, requestId);
  return handover ? [handover.operatorId] : [];
}

/** Of letters of a request, the PIN letters of this production that were printed. */
const printedOf = (letters: readonly LetterRow[], { producedAt }: Pick<RequestRow, 'producedAt'>): LetterRow[] =>
  letters.filter(
    ({ kind, state, printedAt }) =>
      kind === 'pin' && LETTER_PRINTED.includes(state) && (printedAt ?? 0) >= (producedAt ?? 0),
  );
const lettersPrinted = async (unit: Unit, request: RequestRow): Promise<LetterRow[]> =>
  printedOf(await unit.find('letter', { requestId: request.id, kind: 'pin', state: LETTER_PRINTED }), request);
/** Whether somebody printed a PIN letter of this production, of letters of its request. */
export const printedLetter = (
  letters: readonly LetterRow[],
  request: Pick<RequestRow, 'producedAt'>,
  personId: string,
): boolean => printedOf(letters, request).some(({ printedBy }) => printedBy === personId);
/** Nobody but the holder has token and PIN: who printed the letter does not take the token in hand. */
async function checkPrintedNoLetter(unit: Unit, request: RequestRow, personId: string): Promise<void> {
  if ((await lettersPrinted(unit, request)).some(({ printedBy }) => printedBy === personId))
    throw new AppError('same_person', 'you printed the PIN letter of this token: somebody else hands it over', {
      detail: { why: 'has-letter' },
    });
}

/** Token and PIN travel apart (T4): once the letter of this production was printed at a desk, the token is handed over there. */
async function checkNoLetterOut(unit: Unit, request: RequestRow): Promise<void> {
  if ((await lettersPrinted(unit, request)).length === 0) return;
  throw new AppError(
    'wrong_state',
    'the PIN letter of this token was printed at the desk: hand the token over there, or produce it again',
    { detail: { why: 'letter-out' } },
  );
}

/** The verbs of a hand-over: challenge, hand-over or shipment, parcel, repetition. */
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
    ...NOT_YET,
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
        await checkHolderIsHere(a.unit, request, 'holder-gone-token');
        const standing = await currentHandover(a.unit, request.id);
        await checkPrintedNoLetter(a.unit, request, caller.personId);
        const own = standing?.operatorId === caller.personId ? standing : undefined;
        const changes = own
          ? [update('handover', own, { challengedAt: a.now })]
          : [
              create('handover', handoverRow(a, request, proven.token.id, 'desk', caller.personId)),
              ...(standing ? [update('handover', standing, { failedAt: a.now })] : []),
            ];
        await a.done(changes, { subject: `request:${request.id}` });
      });
      return { tokenId: proven.token.id, certificate: proven.certificate };
    },

    /** « Remis »: the token leaves the desk with its holder. */
    handOver: async (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> => {
      const done = await act(deps, caller, 'handover.handOver', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        const step = move('request', request, 'handOver', { handedOverAt: a.now });
        const handover = await begun(a.unit, request.id);
        if (handover.acceptedAt === null)
          throw new AppError('wrong_state', 'the agent has to accept the certificate first');
        if (handover.operatorId !== caller.personId)
          throw new AppError('same_person', 'somebody else had this token sign: plug it at the desk yourself first', {
            detail: { why: 'other-hand' },
          });
        await checkPrintedNoLetter(a.unit, request, caller.personId);
        await checkHolderIsHere(a.unit, request, 'holder-gone-token');
        await checkIdentified(a.unit, request);
        const token = await tokenOf(a.unit, request);
        const changes = [
          step,
          move('token', token, 'handOver'),
          update('handover', handover, { handedOverAt: a.now }, { handedOverAt: null }),
          ...(await endAppointment(a.unit, request.id, 'keep', a.now)),
        ];
        await a.done(changes, { subject: `request:${request.id}` });
        return request.id;
      });
      await papers.accompany(done, 'handover-sheet');
    },

    /** Dispatch: the token signs its challenge here, leaves with the carrier, and its letter follows another way after the receipt. */
    ship: async (caller: Caller, input: z.output<typeof ShipToken>): Promise<void> => {
      const proven = await proveFor(caller, 'handover.ship', input, (unit) =>
        checkTracking(unit, input.trackingNumber),
      );
      const done = await act(deps, caller, 'handover.ship', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        await checkNoLetterOut(a.unit, request);
        await checkHolderIsHere(a.unit, request, 'holder-gone-token');
        await checkPinReaches(a.unit, request);
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
          ...(await endAppointment(a.unit, request.id, 'lapse', a.now)),
        ];
        await a.done(changes, { subject: `request:${request.id}` });
        return request.id;
      });
      await papers.accompany(done, 'transport-note');
    },

    /** A correspondent has the parcel of a shipment. Its holder has accepted and received nothing by that. */
    receiveParcel: (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> =>
      act(deps, caller, 'handover.receiveParcel', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        const handover = await currentHandover(a.unit, request.id);
        a.allow({ ...request, carrierIds: handover ? [handover.operatorId] : [] });
        if (handover?.mode !== 'shipment' || handover.receiptAt !== null) throw wrongState(request, 'receiveParcel');
        await checkTokenWorks(a.unit, request, handover);
        await checkHolderIsHere(a.unit, request, 'holder-gone-parcel');
        if (handover.parcelAt !== null) throw new AppError('already_done', 'this parcel was received already');
        const parcel = { parcelAt: a.now, parcelBy: caller.personId };
        await a.done([update('handover', handover, parcel, { parcelAt: null })], { subject: `request:${request.id}` });
      }),

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
