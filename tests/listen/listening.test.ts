import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import express from 'express';
import { listening } from '../../src/listen/listening.ts';
import { listen } from '../../src/listen/web.ts';

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
      detail: { fr: expect.stringMatching(/^impossible d'écouter sur le port 1 de 192\.0\.2\.1 \(E\w+\)/) },
    });
  });
});
