import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../flow/ports.ts';
import type { OcspAnswer } from './ocsp.ts';

/** Something that is fetched by GET: a CRL or a CA certificate. */
export interface StatusDocument {
  body: Uint8Array;
  type: 'application/pkix-crl' | 'application/pkix-cert';
  /** Quoted entity tag, another for every content. */
  etag: string;
  /** Milliseconds. */
  lastModified: number;
  /** Until when it may be used at all; caches keep it no longer. */
  endsAt: number;
}
export interface StatusContent {
  /** What stands at a path such as `/issuing.crl`. */
  document(path: string): StatusDocument | undefined;
  ocsp(request: Uint8Array): Promise<OcspAnswer>;
}

export interface StatusServerDeps {
  clock: Clock;
  /** Seconds for which caches may keep an answer to GET (R3). */
  maxAge?: number;
  /** Milliseconds a client may take to send a request, or be silent; tests lower it. */
  patience?: number;
  /** Octets a millisecond below which a document is taken too slowly: who sips at it holds a connection no longer; tests raise it. */
  slowest?: number;
  /** Connections at a time; more are closed at once. */
  connections?: number;
  /** Bounds what one address may hold of them. */
  bound?(server: Server): void;
}
export interface StatusServer {
  /** Binds; port 0 takes a free one. Until `serve` it answers 503. */
  listen(port: number, host: string): Promise<{ host: string; port: number }>;
  /** What to serve from now on. */
  serve(content: StatusContent): void;
  close(): Promise<void>;
}

const OCSP = '/ocsp';
const OCSP_REQUEST = 'application/ocsp-request';
const OCSP_ANSWER = ['content-type', 'application/ocsp-response'];
/** An OCSP request with a long nonce is 300 octets; sixteen questions fit as well. */
const LARGEST_BODY = 4096;

/** Names and values in turn: Node writes them so in a quarter of the time that an object takes. */
type Headers = readonly (string | number)[];
interface Answer {
  status: number;
  /** What caches may do with it; nothing, where it is left out. */
  caching?: Headers | undefined;
  headers?: Headers;
  body?: Uint8Array;
}
const NOT_FOUND: Answer = { status: 404 };
const notAllowed = (allow: string): Answer => ({ status: 405, headers: ['allow', allow] });
const httpDate = (ms: number): string => new Date(ms).toUTCString();

const NOT_KEPT: Headers = ['cache-control', 'no-store'];
function caching(until: number, now: number, maxAge: number): Headers {
  const seconds = Math.max(0, Math.min(maxAge, Math.floor((until - now) / 1000)));
  const control = `public, max-age=${seconds}, no-transform, must-revalidate`;
  return ['cache-control', control, 'expires', httpDate(now + seconds * 1000)];
}

/** Whether the client has this content already (RFC 9110 13.1): the tag decides where both conditions are given. */
function isKnown(request: IncomingMessage, etag: string, lastModified: number): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) return tags === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return since >= Math.floor(lastModified / 1000) * 1000;
}

const GONE = new Error('the client went away');

