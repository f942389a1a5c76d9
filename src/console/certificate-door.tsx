import { randomBytes } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Door } from '../app/door.ts';
import { securityHeaders } from '../listen/security-headers.ts';
import type { Log } from '../log.ts';
import { nameOf } from './frame/components/names.ts';
import { createCookies } from './frame/cookies.ts';
import { single } from './frame/forms/forms.ts';
import { checkOrigin, checkToken } from './frame/forms/guard.ts';
import { failureOf, statusOf } from './frame/shell/failures.ts';
import { flat } from './frame/visit.ts';

/** The client's certificate, DER; empty where TLS asked for none. */
function certificateOf(req: Request): Uint8Array {
  return (req.socket as TLSSocket).getPeerCertificate?.()?.raw ?? new Uint8Array();
}

function Frame({ children }: { children: VNode | VNode[] }) {
  return (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <title>Connexion par jeton – Jeton</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
      </head>
      <body>
        <main>
          <h1>Jeton</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

/**
 * The small door on the port that asks for a client certificate: says whose token is plugged and, on a click, opens a
 * session in the console. Cookies belong to a host, whatever its port, so the console finds it.
 */
export function createCertificateDoor(
  door: Pick<Door, 'identity'>,
  { consoleUrl, log }: { consoleUrl(): string; log: Log },
): Router {
  const { identity } = door;
  const router = express.Router();
  const cookies = createCookies(true);
  const send = (res: Response, status: number, page: VNode): void => {
    res
      .status(status)
      .type('html')
      .send(`<!DOCTYPE html>${renderToString(page)}`);
  };

  router.use(...securityHeaders());
  router.use(express.urlencoded({ extended: false, limit: '2kb', parameterLimit: 5, inflate: false }));
  router.get('/', async (req, res) => {
    const holder = await identity.holderOfCertificate(certificateOf(req));
    if (!holder) return refused(res);
    const token = cookies.read(req).form ?? randomBytes(16).toString('base64url');
    cookies.setForm(res, token);
    const page = (
      <Frame>
        <p>{nameOf(holder)}</p>
        <form method="post" action="/">
          <input type="hidden" name="_csrf" value={token} />
          <button type="submit">
            Se connecter avec ce jeton · <span lang="en">Sign in with this token</span>
          </button>
        </form>
      </Frame>
    );
    return send(res, 200, page);
  });
  router.post('/', async (req, res) => {
    checkOrigin(req);
    checkToken(single(flat(req.body), '_csrf'), cookies.read(req).form);
    const from = { address: req.ip ?? '' };
    const opened = await identity.signInWithCertificate(certificateOf(req), from);
    const before = cookies.read(req).session;
    if (before !== undefined) await identity.signOut(before, from); // one browser, one session
    cookies.setSession(res, opened.token);
    const page = (
      <Frame>
        <p role="status">
          Vous êtes connecté. · <span lang="en">You are signed in.</span>
        </p>
        <a href={consoleUrl()}>
          Ouvrir la console · <span lang="en">Open the console</span>
        </a>
      </Frame>
    );
    send(res, 200, page);
  });
  const failed: ErrorRequestHandler = (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const { code } = failureOf(error);
    if (code === 'internal') log.error('the certificate door failed', error);
    refused(res, statusOf(code));
  };
  router.use((_req, res) => refused(res, 404));
  router.use(failed);
  return router;

  function refused(res: Response, status = 403): void {
    const page = (
      <Frame>
        <p role="alert">
          Ce jeton n'ouvre aucun compte ici. · <span lang="en">This token opens no account here.</span>
        </p>
        <a href={consoleUrl()}>
          Console · <span lang="en">Console</span>
        </a>
      </Frame>
    );
    send(res, status, page);
  }
}
