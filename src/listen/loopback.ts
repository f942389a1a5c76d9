import { isIP } from 'node:net';

/** Loopback by address or by its name; a name that only resolves to it is not trusted to stay so. */
export function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
