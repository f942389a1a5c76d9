import { chance, steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import type { Node } from '../flow/nodes/this-node.ts';
import { notifying } from '../flow/notifications/notices.ts';
import { createIdentity } from '../identity/accounts.ts';
import { passkeysNeedName } from '../identity/passkeys/passkey-settings.ts';
import { passkeySite } from '../identity/passkeys/passkey-site.ts';
import { openBreached } from '../identity/passwords/breached.ts';
import type { PasswordHasher } from '../identity/passwords/hasher.ts';
import { createPasswordPolicy, readCommonPasswords } from '../identity/passwords/password.ts';
import { readSecretFile } from '../identity/secret-file.ts';
import type { Records } from './records.ts';

interface SignInOptions {
  node: Node;
  hasher: PasswordHasher;
  evaluation: boolean;
  demo: boolean;
  /** The console's address; undefined until it listens. */
  consoleUrl(): string | undefined;
  /** DER of our CAs. */
  ownIssuers(): readonly Uint8Array[];
}

/** Whose roles ask for a passkey, by JETON_PASSKEYS. */
const NEED = { required: 'everybody', operators: 'operators', optional: 'nobody' } as const;

/** Who may come in and by which means: passwords, passkeys, the identity provider. Throws `config_invalid`. */
export async function openSignIn(
  config: Config,
  { opened }: Records,
  { node, hasher, evaluation, demo, consoleUrl, ownIssuers }: SignInOptions,
) {
  const passkeys = {
    need: NEED[config.passkeys ?? (demo || evaluation ? 'optional' : 'required')],
    site: () => {
      const url = consoleUrl();
      return url === undefined ? undefined : passkeySite(url, config.passkeyName);
    },
  };
  const provider = config.oidc && {
    setting: { ...config.oidc, clientSecret: readSecretFile(config.oidc.secretFile) },
    consoleUrl: () => consoleUrl() ?? '',
  };
  const breached = config.breachedFile === undefined ? undefined : openBreached(config.breachedFile);
  await breached?.check();
  const policy = createPasswordPolicy({ common: readCommonPasswords(), breached });
  const records = { store: notifying(opened.store, clock), records: opened.identity };
  const own = { clock, chance, node, hasher };
  const identity = createIdentity({ ...records, ...own, demo, passkeys, provider, policy, ownIssuers });
  /** Passkeys are bound to a name: where they are required, the console needs one. */
  const checkName = (): void => {
    if (passkeys.need !== 'nobody' && passkeys.site() === undefined) throw passkeysNeedName(consoleUrl() ?? '');
  };
  return { identity, checkName };
}
