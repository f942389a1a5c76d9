import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStatusServer, type StatusServer } from '../../../src/ca/status/status-server.ts';
import { createWorld, run, type World } from '../evaluation.ts';

const HOST = '127.0.0.1';

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}
function ask(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: Uint8Array,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: HOST, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the status server', () => {
  let world: World;
  let server: StatusServer;
  let port: number;
  let request: Buffer;
  let serialNumber: string;
  const PATIENCE = 2_000;
  const get = (path: string, headers?: Record<string, string>) => ask(port, 'GET', path, headers);
  const post = (body: Uint8Array, type = 'application/ocsp-request', path = '/ocsp') =>
    ask(port, 'POST', path, { 'content-type': type }, body);

  beforeAll(async () => {
    world = await createWorld();
    server = createStatusServer({ clock: world.clock, patience: PATIENCE, connections: 50 });
    ({ port } = await server.listen(0, HOST));
    server.serve(world.ca);
    const issued = await world.issue();
    serialNumber = issued.serialNumber;
    const issuer = world.pem('issuing.pem', 'CERTIFICATE', world.ca.issuingCertificate());
    const args = ['-issuer', issuer, '-cert', world.pem('a.pem', 'CERTIFICATE', issued.der), '-no_nonce', '-reqout'];
    run('openssl', ['ocsp', ...args, `${world.folder}/request`]);
    request = Buffer.from(world.read('request'));
  });
  afterAll(async () => {
    await server.close();
    world.remove();
  });

  it.each([
    ['/root.crl', 'application/pkix-crl', () => world.ca.crl('root')!.der],
    ['/issuing.crl', 'application/pkix-crl', () => world.ca.crl('issuing')!.der],
    ['/root.cer', 'application/pkix-cert', () => world.ca.rootCertificate()],
    ['/issuing.cer', 'application/pkix-cert', () => world.ca.issuingCertificate()],
  ] as const)('serves %s to GET and HEAD', async (path, type, expected) => {
    const reply = await get(path);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual(Buffer.from(expected()));
    expect(reply.headers['content-type']).toBe(type);
    expect(reply.headers['cache-control']).toBe('public, max-age=60, no-transform, must-revalidate');
    const head = await ask(port, 'HEAD', path);
    expect(head.body).toHaveLength(0);
    expect(head.headers['content-length']).toBe(String(expected().length));
  });

  it('answers 304 to whoever has it already, and anew after a publication', async () => {
    const { etag, 'last-modified': modified } = (await get('/issuing.crl')).headers as Record<string, string>;
    expect((await get('/issuing.crl', { 'if-none-match': etag! })).status).toBe(304);
    expect((await get('/issuing.crl', { 'if-none-match': `"x", W/${etag}` })).status).toBe(304);
    expect((await get('/issuing.crl', { 'if-modified-since': modified! })).status).toBe(304);
    await world.ca.publisher.publish();
    expect((await get('/issuing.crl', { 'if-none-match': etag! })).status).toBe(200);
    expect((await get('/issuing.crl', { 'if-modified-since': modified! })).status).toBe(200);
    expect((await get('/issuing.crl', { 'if-none-match': '"x"', 'if-modified-since': modified! })).status).toBe(200);
  });

  it('gives the CRL of a clock that was set back to whoever has the one before, which is dated later', async () => {
    const { 'last-modified': modified } = (await get('/issuing.crl')).headers as Record<string, string>;
    world.clock.advance(-3_600_000);
    await world.ca.publisher.publish();
    const { headers } = await get('/issuing.crl');
    expect(Date.parse(`${headers['last-modified']}`)).toBeLessThan(Date.parse(modified!));
    const again = await get('/issuing.crl', { 'if-modified-since': modified! });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(Buffer.from(world.ca.crl('issuing')!.der));
    world.clock.advance(3_600_000);
  });

  it('lets nobody keep a CRL beyond its end', async () => {
    const { nextUpdate } = world.ca.crl('issuing')!;
    const back = nextUpdate - world.clock.now();
    world.clock.advance(back - 20_000);
    expect((await get('/issuing.crl')).headers['cache-control']).toContain('max-age=20,');
    world.clock.advance(40_000);
    expect((await get('/issuing.crl')).headers['cache-control']).toContain('max-age=0,');
    world.clock.advance(-back - 20_000);
  });

  it('answers OCSP by POST and by GET alike', async () => {
    const reply = await post(request);
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/ocsp-response']);
    expect(reply.headers['cache-control']).toBe('no-store');
    const text = request.toString('base64');
    for (const path of [text, encodeURIComponent(text)]) {
      const got = await get(`/ocsp/${path}`);
      expect(got.headers['cache-control']).toMatch(/^public, max-age=(5\d|60), /);
      for (const { body } of [got, reply]) expect(body.includes(Buffer.from(serialNumber, 'hex'))).toBe(true);
    }
    expect((await get(`http://${HOST}:${port}/ocsp/${text}`)).status).toBe(200);
  });

  it.each(['', '/', '/%', '/%ff', '/!!!', '/MAMKAQE', '/....', `/${'A'.repeat(4000)}`])(
    'answers malformedRequest to GET /ocsp%s',
    async (path) => {
      const reply = await get(`/ocsp${path}`);
      expect([reply.status, reply.body.toString('hex')]).toEqual([200, '30030a0101']);
    },
  );

  it('refuses a body that is too large, or no OCSP request', async () => {
    expect((await post(Buffer.alloc(4097))).status).toBe(413);
    expect((await post(Buffer.alloc(4096))).body.toString('hex')).toBe('30030a0101');
    expect((await post(request, 'text/plain')).status).toBe(415);
  });

  it.each([
    ['PUT', '/issuing.crl', 'GET, HEAD'],
    ['POST', '/root.cer', 'GET, HEAD'],
    ['TRACE', '/root.crl', 'GET, HEAD'],
    ['DELETE', '/ocsp', 'GET, HEAD, POST'],
    ['POST', '/ocsp/abc', 'GET, HEAD, POST'],
  ])('does not let %s %s through', async (method, path, allow) => {
    const reply = await ask(port, method, path);
    expect([reply.status, reply.headers['allow']]).toEqual([405, allow]);
  });

  it.each([
    '/',
    '/index.html',
    '/issuing.crl/',
    '/issuing.crl?a',
    '/ISSUING.CRL',
    '/../root.crl',
    '/ocspx',
    '/healthz',
    '*',
  ])('knows nothing of %s, and says nothing of itself', async (path) => {
    const reply = await get(path);
    expect([reply.status, reply.body.length]).toEqual([404, 0]);
    for (const name of ['server', 'x-powered-by', 'via']) expect(reply.headers).not.toHaveProperty(name);
  });

  it('cuts off clients that say nothing, stall or trickle, and serves others meanwhile', async () => {
    const silent = Array.from({ length: 10 }, () => connect(port, HOST));
    const stalled = [
      'GET /root.crl HTTP/1.1\r\nHost: x\r\n',
      `POST /ocsp HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\nContent-Length: ${request.length}\r\n\r\n0`,
      'POST /ocsp HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n0',
    ].map((text) =>
      connect(port, HOST, function (this: Socket) {
        this.write(text);
      }),
    );
    const trickling = connect(port, HOST);
    const timer = setInterval(() => trickling.write('X'), 20);
    const all = [...silent, ...stalled, trickling];
    const gone = all.map((socket) => {
      socket.on('error', () => undefined).resume();
      return new Promise<void>((resolve) => socket.once('close', () => resolve()));
    });
    const served = post(request).then(({ status }) => status);
    // while they are still there: nobody waits for their end
    expect(await Promise.race([served, Promise.all(gone)])).toBe(200);
    await Promise.all(gone);
    clearInterval(timer);
  });

  it('reads a question that comes in pieces', async () => {
    const head = `POST /ocsp HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\n`;
    const whole = Buffer.concat([
      Buffer.from(`${head}Content-Length: ${request.length}\r\nConnection: close\r\n\r\n`),
      request,
    ]);
    const socket = connect(port, HOST);
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    const closed = new Promise((done) => socket.once('close', done));
    const ends = [5, 30, whole.length - 3, whole.length];
    for (const [at, end] of ends.entries()) {
      socket.write(whole.subarray(ends[at - 1] ?? 0, end));
      await sleep(20);
    }
    await closed;
    expect(Buffer.concat(parts).toString('latin1')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
  it('does not keep a client that ends before it has asked', async () => {
    const begun = performance.now();
    const socket = connect(port, HOST).on('error', () => undefined);
    socket.resume().end();
    await new Promise((done) => socket.once('close', done));
    expect(performance.now() - begun).toBeLessThan(PATIENCE);
  });

  it('survives clients that go away in the middle, and garbage', async () => {
    for (const text of [
      'POST /ocsp HTTP/1.1\r\nContent-Type: application/ocsp-request\r\nContent-Length: 9\r\n\r\n0',
      '\0\0\0\0',
      'GET',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const socket = connect(port, HOST);
      socket.on('error', () => undefined).resume();
      socket.write(text);
      await sleep(10);
      socket.destroy();
    }
    expect((await get('/issuing.crl')).status).toBe(200);
  });

  it('refuses more connections than it is told to hold, and recovers', async () => {
    const many = Array.from({ length: 60 }, () => connect(port, HOST).on('error', () => undefined));
    await Promise.all(many.map((socket) => new Promise((resolve) => socket.once('close', resolve).resume())));
    expect((await get('/issuing.crl')).status).toBe(200);
  });
});

it('the status server says 500 and no word where an answer fails, and goes on', async () => {
  const server = createStatusServer({ clock: { now: () => 0 } });
  const { port } = await server.listen(0, HOST);
  server.serve({
    document: (path) => {
      if (path === '/none') return undefined;
      throw new Error('the records are away');
    },
    ocsp: (question) => {
      if (question.length === 0) throw new Error('the records are away');
      return Promise.reject(new Error('the signer is away'));
    },
  });
  for (const path of ['/issuing.crl', '/ocsp/AAAA', '/ocsp/']) {
    const reply = await ask(port, 'GET', path);
    expect([reply.status, reply.body.length, reply.headers['cache-control']]).toEqual([500, 0, 'no-store']);
  }
  expect(await ask(port, 'GET', '/none')).toMatchObject({ status: 404 });
  await server.close();
});

it('the status server waits for no client when it ends', async () => {
  const server = createStatusServer({ clock: { now: () => 0 } });
  const { port } = await server.listen(0, HOST);
  const silent = connect(port, HOST).on('error', () => undefined);
  await new Promise((done) => silent.once('connect', done));
  await sleep(20);
  const begun = performance.now();
  await server.close();
  expect(performance.now() - begun).toBeLessThan(5_000);
  silent.destroy();
});

it('before there is a CA the status server answers 503', async () => {
  const world = await createWorld({ make: false });
  const server = createStatusServer({ clock: world.clock });
  const { port, host } = await server.listen(0, HOST);
  expect(host).toBe(HOST);
  expect(await ask(port, 'GET', '/issuing.crl')).toMatchObject({ status: 503 });
  server.serve(world.ca);
  expect(await ask(port, 'GET', '/issuing.crl')).toMatchObject({ status: 404 });
  await world.ca.createEvaluation();
  expect(await ask(port, 'GET', '/issuing.crl')).toMatchObject({ status: 200 });
  await expect(createStatusServer({ clock: world.clock }).listen(port, HOST)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  await server.close();
  world.remove();
});
