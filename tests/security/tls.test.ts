import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import express from 'express';
import { createCspReports } from '../../src/listen/csp-reports.ts';
import { createMetrics } from '../../src/listen/metrics.ts';
import { listenMtls, type MtlsListener } from '../../src/listen/mtls.ts';
import { createWeb, listen } from '../../src/listen/web.ts';
import { isLong } from '../support/runs/long.ts';

/** One line of what testssl.sh found. */
interface Finding {
  id: string;
  severity: string;
  finding: string;
}

/** An authority and a server's and a client's certificate of it, as a site would have them: with a list of what was revoked. */
function certificates(folder: string) {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const ec = (curve: string) => ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`, '-nodes'];
  const authority = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign'];
  const asked = ['-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=Test authority', '-days', '300'];
  openssl('req', '-x509', ...ec('P-384'), ...asked, ...authority.flatMap((text) => ['-addext', text]));
  const issue = (name: string, usage: string): { cert: string; key: string } => {
    openssl(
      'req',
      '-new',
      ...ec('P-256'),
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.csr`),
      '-subj',
      `/CN=${name}`,
    );
    const extensions = [
      `extendedKeyUsage=${usage}`,
      'subjectAltName=DNS:localhost',
      'keyUsage=critical,digitalSignature',
      'basicConstraints=critical,CA:FALSE',
      'crlDistributionPoints=URI:http://127.0.0.1/test.crl',
    ];
    writeFileSync(at('extensions'), extensions.join('\n'));
    const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-days', '120', '-sha256', '-extfile', at('extensions')];
    openssl('x509', '-req', '-in', at(`${name}.csr`), ...by, '-out', at(`${name}.pem`));
    return { cert: at(`${name}.pem`), key: at(`${name}.key`) };
  };
  return { ca: at('ca.pem'), server: issue('localhost', 'serverAuth'), client: issue('client', 'clientAuth') };
}

describe('TLS', () => {
  let folder: string;
  let made: ReturnType<typeof certificates>;
  let server: http.Server;
  let mtls: MtlsListener;
  let ports: { console: number; token: number };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-tls-'));
    made = certificates(folder);
    const app = createWeb({
      api: express.Router(),
      console: express.Router().get('/', (_request, response) => void response.send('ok')),
      metrics: createMetrics(async () => ({})),
      reports: createCspReports({ now: Date.now, log: { warn() {} } }),
      readiness: async () => ({ ready: true, waiting: [] }),
      nodes: () => [],
      log: { info() {}, warn() {}, error() {} },
    });
    const tls = () => ({ cert: readFileSync(made.server.cert, 'utf8'), key: readFileSync(made.server.key, 'utf8') });
    ({ server } = await listen(app, { host: '127.0.0.1', port: 0 }, tls));
    const trust = () => ({ trusted: [], refused: [] });
    mtls = await listenMtls(app, { host: '127.0.0.1', port: 0, tls, machines: made.ca, trust });
    ports = { console: (server.address() as AddressInfo).port, token: Number(new URL(mtls.url).port) };
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await mtls.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a client with these wishes gets, or the error's code. */
  const shake = (port: number, wishes: tls.ConnectionOptions): Promise<string> =>
    new Promise((done) => {
      const own = {
        ca: readFileSync(made.ca),
        cert: readFileSync(made.client.cert),
        key: readFileSync(made.client.key),
      };
      const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ...own, ...wishes });
      socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'refused'));
      socket.once('secureConnect', () => {
        done(`${socket.getProtocol()} ${socket.getCipher().standardName}`);
        socket.destroy();
      });
    });

  it.each(['console', 'token'] as const)('speaks modern protocols and suites only at the %s port', async (name) => {
    const port = ports[name];
    expect(await shake(port, {})).toBe('TLSv1.3 TLS_AES_256_GCM_SHA384');
    expect(await shake(port, { maxVersion: 'TLSv1.2' })).toBe('TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384');
    // the client would take them: security level 0 lets it ask
    const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    for (const maxVersion of ['TLSv1', 'TLSv1.1'] as const) {
      expect(await shake(port, { ...old, maxVersion })).toMatch(/ALERT|UNSUPPORTED|PROTOCOL/);
    }
    for (const suite of ['AES128-SHA', 'AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA384']) {
      const wishes = { maxVersion: 'TLSv1.2', ciphers: `${suite}:@SECLEVEL=0` } as const;
      expect([suite, await shake(port, wishes)]).toEqual([suite, expect.stringMatching(/HANDSHAKE_FAILURE|NO_CIPHER/)]);
    }
  });

  it('is neither resumed nor renegotiated', async () => {
    const socket = tls.connect({
      port: ports.console,
      host: '127.0.0.1',
      ca: readFileSync(made.ca),
      servername: 'localhost',
      maxVersion: 'TLSv1.2',
    });
    await new Promise((ready) => socket.once('secureConnect', ready));
    expect(socket.getTLSTicket()).toBeUndefined();
    const refused = new Promise<NodeJS.ErrnoException>((done) => socket.once('error', done));
    socket.renegotiate({ rejectUnauthorized: false }, () => {});
    expect((await refused).message).toContain('no renegotiation');
    socket.destroy();
  });

  if (isLong()) {
    it.each(['console', 'token'] as const)(
      'gets an A of testssl.sh at the %s port, and nothing grave',
      async (name) => {
        const report = join(folder, `${name}.json`);
        const pair = join(folder, 'client-pair.pem');
        writeFileSync(pair, readFileSync(made.client.cert, 'utf8') + readFileSync(made.client.key, 'utf8'));
        const quiet = ['--quiet', '--color', '0', '--warnings', 'batch', '--nodns', 'min', '--ip', '127.0.0.1'];
        const own = name === 'token' ? ['--mtls', pair] : [];
        const target = `https://localhost:${ports[name]}`;
        // its exit code counts findings of every kind: the report says which
        await promisify(execFile)('testssl', [...quiet, ...own, '--add-ca', made.ca, '--jsonfile', report, target], {
          timeout: 1_200_000,
          maxBuffer: 2 ** 26,
        }).catch((error: { killed?: boolean }) => {
          if (error.killed) throw error;
        });
        const findings: Finding[] = JSON.parse(readFileSync(report, 'utf8'));
        const grave = findings.filter(({ severity }) => ['MEDIUM', 'HIGH', 'CRITICAL', 'FATAL'].includes(severity));
        expect(grave).toEqual([]);
        const grade = findings.find(({ id }) => id === 'overall_grade')?.finding;
        process.stdout.write(`testssl.sh: ${name} port: ${grade}, ${findings.length} findings\n`);
        expect(['A', 'A+']).toContain(grade);
      },
    );
  }
});
