import { z } from 'zod';
import { type AppError, settingsRefused } from '../../errors.ts';
import { passkeySite } from './passkey-site.ts';

/** What the environment says of passkeys. */
export const PasskeyEnvironment = {
  /** Whose roles need a passkey: everybody's, operators' or nobody's. Left out: everybody's, but for a demo or while the evaluation CA signs. */
  JETON_PASSKEYS: z.enum(['required', 'operators', 'optional']).optional(),
  /** The name that passkeys are bound to: JETON_URL's, or a domain above it, under which each node has its console. Left out: JETON_URL's. */
  JETON_PASSKEY_NAME: z.hostname().toLowerCase().optional(),
};
type Given = z.output<z.ZodObject<typeof PasskeyEnvironment>>;

export interface PasskeySettings {
  passkeys?: 'required' | 'operators' | 'optional';
  /** Left out: the console's own name. */
  passkeyName?: string;
}

/** Passkeys are required where browsers refuse them. */
export const passkeysNeedName = (consoleUrl: string): AppError =>
  settingsRefused({
    en: `passkeys are required, and bound to a name under TLS, and ${consoleUrl} has none: set JETON_URL to https://NAME, or JETON_PASSKEYS to optional`,
    fr: `les clés d’accès sont exigées, elles sont liées à un nom sous TLS, et ${consoleUrl} n’en a pas : donnez à JETON_URL la valeur https://NOM, ou à JETON_PASSKEYS la valeur « optional »`,
  });

/** Whose roles need a passkey, and what passkeys are bound to, at the console's address. Throws `config_invalid`. */
export function passkeySettings({ JETON_PASSKEYS: passkeys, JETON_PASSKEY_NAME: name }: Given, consoleUrl: string) {
  const settings: PasskeySettings = { ...(passkeys ? { passkeys } : {}), ...(name ? { passkeyName: name } : {}) };
  // browsers refuse any other, and would say so to each person in turn
  if (name !== undefined && !`.${new URL(consoleUrl).hostname}`.endsWith(`.${name}`))
    throw settingsRefused({
      en: 'JETON_PASSKEY_NAME needs JETON_URL, whose name is the same or ends with it',
      fr: 'JETON_PASSKEY_NAME demande JETON_URL : donnez-y une adresse dont le nom est le même, ou finit par lui',
    });
  // refused before anything is written; without JETON_PASSKEYS the CA decides, and app/sign-in.ts checks then
  if (passkeys && passkeys !== 'optional' && !passkeySite(consoleUrl, name)) throw passkeysNeedName(consoleUrl);
  return settings;
}
