import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../../src/mail/ports.ts';
import { createSender, type Relay } from '../../src/mail/sender.ts';
import { type ServerCertificate, serverCertificate } from '../support/certificates.ts';
import { FROM } from './office.ts';
import { openRelay, type RelayServer } from './relay.ts';

const MESSAGE: Message = {
  messageId: '<1@jeton.example>',
  at: 0,
  to: { name: 'Alice', address: 'alice@interieur.example' },
  subject: 'é',
  text: 'bonjour',
  html: '<p>bonjour</p>',
};

describe('the sender', () => {
  let folder: string;
  let own: ServerCertificate;
  const relays: RelayServer[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-relay-'));
    own = serverCertificate(folder);
  });
  afterEach(() => Promise.all(relays.splice(0).map((relay) => relay.close())));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (options: Parameters<typeof openRelay>[0] = {}): Promise<RelayServer> => {
    const relay = await openRelay(options);
    relays.push(relay);
    return relay;
  };
  const send = (relay: Partial<Relay> & { url: string }, message = MESSAGE, deadline?: number) =>
    createSender({ from: FROM, requireTls: true, ...relay }, deadline).send(message);

  it('goes over to TLS before anything is said, when the relay is another machine', async () => {
    const relay = await open({ cert: own.cert, key: own.key });
    expect(await send({ url: relay.url, ca: own.cert })).toEqual({ outcome: 'sent' });
    expect(relay.received).toMatchObject([{ secure: true, to: 'alice@interieur.example', from: FROM }]);
  });

  it('sends nothing to a relay without TLS, nor to one whose certificate nobody vouches for', async () => {
    const plain = await open();
    const stranger = await open({ cert: own.cert, key: own.key });
    expect(await send({ url: plain.url })).toMatchObject({ outcome: 'server' });
    expect(await send({ url: stranger.url })).toMatchObject({
      outcome: 'server',
      failure: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect([...plain.received, ...stranger.received]).toEqual([]);
  });

  it('does not take the certificate of another host', async () => {
    const other = serverCertificate(folder, { name: 'other', hosts: ['DNS:other.example'] });
    const relay = await open({ cert: other.cert, key: other.key });
    expect(await send({ url: relay.url, ca: other.cert })).toEqual({
      outcome: 'server',
      failure: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(relay.received).toEqual([]);
  });

  it('speaks TLS from the first octet to smtps://', async () => {
    const relay = await open({ cert: own.cert, key: own.key, secure: true });
    const url = `smtps://localhost:${relay.port}`;
    expect(await send({ url, ca: own.cert })).toEqual({ outcome: 'sent' });
    expect(await send({ url })).toMatchObject({ outcome: 'server' });
    expect(relay.received).toMatchObject([{ secure: true }]);
  });

  it('signs in with the user of the address, percent-decoded; a wrong password is our fault and not the mail’s', async () => {
    const relay = await open({
      cert: own.cert,
      key: own.key,
      authOptional: false,
      onAuth: ({ username, password }, _session, next) =>
        password === 'p@ss:/word' ? next(null, { user: username ?? '' }) : next(new Error('no')),
    });
    const at = `127.0.0.1:${relay.port}`;
    const relayed = { url: `smtp://je%40ton@${at}`, ca: own.cert };
    expect(await send({ ...relayed, password: 'p@ss:/word' })).toEqual({ outcome: 'sent' });
    expect(await send({ ...relayed, password: 'wrong' })).toEqual({
      outcome: 'server',
      failure: 'EAUTH 535',
    });
    expect(relay.received).toMatchObject([{ user: 'je@ton' }]);
  });

  it('tells a relay that is away from one that is not believed', async () => {
    const gone = await openRelay();
    await gone.close();
    expect(await send({ url: gone.url })).toEqual({ outcome: 'server', failure: 'ECONNREFUSED' });
  });

  it('does not hang on a relay that takes the connection and says nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await new Promise((listening) => silent.once('listening', listening));
    const { port } = silent.address() as AddressInfo;
    const began = Date.now();
    expect(await send({ url: `smtp://127.0.0.1:${port}` }, MESSAGE, 200)).toMatchObject({ outcome: 'server' });
    expect(Date.now() - began).toBeLessThan(3000);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('lets no name or subject add a header or a recipient', async () => {
    const relay = await open();
    const evil = 'Alice\r\nBcc: eve@elsewhere.example\r\n\r\nbody';
    const message = { ...MESSAGE, subject: evil, to: { name: evil, address: MESSAGE.to.address } };
    expect(await send({ url: relay.url, requireTls: false }, message)).toEqual({ outcome: 'sent' });
    expect(relay.received).toHaveLength(1);
    expect(relay.received[0]?.headers).not.toHaveProperty('bcc');
  });

  it.each(['alice@interieur.example>\r\nRCPT TO:<eve@elsewhere.example', 'not an address', ''])(
    'never puts %j into the envelope',
    async (address) => {
      const relay = await open();
      const message = { ...MESSAGE, to: { name: 'Alice', address } };
      expect(await send({ url: relay.url, requireTls: false }, message)).toMatchObject({ outcome: 'never' });
      expect(relay.received).toEqual([]);
    },
  );
});
