import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { CHECKS_WITHIN_MS } from '../../book/rules/handover/handovers.ts';
import {
  CHECK_PURPOSES,
  type CheckPurpose,
  DOCUMENTS,
  type DocumentKind,
  HANDOVER_PURPOSES,
  type Proof,
} from '../../book/tables/codes.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { HandoverRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import { checkHolderIsHere } from '../people/holder-here.ts';
import type { Unit } from '../ports/store.ts';
import { findRequest, type RequestRef } from '../request/request.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { endOthers } from './closing.ts';
import { begun, checkTokenWorks, tokenOf } from './handover.ts';
import { checkIdentified, identityOf } from './identity-anew.ts';
import { currentHandover } from './letters.ts';
import { createCodeCheck, PickupCode } from './pickup-code.ts';

/** What the holder does by it: accepts the certificate, or receives the token. */
const For = z.strictObject({ requestId: Ref, purpose: z.enum(CHECK_PURPOSES) });
/** Whoever looked at a document beside the code says of which kind. */
export const TakeCode = For.extend({ code: PickupCode, document: z.enum(DOCUMENTS).optional() });
export const CheckIdentity = z.strictObject({
  requestId: Ref,
  /** One of two who prove an act of the holder's, or alone, for a second renewal in a row. */
  purpose: z.enum(HANDOVER_PURPOSES),
  document: z.enum(DOCUMENTS),
});

const ACTION = { acceptance: 'handover.accept', receipt: 'handover.confirmReceipt' } as const;

/**
 * The holder's own acts: they accept the certificate, whose content was shown (T8), and receive the token. Each is done by
 * one of three proofs, which the entry names: signed in themselves, by their pick-up code, or before two operators who
 * checked who they are (docs/decisions/handover.md).
 */
