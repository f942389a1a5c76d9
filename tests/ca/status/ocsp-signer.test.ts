import { type Authority, createAuthorityFolder } from '../../../src/ca/keys/authority.ts';
import { addressesOf } from '../../../src/ca/keys/make-authority.ts';
import type { Signer } from '../../../src/ca/keys/signer.ts';
import { loadProfiles } from '../../../src/ca/profiles/profile.ts';
import { createOcspSigner } from '../../../src/ca/status/ocsp-signer.ts';
import { AppError } from '../../../src/errors.ts';
import { chance, createWorld, PKI_URL, PROFILES, type World } from '../evaluation.ts';

describe('the OCSP signer of a CA whose key is in a token', () => {
  let world: World;
  let authority: Authority;
  beforeAll(async () => {
    world = await createWorld();
    authority = createAuthorityFolder(world.deps)
      .load()
      .find(({ row }) => row.kind === 'issuing' && row.purpose === 'token')!;
  });
  afterAll(() => world.remove());

  /** A signer without a delegate yet, under a CA whose key signs as `sign` does. */
  const under = (sign: Signer['sign']) => {
    const { organisation, siren, policyOid: policy, isConfirmed } = world.deps;
    const issuer = { ...authority, signer: { ...authority.signer!, sign } };
    return createOcspSigner(
      {
        chance,
        isConfirmed,
        folder: createAuthorityFolder(world.deps),
        records: world.records.authorityRecords,
        profiles: loadProfiles(PROFILES),
        words: { organisation, siren, policy },
        clock: world.clock,
        issuing: { authority: issuer, addresses: addressesOf(PKI_URL, authority.row) },
      },
      [],
    );
  };

  it.each<[string, Signer['sign']]>([
    ['does not sign', () => Promise.reject(new AppError('ca_unavailable', 'the token is away'))],
    ['signs wrongly', async () => authority.signer!.sign(Buffer.from('something else'))],
  ])('leaves no intent while that key %s, however often it is tried', async (_, sign) => {
    const signer = under(sign);
    const before = [...world.records.log];
    for (let minute = 0; minute < 3; minute += 1)
      await expect(signer.ensureFresh()).rejects.toMatchObject({ code: 'ca_unavailable' });
    expect(world.records.log).toEqual(before);
    expect(signer.last()).toBeUndefined();
  });

  it('is made once it signs', async () => {
    const signer = under((data) => authority.signer!.sign(data));
    await signer.ensureFresh();
    expect(world.records.log.slice(-2)).toEqual([
      `intend ocsp ${signer.last()!.row.id}`,
      `keep ocsp ${signer.last()!.row.id}`,
    ]);
  });
});
