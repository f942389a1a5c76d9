import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readSingleRequest } from '../../src/ca/single-request.ts';
import { createStatusServer, type StatusContent, type StatusServer } from '../../src/ca/status-server.ts';
import { mutants } from '../security/fuzz/mutations.ts';
import { throwAt } from '../security/fuzz/throw.ts';
import { exchange } from '../security/fuzz/wire.ts';
import { createWorld, ocspQuestion, type World } from './evaluation.ts';

const TYPE = 'Content-Type: application/ocsp-request';
const request = (lines: readonly string[], body = 'abcde', start = 'POST /ocsp HTTP/1.1'): Buffer =>
  Buffer.from(`${[start, ...lines].join('\r\n')}\r\n\r\n${body}`, 'latin1');
const WHOLE = ['Host: x', TYPE, 'Content-Length: 5', 'Connection: close'];

describe('what is read as a single request', () => {
  it.each([
    ['HTTP/1.1 that ends', request(WHOLE)],
    ['HTTP/1.0', request([TYPE, 'Content-Length: 5'], 'abcde', 'POST /ocsp HTTP/1.0')],
    [
      'what gateways add',
      request([...WHOLE, 'User-Agent: a/1 (b)', 'Accept: */*', 'Pragma: no-cache', 'Cache-Control: no-cache']),
    ],
    [
      'other case and spaces',
      request(['HOST:x', 'content-type: \tApplication/OCSP-Request ', 'content-length:5', 'connection: Close']),
    ],
  ])('%s', (_, octets) => expect(readSingleRequest(octets)?.toString()).toBe('abcde'));

  it.each([
    ['another method', request(WHOLE, 'abcde', 'PUT /ocsp HTTP/1.1')],
    ['another path', request(WHOLE, 'abcde', 'POST /ocsp?a HTTP/1.1')],
    ['another version', request(WHOLE, 'abcde', 'POST /ocsp HTTP/1.2')],
    ['a connection that goes on', request(['Host: x', TYPE, 'Content-Length: 5'])],
    [
      'an old one that asks to go on',
      request([TYPE, 'Content-Length: 5', 'Connection: keep-alive'], 'abcde', 'POST /ocsp HTTP/1.0'),
    ],
    ['options of the connection', request(['Host: x', TYPE, 'Content-Length: 5', 'Connection: close, te'])],
    ['no host', request(WHOLE.slice(1))],
    ['two hosts', request(['Host: y', ...WHOLE])],
    ['two lengths', request(['Content-Length: 5', ...WHOLE])],
    ['a length that lies', request(WHOLE, 'abcdef')],
    ['a part of the body', request(WHOLE, 'abcd')],
    ['a length with a sign', request(['Host: x', TYPE, 'Content-Length: +5', 'Connection: close'])],
    ['a length with a zero', request(['Host: x', TYPE, 'Content-Length: 05', 'Connection: close'])],
    ['no length', request(['Host: x', TYPE, 'Connection: close'])],
    ['chunks', request([...WHOLE, 'Transfer-Encoding: chunked'])],
    ['an expectation', request([...WHOLE, 'Expect: 100-continue'])],
    ['a field that nobody knows', request([...WHOLE, 'X: a'])],
    ['a folded line', request([...WHOLE, ' a'])],
    ['a space before the colon', request([...WHOLE, 'Accept : a'])],
    ['a bare line feed in a value', request([...WHOLE, 'Accept: a\nTransfer-Encoding: chunked'])],
    ['a tab at the end of a length', request(['Host: x', TYPE, 'Content-Length: 5\t', 'Connection: close'])],
    ['a NUL in a value', request([...WHOLE, 'Accept: a\0'])],
    ['an octet above ASCII', request([...WHOLE, 'Accept: \xe9'])],
    ['another type', request(['Host: x', 'Content-Type: text/plain', 'Content-Length: 5', 'Connection: close'])],
    ['an empty body', request(['Host: x', TYPE, 'Content-Length: 0', 'Connection: close'], '')],
    ['a head without end', Buffer.from('POST /ocsp HTTP/1.1\r\nHost: x\r\n')],
    [
      'more than is looked at',
      request(['Host: x', TYPE, 'Content-Length: 5000', 'Connection: close'], 'a'.repeat(5000)),
    ],
  ])('not %s: that is for Node to read', (_, octets) => expect(readSingleRequest(octets)).toBeUndefined());

  it("is read by Node's parser alike, whatever is changed in it", async () => {
    const server = createServer((asked, response) => {
      const parts: Buffer[] = [];
      asked.on('data', (part: Buffer) => parts.push(part));
      asked.on('end', () => response.end(`${asked.method} ${asked.url} ${Buffer.concat(parts).toString('base64')}`));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const valid = [
      request(WHOLE),
      request([...WHOLE, 'Accept: */*', 'User-Agent: a']),
      request([TYPE, 'Content-Length: 5'], 'abcde', 'POST /ocsp HTTP/1.0'),
    ];
    const seen = await throwAt('single OCSP requests', mutants(valid), async (octets) => {
      const body = readSingleRequest(octets);
      if (!body) return 'left to Node';
      const { text } = await exchange({ port }, octets);
      expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
      expect(text.toLowerCase()).toContain('connection: close\r\n');
      expect(
        text.endsWith(`POST /ocsp ${body.toString('base64')}`) ||
          text.includes(`\r\nPOST /ocsp ${body.toString('base64')}\r\n0\r\n`),
      ).toBe(true);
      return 'read';
    });
    expect(seen.get('read')).toBeGreaterThan(20);
    await new Promise((done) => server.close(done));
  });
});

describe('a single request at the status server', () => {
  let world: World;
  let server: StatusServer;
  let port: number;
  let content: StatusContent;
  let known: string;
  const PATIENCE = 400;
  beforeAll(async () => {
    world = await createWorld();
    server = createStatusServer({ clock: world.clock, patience: PATIENCE });
    ({ port } = await server.listen(0, '127.0.0.1'));
    content = world.ca;
    known = (await world.issue()).serialNumber;
  });
  beforeEach(() => server.serve(content));
  afterAll(async () => {
    await server.close();
    world.remove();
  });
  const question = (nonce?: string) =>
    Buffer.from(ocspQuestion(world.ca.issuingCertificate(), known, nonce)).toString('latin1');
  const ask = (body: string, ...more: string[]) =>
    request(['Host: x', TYPE, `Content-Length: ${body.length}`, 'Connection: close', ...more], body);
  const answerTo = async (octets: Buffer) => {
    const { text, hung } = await exchange({ port }, octets);
    expect(hung).toBe(false);
    return text.replace(/Date: [^\r]+/, 'Date');
  };

  it.each([
    ['a kept answer', () => question()],
    ['no request at all', () => 'abc'],
  ])('gets octet by octet what Node would have sent: %s', async (_, body) => {
    await answerTo(ask(body()));
    const single = await answerTo(ask(body()));
    expect(single).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\nDate\r\nConnection: close\r\n\r\n/s);
    expect(single).toBe(await answerTo(ask(body(), 'X: read by Node')));
  });
  it.each([
    ['nothing is served yet', () => undefined, 503],
    ['an answer fails', () => ({ document: () => undefined, ocsp: () => Promise.reject(new Error('away')) }), 500],
    [
      'an answer fails at once',
      () => ({
        document: () => undefined,
        ocsp: () => {
          throw new Error('away');
        },
      }),
      500,
    ],
  ])('says so alike where %s', async (_, served, status) => {
    const own = createStatusServer({ clock: world.clock });
    const { port: at } = await own.listen(0, '127.0.0.1');
    const it = served();
    if (it) own.serve(it);
    const [single, byNode] = await Promise.all(
      [[], ['X: a']].map(async (more) =>
        (await exchange({ port: at }, ask('abc', ...more))).text.replace(/Date: [^\r]+/, 'Date'),
      ),
    );
    expect(single).toContain(`HTTP/1.1 ${status} `);
    expect(single).toBe(byNode);
    await own.close();
  });
  it('is answered with a nonce too, also to who says no more than that', async () => {
    const socket = connect(port, '127.0.0.1');
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    socket.end(ask(question('a'.repeat(32))));
    await new Promise((done) => socket.once('close', done));
    expect(Buffer.concat(parts).includes('a'.repeat(32))).toBe(true);
  });
  it('is answered in pieces as well, by Node', async () => {
    const octets = ask(question());
    const socket = connect(port, '127.0.0.1');
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    const closed = new Promise((done) => socket.once('close', done));
    for (const at of [0, 5, 30, octets.length - 3]) {
      socket.write(
        octets.subarray(
          at,
          [5, 30, octets.length - 3, octets.length].find((end) => end > at),
        ),
      );
      await sleep(20);
    }
    await closed;
    expect(Buffer.concat(parts).toString('latin1')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
  it('does not keep who says nothing, ends at once, or says half of it', async () => {
    const begun = performance.now();
    const sockets = ['', undefined, 'POST /ocsp HTTP/1.1\r\n'].map((text) => {
      const socket = connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .resume();
      if (text === undefined) socket.end();
      else socket.write(text);
      return new Promise((done) => socket.once('close', done));
    });
    await sockets[1];
    expect(performance.now() - begun).toBeLessThan(PATIENCE);
    await Promise.all(sockets);
  });
  it('keeps nobody from the end of the server', async () => {
    const own = createStatusServer({ clock: world.clock });
    const { port: at } = await own.listen(0, '127.0.0.1');
    const silent = connect(at, '127.0.0.1')
      .on('error', () => undefined)
      .resume();
    await new Promise((done) => silent.once('connect', done));
    await sleep(20);
    await own.close();
    silent.destroy();
  });
  it('waits for an answer as long as it takes, as Node does', async () => {
    const own = createStatusServer({ clock: world.clock, patience: 100 });
    const { port: at } = await own.listen(0, '127.0.0.1');
    const ocsp = async () => {
      await sleep(400);
      return {
        der: Buffer.from('late'),
        status: 'successful' as const,
        cacheable: false,
        thisUpdate: 0,
        nextUpdate: 0,
      };
    };
    own.serve({ document: () => undefined, ocsp });
    expect((await exchange({ port: at }, ask('abc'))).text).toMatch(/\r\n\r\nlate$/);
    await own.close();
  });
});

it('who reads nothing of what Node answers by itself is cut off', async () => {
  let cut = (): void => undefined;
  const gone = new Promise<void>((done) => {
    cut = done;
  });
  const server = createStatusServer({
    ...{ clock: { now: () => 0 }, patience: 200 },
    bound: (bare) =>
      bare.on('connection', (socket) => {
        // as a kernel whose buffers are full
        Object.assign(socket, { _write: () => undefined, _writev: () => undefined });
        socket.on('close', cut);
      }),
  });
  const { port } = await server.listen(0, '127.0.0.1');
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  socket.write('GET /x HTTP/1.1\r\nHost: a\r\nExpect: z\r\n\r\n');
  expect(await Promise.race([gone.then(() => 'cut off'), sleep(4000).then(() => 'still there')])).toBe('cut off');
  socket.destroy();
  await server.close();
});