export function createReceiving(deps: Deps) {
  const codes = createCodeCheck(deps);

  /** Throws where its holder has left: with what is to be done with a parcel, or with a token at the desk. */
  const checkHolder = (unit: Unit, request: RequestRow, { mode }: HandoverRow): Promise<void> =>
    checkHolderIsHere(unit, request, mode === 'shipment' ? 'holder-gone-parcel' : 'holder-gone-token');

  /** Throws where the step is not the next one. */
  const checkNext = async (
    { unit }: Act,
    request: RequestRow,
    handover: HandoverRow,
    purpose: CheckPurpose,
  ): Promise<void> => {
    await checkTokenWorks(unit, request, handover);
    await checkHolder(unit, request, handover);
    if (purpose === 'acceptance') {
      if (handover.acceptedAt !== null) throw new AppError('already_done', 'the certificate was accepted already');
      return;
    }
    move('request', request, 'close');
    if (handover.acceptedAt === null) {
      throw new AppError(
        'wrong_state',
        'the holder has to accept the certificate first: read it and accept it, then confirm the receipt',
      );
    }
  };

  /** The hand-over of a token that was handed over. A download is its own receipt. */
  const toReceive = (a: Act, request: RequestRow): Promise<HandoverRow> => {
    move('request', request, 'close');
    return need(currentHandover(a.unit, request.id), 'hand-over of this request');
  };

  const accepted = (a: Act, request: RequestRow, handover: HandoverRow, acceptanceProof: Proof): Change[] => {
    const set = { acceptedAt: a.now, acceptedBy: request.holderId, acceptanceProof };
    return [update('handover', handover, set, { acceptedAt: null })];
  };
  const received = async (
    a: Act,
    request: RequestRow,
    handover: HandoverRow,
    receiptProof: Proof,
  ): Promise<Change[]> => {
    const set = { receiptAt: a.now, receiptBy: request.holderId, receiptProof };
    const token = await tokenOf(a.unit, request);
    return [
      move('request', request, 'close', { closedAt: a.now }),
      update('handover', handover, set, { receiptAt: null }),
      move('token', token, 'activate', { activatedAt: a.now }),
      ...(await endOthers(a.unit, request, token.id, a.now)),
    ];
  };

  /** Records the holder's act with its proof. Answers whether a certificate was revoked by it. */
  const record = async (
    a: Act,
    of: { request: RequestRow; handover: HandoverRow; purpose: CheckPurpose; proof: Proof },
    more: { detail?: Record<string, unknown>; changes?: readonly Change[] } = {},
  ): Promise<boolean> => {
    const { request, handover, purpose, proof } = of;
    await checkNext(a, request, handover, purpose);
    const done = purpose === 'acceptance' ? accepted : received;
    const changes = await done(a, request, handover, proof);
    const entry = { action: ACTION[purpose], subject: `request:${request.id}`, detail: { proof, ...more.detail } };
    await a.done([...changes, ...(more.changes ?? [])], entry);
    return changes.some(({ table }) => table === 'certificate');
  };

  const byHolder =
    (purpose: CheckPurpose) =>
    async (caller: Caller, input: z.output<typeof RequestRef>): Promise<void> => {
      const revoked = await act(deps, caller, ACTION[purpose], `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        const handover = purpose === 'acceptance' ? await begun(a.unit, request.id) : await toReceive(a, request);
        await checkHolderIsHere(a.unit, request, 'holder-gone-own');
        if (purpose === 'receipt') await checkIdentified(a.unit, request);
        return record(a, { request, handover, purpose, proof: 'own-factor' });
      });
      if (revoked) await concludeRevocation(deps);
    };

  const checkToIdentify = async (a: Act, request: RequestRow, handover: HandoverRow): Promise<void> => {
    if (handover.receiptAt !== null || (await identityOf(a.unit, request)) === 'not-asked')
      throw new AppError('wrong_state', 'nobody has to be identified anew here: this is no second renewal in a row');
    const known = await a.unit.count('identityCheck', { handoverId: handover.id, purpose: 'renewal' });
    if (known > 0) throw new AppError('already_done', 'the identity was checked already');
    await checkHolder(a.unit, request, handover);
  };

  /** Of a second renewal in a row the code alone says too little: whoever takes it has looked at a document as well. */
  const identifyNow = async (
    a: Act,
    caller: Caller,
    of: { request: RequestRow; handover: HandoverRow; document: DocumentKind | undefined },
  ): Promise<Change[]> => {
    const { request, handover, document } = of;
    if ((await identityOf(a.unit, request)) !== 'missing') return [];
    if (document === undefined)
      throw new AppError(
        'wrong_state',
        'a second renewal in a row: look at a document of the holder, and say its kind',
        {
          detail: { why: 'document' },
        },
      );
    const check = {
      purpose: 'renewal' as const,
      document,
      workstationId: null,
      checkedBy: caller.personId,
      checkedAt: a.now,
    };
    return [create('identityCheck', { id: deps.chance.id(), handoverId: handover.id, ...check })];
  };

  /** The request whose token the caller has there, its hand-over, and that the holder's act is the next one. */
  const onTheSpot = async (a: Act, { requestId, purpose }: z.output<typeof For>) => {
    const request = await findRequest(a.unit, requestId);
    const standing = await currentHandover(a.unit, request.id);
    const role = a.allow({ ...request, carrierIds: standing ? [standing.operatorId] : [] });
    const handover = await begun(a.unit, request.id);
    await checkNext(a, request, handover, purpose);
    const there = role === 'technician' ? handover.mode === 'desk' : handover.parcelAt !== null;
    if (!there)
      throw new AppError('wrong_state', 'the code is given where the token is: at the desk, or beside the parcel');
    return { request, handover };
  };

  return {
    /** The holder, signed in, has read the certificate and accepts it. */
    accept: byHolder('acceptance'),
    /** « J'ai reçu mon jeton »: the request closes, the token is active, the one it replaces ends. */
    confirmReceipt: byHolder('receipt'),

    /**
     * The holder gives their pick-up code to the technician at the desk, or to the correspondent who has the parcel. A
     * wrong code is counted, and the fifth one locks it: `forbidden` with {left}, then `limit_reached`.
     */
    takeCode: async (caller: Caller, input: z.output<typeof TakeCode>): Promise<void> => {
      const about = { caller, right: 'handover.takeCode', requestId: input.requestId } as const;
      const revoked = await codes.proven(about, input.code, {
        look: async (a) => (await onTheSpot(a, input)).request,
        run: async (a) => {
          const { request, handover } = await onTheSpot(a, input);
          const { purpose, document } = input;
          const detail = document === undefined ? {} : { document };
          const changes = purpose === 'receipt' ? await identifyNow(a, caller, { request, handover, document }) : [];
          return record(a, { request, handover, purpose, proof: 'pickup-code' }, { detail, changes });
        },
      });
      if (revoked) await concludeRevocation(deps);
    },

    /**
     * An operator checked by a document who the holder is. The first of two records it; with the second, who is another
     * person, the holder's act is done. Answers whether it is. Only the kind of the document is kept.
     */
    checkIdentity: async (caller: Caller, input: z.output<typeof CheckIdentity>): Promise<{ done: boolean }> => {
      const { purpose, document } = input;
      const found = await act(deps, caller, 'handover.checkIdentity', `request:${input.requestId}`, async (a) => {
        const request = await findRequest(a.unit, input.requestId);
        a.allow(request);
        const handover = await begun(a.unit, request.id);
        if (purpose === 'renewal') {
          await checkToIdentify(a, request, handover);
          const check = { purpose, document, workstationId: null, checkedBy: caller.personId, checkedAt: a.now };
          const made = create('identityCheck', { id: deps.chance.id(), handoverId: handover.id, ...check });
          await a.done([made], { subject: `request:${request.id}`, detail: { kind: purpose, document } });
          return { done: true, revoked: false };
        }
        await checkNext(a, request, handover, purpose);
        const page = { orderBy: 'checkedAt', from: a.now - CHECKS_WITHIN_MS } as const;
        const lately = await a.unit.find('identityCheck', { handoverId: handover.id, purpose }, page);
        if (lately.some(({ checkedBy }) => checkedBy === caller.personId))
          throw new AppError('same_person', 'you checked it already: another operator has to check it too');
        const check = { purpose, document, workstationId: null, checkedBy: caller.personId, checkedAt: a.now };
        const changes = [create('identityCheck', { id: deps.chance.id(), handoverId: handover.id, ...check })];
        if (lately.length > 0) {
          const of = { request, handover, purpose, proof: 'two-persons' } as const;
          return { done: true, revoked: await record(a, of, { detail: { document }, changes }) };
        }
        await a.done(changes, { subject: `request:${request.id}`, detail: { kind: purpose, document } });
        return { done: false, revoked: false };
      });
      if (found.revoked) await concludeRevocation(deps);
      return { done: found.done };
    },
  };
}
