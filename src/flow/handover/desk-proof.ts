import type { Caller } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { LETTER_OPEN } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import { act, type Deps } from '../act.ts';
import { checkHolderIsHere } from '../people/holder-here.ts';
import type { Unit } from '../ports/store.ts';
import type { SealedSecret } from '../ports/vault.ts';
import { findRequest } from '../request/request.ts';

/** The refusal of a step that the request's state does not have. */
export function wrongState(request: RequestRow, action: string): AppError {
  return new AppError('wrong_state', `this request is ${request.state}: "${action}" is not possible now`, {
    detail: { kind: 'request', id: request.id, from: request.state, action },
  });
}

/** The gate that a token passes before it leaves, at the desk or with a carrier (T3). */
export function createDeskProof(deps: Deps) {
  /** The PIN that the token's letter will tell, and its SO-PIN; undefined when they are no longer here. */
  const secretsOf = async (token: TokenRow): Promise<{ pin?: string; soPin?: string }> => {
    const [letter] = await deps.store.reads.find('letter', {
      tokenId: token.id,
      requestId: token.requestId ?? '',
      kind: 'pin',
      state: LETTER_OPEN,
    });
    const [pin, soPin] = await Promise.all([
      letter?.secretId ? deps.store.secret(letter.secretId) : undefined,
      deps.store.secret(token.soPinId),
    ]);
    const open = (secret: SealedSecret) => Buffer.from(deps.vault.open(secret)).toString();
    return { ...(pin ? { pin: open(pin) } : {}), ...(soPin ? { soPin: open(soPin) } : {}) };
  };

  /**
   * The hand-over gate (T3): the token in the slot gives its certificate back and signs a fresh challenge with the stored
   * PIN, which nobody sees. Devices are spoken to before the transaction, never in it.
   */
  const prove = async (requestId: string, slot: string): Promise<{ token: TokenRow; certificate: Uint8Array }> => {
    const request = await findRequest(deps.store.reads, requestId);
    const [token] = await deps.store.reads.find('token', { requestId: request.id, state: 'produced' });
    const certificate = token?.certificateId ? await deps.store.certificate(token.certificateId) : undefined;
    if (!token || !certificate)
      throw new AppError('wrong_state', 'there is no produced token to hand over for this request');
    const { pin, soPin } = await secretsOf(token);
    if (pin === undefined)
      throw new AppError(
        'expired',
        'the PIN of this token is no longer here: whoever had it sign hands it over, or it is made again',
        { detail: { why: 'pin-gone' } },
      );
    const at = { slot, serial: token.id };
    const keyId = token.keyId ?? '';
    const back = await deps.bench.readCertificate(at, { keyId });
    const challenge = deps.chance.bytes(32);
    // the last challenge before it leaves: from here on its holder has to change the PIN, where the model can
    const signature = await deps.bench.signChallenge(at, { pin, ...(soPin ? { soPin } : {}), keyId, challenge });
    if (Buffer.compare(back, certificate) !== 0 || !deps.verifyChallenge(certificate, challenge, signature)) {
      throw new AppError(
        'device_failed',
        'the token did not prove its key: mark it dead on arrival and produce again',
        { detail: { step: 'challenge', why: 'not-proven' } },
      );
    }
    return { token, certificate };
  };

  /** Rights first, device after: a caller without the right never makes a token sign, nor does what `check` refuses. */
  return async (
    caller: Caller,
    name: Right,
    input: { requestId: string; slot: string },
    check?: (unit: Unit) => Promise<void>,
  ) => {
    await act(deps, caller, name, `request:${input.requestId}`, async (a) => {
      const request = await findRequest(a.unit, input.requestId);
      a.allow(request);
      if (request.state !== 'produced') throw wrongState(request, name);
      await checkHolderIsHere(a.unit, request, 'holder-gone-token');
      await check?.(a.unit);
    });
    return prove(input.requestId, input.slot);
  };
}
