import { randomBytes, sign } from 'node:crypto';
import { verifyChallenge } from '../../../src/ca/issue/challenge.ts';
import { createWorld, ecKey, type World } from '../evaluation.ts';

describe('a challenge', () => {
  let world: World;
  let token: Awaited<ReturnType<World['issue']>>;
  const challenge = randomBytes(32);
  beforeAll(async () => {
    world = await createWorld();
    token = await world.issue();
  });
  afterAll(() => world.remove());

  it('is met by the key of the certificate', () => {
    expect(verifyChallenge(token.der, challenge, sign('sha256', challenge, token.privateKey))).toBe(true);
  });

  it.each<[string, () => Uint8Array]>([
    ['another key', () => sign('sha256', challenge, ecKey().privateKey)],
    ['another challenge', () => sign('sha256', randomBytes(32), token.privateKey)],
    ['another hash', () => sign('sha384', challenge, token.privateKey)],
    ['raw r and s', () => sign('sha256', challenge, { key: token.privateKey, dsaEncoding: 'ieee-p1363' })],
    ['nothing', () => new Uint8Array()],
    ['garbage', () => randomBytes(70)],
  ])('is not met by %s', (_, signature) => expect(verifyChallenge(token.der, challenge, signature())).toBe(false));

  it('is not met with a certificate that is none', () => {
    const signature = sign('sha256', challenge, token.privateKey);
    expect(verifyChallenge(randomBytes(500), challenge, signature)).toBe(false);
  });
});
