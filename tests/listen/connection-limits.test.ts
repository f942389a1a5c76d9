import { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import { boundAddresses } from '../../src/listen/connection-limits.ts';

const EACH = 10;

/** Connections as a server tells of them. */
function bounded() {
  const server = new EventEmitter();
  boundAddresses(server as Server, { all: 100, each: EACH, exempt: (address) => address === '::1' });
  const open = (remoteAddress: string | undefined) => {
    const close = (): void => {
      socket.isClosed = true;
      queueMicrotask(() => socket.emit('close'));
    };
    const socket = Object.assign(new EventEmitter(), { remoteAddress, isClosed: false, destroy: close });
    server.emit('connection', socket);
    return { close, isClosed: () => socket.isClosed };
  };
  return {
    open,
    many: (count: number, address: string) => Array.from({ length: count }, () => open(address)),
  };
}
const turn = (): Promise<void> => new Promise((done) => void setImmediate(done));

describe('the share of one address', () => {
  it('bounds each alone, also while few are open, and lets in again who left', async () => {
    const { open, many } = bounded();
    const first = many(EACH, 'a');
    many(4, 'b');
    expect(first.some(({ isClosed }) => isClosed())).toBe(false);
    expect(open('a').isClosed()).toBe(true);
    expect(open('b').isClosed()).toBe(false);
    await turn();
    first[0]?.close();
    await turn();
    expect(open('a').isClosed()).toBe(false);
    expect(open('a').isClosed()).toBe(true);
  });
  it('is that of a /64 with IPv6, where each customer has addresses without end', () => {
    const { open } = bounded();
    for (let i = 0; i < EACH; i += 1) expect(open(`2001:db8:0:1::${i}`).isClosed()).toBe(false);
    expect(open('2001:db8:0:1:ffff::1').isClosed()).toBe(true);
    expect(open('2001:db8:0:2::1').isClosed()).toBe(false);
  });
  it('is the same by IPv4 and by a socket for both families', () => {
    const { open, many } = bounded();
    many(EACH, '192.0.2.1');
    expect(open('::ffff:192.0.2.1').isClosed()).toBe(true);
  });
  it('does not bound who is exempt', () => {
    const { many } = bounded();
    expect(many(50, '::1').some(({ isClosed }) => isClosed())).toBe(false);
  });
  it('counts together who was gone before anybody asked for an address', async () => {
    const { open } = bounded();
    for (let i = 0; i < EACH; i += 1) open(undefined).close();
    await turn();
    expect(open(undefined).isClosed()).toBe(false);
  });
});
