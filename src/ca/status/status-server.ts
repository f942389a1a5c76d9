import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../flow/ports/clock.ts';
import type { OcspAnswer } from './ocsp.ts';
import {
  type Answer,
  caching,
  httpDate,
  NO_OCSP_REQUEST,
  NOT_FOUND,
  NOT_YET,
  notAllowed,
  OCSP_REQUEST,
  send,
  TOO_LARGE,
} from './status-answer.ts';

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
  /** Whether it cannot be vouched for now: clients are to come again. */
  isWithheld?(path: string): boolean;
  /** What is kept is given at once. */
  ocsp(request: Uint8Array): OcspAnswer | Promise<OcspAnswer>;
}

export interface StatusServerDeps {
  clock: Clock;
  /** Seconds for which caches may keep an answer to GET (R3). */
  maxAge?: number;
  /** Milliseconds a client may take to send a request, or be silent; tests lower it. */
  patience?: number;
  /** Octets a millisecond. A client that reads a document more slowly is cut off; tests raise this. */
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
const OCSP_ANSWER = ['content-type', 'application/ocsp-response'];
/** An OCSP request with a long nonce is 300 octets; sixteen questions fit as well. */
const LARGEST_BODY = 4096;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
}
/**
 * Whether the client has this content already (RFC 9110 13.1): the tag decides where both conditions are given. A date has to
 * be that of the content: a CRL made after the clock was set back is dated before the one that the client has.
 */
function isKnown(request: IncomingMessage, etag: string, lastModified: number): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) return tags === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return since === Math.floor(lastModified / 1000) * 1000;
}

/**
 * Hands over the body, or undefined as soon as it grows too large; nothing, where the client goes away before its end.
 * Attacker-controlled; the server's time-outs end a stalled one. No promise: it would cost each answer a turn.
 */
function takeBody(request: IncomingMessage, handOver: (body: Uint8Array | undefined) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    const wasTooLarge = length > LARGEST_BODY;
    length += chunk.length;
    if (length <= LARGEST_BODY) chunks.push(chunk);
    // the refusal still has to be sent on this connection: what follows is read and dropped
    else if (!wasTooLarge) handOver(undefined);
  });
  request.on('end', () => {
    if (length <= LARGEST_BODY) handOver(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
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

const isOcsp = (path: string): boolean => path === OCSP || path.startsWith(`${OCSP}/`);
const isOcspRequest = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() === OCSP_REQUEST;

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

  function ocspAnswer({ der: body, cacheable, nextUpdate }: OcspAnswer, isGet: boolean): Answer {
    const kept = isGet && cacheable ? caching(nextUpdate, clock.now(), maxAge) : undefined;
    return { status: 200, caching: kept, headers: OCSP_ANSWER, body };
  }
  function askOcsp(question: Uint8Array, isGet: boolean, from: StatusContent): Answer | Promise<Answer> {
    const found = from.ocsp(question);
    return found instanceof Promise ? found.then((it) => ocspAnswer(it, isGet)) : ocspAnswer(found, isGet);
  }

  function answer({ request, path }: Exchange, from: StatusContent): Answer | Promise<Answer> {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isOcsp(path)) {
      return isRead ? askOcsp(readPath(path.slice(OCSP.length + 1)), true, from) : notAllowed('GET, HEAD, POST');
    }
    const document = from.document(path);
    if (!document) return from.isWithheld?.(path) ? NOT_YET : NOT_FOUND;
    return isRead ? getDocument(request, document) : notAllowed('GET, HEAD');
  }

  function give({ request, response }: Exchange, it: Answer): void {
    if (response.headersSent) return void response.destroy();
    send(request, response, it);
    endIfLate(response, it);
  }
  /** Gives what `make` makes. Whatever fails on the way is a 500 without a word. */
  function answerTo(exchange: Exchange, make: () => Answer | Promise<Answer>): void {
    const fail = (): void => give(exchange, { status: 500 });
    try {
      const made = make();
      if (made instanceof Promise) made.then((it) => give(exchange, it)).catch(fail);
      else give(exchange, made);
    } catch {
      fail();
    }
  }

  function begin(exchange: Exchange): void {
    const { request, path } = exchange;
    const from = content;
    const isQuestion = request.method === 'POST' && isOcsp(path) && path.length <= OCSP.length + 1;
    if (!from) answerTo(exchange, () => NOT_YET);
    else if (!isQuestion) answerTo(exchange, () => answer(exchange, from));
    else if (!isOcspRequest(request)) answerTo(exchange, () => NO_OCSP_REQUEST);
    else takeBody(request, (body) => answerTo(exchange, () => (body ? askOcsp(body, false, from) : TOO_LARGE)));
  }

  /** A socket that moves is never silent: what the kernel did not take at once has a deadline as well. */
  function endIfLate(response: ServerResponse, { body }: Answer): void {
    if (response.writableLength === 0) return;
    const late = setTimeout(() => response.destroy(), patience + (body?.length ?? 0) / slowest);
    response.once('close', () => clearTimeout(late));
  }

  const server = bareServer(patience, deps.connections ?? 4000, (request, response) =>
    begin({ request, response, path: pathOf(request.url ?? '') }),
  );

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
  // for what Node answers by itself, too, such as an Expect that it does not know
  server.setTimeout(patience, (socket) => socket.destroy());
  return server;
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
