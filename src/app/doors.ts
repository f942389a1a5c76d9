import { createApi } from '../api/api.ts';
import { type Config, isLoopback } from '../config.ts';
import { createCertificateDoor } from '../console/certificate-door.tsx';
import { createConsole } from '../console/console.ts';
import type { Door } from '../door.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { listenMtls, type MtlsListener } from '../mtls.ts';
import { createWeb, listen } from '../web.ts';
import type { Authority } from './authority.ts';
import type { Closers } from './closers.ts';
import type { Records } from './records.ts';

interface DoorsOptions {
  door: Door;
  metrics: Metrics;
  readiness(): Promise<{ ready: boolean; waiting: string[] }>;
  log: Log;
  closers: Closers;
}

/** 6: console and REST API on one port; sign-in by client certificate, and machines, on another. Answers the console's address. */
export async function openDoors(
  config: Config,
  { opened }: Records,
  { ca }: Authority,
  { door, metrics, readiness, log, closers }: DoorsOptions,
): Promise<{ url: string; mtls?: MtlsListener }> {
  let url = config.web.url; // else known once it listens
  const { securityContact: contact } = config;
  const secureCookies = config.web.tls !== undefined || isLoopback(config.web.host);
  const api = createApi(door, { idempotency: opened.idempotency, log });
  const parts = { api, metrics, readiness, log };
  const app = createWeb({
    ...parts,
    console: createConsole(door, { secureCookies, log }),
    ...(contact ? { security: { contact, origin: () => url ?? '' } } : {}),
  });
  const { server, url: listening } = await listen(app, config.web);
  const address = config.web.url ?? listening;
  url = address;
  closers.add(
    () =>
      new Promise((done) => {
        server.close(done);
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  );
  if (!config.mtls) return { url: address };
  const certificateDoor = createCertificateDoor(door, { consoleUrl: () => address, log });
  const forMachines = createWeb({ ...parts, console: certificateDoor });
  const mtls = await listenMtls(forMachines, { ...config.mtls, trust: ca.clientTrust });
  closers.add(mtls.close);
  return { url: address, mtls };
}
