import type { AddressInfo } from 'node:net';
import { createApi } from '../../../src/api/api.ts';
import { createConsole } from '../../../src/console/console.ts';
import { isAppError } from '../../../src/errors.ts';
import { createCspReports } from '../../../src/listen/csp-reports.ts';
import { createMetrics } from '../../../src/listen/metrics.ts';
import { createWeb, listen } from '../../../src/listen/web.ts';
import type { Log } from '../../../src/log.ts';
import { type Name, openHall } from '../../console/hall.ts';
import { PASSWORD } from '../../support/world/come-in.ts';
import { exchange, statusesOf } from './wire.ts';

const FROM = { address: '192.0.2.7' };

/** Somebody who attacks from inside: what their browser and their tools hold; anew when the session ended under them. */
export interface Insider {
  cookie: string;
  csrf: string;
  bearer: string;
  again(): Promise<void>;
}

/**
 * The whole web of the service – console, REST door, health – over the small ministry, on a port of its own. `faults`
 * gathers what it logs as its own fault: nothing that a client sends may add to it.
 */
export async function openHouse(options?: Parameters<typeof openHall>[0]) {
  const hall = await openHall(options);
  const faults: unknown[] = [];
  const log: Log = { info() {}, warn() {}, error: (message, error) => void faults.push([message, error]) };
  const app = createWeb({
    api: createApi(hall.door, { idempotency: hall.opened.idempotency, log }),
    console: createConsole(hall.door, { secureCookies: true, log }).pages,
    metrics: createMetrics(async () => ({})),
    reports: createCspReports({ now: Date.now, log: { warn() {} } }),
    readiness: async () => ({ ready: true, waiting: [] }),
    nodes: () => [],
    log,
  });
  const { server } = await listen(app, { host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo;

  return {
    hall,
    port,
    faults,
    /** A session of somebody. */
    insider: async (name: Name): Promise<Insider> => {
      const signIn = async (): Promise<void> => {
        const { token, csrf } = await hall.identity.signIn({ login: hall.loginOf(name), password: PASSWORD }, FROM);
        Object.assign(insider, { cookie: `__Host-jeton=${token}`, csrf, bearer: token });
      };
      let running: Promise<void> | undefined;
      const again = async (): Promise<void> => {
        // an act that was done may have ended the account: then who sends is a stranger from here on
        running ??= signIn()
          .catch((error: unknown) => {
            if (!isAppError(error, 'sign_in_failed')) throw error;
          })
          .finally(() => {
            running = undefined;
          });
        return running;
      };
      const insider: Insider = { cookie: '', csrf: '', bearer: '', again };
      await insider.again();
      return insider;
    },
    /** Sends octets on a connection of their own; the status of each answer, `closed` for none. No answer or a fault of ours throws. */
    send: async (octets: Uint8Array, by?: Insider): Promise<string> => {
      const { text, hung } = await exchange({ port }, octets);
      const statuses = statusesOf(text);
      if (by && statuses.includes(401)) await by.again();
      // 501 and 505 are Node's own for methods and versions that HTTP does not know
      const fault = statuses.find((status) => status >= 500 && status !== 501 && status !== 505);
      if (hung || fault !== undefined) {
        const [first] = faults as [string, Error][];
        throw new Error(`${hung ? 'no' : fault} answer to ${octets.subarray(0, 600)}: ${first?.[1]?.stack ?? ''}`);
      }
      return statuses.join('+') || 'closed';
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await hall.close();
    },
  };
}
export type House = Awaited<ReturnType<typeof openHouse>>;
