import { AppError } from '../../errors.ts';
import type { LoadedProfile } from './profile-format.ts';

export interface ProfileGate {
  /** Whether two persons confirmed the profile as it stands on file (J1). */
  isConfirmed(profile: Pick<LoadedProfile, 'name' | 'hash'>): Promise<boolean>;
}

/** A profile that was changed issues nothing until two persons confirmed what it says now. Throws `profile_unconfirmed`. */
export async function checkConfirmed(profile: LoadedProfile, { isConfirmed }: ProfileGate): Promise<void> {
  if (await isConfirmed(profile)) return;
  const { name, hash } = profile;
  const message = `profile ${name} was changed: two persons have to confirm it before it issues anything`;
  throw new AppError('profile_unconfirmed', message, { detail: { profile: name, hash } });
}
