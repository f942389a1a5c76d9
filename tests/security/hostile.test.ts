import { mkdtempSync, rmSync } from 'node:fs';
import type http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { createStatusServer, type StatusServer } from '../../src/ca/status/status-server.ts';
import { boundAddresses } from '../../src/listen/connection-limits.ts';
import { listenMtls, type MtlsListener } from '../../src/listen/mtls.ts';
import { BOUNDS, type Bounds } from '../../src/listen/transport.ts';
import { listen } from '../../src/listen/web.ts';
import { serverCertificate } from '../support/certificates.ts';
import { connect, exchange, statusesOf, type Wire } from './fuzz/wire.ts';

const PORTS = ['http', 'https', 'token', 'status'] as const;
const SHORT = 1_000;
/** The bounds of the service, with less time; the numbers themselves are looked at below. */
const HASTY: Bounds = {
  limits: {
    ...BOUNDS.limits,
    headersTimeout: SHORT,
    keepAliveTimeout: SHORT,
    requestTimeout: 2 * SHORT,
    connectionsCheckingInterval: 50,
  },
  tls: { ...BOUNDS.tls, handshakeTimeout: SHORT },
  connections: { ...BOUNDS.connections, each: 20, exempt: () => false },
  patience: { unread: SHORT, waiting: 4 * SHORT },
};
/** Long enough for a machine that others use, below the minute that Node.js itself would wait. */
const AT_MOST = 30_000;
const LARGE = Buffer.alloc(20_000_000, 'x');

/** Octets one after another until the other side closes; how long that took, ms. */
async function trickle(wire: Wire, head: string, endless: string): Promise<number> {
  const began = performance.now();
  const socket = connect(wire);
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  socket.on('error', () => {});
  socket.resume();
  socket.write(head);
  const timer = setInterval(() => socket.write(endless), 20);
  await Promise.race([closed, sleep(AT_MOST)]);
  clearInterval(timer);
  socket.destroy();
  return performance.now() - began;
}

