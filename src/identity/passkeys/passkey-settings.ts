import { z } from 'zod';
import { settingsRefused } from '../../errors.ts';

/** What the environment says of passkeys. */
export const PasskeyEnvironment = {
  /** Whose roles need a passkey: everybody's, operators' or nobody's. Left out: everybody's, but for a demo or while the evaluation CA signs. */
  JETON_PASSKEYS: z.enum(['required', 'operators', 'optional']).optional(),
  /** The name that passkeys are bound to: JETON_URL's, or a domain above it, under which each node has its console. Left out: JETON_URL's. */
  JETON_PASSKEY_NAME: z.hostname().toLowerCase().optional(),
};
type Given = z.output<z.ZodObject<typeof PasskeyEnvironment>> & { JETON_URL?: string | undefined };

export interface PasskeySettings {
  passkeys?: 'required' | 'operators' | 'optional';
  /** Left out: the console's own name. */
  passkeyName?: string;
}

/** Whose roles need a passkey, and what passkeys are bound to. Throws `config_invalid`. */
export function passkeySettings({ JETON_PASSKEYS: passkeys, JETON_PASSKEY_NAME: name, JETON_URL: url }: Given) {
  const settings: PasskeySettings = { ...(passkeys ? { passkeys } : {}), ...(name ? { passkeyName: name } : {}) };
  if (name === undefined) return settings;
  // browsers refuse any other, and would say so to each person in turn
  if (url !== undefined && `.${new URL(url).hostname}`.endsWith(`.${name}`)) return settings;
  throw settingsRefused({
    en: 'JETON_PASSKEY_NAME needs JETON_URL, whose name is the same or ends with it',
    fr: 'JETON_PASSKEY_NAME demande JETON_URL : donnez-y une adresse dont le nom est le même, ou finit par lui',
  });
}
