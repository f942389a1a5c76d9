import type { Server, Socket } from 'node:net';
import { isLoopback } from './loopback.ts';
import { networkOf, plainAddress } from './network.ts';

/** Connections at a time: of all, and of one address (IPv6: one /64); an office behind one address fits. */
export interface ConnectionLimits {
  all: number;
  each: number;
  /** Whose connections are not counted by address: a proxy on this machine brings everybody's. */
  exempt(address: string): boolean;
}
export const CONNECTIONS: ConnectionLimits = {
  all: 4_000,
  each: 400,
  exempt: (address) => isLoopback(plainAddress(address)),
};

/** Closes at once what one address, or one /64 of IPv6, opens beyond its share, so that no client shuts the others out. */
export function boundAddresses(server: Server, { each, exempt }: ConnectionLimits): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (exempt(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
    if (count > each) socket.destroy();
  });
}
