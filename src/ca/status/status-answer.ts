import type { IncomingMessage, ServerResponse } from 'node:http';

export const OCSP_REQUEST = 'application/ocsp-request';

/** Names and values in turn: Node writes them so in a quarter of the time that an object takes. */
type Headers = readonly (string | number)[];
/** What is answered to one request. */
export interface Answer {
  status: number;
  /** What caches may do with it; nothing, where it is left out. */
  caching?: Headers | undefined;
  headers?: Headers;
  body?: Uint8Array;
}
export const NOT_FOUND: Answer = { status: 404 };
export const NOT_YET: Answer = { status: 503, headers: ['retry-after', 5] };
export const TOO_LARGE: Answer = { status: 413, headers: ['connection', 'close'] };
export const NO_OCSP_REQUEST: Answer = { status: 415, headers: ['accept-post', OCSP_REQUEST] };
/** The answer to a wrong method; `allow` names those that are right. */
export const notAllowed = (allow: string): Answer => ({ status: 405, headers: ['allow', allow] });
/** A time in epoch milliseconds as HTTP headers write it. */
export const httpDate = (ms: number): string => new Date(ms).toUTCString();

const NOT_KEPT: Headers = ['cache-control', 'no-store'];
/** For how long caches may keep it: `maxAge` seconds, or until it ends. */
export function caching(until: number, now: number, maxAge: number): Headers {
  const seconds = Math.max(0, Math.min(maxAge, Math.floor((until - now) / 1000)));
  const control = `public, max-age=${seconds}, no-transform, must-revalidate`;
  return ['cache-control', control, 'expires', httpDate(now + seconds * 1000)];
}

/** Nobody's browser has business here; what may be kept says so itself. */
const EVERY_ANSWER: Headers = [
  ...['x-content-type-options', 'nosniff'],
  ...['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ...['cross-origin-resource-policy', 'same-origin'],
];

/** An OCSP answer is far smaller. */
const SMALL = 8192;

function headersOf({ status, caching: kept = NOT_KEPT, headers = [], body }: Answer): (string | number)[] {
  const length = status === 304 ? [] : ['content-length', body?.length ?? 0];
  return [...EVERY_ANSWER, ...kept, ...headers, ...length];
}
/** Octet by octet, without a copy of its own. */
const latin1Of = (body: Uint8Array): string =>
  Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1');

/** Sends an answer on Node's server. */
export function send(request: IncomingMessage, response: ServerResponse, it: Answer): void {
  const { status, body } = it;
  response.writeHead(status, headersOf(it));
  if (request.method === 'HEAD' || body === undefined) response.end();
  else if (body.length <= SMALL) {
    // as text, an answer is one piece with its head; uncorked before its end, it leaves in one plain write
    response.write(latin1Of(body), 'latin1');
    response.uncork();
    response.end();
  } else response.end(body);
}
