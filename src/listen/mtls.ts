import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { listening } from './listening.ts';
import { BOUNDS, boundClients, type Identification } from './transport.ts';

/** Whose certificates clients may show, DER. It changes with a rollover and with a revocation. */
export interface ClientTrust {
  /** Issuing CAs that have not ended, with their roots. */
  trusted: readonly Uint8Array[];
  /** Issuing CAs of the same roots whose certificates are let in no more. */
  refused: readonly Uint8Array[];
}
export interface MtlsOptions {
  host: string;
  port: number;
  /** The certificate as it is now; asked again by `reload`. */
  tls(): Identification;
  /** PEM file of authorities that vouch for machines besides our own; read again by `reload`. */
  machines?: string | undefined;
  trust(): ClientTrust;
}
export interface MtlsListener {
  url: string;
  /** Takes up files and trust as they are now, where they changed. Throws, and goes on as before, when they do not fit. */
  reload(): void;
  close(): Promise<void>;
}

const BEGIN = '-----BEGIN CERTIFICATE-----';
const pemsOf = (text: string): string[] =>
  text
    .split(BEGIN)
    .slice(1)
    .map((rest) => BEGIN + rest);

/**
 * Whether a refused CA made the certificate that a client showed. By its signature, not by the chain that TLS built:
 * Node 24.21 tells nothing of what stands above a client's certificate. Our issuing CAs have nobody below them (C6).
 */
function isOf(refused: readonly X509Certificate[], socket: TLSSocket): boolean {
  const shown = socket.getPeerX509Certificate();
  return !shown || refused.some((ca) => shown.checkIssued(ca) && shown.verify(ca.publicKey));
}

/**
 * A second https port that asks every client for a certificate of our own CAs, or of one that vouches for machines, and
 * closes on who has none. A connection made before the trust changed is closed at its next request.
 */
export async function listenMtls(app: RequestListener, options: MtlsOptions, bounds = BOUNDS): Promise<MtlsListener> {
  let refused: readonly X509Certificate[] = [];
  let known = '';
  const context = () => {
    const { trusted, refused: out } = options.trust();
    const machines = options.machines === undefined ? [] : pemsOf(readFileSync(options.machines, 'utf8'));
    return {
      ...bounds.tls,
      ...options.tls(),
      ca: [...trusted.map((der) => new X509Certificate(der).toString()), ...machines],
      refused: out.map((der) => new X509Certificate(der)),
    };
  };
  const textOf = ({ cert, key, ca, refused: out }: ReturnType<typeof context>): string =>
    JSON.stringify([cert, key, ca, out.map((refusedCa) => refusedCa.fingerprint256)]);

  const first = context();
  [known, refused] = [textOf(first), first.refused];
  let generation = {};
  const born = new WeakMap<object, object>();
  const server = https.createServer(
    { ...bounds.limits, ...first, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      if (born.get(request.socket) === generation) app(request, response);
      else request.socket.destroy(); // it was let in by a trust that does not hold any more: connect anew
    },
  );
  boundClients(server, bounds);
  server.on('secureConnection', (socket: TLSSocket) => {
    if (isOf(refused, socket)) socket.destroy();
    else born.set(socket, generation);
  });
  await listening(server, options, { host: 'JETON_HOST', port: 'JETON_MTLS_PORT' });
  const bound = (server.address() as AddressInfo).port;
  const name = options.host === '127.0.0.1' || options.host === '::1' ? 'localhost' : options.host;
  return {
    url: `https://${name}:${bound}`,
    reload: () => {
      const next = context();
      const text = textOf(next);
      if (text === known) return;
      server.setSecureContext(next);
      [known, refused, generation] = [text, next.refused, {}];
      server.closeIdleConnections();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
