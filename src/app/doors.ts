import { createApi } from '../api/api.ts';
import type { Config } from '../config.ts';
import { createCertificateDoor } from '../console/certificate-door.tsx';
import { createConsole } from '../console/console.ts';
import type { CspReports } from '../listen/csp-reports.ts';
import { isLoopback } from '../listen/loopback.ts';
import type { Metrics } from '../listen/metrics.ts';
import { listenMtls, type MtlsListener } from '../listen/mtls.ts';
import { createWeb, listen } from '../listen/web.ts';
import type { Log } from '../log.ts';
import type { Authority } from './authority.ts';
import type { Closers } from './closers.ts';
import type { Door } from './door.ts';
import type { Records } from './records.ts';
import type { ServerTls } from './server-tls.ts';

interface DoorsOptions {
  door: Door;
  metrics: Metrics;
  reports: CspReports;
  tls: ServerTls | undefined;
  readiness(): Promise<{ ready: boolean; waiting: string[] }>;
  log: Log;
  closers: Closers;
}

/** 6: console and REST API on one port; sign-in by client certificate, and machines, on another. Answers the addresses of both. */
export async function openDoors(
  config: Config,
  { opened }: Records,
  { ca }: Authority,
  { door, metrics, reports, tls, readiness, log, closers }: DoorsOptions,
): Promise<{ url: string; machinesUrl: string | null; reload(): void; mtls?: MtlsListener }> {
  let url = config.web.url; // else known once it listens
  const { securityContact: contact } = config;
  const secureCookies = config.web.tls !== undefined || isLoopback(config.web.host);
  const api = createApi(door, { idempotency: opened.idempotency, log });
  const pages = createConsole(door, { secureCookies, log });
  const parts = { api, metrics, reports, readiness, nodes: opened.presence.nodes, log };
  const app = createWeb({
    ...parts,
    console: pages.pages,
    ...(contact ? { security: { contact, origin: () => url ?? '' } } : {}),
  });
  const { server, url: listening, reload } = await listen(app, config.web, tls?.read);
  const address = config.web.url ?? listening;
  url = address;
  closers.add(
    () =>
      new Promise((done) => {
        pages.close();
        server.close(done);
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  );
  if (!config.mtls || !tls) return { url: address, machinesUrl: null, reload };
  const certificateDoor = createCertificateDoor(door, { consoleUrl: () => address, log });
  const forMachines = createWeb({ ...parts, console: certificateDoor });
  const mtls = await listenMtls(forMachines, { ...config.mtls, tls: tls.read, trust: ca.clientTrust });
  closers.add(mtls.close);
  // the console's name, which the certificate of both ports is for
  const machinesUrl = `https://${new URL(address).hostname}:${new URL(mtls.url).port}`;
  return { url: address, machinesUrl, reload, mtls };
}
