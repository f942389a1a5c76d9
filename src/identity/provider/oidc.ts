import * as oidc from 'openid-client';
import { type Change, update } from '../../book/tables/lifecycle.ts';
import type { AccountRow } from '../../book/tables/rows/people.ts';
import { AppError, isAppError } from '../../errors.ts';
import { need } from '../../flow/act.ts';
import type { Reads } from '../../flow/ports/store.ts';
import type { Journey, Provider } from '../identity.ts';
import { checkMayChangeWaysIn, isOperator, isStrong, needsPasskey } from '../passwords/strength.ts';
import type { IdentityDeps } from '../record-act.ts';
import type { IdentityUnit } from '../records.ts';
import { FRESH_MS, type Sessions, sessionEnded } from '../sessions/sessions.ts';

/** An identity provider that follows ProConnect's conventions. */
export interface ProviderSetting {
  /** Shown on the button. */
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Claims to ask for. */
  scope: string;
  /** Assurance (acr) that opens the agent's role, and that which opens the others. */
  acr: { agent: readonly string[]; others: readonly string[] };
  /** The `idp_id` behind a federation whose people are ours; without it nobody is recognised by e-mail. */
  idp?: string | undefined;
  /** Signature of id_token and userinfo. */
  algorithm: 'RS256' | 'ES256';
}
interface Known {
  sub: string;
  acr: string;
  email: string | undefined;
  idp: string | undefined;
  /** When they last gave the provider a factor; 0 where it does not say so. */
  factorAt: number;
}

/** How far the provider's clock may be before ours. */
const CLOCK_TOLERANCE_MS = 30_000;
const BACK = '/connexion/fournisseur/retour';
const LEFT = '/connexion';
const refuse = (cause?: unknown): AppError =>
  new AppError(
    'sign_in_failed',
    'the identity provider let nobody in whom this service knows: ask your administrator',
    {
      cause,
    },
  );

/**
 * Sign-in at an identity provider: code flow with PKCE, state and nonce, exact redirect; id_token and userinfo are both
 * verified as signed JWTs (ASVS 6.8). People are known by issuer and subject, nothing else; the first time an agent is
 * recognised by e-mail if the provider behind is ours, and an operator links it from a session.
 */
