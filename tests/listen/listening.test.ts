import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import express from 'express';
import { listeningAt } from '../../src/listen/console-address.ts';
import { listening } from '../../src/listen/listening.ts';
import { listen } from '../../src/listen/web.ts';

describe('the address that is printed', () => {
  const names = (dnsNames: string[], addresses: string[]) => ({ names: { dnsNames, addresses } });
  it.each([
    ['127.0.0.1', undefined, 'http://localhost'],
    ['0.0.0.0', names(['jeton.example', 'other.example'], ['192.0.2.7']), 'https://jeton.example'],
    ['127.0.0.1', names([], ['2001:db8::7']), 'https://[2001:db8::7]'],
    ['192.0.2.7', { cert: 'a', key: 'b' }, 'https://192.0.2.7'],
  ])('of a console at %s under %j is %s', (host, tls, address) => expect(listeningAt(host, tls)).toBe(address));

  it('is that of a name of the certificate', async () => {
    const web = { host: '127.0.0.1', port: 0, tls: names(['jeton.example'], []) };
    const { server, url } = await listen(express(), web);
    expect(url).toMatch(/^http:\/\/jeton\.example:\d+$/);
    await new Promise((closed) => server.close(closed));
  });
});

describe('a port that cannot be listened on', () => {
  it('is named with the setting that gives another one, in both languages', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(listen(express(), { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(`port ${port} of 127.0.0.1 is taken already.*JETON_PORT$`),
      detail: { fr: expect.stringMatching(`port ${port} de 127.0.0.1 est déjà pris.*JETON_PORT$`) },
    });
    await new Promise((closed) => other.close(closed));
  });

  it('is named with both settings where its address is none of this machine', async () => {
    const names = { host: 'JETON_HOST', port: 'JETON_MTLS_PORT' };
    const refused = listening(createServer(), { host: '192.0.2.1', port: 1 }, names);
    await expect(refused).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(/cannot be listened on \(E\w+\): look at JETON_HOST and JETON_MTLS_PORT$/),
      detail: { fr: expect.stringMatching(/^impossible d’écouter sur le port 1 de 192\.0\.2\.1 \(E\w+\)/) },
    });
  });
});
