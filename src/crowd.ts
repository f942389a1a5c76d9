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

/** How many connections each address has open. */
function createShares({ exempt }: Crowd) {
  const counts = new Map<string, number>();
  const addresses = new Map<Socket, string>();
  return {
    /** Counts it in; answers how many its address has now, 0 for one that is not counted. */
    enter(socket: Socket): number {
      const address = socket.remoteAddress ?? '';
      if (exempt(address)) return 0;
      const count = (counts.get(address) ?? 0) + 1;
      counts.set(address, count);
      addresses.set(socket, address);
      return count;
    },
    leave(socket: Socket): void {
      const address = addresses.get(socket);
      if (address === undefined) return;
      addresses.delete(socket);
      const left = (counts.get(address) ?? 1) - 1;
      if (left === 0) counts.delete(address);
      else counts.set(address, left);
    },
  };
}

/**
 * Closes at once what one address opens beyond its share, so that no client shuts the others out. To ask the system for
 * an address costs each connection more than a look at this set: while fewer are open than one share, nobody is asked.
 * Once begun, the count goes on until half a share is open, so that who opens and closes one has nothing counted anew.
 */
export function boundAddresses(server: Server, crowd: Crowd): void {
  const open = new Set<Socket>();
  let shares: ReturnType<typeof createShares> | undefined;
  function leave(this: Socket): void {
    open.delete(this);
    shares?.leave(this);
    if (open.size < crowd.each / 2) shares = undefined;
  }
  function begin(): ReturnType<typeof createShares> {
    const begun = createShares(crowd);
    for (const socket of open) begun.enter(socket);
    return begun;
  }
  server.on('connection', (socket: Socket) => {
    if (open.size >= crowd.each) shares ??= begin();
    open.add(socket);
    socket.on('close', leave);
    if (shares && shares.enter(socket) > crowd.each) socket.destroy();
  });
}
