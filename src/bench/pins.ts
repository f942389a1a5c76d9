import { createHash, randomInt } from 'node:crypto';
import pkcs11js from 'pkcs11js';
import { findObjects } from '../pkcs11/objects.ts';
import { Refusal } from '../pkcs11/refusal.ts';
import type { Capabilities } from './capabilities.ts';
import type { How } from './messages.ts';
import { beforeFormatting, beforeWriting, inSession, type Token, type TokenSession } from './token.ts';

/** The PUK of a device that has one follows from its SO-PIN, so that there is one secret to keep. */
const pukOf = (soPin: string): string => createHash('sha256').update(`puk ${soPin}`).digest('hex').slice(0, 8);

/** Another PIN of the same length, for the moments in which the real one must not stand there yet. */
const otherPin = (pin: string): string => Array.from(pin, (digit) => (Number(digit) + 1 + randomInt(9)) % 10).join('');

/**
 * Wipes the token and sets SO-PIN, PIN and label. The order makes a crash harmless: before the SO-PIN is changed the
 * token obeys `soPin`, after it `newSoPin`, and a caller who kept both can begin again. One try with one SO-PIN a call,
 * none when it could be the last that the token allows.
 */
export async function initialise(token: Token, how: How<'initialise'>): Promise<null> {
  refuseBeforeWiping(token, how);
  await token.announce('format');
  beforeFormatting(token);
  // the call reads 32 octets, however short the label is
  token.module.cryptoki.C_InitToken(token.handle, how.soPin, how.label.padEnd(32));
  const { factory } = token.capabilities;
  const first = firstPin(token, how.pin);
  if (factory) await replaceFactoryPins(token, factory, how);
  await inSession(token, { as: 'so', pin: how.soPin }, async (session) => {
    if (!factory) await initPin(session, first);
    await token.announce('so-pin');
    beforeWriting(session);
    if (how.newSoPin !== how.soPin) token.module.cryptoki.C_SetPIN(session.handle, how.soPin, how.newSoPin);
  });
  if (!factory) await changeAsHolder(token, first, how.pin);
  await inSession(token, { as: 'user', pin: how.pin }, (session) => checkEmpty(session));
  return null;
}

const pinCanBeSet = ({ initPin, factory }: Capabilities): boolean => initPin !== (factory !== null);

function refuseBeforeWiping({ capabilities, soPinLastTry }: Token, how: How<'initialise'>): void {
  const { pinMin, pinMax, soPin } = capabilities;
  const length = (pin: string) => Buffer.byteLength(pin);
  if (length(how.pin) < pinMin || length(how.pin) > pinMax) throw new Refusal('pin-length');
  if (soPin.alphabet === 'digits' && length(how.newSoPin) > pinMax) throw new Refusal('so-pin-form');
  if (soPin.alphabet === 'hex' && !new RegExp(`^[0-9a-f]{${soPin.length}}$`).test(how.newSoPin))
    throw new Refusal('so-pin-form');
  if (!pinCanBeSet(capabilities)) throw new Refusal('pin-unsettable');
  if (capabilities.lockReported && soPinLastTry) throw new Refusal('so-pin-last-try');
}

/** C_InitPIN, in the security officer's session. */
async function initPin(session: TokenSession, pin: string): Promise<void> {
  await session.token.announce('user-pin');
  beforeWriting(session);
  session.cryptoki.C_InitPIN(session.handle, pin);
}

/** What the security officer sets: where the holder must change it, another one first. */
const firstPin = ({ capabilities }: Token, pin: string): string => (capabilities.mustChangePin ? otherPin(pin) : pin);

/** Changes the first PIN to `pin` as a holder would, so that the token lets it work. */
async function changeAsHolder(token: Token, first: string, pin: string): Promise<void> {
  if (first === pin) return;
  await inSession(token, 'anybody', async (session) => {
    await token.announce('user-pin');
    beforeWriting(session);
    token.module.cryptoki.C_SetPIN(session.handle, first, pin);
  });
}

/** After C_InitToken without C_InitPIN: what the maker set is known to everybody, PIN and PUK. */
function replaceFactoryPins(
  token: Token,
  factory: { pin: string; puk: string },
  how: Pick<How<'initialise'>, 'pin' | 'newSoPin'>,
): Promise<void> {
  return inSession(token, 'anybody', async (session) => {
    const { cryptoki } = token.module;
    await token.announce('user-pin');
    beforeWriting(session);
    cryptoki.C_SetPIN(session.handle, `puk:${factory.puk}`, `puk:${pukOf(how.newSoPin)}`);
    cryptoki.C_SetPIN(session.handle, factory.pin, how.pin);
  });
}

async function checkEmpty(session: TokenSession): Promise<void> {
  const { idRange } = session.token.capabilities;
  await session.token.announce('verify-empty');
  // beyond the range of a user's keys lie objects of the maker's
  const searches =
    idRange === 'any' ? [[]] : idRange.map((id) => [{ type: pkcs11js.CKA_ID, value: Buffer.from(id, 'hex') }]);
  if (searches.some((search) => findObjects(session, search).length > 0)) throw new Refusal('objects-left');
}

/**
 * Gives the token a new PIN, locked or not; key and certificate stay. Afterwards it is tried. A caller may call again with
 * the same PIN after a crash. Throws `pin-unsettable` where the model knows no way.
 */
export async function resetPin(token: Token, how: How<'resetPin'>): Promise<null> {
  const { factory, pinMin, pinMax, lockReported } = token.capabilities;
  if (how.pin.length < pinMin || how.pin.length > pinMax) throw new Refusal('pin-length');
  if (!pinCanBeSet(token.capabilities)) throw new Refusal('pin-unsettable');
  if (lockReported && token.soPinLastTry) throw new Refusal('so-pin-last-try');
  if (factory) await unblockByPuk(token, how);
  else {
    const first = firstPin(token, how.pin);
    await inSession(token, { as: 'so', pin: how.soPin }, (session) => initPin(session, first));
    await changeAsHolder(token, first, how.pin);
  }
  await inSession(token, { as: 'user', pin: how.pin }, async () => undefined);
  return null;
}

/** ykcs11: C_SetPIN from `puk:…` to `pin:…`, with nobody logged in. */
function unblockByPuk(token: Token, how: How<'resetPin'>): Promise<void> {
  return inSession(token, 'anybody', async (session) => {
    await token.announce('user-pin');
    beforeWriting(session);
    token.module.cryptoki.C_SetPIN(session.handle, `puk:${pukOf(how.soPin)}`, `pin:${how.pin}`);
  });
}

/** Runs `work`, then makes the token ask its holder for another PIN before anything else. */
export async function armedAfter<R>(
  token: Token,
  how: { pin: string; soPin: string },
  work: () => Promise<R>,
): Promise<R> {
  // in whatever state a crash left the PIN, this makes it known again
  await resetPin(token, { serial: token.token.serial, ...how });
  const result = await work();
  await inSession(token, { as: 'so', pin: how.soPin }, (session) => initPin(session, how.pin));
  return result;
}
