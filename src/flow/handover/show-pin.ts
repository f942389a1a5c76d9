import { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import { isPinWayOpen } from '../../book/rules/handover/pin-ways.ts';
import type { Proof } from '../../book/tables/codes.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { Ref } from '../inputs.ts';
import { checkHolderIsHere } from '../people/holder-here.ts';
import { findRequest } from '../request/request.ts';
import { mayTellSecret } from './letters.ts';
import { createCodeCheck, PickupCode } from './pickup-code.ts';
import { revocationCode } from './revocation-code.ts';
import { waysOfPin } from './ways-of-pin.ts';

/** Without a code: after one's own second factor. */
export const ShowPin = z.strictObject({ requestId: Ref, code: PickupCode.optional() });
/** Both stand on the letter that is not printed. */
export interface ShownPin {
  pin: string;
  revocationCode: string;
}

/**
 * A PIN is shown once to its holder, in their own session, after their second factor or by the pick-up code of their mail;
 * then it is gone. Nobody else has it, and no letter is printed any more.
 */
export function createPinShowing(deps: Deps) {
  const codes = createCodeCheck(deps);

  /** The letter whose PIN may be shown now. */
  const showable = async (a: Act, requestId: string): Promise<{ request: RequestRow; letter: LetterRow }> => {
    const request = await findRequest(a.unit, requestId);
    a.allow(request);
    if (!isPinWayOpen(await waysOfPin(a.unit), 'shown'))
      throw new AppError('wrong_state', 'PINs go by letter here, and are shown to nobody', {
        detail: { why: 'pin-letter-only' },
      });
    await checkHolderIsHere(a.unit, request, 'holder-gone-own');
    const letters = await a.unit.find('letter', { requestId: request.id, kind: 'pin', state: 'waiting' });
    const letter = await need(Promise.resolve(letters[0]), 'PIN of this request that was not told yet');
    if (letter.secretId === null || !(await mayTellSecret(a.unit, letter)))
      throw new AppError(
        'wrong_state',
        'the PIN is shown after the acceptance at the desk, or the receipt of a shipment',
      );
    return { request, letter };
  };

  const shown = async (a: Act, requestId: string, proof: Proof, codeHash: string): Promise<LetterRow> => {
    const { letter } = await showable(a, requestId);
    const set = { shownAt: a.now, shownTo: (await need(a.unit.get('request', letter.requestId), 'request')).holderId };
    const changes = [move('letter', letter, 'show', { ...set, secretId: null })];
    await a.done(changes, { action: 'pin.show', subject: `letter:${letter.id}`, detail: { proof } });
    if (letter.secretId !== null) await a.unit.dropSecret(letter.secretId);
    if (letter.tokenId !== null) await a.unit.keepRevocationCode(letter.tokenId, codeHash);
    return letter;
  };

  /** Opens the PIN before the transaction that drops it. */
  const opened = async ({ secretId }: LetterRow): Promise<string> => {
    const secret = await need(secretId === null ? Promise.resolve(undefined) : deps.store.secret(secretId), 'PIN');
    return Buffer.from(deps.vault.open(secret)).toString();
  };

  return {
    /** Throws `forbidden` for a session without a second factor, where no code is given. */
    show: async (caller: Caller, { requestId, code }: z.output<typeof ShowPin>): Promise<ShownPin> => {
      const right: Right = code === undefined ? 'pin.show' : 'pin.showByCode';
      const subject = `request:${requestId}`;
      const { letter } = await act(deps, caller, right, subject, async (a) => {
        const found = await showable(a, requestId);
        if (code === undefined && !caller.secondFactor)
          throw new AppError('forbidden', 'this session has no second factor: give the pick-up code of your mail', {
            detail: { why: 'second-factor' },
          });
        return found;
      });
      const pin = await opened(letter);
      const phone = revocationCode(deps);
      const codeHash = await deps.hasher.hash(phone);
      const told =
        code === undefined
          ? await act(deps, caller, right, subject, (a) => shown(a, requestId, 'own-factor', codeHash))
          : await codes.proven({ caller, right, requestId }, code, {
              look: async (a) => (await showable(a, requestId)).request,
              run: (a, { way }) => {
                if (way !== 'mail')
                  throw new AppError(
                    'forbidden',
                    'this code was shown in the session: the one of your mail is asked for',
                    {
                      detail: { why: 'code-of-page' },
                    },
                  );
                return shown(a, requestId, 'pickup-code', codeHash);
              },
            });
      await deps.store.forgetSecrets();
      if (told.id !== letter.id) throw new AppError('conflict', 'this token has a newer PIN: ask for it again');
      return { pin, revocationCode: phone };
    },
  };
}
