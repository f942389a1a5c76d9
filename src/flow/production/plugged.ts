import type { TokenRow } from '../../book/tables/rows/tokens.ts';
import { AppError } from '../../errors.ts';
import type { PluggedToken, SlotStatus, TokenTakes } from '../ports/bench.ts';
import type { Chance } from '../ports/chance.ts';

/** Digits of a holder's PIN: 8, or as many as the token takes; never fewer than 6 (T4). */
const PIN_DIGITS = 8;
const PIN_LEAST = 6;
const USUAL: TokenTakes = { pin: { min: 4, max: 64 }, soPin: { alphabet: 'digits', length: 16 } };

/** `count` random decimal digits, each equally likely (T4). */
export function randomDigits(chance: Chance, count: number): string {
  let digits = '';
  while (digits.length < count) {
    // 250 is the largest multiple of ten that an octet holds: above it the draw is thrown away
    for (const octet of chance.bytes(count * 2)) if (octet < 250 && digits.length < count) digits += String(octet % 10);
  }
  return digits;
}

const randomHex = (chance: Chance, count: number): string =>
  Buffer.from(chance.bytes(Math.ceil(count / 2)))
    .toString('hex')
    .slice(0, count);

/** A new PIN as this token's model takes it. Throws `token_wrong` where it takes none that is long enough. */
export function freshPin(chance: Chance, { serial, takes = USUAL }: Pick<PluggedToken, 'serial' | 'takes'>): string {
  const digits = Math.min(Math.max(PIN_DIGITS, takes.pin.min), takes.pin.max);
  if (digits < PIN_LEAST) {
    throw new AppError(
      'token_wrong',
      `token ${serial} is of a model without PINs of ${PIN_LEAST} digits: take another`,
    );
  }
  return randomDigits(chance, digits);
}

/** A new SO-PIN, and the CKA_ID for a new key, as this token's model takes them. */
export function freshSoPin(chance: Chance, { takes = USUAL }: Pick<PluggedToken, 'takes'>): string {
  const { alphabet, length } = takes.soPin;
  return alphabet === 'hex' ? randomHex(chance, length) : randomDigits(chance, length);
}
/** The CKA_ID, hex, of a new key: the first that the token takes, or 16 random octets. */
export function freshKeyId(chance: Chance, { takes = USUAL }: Pick<PluggedToken, 'takes'>): string {
  return takes.keyIds?.[0] ?? randomHex(chance, 16);
}

/** The bench has no slot of this name. */
export const noSlot = (slot: string): AppError =>
  new AppError('token_wrong', `the bench has no slot ${slot}: name one that it has`, {
    detail: { slot, why: 'no-slot' },
  });

/** The one token of a slot. Throws `token_wrong` with {slot, why}: no such slot, none, several, another than the one named, or a slot out of order. */
export function onlyToken(slot: string, status: SlotStatus | undefined, serial?: string): PluggedToken {
  const refuse = (why: string, message: string, more: object = {}) =>
    new AppError('token_wrong', message, { detail: { slot, why, ...more } });
  if (!status) throw noSlot(slot);
  const { token, several, problem } = status;
  if (several) throw refuse('several', problem ?? `slot ${slot} holds several tokens`, { serial: several.join(', ') });
  if (problem !== undefined) throw refuse('out-of-order', problem);
  if (!token && status.state === 'busy') throw refuse('busy', `slot ${slot} is busy: wait until it is ready`);
  if (!token) throw refuse('none', `no token is plugged into slot ${slot}: plug one in`);
  if (serial !== undefined && serial !== token.serial) {
    const message = `slot ${slot} holds token ${token.serial}, not ${serial}: plug the right one`;
    throw refuse('other', message, { found: token.serial, expected: serial });
  }
  return token;
}

const plain = (words: string): string => words.toLowerCase().replace(/[^a-z0-9]/g, '');
/** Shorter words would fit too much. */
const LEAST = 3;

/** Whether what a token says of itself fits the model that was delivered: by the adapter's name, or one naming the other. */
function fitsModel(delivered: string, { model, adapter }: PluggedToken): boolean {
  const [wanted, said] = [plain(delivered), plain(model)];
  if (adapter !== undefined && wanted === plain(adapter)) return true;
  return Math.min(wanted.length, said.length) >= LEAST && (wanted.includes(said) || said.includes(wanted));
}

/** Refuses a token that is not of the model on its delivery record: another device has taken its serial number. */
export function checkModel({ id: serial, model }: TokenRow, plugged: PluggedToken): void {
  if (fitsModel(model, plugged)) return;
  const said = plugged.model || 'no model';
  const message = `token ${serial} was delivered as ${model} and says that it is ${said}: put it aside for the security officer`;
  throw new AppError('token_wrong', message, { detail: { serial, why: 'model', model, found: said } });
}
