import { constants } from 'node:crypto';
import type http from 'node:http';
import type { TlsOptions } from 'node:tls';
import { boundAddresses, CONNECTIONS, type ConnectionLimits } from './connection-limits.ts';

/** How a server proves who it is. */
export interface Identification {
  /** PEM, with the certificates up to one that clients know. */
  cert: string;
  key: string;
}

/** Forward secrecy and authenticated encryption only; of TLS 1.2 what ANSSI's guide on TLS recommends (R7 to R11). */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  ...['ECDSA', 'RSA'].flatMap((signature) => [
    `ECDHE-${signature}-AES256-GCM-SHA384`,
    `ECDHE-${signature}-CHACHA20-POLY1305`,
    `ECDHE-${signature}-AES128-GCM-SHA256`,
  ]),
].join(':');

/**
 * TLS of every port of ours. No tickets: a resumed session would outlive its keys, and the revocation of the token that
 * opened it. No renegotiation: it lets a client make us work again and again.
 */
const TLS: TlsOptions = {
  minVersion: 'TLSv1.2',
  ciphers: CIPHERS,
  honorCipherOrder: true,
  ecdhCurve: 'X25519:prime256v1:secp384r1',
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION | constants.SSL_OP_NO_COMPRESSION,
  handshakeTimeout: 10_000,
};

/** What a client may take, in milliseconds and octets. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 10_000,
  /** How often Node looks for those that are over. */
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
} satisfies http.ServerOptions;

/**
 * Milliseconds. A connection is dropped when the client takes in nothing of our answer for `unread`, or has waited for
 * it for `waiting`.
 */
interface Patience {
  unread: number;
  waiting: number;
}
const PATIENCE: Patience = { unread: 60_000, waiting: 900_000 };
/** All of it; tests lower them. */
export interface Bounds {
  limits: typeof LIMITS;
  tls: TlsOptions;
  connections: ConnectionLimits;
  patience: Patience;
}
export const BOUNDS: Bounds = { limits: LIMITS, tls: TLS, connections: CONNECTIONS, patience: PATIENCE };
/** Requests of one connection, which a client may send without waiting for an answer; then it has to open another. */
const REQUESTS = 1_000;
const HEADERS = 100;

/** The answer to what is no HTTP; browsers never see it. */
const UNREADABLE = [
  'Connection: close',
  'Content-Length: 0',
  'Cache-Control: no-store',
  "Content-Security-Policy: default-src 'none'",
  'X-Content-Type-Options: nosniff',
];
const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Bounds what clients can hold of a server: connections of all and of one address, silence, requests of one connection,
 * headers. Clients that say nothing, too much or nonsense cost one socket for a short while.
 */
export function boundClients(server: http.Server, { connections, patience }: Bounds): void {
  server.maxConnections = connections.all;
  server.maxRequestsPerSocket = REQUESTS;
  server.maxHeadersCount = HEADERS;
  server.setTimeout(patience.unread, (socket) => {
    const { unread, waiting } = patience;
    // the answer is being made: a token's key takes its time
    if (socket.writableLength === 0 && socket.timeout === unread) socket.setTimeout(waiting - unread);
    else socket.destroy();
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    socket.end([`HTTP/1.1 ${STATUS[error.code ?? ''] ?? '400 Bad Request'}`, ...UNREADABLE, '', ''].join('\r\n'));
    // who goes on sending is not waited for
    setTimeout(() => socket.destroy(), 1_000).unref();
  });
  boundAddresses(server, connections);
}
