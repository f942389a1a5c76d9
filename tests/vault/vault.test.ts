import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createVault } from '../../src/vault/vault.ts';

const chance = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const secret = Buffer.from('493027');

describe('the vault', () => {
  const vault = createVault({ kek: randomBytes(32), chance });

  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), fc.string(), fc.string(), (bytes, id, purpose) => {
        expect(Buffer.from(vault.open(vault.seal(id, purpose, bytes)))).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 100 },
    );
  });

  it('never seals alike twice, and shows nothing of the secret', () => {
    const seals = [vault.seal('A', 'pin', secret), vault.seal('A', 'pin', secret)].map((s) => Buffer.from(s.sealed));
    expect(seals[0]!.equals(seals[1]!)).toBe(false);
    expect(seals[0]!.includes(secret)).toBe(false);
    expect(seals[0]).toHaveLength(1 + 60 + 12 + secret.length + 16);
  });

  it.each([
    ['another id', { id: 'B' }],
    ['another purpose', { purpose: 'so-pin' }],
    ['an id and purpose whose letters were shared out anew', { id: 'Ap', purpose: 'in' }],
  ])('does not open under %s', (_, change) => {
    const sealed = vault.seal('A', 'pin', secret);
    expect(() => vault.open({ ...sealed, ...change })).toThrow(
      expect.objectContaining({ code: 'kek_wrong', detail: { fr: expect.stringContaining('ne s’ouvre pas') } }),
    );
  });

  it('does not open under another key-encryption key', () => {
    const other = createVault({ kek: randomBytes(32), chance });
    expect(() => other.open(vault.seal('A', 'pin', secret))).toThrow(expect.objectContaining({ code: 'kek_wrong' }));
  });

  it('notices every changed, missing or added octet', () => {
    const { sealed } = vault.seal('A', 'pin', secret);
    const open = (bytes: Uint8Array) => () => vault.open({ id: 'A', purpose: 'pin', sealed: bytes });
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= 1;
      expect(open(changed)).toThrow(expect.objectContaining({ code: 'kek_wrong' }));
      expect(open(sealed.subarray(0, at))).toThrow(expect.objectContaining({ code: 'kek_wrong' }));
    }
    expect(open(Buffer.concat([sealed, Buffer.of(0)]))).toThrow(expect.objectContaining({ code: 'kek_wrong' }));
  });

  it('keeps its own copy of the key', () => {
    const kek = randomBytes(32);
    const owner = createVault({ kek, chance });
    const sealed = owner.seal('A', 'pin', secret);
    kek.fill(0);
    expect(Buffer.from(owner.open(sealed))).toEqual(secret);
  });

  it('refuses a key of another length', () => {
    expect(() => createVault({ kek: randomBytes(16), chance })).toThrow('32 octets');
  });
});
