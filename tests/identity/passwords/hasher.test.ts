import type { SecretHasher } from '../../../src/flow/ports/secret-hasher.ts';
import { createSecretHasher } from '../../../src/identity/passwords/hasher.ts';
import { CHEAP, codeOf } from '../house.ts';

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
    // 200 wait, one or two are at work, by the number of cores
    expect([48, 49]).toContain(codes.filter((code) => code === 'overloaded').length);
    expect(await codeOf(hasher.hash('x'))).toBe('done');
  });

  it('never has a revocation code, or who came in before, wait for the guesses of strangers', async () => {
    const hasher = createSecretHasher(CHEAP);
    const ended: string[] = [];
    const run = (name: string, by: SecretHasher) => by.hash('x').then(() => void ended.push(name));
    const guesses = Array.from({ length: 100 }, () => run('guess', hasher));
    const others = [run('known', hasher.known), run('code', hasher.codes), run('known', hasher.known)];
    await Promise.all([...guesses, ...others]);
    // two guesses had begun; a third may begin and end while threads change hands
    for (const name of ['code', 'known']) expect(ended.lastIndexOf(name)).toBeLessThan(20);
    const crowd = await Promise.all(
      Array.from({ length: 250 }, () => codeOf(hasher.hash('x'))).concat(codeOf(hasher.codes.hash('x'))),
    );
    expect(crowd.at(-1)).toBe('done');
  });
});
