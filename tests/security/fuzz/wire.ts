import net from 'node:net';
import tls from 'node:tls';

/** A request as octets: its head's lines, and its body with the length that it has. */
export function framed(
  method: string,
  target: string,
  headers: readonly (readonly [string, string])[],
  body: Uint8Array = new Uint8Array(),
): Buffer {
  const own = ['Host: localhost', 'Connection: close', ...(method === 'GET' ? [] : [`Content-Length: ${body.length}`])];
  const lines = [`${method} ${target} HTTP/1.1`, ...own, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'),
    method === 'GET' ? Buffer.alloc(0) : body,
  ]);
}
/** Text that may stand in a line of a head: Node's parser turns the rest away before anything of ours sees it. */
export const inLine = (octets: Buffer): string => octets.toString('latin1').replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');
/** Octets of a request's target, each that may not stand there written with a percent sign. */
export const inTarget = (octets: Buffer): string =>
  [...octets.subarray(0, 4_000)]
    .map((octet) =>
      octet > 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `%${octet.toString(16).padStart(2, '0')}`,
    )
    .join('');

export interface Wire {
  port: number;
  /** Under TLS, with this client certificate where one is given. */
  tls?: tls.ConnectionOptions;
}
/** Connects to a server on loopback. */
export function connect({ port, tls: secure }: Wire): net.Socket {
  return secure
    ? tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...secure })
    : net.connect(port, '127.0.0.1');
}

/**
 * Sends octets and waits until the other side closes. Answers all that came back, and whether it had to be given up
 * after `patience` milliseconds.
 */
export function exchange(wire: Wire, octets: Uint8Array, patience = 10_000): Promise<{ text: string; hung: boolean }> {
  return new Promise((done) => {
    const parts: Buffer[] = [];
    const socket = connect(wire);
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      socket.destroy();
    }, patience);
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      done({ text: Buffer.concat(parts).toString('latin1'), hung });
    });
    socket.write(octets);
  });
}
/** The statuses of all answers in what came back. */
export const statusesOf = (text: string): number[] =>
  [...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) => Number(status));