export function createProvider(
  deps: IdentityDeps,
  sessions: Sessions,
  setting: ProviderSetting,
  consoleUrl: () => string,
): Provider {
  const { records, store } = deps;
  let discovered: Promise<oidc.Configuration> | undefined;

  /** Asked again after a failure: the provider may be away when this service starts. */
  const configuration = (): Promise<oidc.Configuration> => {
    discovered ??= discover(setting).catch((cause: unknown) => {
      discovered = undefined;
      throw new AppError('service_unreachable', 'the identity provider does not answer: use another way in', { cause });
    });
    return discovered;
  };

  /** A provider that knows the browser asks for nothing: who sits at it may be somebody else by now. */
  const factorAtOf = (authTime: number | undefined): number => {
    const at = (authTime ?? 0) * 1000;
    return at > deps.clock.now() + CLOCK_TOLERANCE_MS ? 0 : at;
  };

  /** Verified claims of both answers. */
  const claimsOf = async (answer: URL, journey: Journey): Promise<Known & { idToken: string }> => {
    const config = await configuration();
    // the exact redirect address, whatever host the request named
    const here = new URL(BACK + answer.search, consoleUrl());
    const tokens = await oidc.authorizationCodeGrant(config, here, {
      expectedState: journey.state,
      expectedNonce: journey.nonce,
      pkceCodeVerifier: journey.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims || tokens.id_token === undefined) throw refuse();
    const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
    return {
      sub: claims.sub,
      acr: text(claims['acr']) ?? '',
      email: text(info.email),
      idp: text(info['idp_id']),
      factorAt: factorAtOf(claims.auth_time),
      idToken: tokens.id_token,
    };
  };

  /** What the assurance reaches: null for every role, undefined for none. */
  const reachOf = (acr: string): string | null | undefined => {
    if (setting.acr.others.includes(acr)) return null;
    return setting.acr.agent.includes(acr) ? 'agent' : undefined;
  };

  const isOperatorNow = async (reads: Pick<Reads, 'find'>, personId: string): Promise<boolean> =>
    isOperator(await reads.find('grant', { personId, revokedAt: null }));

  /**
   * Whose session links: fresh, and opened by no phished password where its owner's roles ask for more, or has more. It is a way
   * in, so a token's session links none. Throws `session_expired`, `forbidden`, `fresh_factor_needed`.
   */
  const linker = async (token: string): Promise<string> => {
    const session = await sessions.byToken(token);
    const who = session && (await sessions.owner(session));
    if (!session || !who) throw sessionEnded();
    const { personId } = session;
    await sessions.checkNotRestored(personId);
    checkMayChangeWaysIn(who.caller);
    if (session.freshUntil <= deps.clock.now())
      throw new AppError('fresh_factor_needed', 'confirm who you are first: an identity elsewhere is a way in');
    const asks = needsPasskey(deps.passkeys.need, who.caller.grants) || (await records.passkeysOf(personId)).length > 0;
    if (asks && !isStrong(session))
      throw new AppError('fresh_factor_needed', 'confirm with a passkey that you have before you link an identity', {
        detail: { why: 'key-first' },
      });
    return personId;
  };

  /**
   * An identity that signs in for the first time: it belongs to the owner of the session that links it, or to the
   * agent with this e-mail address.
   */
  const newcomer = async (known: Known, token: string | undefined): Promise<string | undefined> => {
    if (token !== undefined)
      return linker(token).catch((error: unknown) => {
        if (isAppError(error)) return undefined; // it could when it left for the provider: refused as a stranger is
        throw error;
      });
    if (setting.idp === undefined || known.idp !== setting.idp || known.email === undefined) return undefined;
    const person = await records.personByLogin(known.email);
    if (person?.email?.toLowerCase() !== known.email.toLowerCase()) return undefined;
    return (await isOperatorNow(store.reads, person.id)) ? undefined : person.id;
  };

  /**
   * By e-mail: an address is what an import says, which one administrator makes. So the account is no longer one that two
   * persons opened, and the role that may have been granted a moment ago is looked at again.
   */
  const linkedByEmail = async (unit: IdentityUnit, account: AccountRow): Promise<Change[]> => {
    if (await isOperatorNow(unit, account.id)) throw refuse();
    return account.voucherId === null ? [] : [update('account', account, { voucherId: null })];
  };

  const link = async (personId: string, known: Known, byEmail: boolean): Promise<void> => {
    if (await records.foreignIdentityOf(setting.issuer, personId)) throw refuse();
    await store.transact(async (unit) => {
      const account = await need(unit.get('account', personId), 'account');
      if (account.state !== 'active') throw refuse();
      const changes = byEmail ? await linkedByEmail(unit, account) : [];
      await unit.keepForeignIdentity({
        issuer: setting.issuer,
        subject: known.sub,
        personId,
        linkedAt: deps.clock.now(),
      });
      const entry = { actor: personId, role: 'agent', action: 'account.link', outcome: 'done' } as const;
      const detail = { kind: byEmail ? 'email' : 'session', issuer: setting.issuer };
      await unit.record({ ...entry, subject: `account:${personId}`, detail, changes });
    });
  };

  const personOf = async (known: Known, token: string | undefined): Promise<string | undefined> => {
    const row = await records.foreignIdentity(setting.issuer, known.sub);
    if (row) return row.personId;
    const personId = await newcomer(known, token);
    const account = personId === undefined ? undefined : await store.reads.get('account', personId);
    if (personId === undefined || account?.state !== 'active') return undefined;
    await link(personId, known, token === undefined);
    return personId;
  };

  return {
    name: setting.name,
    origin: new URL(setting.issuer).origin,

    begin: async (strong, token) => {
      if (token !== undefined) await linker(token);
      const config = await configuration();
      const journey = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const acr = strong ? setting.acr.others : [...setting.acr.agent, ...setting.acr.others];
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: consoleUrl() + BACK,
        scope: setting.scope,
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
        acr_values: acr.join(' '),
        claims: JSON.stringify({
          id_token: { acr: { essential: true, values: acr }, auth_time: { essential: true } },
        }),
      });
      return { url: url.href, journey };
    },

    finish: async (answer, journey, from, token) => {
      // anybody can make an answer up, and each is a line of the access log: one address makes few of them
      let why: unknown;
      const known = await deps.throttle.attempt(`provider ${journey.state}`, from.address, () =>
        claimsOf(answer, journey).catch(async (cause: unknown) => {
          why = cause;
          await sessions.log('sign-in', null, from, 'refused');
          return undefined;
        }),
      );
      if (!known) throw refuse(why);
      const reach = reachOf(known.acr);
      const personId = reach === undefined ? undefined : await personOf(known, token);
      const account = personId === undefined ? undefined : await store.reads.get('account', personId);
      const fine = personId !== undefined && reach !== undefined && account?.state === 'active';
      await sessions.log('sign-in', personId ?? null, from, fine ? 'done' : 'refused');
      if (!fine) throw refuse();
      const how = { method: 'oidc', reach, idToken: known.idToken } as const;
      const opened = await sessions.open(personId, from, how, { freshUntil: known.factorAt + FRESH_MS });
      if (!opened) throw refuse();
      return opened;
    },

    signOutUrl: async (idToken) => {
      const parameters = { id_token_hint: idToken, post_logout_redirect_uri: consoleUrl() + LEFT };
      return oidc.buildEndSessionUrl(await configuration(), { ...parameters, state: oidc.randomState() }).href;
    },
  };
}

async function discover(setting: ProviderSetting): Promise<oidc.Configuration> {
  const issuer = new URL(setting.issuer);
  const metadata = {
    id_token_signed_response_alg: setting.algorithm,
    userinfo_signed_response_alg: setting.algorithm, // a userinfo answer that is no signed JWT is refused
  };
  const local = issuer.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(issuer.hostname);
  const execute = [oidc.enableNonRepudiationChecks, ...(local ? [oidc.allowInsecureRequests] : [])];
  const authentication = oidc.ClientSecretPost(setting.clientSecret);
  return oidc.discovery(issuer, setting.clientId, metadata, authentication, { execute, timeout: 10 });
}
