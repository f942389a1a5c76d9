import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientTrust, listenMtls, type MtlsListener } from '../../src/listen/mtls.ts';
import {
  authorityCertificate,
  clientCertificate,
  type ServerCertificate,
  serverCertificate,
} from '../support/certificates.ts';

const der = ({ cert }: ServerCertificate): Uint8Array => new X509Certificate(cert).raw;

describe('the port that asks for a client certificate', () => {
  let folder: string;
  let server: ServerCertificate;
  let old: ServerCertificate;
  let young: ServerCertificate;
  let root: ServerCertificate;
  let machines: ServerCertificate;
  let trust: ClientTrust;
  let port: MtlsListener;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-trust-'));
    server = serverCertificate(folder);
    root = authorityCertificate(folder, 'root');
    old = authorityCertificate(folder, 'old', root);
    young = authorityCertificate(folder, 'young', root);
    machines = authorityCertificate(folder, 'machines');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    trust = { trusted: [der(old), der(root)], refused: [] };
    const tls = () => ({ cert: readFileSync(server.certFile, 'utf8'), key: readFileSync(server.keyFile, 'utf8') });
    const file = join(folder, 'machines-file.pem');
    writeFileSync(file, '');
    const options = { host: '127.0.0.1', port: 0, tls, machines: file, trust: () => trust };
    port = await listenMtls((_request, response) => void response.end('in'), options);
  });
  afterEach(() => port.close());

  const call = (client: ServerCertificate, { agent, ca = server.cert }: { agent?: https.Agent; ca?: string } = {}) =>
    new Promise<string>((done) => {
      const request = https.get(port.url, { ca, cert: client.cert, key: client.key, agent: agent ?? false }, (answer) =>
        answer.setEncoding('utf8').on('data', done),
      );
      request.on('error', () => done('closed'));
    });
  /** With the certificates above it, as a client may send them. */
  const withChain = (client: ServerCertificate, above: ServerCertificate): ServerCertificate => ({
    ...client,
    cert: client.cert + above.cert,
  });

  it('lets in who comes from an old issuing CA and, once told, from the new one too', async () => {
    const [before, after] = [clientCertificate(folder, 'a', old), clientCertificate(folder, 'b', young)];
    expect([await call(before), await call(after)]).toEqual(['in', 'closed']);
    trust = { trusted: [der(old), der(young), der(root)], refused: [] };
    port.reload();
    expect([await call(before), await call(after)]).toEqual(['in', 'in']);
  });

  it('closes on the certificates of a revoked issuing CA, also when they bring it along', async () => {
    const client = clientCertificate(folder, 'c', old);
    trust = { trusted: [der(young), der(root)], refused: [der(old)] };
    port.reload();
    expect([await call(client), await call(withChain(client, old))]).toEqual(['closed', 'closed']);
    expect(await call(withChain(clientCertificate(folder, 'd', young), young))).toBe('in');
  });

  it('closes a connection that stood before at its next request', async () => {
    const client = clientCertificate(folder, 'e', old);
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    expect(await call(client, { agent })).toBe('in');
    trust = { trusted: [der(young), der(root)], refused: [der(old)] };
    port.reload();
    expect(await call(client, { agent })).toBe('closed');
    agent.destroy();
  });

  it('takes machines of another authority once its file names it', async () => {
    const machine = clientCertificate(folder, 'machine', machines);
    expect(await call(machine)).toBe('closed');
    writeFileSync(join(folder, 'machines-file.pem'), `# of the site\n${machines.cert}${young.cert}`);
    port.reload();
    expect(await call(machine)).toBe('in');
  });

  it('takes up a new certificate of its own, and stays as it is while files do not fit', async () => {
    const client = clientCertificate(folder, 'f', old);
    const [certFile, keyFile] = [server.certFile, server.keyFile];
    const next = serverCertificate(folder, { name: 'next' });
    writeFileSync(certFile, next.cert);
    expect(() => port.reload()).toThrow();
    expect(await call(client)).toBe('in');
    writeFileSync(keyFile, next.key);
    port.reload();
    expect([await call(client), await call(client, { ca: next.cert })]).toEqual(['closed', 'in']);
    writeFileSync(certFile, server.cert);
    writeFileSync(keyFile, server.key);
  });
});
