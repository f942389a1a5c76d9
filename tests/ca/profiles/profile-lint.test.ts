import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCa } from '../../../src/ca/ca.ts';
import type { Profile } from '../../../src/ca/profiles/profile-format.ts';
import { createWorld, PROFILES, type World } from '../evaluation.ts';

describe('profiles are linted in full at start, under a key that is thrown away', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ make: false });
  });
  afterAll(() => world.remove());

  /** A CA whose folder of profiles has some changed. */
  async function withProfiles(changes: Record<string, (profile: Profile) => Partial<Profile>>) {
    const profilesDir = mkdtempSync(join(tmpdir(), 'jeton-profiles-'));
    try {
      cpSync(PROFILES, profilesDir, { recursive: true });
      for (const [name, change] of Object.entries(changes)) {
        const profile = JSON.parse(readFileSync(join(PROFILES, `${name}.json`), 'utf8')) as Profile;
        writeFileSync(join(profilesDir, `${name}.json`), JSON.stringify({ ...profile, ...change(profile) }));
      }
      return await createCa({ ...world.deps, profilesDir });
    } finally {
      rmSync(profilesDir, { recursive: true });
    }
  }

  it('by our own lint and by zlint, which find nothing in ours', async () => {
    expect(await world.ca.lintProfiles()).toEqual({ zlint: true });
  });

  it('and by our own alone where zlint is not installed', async () => {
    const seen: Uint8Array[] = [];
    const none = async (der: Uint8Array): Promise<undefined> => void seen.push(der);
    expect(await world.ca.lintProfiles(none)).toEqual({ zlint: false });
    expect(seen).toHaveLength(world.ca.profiles.length);
  });

  it('refuses a profile in which zlint finds something, with what it found', async () => {
    const found = world.ca.lintProfiles(async () => ['w_rsa_mod_not_odd (warn)']);
    await expect(found).rejects.toMatchObject({
      code: 'profile_refused',
      detail: { rule: 'C7', profile: 'agent-vpn' },
    });
    await expect(found).rejects.toThrow('w_rsa_mod_not_odd');
  });

  it('refuses a name in DNS that could not stand in a certificate (C3)', async () => {
    const ca = await withProfiles({
      workstation: () => ({ subjectAltName: [{ type: 'dNSName', value: '{machine}.postes_span.example' }] }),
    });
    const refused = ca.lintProfiles(async () => undefined);
    await expect(refused).rejects.toMatchObject({
      code: 'profile_refused',
      detail: { rule: 'C3', profile: 'workstation' },
    });
  });

  it('passes every option that the rules allow, by zlint too', async () => {
    const ca = await withProfiles({
      'smart-card-logon': () => ({
        key: 'rsa-3072',
        securityIdentifier: 'required',
        extendedKeyUsage: { critical: false, purposes: ['clientAuth', 'msSmartcardLogin', 'ipsecIKE'] },
      }),
      workstation: () => ({ subjectAltName: [{ type: 'dNSName', value: '{machine}.postes.example' }] }),
      'tls-server': () => ({ key: 'rsa-3072', basicConstraints: null }),
    });
    expect(await ca.lintProfiles()).toEqual({ zlint: true });
  }, 20_000);
});
