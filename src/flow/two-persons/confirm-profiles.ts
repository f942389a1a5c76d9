import { z } from 'zod';
import { profileSetting } from '../../book/rules/certificates/certificates.ts';
import { type Change, create, update } from '../../book/tables/lifecycle.ts';
import { AppError } from '../../errors.ts';
import type { CertificateAuthority, ProfileOnFile } from '../ports/certificates.ts';
import type { Reads, Store, Unit } from '../ports/store.ts';

/** A profile by its name, and the SHA-256 (hex) of what the two persons saw. */
export const ConfirmProfile = z.strictObject({
  profile: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

export interface ProfileStanding extends ProfileOnFile {
  /** The hash that was confirmed last; null when none ever was. It issues nothing while it is not `hash`. */
  confirmedHash: string | null;
}

/** Every profile on file beside what two persons confirmed of it, by name. */
export async function profileStandings(ca: CertificateAuthority, reads: Reads): Promise<ProfileStanding[]> {
  const profiles = ca.profiles();
  const settings = await reads.find('setting', { id: profiles.map(({ name }) => profileSetting(name)) });
  const confirmed = new Map(settings.map(({ id, value }) => [id, value]));
  return profiles.map((profile) => ({
    ...profile,
    confirmedHash: confirmed.get(profileSetting(profile.name)) ?? null,
  }));
}

/** The CA's question before it issues anything: is this what was confirmed? */
export const confirmedIn =
  (reads: Pick<Reads, 'get'>) =>
  async ({ name, hash }: Pick<ProfileOnFile, 'name' | 'hash'>): Promise<boolean> =>
    (await reads.get('setting', profileSetting(name)))?.value === hash;

/**
 * The profiles of a new service are those that its first people found it with: adopted once, in an entry that names
 * each with its hash. Afterwards only two persons confirm one. Answers whether it adopted them.
 */
export function adoptProfiles(
  store: Store,
  profiles: readonly Pick<ProfileOnFile, 'name' | 'hash' | 'text'>[],
): Promise<boolean> {
  return store.transact(async (unit) => {
    for (const { name } of profiles) if (await unit.get('setting', profileSetting(name))) return false;
    await unit.record({
      actor: 'system',
      role: 'system',
      action: 'profile.adopt',
      subject: 'service',
      outcome: 'done',
      detail: { profiles: profiles.map(({ name, hash }) => ({ name, hash })) },
      changes: profiles.map(({ name, hash }) => create('setting', { id: profileSetting(name), value: hash })),
    });
    for (const profile of profiles) await unit.keepConfirmedText(profile);
    return true;
  });
}

/**
 * The changes with which two persons confirm a profile as it stands on file; from their commit on it issues.
 * Throws `not_found`, `changed_since` when the file says something else by now, `already_done`.
 */
export async function confirmProfileChanges(
  ca: CertificateAuthority,
  unit: Pick<Unit, 'get' | 'keepConfirmedText'>,
  { profile: name, hash }: z.output<typeof ConfirmProfile>,
): Promise<{ changes: Change[]; detail: Record<string, unknown> }> {
  const onFile = ca.profiles().find((profile) => profile.name === name);
  if (!onFile) throw new AppError('not_found', `there is no profile ${name} in certs/profiles`);
  if (onFile.hash !== hash) {
    throw new AppError('changed_since', `profile ${name} is not what you saw any more: read it again`);
  }
  const id = profileSetting(name);
  const standing = await unit.get('setting', id);
  if (standing?.value === hash) throw new AppError('already_done', `profile ${name} is confirmed as it is already`);
  await unit.keepConfirmedText(onFile);
  return {
    changes: [standing ? update('setting', standing, { value: hash }) : create('setting', { id, value: hash })],
    detail: { profile: name, before: standing?.value ?? null, after: hash },
  };
}