describe('clients that are slow or hostile', () => {
  let folder: string;
  let handled: string[];
  let servers: http.Server[];
  let mtls: MtlsListener;
  let status: StatusServer;
  let wires: Record<(typeof PORTS)[number], Wire>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-hostile-'));
    const { certFile, cert, key } = serverCertificate(folder);
    const tls = () => ({ cert, key });
    const app = express();
    app.use((request, _response, next) => {
      handled.push(`${request.method} ${request.url}`);
      next();
    });
    app.post('/body', express.raw({ type: () => true }), (_request, response) => void response.send('ok'));
    app.get('/large', (_request, response) => void response.end(LARGE));
    app.get('/slow', (_request, response) => void setTimeout(() => response.end('ok'), 2 * SHORT));
    app.use((_request, response) => void response.send('ok'));
    const at = { host: '127.0.0.1', port: 0 };
    const opened = [await listen(app, at, undefined, HASTY), await listen(app, at, tls, HASTY)];
    servers = opened.map(({ server }) => server);
    const [http, https] = servers.map((server) => (server.address() as AddressInfo).port);
    // whoever shows this certificate is let in: nobody here has to have a token
    const trust = () => ({ trusted: [], refused: [] });
    mtls = await listenMtls(app, { ...at, tls, machines: certFile, trust }, HASTY);
    const share = (server: http.Server) => boundAddresses(server, { ...HASTY.connections, each: 10 });
    status = createStatusServer({ clock: { now: () => 0 }, patience: SHORT, connections: 20, bound: share });
    const bound = await status.listen(0, '127.0.0.1');
    status.serve({
      document: (path) => {
        handled.push(path);
        return { body: LARGE, type: 'application/pkix-crl', etag: '"a"', lastModified: 0, endsAt: 1 };
      },
      ocsp: async () => {
        handled.push('ocsp');
        return { der: Buffer.from('ok'), status: 'successful', cacheable: false, thisUpdate: 0, nextUpdate: 0 };
      },
    });
    const own = { cert, key };
    wires = {
      http: { port: http! },
      https: { port: https!, tls: {} },
      token: { port: Number(new URL(mtls.url).port), tls: own },
      status: { port: bound.port },
    };
  });
  beforeEach(() => {
    handled = [];
  });
  afterAll(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
    await mtls.close();
    await status.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('at every port', () => {
    /** At all ports at once: most of it is waiting. */
    const everywhere = <R>(attack: (wire: Wire, name: (typeof PORTS)[number]) => Promise<R>): Promise<R[]> =>
      Promise.all(PORTS.map((name) => attack(wires[name], name)));

    it('who never ends a head is cut off (slowloris)', async () => {
      const head = 'GET / HTTP/1.1\r\nHost: localhost\r\n';
      const ten = (wire: Wire) => Promise.all(Array.from({ length: 10 }, () => trickle(wire, head, 'X-A: b\r\n')));
      const all = await everywhere(ten);
      expect(Math.max(...all.flat())).toBeLessThan(AT_MOST);
      expect(handled).toEqual([]);
    });

    it('who never ends a body is cut off', async () => {
      const all = await everywhere((wire, name) => {
        const path = name === 'status' ? '/ocsp' : '/body';
        const type = 'Content-Type: application/ocsp-request\r\n';
        const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${type}Content-Length: 4000\r\n\r\n`;
        return trickle(wire, head, 'x');
      });
      expect(Math.max(...all)).toBeLessThan(AT_MOST);
      expect(handled).not.toContain('ocsp');
    });

    it('who connects and says nothing is cut off', async () => {
      expect(Math.max(...(await everywhere((wire) => trickle(wire, '', ''))))).toBeLessThan(AT_MOST);
    });

    it('who does not take an answer in is cut off', async () => {
      const lengths = await everywhere(async (wire) => {
        const socket = connect(wire);
        socket.on('error', () => {});
        socket.write('GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n');
        let length = 0;
        socket.on('data', (part: Buffer) => {
          length += part.length;
          if (length === part.length) socket.pause(); // a few octets were seen, and nothing is read any more
        });
        await sleep(5 * SHORT);
        socket.resume();
        await new Promise((closed) => socket.once('close', closed));
        return length;
      });
      expect(lengths).toHaveLength(PORTS.length);
      expect(Math.max(...lengths)).toBeLessThan(LARGE.length);
    });
  });

  describe.each(PORTS)('at the %s port', (name) => {
    it('who sends a head that is too large is told so', async () => {
      const { text, hung } = await exchange(
        wires[name],
        Buffer.from(`GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`),
        AT_MOST,
      );
      expect([hung, statusesOf(text)]).toEqual([false, [431]]);
    });

    it('two requests never come out of one (smuggling)', async () => {
      const inner = 'GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n';
      const chunk = `0\r\n\r\n${inner}`;
      const post = (...headers: string[]) =>
        `POST /ocsp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ocsp-request\r\n${headers.join('\r\n')}\r\n\r\n`;
      const tricks = [
        post(`Content-Length: ${chunk.length}`, 'Transfer-Encoding: chunked') + chunk,
        post('Transfer-Encoding: chunked', 'Content-Length: 4') + chunk,
        post('Content-Length: 0', `Content-Length: ${inner.length}`) + inner,
        post('Content-Length: 0, 44') + inner,
        post('Content-Length: +0') + inner,
        post('Content-Length : 0') + inner,
        post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity') + chunk,
        post('Transfer-Encoding: xchunked') + chunk,
        post('Transfer-Encoding:\u000bchunked') + chunk,
        post('Content-Length: 0\nX: y') + inner,
        `${post('Transfer-Encoding: chunked')}0;${'a'.repeat(20_000)}\r\n\r\n${inner}`,
      ];
      for (const trick of tricks) {
        const { text } = await exchange(wires[name], Buffer.from(trick, 'latin1'), AT_MOST);
        // some are done as the one request that they are, before what follows is seen not to fit; then the connection ends
        expect(statusesOf(text).filter((s) => s < 400).length).toBeLessThanOrEqual(1);
      }
      expect(handled.filter((call) => call.includes('smuggled'))).toEqual([]);
    });
  });

  it('who waits for an answer that takes its time gets it', async () => {
    const request = 'GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    expect(statusesOf((await exchange(wires.http, Buffer.from(request))).text)).toEqual([200]);
  });

  it('who sends requests without end on one connection gets a thousand answers', async () => {
    const many = Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_500));
    const { text } = await exchange(wires.http, many, AT_MOST);
    const statuses = statusesOf(text);
    expect(statuses.filter((s) => s === 200).length).toBeLessThanOrEqual(1_000);
    expect(handled.length).toBeLessThanOrEqual(1_000);
    expect((await fetch(`http://127.0.0.1:${wires.http.port}/`)).status).toBe(200);
  });

  it.each(['http', 'status'] as const)('one address cannot take every connection of the %s port', async (name) => {
    const open = Array.from({ length: 40 }, () => connect(wires[name]));
    for (const socket of open) socket.on('error', () => {});
    await Promise.all(open.map((s) => new Promise((settled) => s.once('connect', settled).once('close', settled))));
    const taken = () => open.filter((socket) => !socket.destroyed && socket.readyState === 'open').length;
    for (let tries = 0; taken() > 20 && tries < 100; tries += 1) await sleep(20);
    expect(taken()).toBeLessThanOrEqual(20);
    // another address is served meanwhile
    const other = net.connect({ port: wires[name].port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    other.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const answer = await new Promise<string>((done) => other.once('data', (part) => done(String(part))));
    expect(answer).toMatch(/^HTTP\/1.1 200/);
    for (const socket of [...open, other]) socket.destroy();
  });

  it('a handshake that never ends is cut off', async () => {
    const cutOff = async ({ port }: Wire): Promise<number> => {
      const socket = net.connect(port, '127.0.0.1');
      socket.on('error', () => {});
      const began = performance.now();
      // the beginning of a ClientHello
      socket.write(Buffer.from('160301', 'hex'));
      socket.resume();
      await new Promise((closed) => socket.once('close', closed));
      return performance.now() - began;
    };
    expect(Math.max(...(await Promise.all([wires.https, wires.token].map(cutOff))))).toBeLessThan(AT_MOST);
  });

  it('have bounds that people never meet', () => {
    expect(BOUNDS.limits).toMatchObject({ headersTimeout: 10_000, requestTimeout: 60_000, maxHeaderSize: 16_384 });
    expect(BOUNDS.connections).toMatchObject({ all: 4_000, each: 400 });
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '192.0.2.1'].map(BOUNDS.connections.exempt)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(BOUNDS.patience).toEqual({ unread: 60_000, waiting: 900_000 });
  });
});
