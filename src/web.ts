import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import express from 'express';
import helmet from 'helmet';
import { type Config, isLoopback } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** Features of a browser that no page of ours uses. */
const PERMISSIONS = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'microphone',
  'midi',
  'payment',
  'usb',
  'serial',
  'bluetooth',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

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
  /** Where a fault in the service is reported to, and the console's address: for security.txt. */
  security?: { contact: string; origin(): string };
  log: Log;
}

/** Headers for every answer; the CSP is that of a site that loads nothing from elsewhere (rule W1). */
function securityHeaders(): express.RequestHandler[] {
  const self = ["'self'"];
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: self,
          styleSrc: self,
          imgSrc: ["'self'", 'data:'],
          fontSrc: self,
          connectSrc: self,
          formAction: self,
          frameAncestors: ["'none'"],
          baseUri: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      strictTransportSecurity: { maxAge: 63_072_000 },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader('Permissions-Policy', PERMISSIONS);
      next();
    },
  ];
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
      metrics.answered(route, request.method, response.statusCode, ms / 1000);
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

function health({ metrics, readiness }: WebParts): express.Router {
  const router = express.Router();
  router.get('/healthz', (_request, response) => void response.type('text/plain').send('ok\n'));
  router.get('/readyz', async (_request, response) => {
    const { ready, waiting } = await readiness();
    response.status(ready ? 200 : 503).json({ ready, waiting });
  });
  // for the collector on this machine: counts tell an outsider how busy the ministry is
  router.get('/metrics', async (request, response, next) => {
    if (!isLoopback((request.socket.remoteAddress ?? '').replace('::ffff:', ''))) return next();
    response.setHeader('Content-Type', metrics.contentType);
    response.send(await metrics.text());
  });
  return router;
}

const MONTH_MS = 30 * 86_400_000;

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
  app.use('/api', parts.api);
  app.use(parts.console);
  return app;
}

/** Listens with bounded header and request times; answers the server and its base URL. */
export async function listen(app: express.Express, web: Config['web']): Promise<{ server: http.Server; url: string }> {
  const limits = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 10_000, maxHeaderSize: 16_384 };
  const server = web.tls
    ? https.createServer(
        { ...limits, minVersion: 'TLSv1.2', cert: readFileSync(web.tls.cert), key: readFileSync(web.tls.key) },
        app,
      )
    : http.createServer(limits, app);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(web.port, web.host, () => listening());
  });
  const { port } = server.address() as AddressInfo;
  const host = web.host === '127.0.0.1' || web.host === '::1' ? 'localhost' : web.host;
  return { server, url: `${web.tls ? 'https' : 'http'}://${host}:${port}` };
}
