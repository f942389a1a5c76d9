import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import OidcProvider from 'oidc-provider';

/** Who signs in at the provider, and how surely. */
export interface Subject {
  sub: string;
  acr: string;
  email: string;
  idp: string;
}
/** Made once a test file: two RSA keys take a third of a second. */
const KEYS = {
  own: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  foreign: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  elliptic: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
};
const SECRET = 'a secret of the client at the provider';

/** How a JWT that leaves the provider is made anew: claims set, or taken away by `undefined`; by which algorithm, under whose key. */
export interface Forgery {
  claims?: Record<string, unknown>;
  alg?: 'RS256' | 'ES256' | 'HS256' | 'none';
  foreignKey?: boolean;
}
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * A real OpenID provider (oidc-provider) that behaves as ProConnect: signed userinfo, acr, RP-initiated logout. `answer`
 * says who signs in next; nobody types anything there. `tamper` changes what leaves it.
 */
export async function startOidcProvider(consoleUrl: () => string) {
  let subject: Subject = { sub: 'alice-sub', acr: 'eidas1', email: 'm-alice@interieur.example', idp: 'idp-ministere' };
  const asked: URLSearchParams[] = [];
  let tamper: ((path: string, body: string) => string) | undefined;
  let redirected: { path: string; to: string } | undefined;
  let provider: OidcProvider | undefined;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/auth') asked.push(url.searchParams);
    if (redirected?.path === url.pathname) {
      response.writeHead(307, { location: redirected.to }).end(); // method and body go along
      return;
    }
    if (tamper) {
      const end = response.end.bind(response);
      const change = tamper;
      response.end = ((chunk?: unknown, ...rest: unknown[]) => {
        const text = chunk === undefined ? '' : String(chunk);
        const body = change(url.pathname, text);
        if (body !== text) response.setHeader('content-length', Buffer.byteLength(body));
        return end(chunk === undefined ? undefined : body, ...(rest as []));
      }) as typeof response.end;
    }
    provider ??= make();
    if (url.pathname.startsWith('/interaction/')) {
      await provider.interactionFinished(request, response, {
        login: { accountId: subject.sub, acr: subject.acr, amr: ['pwd'] },
        consent: {},
      });
      return;
    }
    await provider.callback()(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

  const signatureOf = (text: string, alg: string, key: KeyObject): string => {
    if (alg === 'none') return '';
    if (alg === 'HS256') return createHmac('sha256', SECRET).update(text).digest('base64url');
    return sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  };
  /** A whole JWT again, signed by the provider's own key unless the forgery says otherwise. */
  const resign = (jwt: string, { claims = {}, alg = 'RS256', foreignKey = false }: Forgery): string => {
    const [head = '', body = ''] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    const text = `${encoded({ ...JSON.parse(head), alg })}.${encoded({ ...JSON.parse(body), ...claims })}`;
    const rsa = foreignKey ? KEYS.foreign : KEYS.own;
    return `${text}.${signatureOf(text, alg, alg === 'ES256' ? KEYS.elliptic : rsa)}`;
  };
  const jwk = { ...KEYS.own.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' };
  /** At the first request: until then nobody may know where the console is. */
  const make = (): OidcProvider => {
    const { warn } = console; // its advice is for whoever runs one in earnest
    console.warn = () => {};
    const made = new OidcProvider(issuer, {
      clients: [
        {
          client_id: 'jeton',
          client_secret: SECRET,
          redirect_uris: [`${consoleUrl()}/connexion/fournisseur/retour`],
          post_logout_redirect_uris: [`${consoleUrl()}/connexion`],
          token_endpoint_auth_method: 'client_secret_post',
          userinfo_signed_response_alg: 'RS256',
          id_token_signed_response_alg: 'RS256',
        },
      ],
      // the other algorithms are the provider's too: it is our setting alone that refuses them
      jwks: { keys: [jwk, { ...KEYS.elliptic.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'two' }] },
      ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
      cookies: { keys: ['a key of the provider'] },
      acrValues: ['eidas1', 'eidas2', 'eidas3'],
      claims: { openid: ['sub', 'acr'], email: ['email'], idp_id: ['idp_id'] },
      scopes: ['openid', 'email', 'idp_id'],
      features: {
        devInteractions: { enabled: false },
        jwtUserinfo: { enabled: true },
        claimsParameter: { enabled: true },
        rpInitiatedLogout: { enabled: true },
      },
      pkce: { required: () => true },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, email: subject.email, idp_id: subject.idp }),
      }),
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({
          clientId: context.oidc.client?.clientId ?? '',
          accountId: context.oidc.session?.accountId ?? '',
        });
        grant.addOIDCScope('openid email idp_id');
        await grant.save();
        return grant;
      },
      renderError: (context, out) => {
        context.body = JSON.stringify(out);
      },
    });
    console.warn = warn;
    made.on('server_error', () => {});
    return made;
  };

  return {
    issuer,
    asked,
    resign,
    /** One of its addresses leads elsewhere from now on. */
    redirect: (path: string, to: string): void => {
      redirected = { path, to };
    },
    secret: SECRET,
    answer: (set: Partial<Subject>): void => {
      subject = { ...subject, ...set };
    },
    tamper: (change: typeof tamper): void => {
      tamper = change;
    },
    /** Goes through the provider as a fresh browser; answers the address that it sends back to. */
    travel: async (start: string): Promise<URL> => {
      const jar = new Map<string, string>();
      let at = start;
      for (let hop = 0; hop < 10; hop += 1) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: cookie ? { cookie } : {} });
        for (const line of answer.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
          jar.set(name, value);
        }
        const to = answer.headers.get('location');
        if (to === null) throw new Error(`the provider stopped: ${answer.status} ${await answer.text()}`);
        at = new URL(to, at).href;
        if (at.startsWith(consoleUrl())) return new URL(at);
      }
      throw new Error('the provider goes round in circles');
    },
    close: (): Promise<void> =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
export type RunningProvider = Awaited<ReturnType<typeof startOidcProvider>>;
