import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStatusServer, type StatusContent, type StatusServer } from '../../src/ca/status/status-server.ts';
import { createWorld, ocspQuestion, run, type World } from '../ca/evaluation.ts';
import { freePort } from '../journeys/service.ts';
import { documented } from '../support/documented.ts';
import { type Daemon, started } from './programs.ts';

const HOST = '127.0.0.1';
const TYPE = { 'content-type': 'application/ocsp-request' };
/** When an answer has ended that is kept for one second, in place of the page's ten: nginx counts whole seconds. */
const ENDED_MS = 2_200;

describe('nginx as a cache in front of CRL and OCSP', () => {
  let world: World;
  let behind: StatusServer;
  let nginx: Daemon;
  let front: string;
  let serialNumber: string;
  /** What reached the service. */
  let asked: string[] = [];
  beforeAll(async () => {
    world = await createWorld();
    ({ serialNumber } = await world.issue());
    behind = createStatusServer({ clock: world.clock });
    const { port } = await behind.listen(0, HOST);
    behind.serve(watched(world.ca));
    const own = await freePort();
    front = `http://${HOST}:${own}`;
    mkdirSync(`${world.folder}/temporary`);
    world.file(
      'pki-cache.conf',
      documented('/etc/nginx/conf.d/pki-cache.conf', {
        '127.0.0.1:8081': `${HOST}:${port}`,
        '192.0.2.1:80': `${HOST}:${own}`,
        '/var/cache/nginx/pki': `${world.folder}/cache`,
        '200 10s': '200 1s',
      }),
    );
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${world.folder}/temporary;`,
    );
    const configuration = world.file(
      'nginx.conf',
      [
        ...[
          'daemon off;',
          'user root;',
          'worker_processes 1;',
          `pid ${world.folder}/nginx.pid;`,
          'error_log stderr info;',
          'events {}',
        ],
        ...['http {', ...temporary, `include ${world.folder}/pki-cache.conf;`, '}'],
      ].join('\n'),
    );
    nginx = started(['nginx', '-p', world.folder, '-c', configuration, '-e', 'stderr']);
    await nginx.until(/start worker process \d/);
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(async () => {
    await nginx.stop();
    await behind.close();
    world.remove();
  });

  function watched({ document, ocsp }: StatusContent): StatusContent {
    return {
      document(path) {
        asked.push(path);
        return document(path);
      },
      ocsp(request) {
        asked.push('ocsp');
        return ocsp(request);
      },
    };
  }
  const question = (nonce?: string) => Buffer.from(ocspQuestion(world.ca.issuingCertificate(), serialNumber, nonce));
  const post = async (body: Uint8Array, headers = TYPE) => {
    const reply = await fetch(`${front}/ocsp`, { method: 'POST', headers, body: Uint8Array.from(body) });
    return { status: reply.status, body: Buffer.from(await reply.arrayBuffer()) };
  };
  const get = async (path: string, headers = {}) => {
    const reply = await fetch(`${front}${path}`, { headers });
    return { status: reply.status, headers: reply.headers, body: Buffer.from(await reply.arrayBuffer()) };
  };

  it('keeps CRLs and CA certificates, and tells who has them already', async () => {
    for (const path of ['/issuing.crl', '/root.crl', '/issuing.cer']) {
      const [first, second] = [await get(path), await get(path)];
      expect(second.body).toEqual(first.body);
      expect(first.body).toEqual(Buffer.from(world.ca.document(path)?.body ?? []));
      const etag = second.headers.get('etag') ?? '';
      expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
    }
    expect(asked).toEqual(['/issuing.crl', '/root.crl', '/issuing.cer']);
  });

  it('keeps what OCSP answers by GET, however the question is written', async () => {
    const text = encodeURIComponent(question().toString('base64'));
    const [first, second] = [await get(`/ocsp/${text}`), await get(`/ocsp/${text}`)];
    expect(second.body).toEqual(first.body);
    expect(first.body.includes(Buffer.from(serialNumber, 'hex'))).toBe(true);
    const slashes = Buffer.from('fffffffffffffffffffffffffffe', 'hex').toString('base64'); // "////": no path to tidy up
    expect((await get(`/ocsp/${slashes}`)).body.toString('hex')).toBe('30030a0101');
    expect(asked).toEqual(['ocsp', 'ocsp']);
  });

  it('keeps what OCSP answers by POST for its ten seconds, for each question its own', async () => {
    const other = (await world.issue()).serialNumber;
    const first = await post(question());
    expect(await post(question())).toEqual(first);
    const second = await post(Buffer.from(ocspQuestion(world.ca.issuingCertificate(), other)));
    expect(second.body.includes(Buffer.from(other, 'hex'))).toBe(true);
    expect(asked).toEqual(['ocsp', 'ocsp']);
    await sleep(ENDED_MS);
    await post(question());
    expect(asked).toHaveLength(3);
  });

  it('keeps neither an answer to a nonce nor a failure', async () => {
    for (const body of [question('0123456789abcdef'), Buffer.from('abc')]) for (const _ of [1, 2, 3]) await post(body);
    expect(asked).toHaveLength(6);
    const nonce = 'fedcba9876543210';
    expect((await post(question(nonce))).body.includes(nonce)).toBe(true);
  });

  it('takes no body that would go to a file', async () => {
    expect((await post(Buffer.alloc(4097))).status).toBe(413);
    expect((await post(Buffer.alloc(4096))).status).toBe(200);
    expect((await post(question(), { 'content-type': 'text/plain' })).status).toBe(200); // kept above: the same question
    expect((await get('/nothing')).status).toBe(404);
  });

  it('refuses a revoked certificate once what was kept has ended', async () => {
    await post(question());
    world.revoke(serialNumber);
    await sleep(ENDED_MS);
    const answer = world.file('answer', (await post(question())).body);
    const said = run('openssl', ['ocsp', '-respin', answer, '-resp_text', '-noverify']);
    expect(said).toContain('Cert Status: revoked');
  });

  it('goes on with its last answers while the service is away', async () => {
    const before = [await get('/root.crl'), await post(question())];
    await behind.close();
    await sleep(ENDED_MS);
    const after = [await get('/root.crl'), await post(question())];
    expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
    expect((await post(question('fedcba9876543210'))).status).toBe(502);
  });
});
