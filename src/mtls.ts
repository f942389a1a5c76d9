import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import express, { type Router } from 'express';
import { boundClients, LIMITS, TLS } from './transport.ts';

export interface MtlsOptions {
  host: string;
  port: number;
  tls: { cert: string; key: string };
  /** Issuing CA and root, DER: whose certificates are let in at all. */
  authorities: readonly Uint8Array[];
}

/** A second https port that asks every client for a certificate of our own CA and closes on who has none. */
export async function listenMtls(
  router: Router,
  { host, port, tls, authorities }: MtlsOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  app.use(router);
  const server = https.createServer(
    {
      ...LIMITS,
      ...TLS,
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
      ca: authorities.map((der) => new X509Certificate(der).toString()),
      requestCert: true,
      rejectUnauthorized: true,
    },
    app,
  );
  boundClients(server);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => listening());
  });
  const bound = (server.address() as AddressInfo).port;
  const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host;
  return {
    url: `https://${name}:${bound}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
