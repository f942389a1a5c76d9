import type { AddressInfo, Socket } from 'node:net';
import tls from 'node:tls';
import type { ServerCertificate } from '../support/certificates.ts';

/** One message of RFC 5424, taken apart. */
export interface Received {
  priority: number;
  at: string;
  hostname: string;
  app: string;
  msgid: string;
  data: Record<string, string>;
  message: string;
}

/** Frames of RFC 5425: each is as long as it says, and nothing stands between them. */
function readFrames(octets: Buffer): Received[] {
  const received: Received[] = [];
  for (let place = 0; place < octets.length; ) {
    const space = octets.indexOf(0x20, place);
    const length = Number(octets.toString('latin1', place, space));
    if (!Number.isInteger(length) || length < 1) throw new Error('no frame begins here');
    received.push(parse(octets.toString('utf8', space + 1, space + 1 + length)));
    place = space + 1 + length;
  }
  return received;
}

function parse(text: string): Received {
  const [, priority = '', at = '', hostname = '', app = '', msgid = '', sd = '', message = ''] =
    /^<(\d+)>1 (\S+) (\S+) (\S+) - (\S+) (\[(?:[^\]\\]|\\.)*\]) ([\s\S]*)$/.exec(text) ?? [];
  if (sd === '') throw new Error(`no message of RFC 5424: ${text.slice(0, 80)}`);
  const pairs = [...sd.matchAll(/ (\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, v]) => [
    name,
    v?.replace(/\\(.)/g, '$1'),
  ]);
  return { priority: Number(priority), at, hostname, app, msgid, data: Object.fromEntries(pairs), message };
}

/** A syslog receiver over TLS that keeps whole connections, or misbehaves as a test wants. */
export async function openReceiver(own: ServerCertificate, { ca }: { ca?: string } = {}) {
  let mode: 'good' | 'reset' | 'silent' = 'good';
  const whole: Received[][] = [];
  const raw = new Set<Socket>();
  const asks = ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca };
  const server = tls.createServer({ cert: own.cert, key: own.key, allowHalfOpen: true, ...asks }, (socket) => {
    const parts: Buffer[] = [];
    socket.on('error', () => {});
    socket.on('data', (part: Buffer) => {
      if (mode === 'reset') return void [...raw].map((one) => one.resetAndDestroy());
      parts.push(part);
    });
    socket.on('end', () => {
      if (mode !== 'good') return;
      whole.push(readFrames(Buffer.concat(parts)));
      socket.end();
    });
  });
  server.on('connection', (socket: Socket) => {
    raw.add(socket);
    socket.on('close', () => raw.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    whole,
    entries: (): Received[] => whole.flat().filter((m) => m.msgid !== 'checkpoint'),
    behave: (how: typeof mode): void => {
      mode = how;
    },
    close: async (): Promise<void> => {
      for (const socket of raw) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
