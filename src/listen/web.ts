import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Config } from '../config.ts';
import { DAY_MS } from '../durations.ts';
import type { Log } from '../log.ts';
import { listeningAt } from './console-address.ts';
import { CSP_REPORTS, type CspReports } from './csp-reports.ts';
import { listening } from './listening.ts';
import { isLoopback } from './loopback.ts';
import type { Metrics } from './metrics.ts';
import { plainAddress } from './network.ts';
import { securityHeaders } from './security-headers.ts';
import { BOUNDS, boundClients, type Identification } from './transport.ts';

export interface Readiness {
  /** True when new work may come. */
  ready: boolean;
  /** Names of what somebody should look at: `mail` alone takes no work away. */
  waiting: string[];
}
export interface WebParts {
  api: express.Router;
  console: express.Router;
  metrics: Metrics;
  readiness(): Promise<Readiness>;
  /** The nodes that are heard of. */
  nodes(): readonly object[];
  reports: CspReports;
  /** Where a fault in the service is reported to, and the console's address: for security.txt. */
  security?: { contact: string; origin(): string };
  log: Log;
}

/** One log line and one observation for each answer; the route is the pattern, never the address with its ids. */
function observe(log: Log, metrics: Metrics): express.RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const began = performance.now();
    response.locals['requestId'] = requestId;
    response.setHeader('X-Request-Id', requestId);
    response.on('finish', () => {
      const ms = performance.now() - began;
      const pattern = (request.route as { path?: unknown } | undefined)?.path;
      const route = `${request.baseUrl}${typeof pattern === 'string' ? pattern : ''}` || '/';
      // a page that is followed lasts as long as somebody looks at it: that is no duration of an answer
      const followed = String(response.getHeader('content-type')).startsWith('text/event-stream');
      if (!followed) metrics.answered(route, request.method, response.statusCode, ms / 1000);
      log.info('answered', {
        requestId,
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(ms),
      });
    });
    next();
  };
}

/** What a proxy on this machine brings from elsewhere is not from here; its headers are believed to that end alone. */
function isFromHere(request: express.Request): boolean {
  const brought = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => request.get(name) !== undefined);
  return !brought && isLoopback(plainAddress(request.socket.remoteAddress ?? ''));
}

function health({ metrics, readiness, nodes }: WebParts): express.Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => void response.type('text/plain').send('ok\n'));
  router.get('/readyz', async (request, response) => {
    const { ready, waiting } = await readiness();
    // what is looked at by name, and which nodes there are, is for whoever watches on this machine
    const said = isFromHere(request)
      ? { ready, waiting, nodes: nodes() }
      : { ready, waiting: [...new Set(waiting.map((name) => name.replace(/ .*/, '')))] };
    response.status(ready ? 200 : 503).json(said);
  });
  // for the collector on this machine: counts tell an outsider how busy the ministry is
  router.get('/metrics', async (request, response, next) => {
    if (!isFromHere(request)) return next();
    response.setHeader('Content-Type', metrics.contentType);
    response.send(await metrics.text());
  });
  return router;
}

const MONTH_MS = 30 * DAY_MS;

/** RFC 9116: whom to tell about a weakness. Made at each request, so that it never ends while the service runs. */
function securityText({ contact, origin }: NonNullable<WebParts['security']>): express.RequestHandler {
  return (_request, response) => {
    const expires = new Date(Date.now() + 6 * MONTH_MS).toISOString();
    const canonical = `${origin()}/.well-known/security.txt`;
    response
      .type('text/plain')
      .send(`Contact: ${contact}\nExpires: ${expires}\nPreferred-Languages: fr, en\nCanonical: ${canonical}\n`);
  };
}

/** The web application: health, REST API, console. */
export function createWeb(parts: WebParts): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false); // proxy headers are the client's words here (ASVS 4.1.3)
  app.use(observe(parts.log, parts.metrics), ...securityHeaders(), health(parts));
  if (parts.security) app.get('/.well-known/security.txt', securityText(parts.security));
  app.post(CSP_REPORTS, parts.reports.door);
  app.use('/api', parts.api);
  app.use(parts.console);
  app.use(lastResort(parts.log));
  return app;
}

/** What no door answered, such as a fault of `readiness`: Express itself would show its stack (ASVS 16.5.4). */
function lastResort(log: Log): express.ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error); // the connection is closed: nobody takes the answer for whole
    const requestId = String(response.locals['requestId']);
    log.error('an answer failed', error, { requestId });
    response.status(500).type('text/plain').send(`something went wrong here: ${requestId}\n`);
  };
}

export interface Listener {
  server: http.Server;
  url: string;
  /** Takes up the certificate as it is now, where it changed: for new connections; those that stand go on. */
  reload(): void;
}

/** Listens, under TLS where `tls` answers a certificate, bounded as transport.ts says. */
export async function listen(
  app: express.Express,
  web: Pick<Config['web'], 'host' | 'port' | 'tls'>,
  tls?: () => Identification,
  bounds = BOUNDS,
): Promise<Listener> {
  const { limits } = bounds;
  const context = () => ({ ...bounds.tls, ...tls?.() });
  let known = JSON.stringify(tls?.());
  const secure = tls ? https.createServer({ ...limits, ...context() }, app) : undefined;
  const server = secure ?? http.createServer(limits, app);
  boundClients(server, bounds);
  await listening(server, web, { host: 'JETON_HOST', port: 'JETON_PORT' });
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: `${listeningAt(web.host, web.tls, secure !== undefined)}:${port}`,
    reload: () => {
      const next = JSON.stringify(tls?.());
      if (!secure || next === known) return;
      secure.setSecureContext(context());
      known = next;
    },
  };
}
