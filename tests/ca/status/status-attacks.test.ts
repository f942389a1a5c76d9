import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStatusServer, type StatusDocument, type StatusServer } from '../../../src/ca/status/status-server.ts';
import { exchange, statusesOf } from '../../security/fuzz/wire.ts';
import { createWorld, ocspQuestion, type World } from '../evaluation.ts';

const HOST = '127.0.0.1';
const TYPE = 'Content-Type: application/ocsp-request';

/** What strangers try on the listener of CRLs and OCSP beside wrong octets of a request. */
describe('the status server under attack', () => {
  let world: World;
  let server: StatusServer;
  let port: number;
  let question: Buffer;
  const PATIENCE = 3000;
  /** Large enough that no buffer of the system takes it whole. */
  const large: StatusDocument = {
    body: Buffer.alloc(16 << 20, 1),
    type: 'application/pkix-crl',
    etag: '"1"',
    lastModified: 0,
    endsAt: Date.now() + 1e9,
  };
  beforeAll(async () => {
    world = await createWorld();
    server = createStatusServer({ clock: world.clock, patience: PATIENCE, slowest: 8000, connections: 100 });
    ({ port } = await server.listen(0, HOST));
    const { document, ocsp } = world.ca;
    server.serve({ ocsp, document: (path) => (path === '/large.crl' ? large : document(path)) });
    question = Buffer.from(ocspQuestion(world.ca.issuingCertificate(), (await world.issue()).serialNumber));
  });
  afterAll(async () => {
    await server.close();
    world.remove();
  });
  const send = (...parts: (string | Uint8Array)[]) =>
    exchange({ port }, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array))));
  const statuses = async (...parts: (string | Uint8Array)[]) => statusesOf((await send(...parts)).text);
  const isWell = async () =>
    expect(await statuses('GET /root.cer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toEqual([200]);

  const SMUGGLED = 'GET /root.cer HTTP/1.1\r\nHost: x\r\n\r\n';
  const post = (...lines: string[]): string =>
    `POST /ocsp HTTP/1.1\r\nHost: x\r\n${TYPE}\r\n${lines.join('\r\n')}\r\n\r\n`;
  it.each<[string, string]>([
    ['two lengths', post('Content-Length: 5', 'Content-Length: 6') + SMUGGLED],
    ['a length and chunks', `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${SMUGGLED}`],
    ['chunks and a length', `${post('Transfer-Encoding: chunked', 'Content-Length: 4')}0\r\n\r\n${SMUGGLED}`],
    ['a space before the colon', `${post('Transfer-Encoding : chunked')}0\r\n\r\n${SMUGGLED}`],
    ['an encoding that is none', `${post('Transfer-Encoding: xchunked')}0\r\n\r\n${SMUGGLED}`],
    ['chunks that are not last', `${post('Transfer-Encoding: chunked, identity')}0\r\n\r\n${SMUGGLED}`],
    ['a length with a sign', `${post('Content-Length: +3')}0\r\n${SMUGGLED}`],
    ['a length in hex', `${post('Content-Length: 0x3')}0\r\n${SMUGGLED}`],
    ['two lengths in one', `${post('Content-Length: 3, 3')}0\r\n${SMUGGLED}`],
    ['a folded line', post('X: a', ' Content-Length: 3') + SMUGGLED],
    ['a chunk whose length lies', `${post('Transfer-Encoding: chunked')}5\r\nab\r\n0\r\n\r\n${SMUGGLED}`],
    ['a chunk longer than numbers', `${post('Transfer-Encoding: chunked')}${'f'.repeat(17)}\r\nab\r\n${SMUGGLED}`],
    ['a line that ends without CR', `POST /ocsp HTTP/1.1\nHost: x\n${TYPE}\nContent-Length: 0\n\n${SMUGGLED}`],
    ['a NUL in a line', post('X: a\0b') + SMUGGLED],
    ['no host', `GET /root.cer HTTP/1.1\r\n\r\n${SMUGGLED}`],
    ['a version that is none', `GET /root.cer HTTP/9.9\r\nHost: x\r\n\r\n${SMUGGLED}`],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['too many heads', `GET /root.cer HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(9000)}\r\n`],
    ['one head that is too large', `GET /root.cer HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(9000)}\r\n\r\n`],
    ['a path that is too large', `GET /ocsp/${'A'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('lets nothing in behind %s', async (_, text) => {
    const { text: answer, hung } = await send(text);
    const seen = statusesOf(answer);
    expect(hung).toBe(false);
    expect(seen.filter((status) => status === 200)).toEqual([]);
    expect(seen.every((status) => status >= 400 && status < 500)).toBe(true);
    expect(seen.length).toBeLessThanOrEqual(1);
    await isWell();
  });

  it.each(['CONNECT x:1', 'OPTIONS *', 'BREW /ocsp', 'PROPFIND /', 'M-SEARCH *', 'get /root.cer'])(
    'gives nothing to %s',
    async (line) => {
      const seen = await statuses(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(seen.every((status) => [400, 404, 405].includes(status))).toBe(true);
      await isWell();
    },
  );

  it('speaks HTTP alone: upgrades and expectations change nothing', async () => {
    const upgrade =
      'Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13';
    expect(await statuses(`GET /root.cer HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n\r\n`)).not.toContain(101);
    expect(await statuses(`GET /root.cer HTTP/1.1\r\nHost: x\r\nExpect: lunch\r\nConnection: close\r\n\r\n`)).toEqual([
      417,
    ]);
    await isWell();
  });

  it('reads what GET asks in base64 and in nothing else', async () => {
    const base64 = question.toString('base64');
    const get = async (path: string): Promise<string> => {
      const { text } = await send(`GET /ocsp/${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      return Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1').toString('hex');
    };
    const malformed = '30030a0101';
    expect((await get(base64)).length).toBeGreaterThan(1000);
    for (const path of [
      ...[`${base64}%00`, `${base64}%0a`, `%20${base64}`, `${base64}?x=1`, `${base64}#x`, `${base64};x`, `./${base64}`],
      ...[
        encodeURIComponent(encodeURIComponent(base64)),
        `${base64}${base64}`,
        `${base64.slice(0, 8)}=${base64.slice(8)}`,
      ],
      ...[`data:;base64,${base64}`, '%', '%u0030', '%c0%af', '=', '====', '%3D%3D', 'A'.repeat(8000)],
    ])
      expect([path.slice(0, 20), await get(path)]).toEqual([path.slice(0, 20), malformed]);
  });

  it('answers every one of a thousand requests sent at once on one connection, and keeps none of them', async () => {
    const one = 'GET /root.crl HTTP/1.1\r\nHost: x\r\n\r\n';
    const last = 'GET /root.crl HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const { text } = await send(one.repeat(999) + last);
    expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(1000);
  });

  const gone = (socket: Socket): Promise<void> =>
    new Promise((resolve) => {
      socket.on('error', () => undefined);
      socket.once('close', () => resolve());
    });

  it('ends with whoever takes a document so slowly that it never ends, and lets others have it whole', async () => {
    const slow = connect(port, HOST);
    const ended = gone(slow);
    slow.write('GET /large.crl HTTP/1.1\r\nHost: x\r\n\r\n');
    let taken = 0;
    slow.on('readable', () => undefined);
    const sipping = setInterval(() => {
      taken += (slow.read(1000) as Buffer | null)?.length ?? 0;
      slow.write('\r\n'); // which a server takes between requests, and whose machine refuses when it has hung up
    }, PATIENCE / 20);
    const { text } = await send('GET /large.crl HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(text.length).toBeGreaterThan(large.body.length);
    const late = await Promise.race([ended, sleep(12_000, 'late')]);
    clearInterval(sipping);
    slow.destroy();
    expect(taken).toBeGreaterThan(0);
    expect(late).not.toBe('late');
  });

  it('is not filled by one who asks and never reads', async () => {
    const before = process.memoryUsage().rss;
    const deaf = Array.from({ length: 50 }, () => {
      const socket = connect(port, HOST).pause();
      socket.write('GET /large.crl HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(200));
      // what does not read hears of the end only by what it writes
      const writing = setInterval(() => socket.write('\r\n'), PATIENCE / 10);
      return gone(socket).then(() => clearInterval(writing));
    });
    await sleep(PATIENCE / 2);
    // each of them may hold some buffers, and none a copy of the document
    expect(process.memoryUsage().rss - before).toBeLessThan(8 * large.body.length);
    await isWell();
    expect(await Promise.race([Promise.all(deaf), sleep(12_000, 'late')])).not.toBe('late');
    await isWell();
  });
});
