import { createCipheriv, createDecipheriv } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Chance } from '../flow/ports/chance.ts';
import type { SealedSecret, Vault } from '../flow/ports/vault.ts';

/**
 * Layout of a sealed secret, version 1: version (1 octet) ‖ box of the data key under the key-encryption key (60) ‖ box
 * of the secret under the data key. A box is nonce (12) ‖ AES-256-GCM ciphertext ‖ tag (16). Every secret has its own
 * data key, so a new key-encryption key only wraps data keys anew. Both boxes are bound to version, id and purpose: a
 * seal moved to another row, or told to be for something else, does not open.
 */
const VERSION = 1;
const NONCE = 12;
const TAG = 16;
const KEY = 32;
const WRAPPED = NONCE + KEY + TAG;

/** Injective: the purpose begins where the id's stated length ends. */
function bound(id: string, purpose: string): Uint8Array {
  const name = Buffer.from(id);
  return Buffer.concat([Uint8Array.of(VERSION, name.length >> 8, name.length & 0xff), name, Buffer.from(purpose)]);
}

function lock(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, clear: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

function unlock(key: Uint8Array, aad: Uint8Array, box: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad);
  decipher.setAuthTag(box.subarray(box.length - TAG));
  return Buffer.concat([decipher.update(box.subarray(NONCE, box.length - TAG)), decipher.final()]);
}

/**
 * The vault over a key-encryption key of 32 octets, which it owns from now on (it takes a copy).
 * `open` throws `kek_wrong` for a seal made under another key, for another id or purpose, or damaged.
 */
export function createVault({ kek, chance }: { kek: Uint8Array; chance: Pick<Chance, 'bytes'> }): Vault {
  if (kek.length !== KEY) throw new AppError('internal', `a key-encryption key has ${KEY} octets`);
  const key = Uint8Array.from(kek);
  return {
    seal(id: string, purpose: string, secret: Uint8Array): SealedSecret {
      const aad = bound(id, purpose);
      const dataKey = Uint8Array.from(chance.bytes(KEY));
      const wrapped = lock(key, chance.bytes(NONCE), aad, dataKey);
      const box = lock(dataKey, chance.bytes(NONCE), aad, secret);
      dataKey.fill(0);
      return { id, purpose, sealed: Buffer.concat([Uint8Array.of(VERSION), wrapped, box]) };
    },
    open({ id, purpose, sealed }: SealedSecret): Uint8Array {
      const aad = bound(id, purpose);
      try {
        if (sealed[0] !== VERSION) throw new Error(`version ${sealed[0]} of a seal is not known`);
        const dataKey = unlock(key, aad, sealed.subarray(1, 1 + WRAPPED));
        const secret = unlock(dataKey, aad, sealed.subarray(1 + WRAPPED));
        dataKey.fill(0);
        return secret;
      } catch (cause) {
        const message = `the ${purpose} sealed as ${id} does not open: give the key-encryption key it was sealed under`;
        const fr = `le secret ${id} (${purpose}) ne s’ouvre pas : donnez la clé de chiffrement sous laquelle il a été scellé`;
        throw new AppError('kek_wrong', message, { detail: { fr }, cause });
      }
    },
  };
}

/**
 * Wraps data keys under `to` instead of `from`; the secrets themselves are neither opened nor written anew. A seal that is
 * under `to` already passes as it is, so that a rotation that broke off is simply done again. Throws `kek_wrong`.
 */
export function createRewrap({
  from,
  to,
  chance,
}: {
  from: Uint8Array;
  to: Uint8Array;
  chance: Pick<Chance, 'bytes'>;
}): (secret: SealedSecret) => SealedSecret {
  const dataKeyOf = (kek: Uint8Array, { id, purpose, sealed }: SealedSecret): Uint8Array | undefined => {
    try {
      return sealed[0] === VERSION ? unlock(kek, bound(id, purpose), sealed.subarray(1, 1 + WRAPPED)) : undefined;
    } catch {
      return undefined;
    }
  };
  return (secret) => {
    const { id, purpose, sealed } = secret;
    const dataKey = dataKeyOf(from, secret);
    if (dataKey) {
      const wrapped = lock(to, chance.bytes(NONCE), bound(id, purpose), dataKey);
      dataKey.fill(0);
      return { id, purpose, sealed: Buffer.concat([Uint8Array.of(VERSION), wrapped, sealed.subarray(1 + WRAPPED)]) };
    }
    if (dataKeyOf(to, secret)?.fill(0)) return secret;
    throw new AppError('kek_wrong', `the ${purpose} sealed as ${id} opens with neither of the two keys`, {
      detail: { fr: `le secret ${id} (${purpose}) ne s’ouvre avec aucune des deux clés` },
    });
  };
}
