import type { Server, Socket } from 'node:net';
import { isLoopback } from './loopback.ts';

/** Connections at a time: of all, and of one address; an office behind one address fits. */
export interface Crowd {
  all: number;
  each: number;
  /** Whose connections are not counted by address: a proxy on this machine brings everybody's. */
  exempt(address: string): boolean;
}
export const CROWD: Crowd = { all: 4_000, each: 400, exempt: (address) => isLoopback(address.replace('::ffff:', '')) };

/** Closes at once what one address opens beyond its share, so that no client shuts the others out. */
export function boundAddresses(server: Server, { each, exempt }: Crowd): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (exempt(address)) return;
    const count = (open.get(address) ?? 0) + 1;
    if (count > each) return void socket.destroy();
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left === 0) open.delete(address);
      else open.set(address, left);
    });
  });
}
