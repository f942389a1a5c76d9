import tls from 'node:tls';
import { AppError } from '../errors.ts';

export interface Receiver {
  host: string;
  port: number;
  /** PEM of the authorities that its certificate may come from; left out: the system's. */
  ca?: string | undefined;
  /** PEM: who we are, where the receiver asks. */
  client?: { cert: string; key: string } | undefined;
}

const unreachable = (cause: unknown): AppError =>
  new AppError('service_unreachable', 'the SIEM does not take our events: check JETON_SIEM_URL and its certificate', {
    cause,
  });

/**
 * Sends octets over a TLS connection of their own, and answers once the receiver closed it after us without an error. Syslog
 * has no acknowledgement; but whoever closes after our end has read everything before it, and a connection that breaks, or
 * that nobody closes in time, counts as nothing sent. Throws `service_unreachable`.
 */
export function deliver(receiver: Receiver, octets: Buffer, timeoutMs: number, signal: AbortSignal): Promise<void> {
  const { host, port, ca, client } = receiver;
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host,
      port,
      minVersion: 'TLSv1.2',
      servername: /^[\d.:]+$/.test(host) ? '' : host,
      ...(ca === undefined ? {} : { ca }),
      ...(client ?? {}),
    });
    let ended = false;
    let fault: unknown;
    const stop = (): void => void socket.destroy(new Error('broken off'));
    const timer = setTimeout(() => socket.destroy(new Error('no answer in time')), timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('secureConnect', () => socket.end(octets));
    socket.on('data', () => {}); // nothing is said there; reading on shows the end
    socket.once('end', () => {
      ended = socket.writableFinished; // an end before ours says nothing of what was read
    });
    socket.on('error', (error) => {
      fault ??= error;
    });
    socket.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      if (ended && fault === undefined && socket.authorized) resolve();
      else reject(unreachable(fault ?? new Error('the connection was closed early')));
    });
  });
}
