import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { type LoadedProfile, Profile } from './profile-format.ts';
import { brokenRules } from './profile-rules.ts';

/** Parses one profile. Throws `profile_refused` with {profile, rule}: the first rule's id, or `format`. */
export function parseProfile(name: string, json: unknown): LoadedProfile {
  const refuse = (rule: string, why: string): AppError =>
    new AppError('profile_refused', `profile ${name} is refused (${rule}): ${why}`, {
      detail: { profile: name, rule },
    });
  const parsed = Profile.safeParse(json);
  if (!parsed.success) throw refuse('format', z.prettifyError(parsed.error));
  const profile = parsed.data;
  if (profile.name !== name) throw refuse('format', `the file ${name}.json calls itself ${profile.name}`);
  const [broken] = brokenRules(profile);
  if (broken) throw refuse(broken.rule, broken.says);
  const text = canonicalize(profile) ?? '';
  return { ...profile, text, hash: hash('sha256', text, 'hex') };
}

/** Every profile of a folder by name. Throws `profile_refused` for the first that breaks a rule or is not JSON. */
export function loadProfiles(folder: string): Map<string, LoadedProfile> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.sort().map((file) => {
      const name = basename(file, '.json');
      return [name, parseProfile(name, parseJson(name, readFileSync(join(folder, file), 'utf8')))];
    }),
  );
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = `profile ${name} is refused (format): it is not JSON`;
    throw new AppError('profile_refused', message, { detail: { profile: name, rule: 'format' }, cause });
  }
}
