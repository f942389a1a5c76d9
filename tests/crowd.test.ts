import { EventEmitter } from 'node:events';
import type { Server } from 'node:net';
import { boundAddresses } from '../src/crowd.ts';

const EACH = 10;

/** Connections as a server tells of them, and how often the system was asked for an address. */
function crowded() {
  const server = new EventEmitter();
  boundAddresses(server as Server, { all: 100, each: EACH, exempt: (address) => address === '::1' });
  let asked = 0;
  const open = (address: string) => {
    const socket = Object.assign(new EventEmitter(), { isClosed: false, destroy: () => close() });
    Object.defineProperty(socket, 'remoteAddress', {
      get: () => {
        asked += 1;
        return address;
      },
    });
    const close = (): void => {
      socket.isClosed = true;
      queueMicrotask(() => socket.emit('close'));
    };
    server.emit('connection', socket);
    return { close, isClosed: () => socket.isClosed };
  };
  return {
    open,
    asked: () => asked,
    many: (count: number, address: string) => Array.from({ length: count }, () => open(address)),
  };
}
const turn = (): Promise<void> => new Promise((done) => void setImmediate(done));

describe('the share of one address', () => {
  it('is not looked at while nobody can hold more', async () => {
    const { open, asked, many } = crowded();
    many(EACH, 'a');
    expect(asked()).toBe(0);
    expect(open('a').isClosed()).toBe(true);
    await turn();
  });
  it('bounds each alone, counts those that were open before, and lets in again who left', async () => {
    const { open, many } = crowded();
    const first = many(6, 'a');
    many(4, 'b');
    expect(many(6, 'a').map(({ isClosed }) => isClosed())).toEqual([false, false, false, false, true, true]);
    await turn();
    expect(
      many(7, 'b')
        .map(({ isClosed }) => isClosed())
        .filter(Boolean),
    ).toHaveLength(1);
    await turn();
    first[0]?.close();
    await turn();
    expect(open('a').isClosed()).toBe(false);
    expect(open('a').isClosed()).toBe(true);
  });
  it('does not bound who is exempt', () => {
    const { many } = crowded();
    expect(many(50, '::1').some(({ isClosed }) => isClosed())).toBe(false);
  });
  it('asks once for each connection, however often one comes and goes at the bound', async () => {
    const { open, asked, many } = crowded();
    many(EACH, 'a');
    const others = 200;
    for (let i = 0; i < others; i += 1) {
      open('b').close();
      await turn();
    }
    expect(asked()).toBe(EACH + others);
  });
});
