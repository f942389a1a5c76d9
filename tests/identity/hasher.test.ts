import { createSecretHasher } from '../../src/identity/hasher.ts';
import { CHEAP, codeOf } from './house.ts';

describe('the secret hasher', () => {
  it('is Argon2id at the cost that OWASP names', async () => {
    const hasher = createSecretHasher();
    const stored = await hasher.hash('a secret');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(stored, 'a secret')).toBe(true);
    expect(await hasher.verify(stored, 'a Secret')).toBe(false);
  });

  it('salts: the same secret never gives the same hash', async () => {
    const hasher = createSecretHasher(CHEAP);
    expect(await hasher.hash('a secret')).not.toBe(await hasher.hash('a secret'));
  });

  it('verifies at the cost that the hash names', async () => {
    const stored = await createSecretHasher(CHEAP).hash('a secret');
    expect(await createSecretHasher().verify(stored, 'a secret')).toBe(true);
  });

  it('refuses a crowd instead of holding memory for it', async () => {
    const hasher = createSecretHasher(CHEAP);
    const codes = await Promise.all(Array.from({ length: 250 }, () => codeOf(hasher.hash('x'))));
    expect(codes.filter((code) => code === 'overloaded')).toHaveLength(48);
    expect(await codeOf(hasher.hash('x'))).toBe('done');
  });
});
