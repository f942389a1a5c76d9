import { z } from 'zod';
import { settingsRefused } from '../../errors.ts';

const Text = z.string().trim().min(1);

/** What the environment says of an OpenID Connect provider. */
export const OidcEnvironment = {
  /** An OpenID Connect provider for agents (ProConnect's conventions). Left out: none. */
  JETON_OIDC_ISSUER: z.url({ protocol: /^https$/, error: 'https://…, the issuer as the provider names it' }).optional(),
  JETON_OIDC_CLIENT_ID: Text.optional(),
  /** The client's secret: one line, mode 0600. */
  JETON_OIDC_SECRET_FILE: Text.optional(),
  JETON_OIDC_NAME: Text.default('ProConnect'),
  JETON_OIDC_SCOPE: Text.default('openid email idp_id'),
  /** The `idp_id` whose people are recognised by e-mail the first time. Left out: everybody links it from a session. */
  JETON_OIDC_IDP: Text.optional(),
  /** Assurance, by spaces, that opens the agent's role, and that which opens the others. */
  JETON_OIDC_ACR_AGENT: Text.default('eidas1'),
  JETON_OIDC_ACR_OTHERS: Text.default('eidas2 eidas3'),
  JETON_OIDC_ALGORITHM: z.enum(['RS256', 'ES256']).default('RS256'),
};
type Given = z.output<z.ZodObject<typeof OidcEnvironment>>;

export interface OidcSettings {
  name: string;
  issuer: string;
  clientId: string;
  /** Where the client's secret stands. */
  secretFile: string;
  scope: string;
  idp?: string;
  acr: { agent: string[]; others: string[] };
  algorithm: 'RS256' | 'ES256';
}

/** The provider as configured; undefined for none. Throws `config_invalid`. */
export function oidcSettings(given: Given): OidcSettings | undefined {
  const { JETON_OIDC_ISSUER: issuer, JETON_OIDC_CLIENT_ID: clientId, JETON_OIDC_SECRET_FILE: secretFile } = given;
  if (issuer === undefined) return undefined;
  if (clientId === undefined || secretFile === undefined)
    throw settingsRefused({
      en: 'JETON_OIDC_ISSUER needs JETON_OIDC_CLIENT_ID and JETON_OIDC_SECRET_FILE',
      fr: 'JETON_OIDC_ISSUER demande JETON_OIDC_CLIENT_ID et JETON_OIDC_SECRET_FILE : fixez-les aussi',
    });
  const words = (text: string) => text.split(/\s+/).filter(Boolean);
  return {
    name: given.JETON_OIDC_NAME,
    issuer,
    clientId,
    secretFile,
    scope: given.JETON_OIDC_SCOPE,
    ...(given.JETON_OIDC_IDP ? { idp: given.JETON_OIDC_IDP } : {}),
    acr: { agent: words(given.JETON_OIDC_ACR_AGENT), others: words(given.JETON_OIDC_ACR_OTHERS) },
    algorithm: given.JETON_OIDC_ALGORITHM,
  };
}
