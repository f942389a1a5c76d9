import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import express from 'express';
import { certifiedByUs, type ServerTls } from '../../src/app/server-tls.ts';
import { type Listener, listen } from '../../src/web.ts';
import { createWorld, type World } from '../support/world.ts';

const DAY = 86_400_000;

describe('TLS of the console with a certificate of our own CA', () => {
  let world: World;
  let tls: ServerTls;
  let web: Listener;
  beforeEach(async () => {
    world = await createWorld();
    world.clock.pass(Date.now() - world.clock.now()); // clients go by the date of today
    const names = { dnsNames: ['localhost'], addresses: ['127.0.0.1'] };
    tls = await certifiedByUs(names, { ca: world.ca, server: world.flow.server, clock: world.clock });
    web = await listen(express(), { host: '127.0.0.1', port: 0 }, tls.read);
  });
  afterEach(async () => {
    await new Promise((closed) => web.server.close(closed));
    await world.close();
  });

  /** What a client that knows only our root sees; it verifies chain, dates and name. */
  const seen = () =>
    new Promise<{ serial: string; protocol: string | null }>((resolve, reject) => {
      const { port } = web.server.address() as AddressInfo;
      const ca = new X509Certificate(world.ca.rootCertificate()).toString();
      const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca }, () => {
        resolve({
          serial: socket.getPeerCertificate().serialNumber.toLowerCase(),
          protocol: socket.getProtocol(),
        });
        socket.destroy();
      });
      socket.on('error', reject);
    });
  const inUse = async () => (await world.reads.find('certificate', { profile: 'tls-server' })).map((c) => c.id);

  it('is accepted by a client that knows the root, and replaced in the running process', async () => {
    const first = await seen();
    expect(first.protocol).toBe('TLSv1.3');
    expect(await inUse()).toEqual([first.serial]);
    await tls.refresh();
    web.reload();
    expect(await seen()).toEqual(first);
    await world.flow.revocation.revoke(world.olga, { serial: first.serial, reason: 'key-compromise' });
    await tls.refresh();
    web.reload();
    const second = await seen();
    expect(second.serial).not.toBe(first.serial);
    expect((await inUse()).sort()).toEqual([first.serial, second.serial].sort());
  });

  it('tells readiness when renewing has failed for a while', async () => {
    world.clock.pass(74 * DAY);
    expect(tls.isLate()).toBe(false);
    world.clock.pass(2 * DAY);
    expect(tls.isLate()).toBe(true);
  });
});
