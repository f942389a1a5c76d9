import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDirectory } from '../../src/directory/directory.ts';
import { openSession } from '../../src/directory/session.ts';
import { DirectoryMap } from '../../src/directory/settings.ts';
import { agent, BASE, BIND, type Slapd, startSlapd } from './slapd.ts';

const unreachable = (message = 'does not answer') =>
  expect.objectContaining({ code: 'service_unreachable', message: expect.stringContaining(message) });

describe('the way to the directory', () => {
  let slapd: Slapd;
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  beforeAll(async () => {
    slapd = await startSlapd([agent('M-ALICE')]);
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });
  afterAll(() => slapd.stop());

  const find = (
    server: Parameters<typeof openSession>[0],
    timeouts?: { lookUpMs: number; pageMs: number; enterMs?: number },
  ) =>
    createDirectory({
      server,
      base: BASE,
      map: DirectoryMap.parse({}),
      clock: { now: Date.now },
      ...(timeouts ? { timeouts } : {}),
    }).find('M-ALICE');
  const listen = async (onSocket: (socket: Socket, nth: number) => void): Promise<number> => {
    let count = 0;
    const server = createServer((socket) => {
      socket.on('error', () => {});
      sockets.push(socket);
      onSocket(socket, count++);
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
    return (server.address() as AddressInfo).port;
  };

  it.each([
    ['StartTLS', () => slapd.url],
    ['ldaps', () => slapd.tlsUrl],
  ])('is %s to another machine, with a certificate that we trust', async (_, url) => {
    const server = { url: url(), requireTls: true, bind: BIND };
    expect(await find({ ...server, ca: slapd.ca })).toMatchObject({ directoryId: 'M-ALICE' });
    await expect(find(server)).rejects.toEqual(unreachable());
  });

  it('is in clear on loopback only', async () => {
    expect(await find({ url: slapd.url, requireTls: false, bind: BIND })).toMatchObject({ directoryId: 'M-ALICE' });
  });

  it('says when the directory refuses our sign-in, and shows nothing to whoever does not sign in', async () => {
    const server = { url: slapd.url, requireTls: false };
    const wrong = { dn: BIND.dn, password: 'wrong' };
    await expect(find({ ...server, bind: wrong })).rejects.toEqual(unreachable('refuses our sign-in'));
    await expect(find(server)).rejects.toEqual(unreachable());
  });

  it('never gives the password to a server that cannot go over to TLS', async () => {
    const heard: Buffer[] = [];
    const port = await listen((socket) => {
      const upstream = connect(slapd.port, '127.0.0.1').on('error', () => {});
      sockets.push(upstream);
      socket.on('data', (data) => {
        heard.push(data);
        // the StartTLS request is answered by a refusal: protocolError, as an old server or an attacker says
        socket.write(Buffer.from('300c02010278070a0102040004 00'.replace(/ /g, ''), 'hex'));
      });
    });
    await expect(find({ url: `ldap://127.0.0.1:${port}`, requireTls: true, bind: BIND })).rejects.toEqual(
      unreachable(),
    );
    expect(Buffer.concat(heard).includes(BIND.password)).toBe(false);
  });

  it.each([
    ['in clear', false],
    ['with StartTLS', true],
  ])('is not opened a second time, by nobody and unprotected, once it was cut (%s)', async (_, requireTls) => {
    let connections = 0;
    const port = await listen((socket, nth) => {
      connections = nth + 1;
      const upstream = connect(slapd.port, '127.0.0.1').on('error', () => {});
      sockets.push(upstream);
      socket.pipe(upstream).pipe(socket);
    });
    const server = { url: `ldap://127.0.0.1:${port}`, requireTls, bind: BIND, ca: slapd.ca };
    const { client, close } = await openSession(server, 10_000);
    expect((await client.search(BASE, { filter: '(uid=M-ALICE)' })).searchEntries).toHaveLength(1);
    for (const socket of sockets.splice(0)) socket.destroy();
    await sleep(50);
    await expect(client.search(BASE, { filter: '(uid=M-ALICE)' })).rejects.toThrow();
    await expect(client.bind(BIND.dn, BIND.password)).rejects.toThrow();
    expect(connections).toBe(1);
    await close();
  });

  it.each([
    ['takes the connection and says nothing', undefined],
    ['stops in the middle of the TLS handshake', Buffer.from('300c02010278070a01000400 0400'.replace(/ /g, ''), 'hex')],
  ])('does not hang on a server that %s', async (_, answer) => {
    const port = await listen((socket) => {
      if (answer) socket.once('data', () => socket.write(answer));
    });
    const began = Date.now();
    const server = { url: `ldap://127.0.0.1:${port}`, requireTls: true, bind: BIND };
    await expect(find(server, { lookUpMs: 200, pageMs: 200, enterMs: 300 })).rejects.toEqual(unreachable());
    expect(Date.now() - began).toBeLessThan(3000);
  });

  it('does not hang on a server that takes the sign-in and never answers the search', async () => {
    const port = await listen((socket) => {
      // bindResponse, success, to message 2; nothing to what follows
      socket.once('data', () => socket.write(Buffer.from('300c02010261070a010004000400', 'hex')));
    });
    const began = Date.now();
    const server = { url: `ldap://127.0.0.1:${port}`, requireTls: false, bind: BIND };
    await expect(find(server, { lookUpMs: 200, pageMs: 200, enterMs: 1000 })).rejects.toEqual(unreachable());
    expect(Date.now() - began).toBeLessThan(3000);
  });

  it('is closed when nobody listens', async () => {
    const server = { url: 'ldap://127.0.0.1:1', requireTls: false, bind: BIND };
    await expect(find(server)).rejects.toEqual(unreachable());
  });
});
