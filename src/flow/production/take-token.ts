import { renewsThisToken } from '../../book/rules/request/asking.ts';
import { type Change, move } from '../../book/tables/lifecycle.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { TOKEN_ACTIVATED } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import type { Act } from '../act.ts';
import { endPinLetters } from '../handover/letters.ts';
import type { PluggedToken } from '../ports/bench.ts';
import type { Unit } from '../ports/store.ts';
import { checkNotRecalled } from '../recall/hits.ts';
import { revokeChanges } from '../revocation/revoking.ts';
import { checkHere } from '../stock/on-the-way.ts';
import { checkModel } from './plugged.ts';

/**
 * The plugged token's row: recognised by serial number, never by label (T2), and of the model that was delivered.
 * Throws `token_foreign`.
 */
export async function ownToken(unit: Unit, plugged: PluggedToken): Promise<TokenRow> {
  const { serial } = plugged;
  const token = await unit.get('token', serial);
  if (!token) {
    throw new AppError('token_foreign', `token ${serial} is not in our stock: unplug it and put it aside`, {
      detail: { serial },
    });
  }
  checkModel(token, plugged);
  return token;
}

/** The former key ends here, and with it its certificate and its letters; the token goes from its holder to the bench. */
async function retakeToken(a: Act, token: TokenRow, held: Partial<TokenRow>): Promise<Change[]> {
  const inUse = TOKEN_ACTIVATED.includes(token.state);
  const ended = inUse ? await revokeChanges(a.unit, token, 'superseded', a.now) : await endPinLetters(a.unit, token.id);
  const from = (state: TokenRow['state']): TokenRow => ({ ...token, state });
  const back = token.state === 'returned' ? [] : [move('token', inUse ? from('revoked') : token, 'return')];
  return [...ended, ...back, move('token', from('returned'), 'restock'), move('token', from('in_stock'), 'take', held)];
}

/**
 * The token leaves the stock for this request. Nothing was written yet: a used or foreign one stays as it is. Throws
 * `wrong_state`, `token_foreign`.
 */
export async function takeToken(
  a: Act,
  request: RequestRow,
  token: TokenRow,
  { holdsCertificate }: PluggedToken,
  bound: Partial<TokenRow>,
): Promise<Change[]> {
  // when it was received is its former holder's
  const held = { ...bound, activatedAt: null };
  const detail = { serial: token.id, kind: 'token', from: token.state };
  const renews = renewsThisToken(request, token);
  if (renews || token.state === 'in_stock') {
    await checkNotRecalled(a.unit, token);
    checkHere(token);
  }
  if (renews) return retakeToken(a, token, held);
  if (token.state !== 'in_stock') {
    throw new AppError('wrong_state', `token ${token.id} is ${token.state}: plug a blank one`, {
      detail: { ...detail, why: 'used' },
    });
  }
  if (holdsCertificate) {
    const message = `token ${token.id} holds a certificate although it is in stock: put it aside for the security officer`;
    throw new AppError('token_foreign', message, { detail: { ...detail, why: 'certificate' } });
  }
  return [move('token', token, 'take', held)];
}