/** The body, or undefined as soon as it grows too large. Attacker-controlled; the server's time-outs end a stalled one. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= LARGEST_BODY) chunks.push(chunk);
      // the refusal still has to be sent on this connection: what follows is read and dropped
      else resolve(undefined);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(GONE)); // after `end` too: an error made for every request would cost its stack
  });
}

/** The DER after `/ocsp/`: base64, percent-encoded or not (RFC 6960 A.1). Nothing at all for anything else. */
function readPath(path: string): Uint8Array {
  try {
    const text = decodeURIComponent(path);
    return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

/** The path of a request's target, also of one in absolute form, which a proxy sends (RFC 9112 3.2.2). */
const pathOf = (target: string): string => target.replace(/^http:\/\/[^/]*/i, '');

/**
 * The listener of CRLs, CA certificates and OCSP, on Node's bare HTTP server; it serves nothing else and names nobody.
 * A client that says nothing, stalls or reads slowly is cut off after `patience` and costs one connection until then.
 */
export function createStatusServer(deps: StatusServerDeps): StatusServer {
  const { clock, maxAge = 60, patience = 10_000, slowest = 8 } = deps;
  let content: StatusContent | undefined;

  function getDocument(request: IncomingMessage, document: StatusDocument): Answer {
    const headers = ['etag', document.etag, 'last-modified', httpDate(document.lastModified)];
    const kept = caching(document.endsAt, clock.now(), maxAge);
    if (isKnown(request, document.etag, document.lastModified)) return { status: 304, caching: kept, headers };
    return { status: 200, caching: kept, headers: [...headers, 'content-type', document.type], body: document.body };
  }

  async function askOcsp(question: Uint8Array, isGet: boolean, from: StatusContent): Promise<Answer> {
    const { der: body, cacheable, nextUpdate } = await from.ocsp(question);
    const kept = isGet && cacheable ? caching(nextUpdate, clock.now(), maxAge) : undefined;
    return { status: 200, caching: kept, headers: OCSP_ANSWER, body };
  }

  async function postOcsp(request: IncomingMessage, from: StatusContent): Promise<Answer> {
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
    if (type !== OCSP_REQUEST) return { status: 415, headers: ['accept-post', OCSP_REQUEST] };
    const body = await readBody(request);
    return body ? await askOcsp(body, false, from) : { status: 413, headers: ['connection', 'close'] };
  }

  function answer(request: IncomingMessage): Answer | Promise<Answer> {
    const { method = '' } = request;
    const path = pathOf(request.url ?? '');
    const isRead = method === 'GET' || method === 'HEAD';
    const isOcsp = path === OCSP || path.startsWith(`${OCSP}/`);
    if (!content) return { status: 503, headers: ['retry-after', 5] };
    if (isOcsp && method === 'POST' && path.length <= OCSP.length + 1) return postOcsp(request, content);
    if (isOcsp)
      return isRead ? askOcsp(readPath(path.slice(OCSP.length + 1)), true, content) : notAllowed('GET, HEAD, POST');
    const document = content.document(path);
    if (!document) return NOT_FOUND;
    return isRead ? getDocument(request, document) : notAllowed('GET, HEAD');
  }

  /** Whatever fails is a 500 without a word. */
  async function answerOrFail(request: IncomingMessage): Promise<Answer> {
    try {
      return await answer(request);
    } catch {
      return { status: 500 };
    }
  }
  /** A socket that moves is never silent: what is larger than an OCSP answer has a deadline of its own. */
  function endIfLate(response: ServerResponse, { body }: Answer): void {
    if (body === undefined || body.length <= SMALL || response.writableFinished) return;
    const late = setTimeout(() => response.destroy(), patience + body.length / slowest);
    response.once('close', () => clearTimeout(late));
  }

  const server = bareServer(patience, deps.connections ?? 4000, (request, response) => {
    answerOrFail(request)
      .then((it) => {
        send(request, response, it);
        endIfLate(response, it);
      })
      .catch(() => response.destroy());
  });

  deps.bound?.(server);

  return {
    listen: (port, host) => listen(server, port, host),
    serve(next) {
      content = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bareServer(
  patience: number,
  connections: number,
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const limits = {
    maxHeaderSize: 8192,
    headersTimeout: patience,
    requestTimeout: patience,
    keepAliveTimeout: patience,
    connectionsCheckingInterval: Math.min(1000, patience),
  };
  const server = createServer(limits, onRequest);
  server.maxConnections = connections;
  server.setTimeout(patience, (socket) => socket.destroy());
  return server;
}

/** Nobody's browser has business here; what may be kept says so itself. */
const EVERY_ANSWER: Headers = [
  ...['x-content-type-options', 'nosniff'],
  ...['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ...['cross-origin-resource-policy', 'same-origin'],
];

/** An OCSP answer is far smaller. */
const SMALL = 8192;

function send(request: IncomingMessage, response: ServerResponse, it: Answer): void {
  const { status, headers = [], body } = it;
  const length = status === 304 ? [] : ['content-length', body?.length ?? 0];
  response.writeHead(status, [...EVERY_ANSWER, ...(it.caching ?? NOT_KEPT), ...headers, ...length]);
  if (request.method === 'HEAD' || body === undefined) response.end();
  // as text, octet by octet, an answer leaves in one piece with its head
  else if (body.length <= SMALL)
    response.end(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'latin1');
  else response.end(body);
}

function listen(server: Server, port: number, host: string): Promise<{ host: string; port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address() as AddressInfo;
      resolve({ host: address.address, port: address.port });
    });
  });
}
