import http from 'node:http';
import { createSecretHasher } from '../../src/identity/passwords/hasher.ts';
import { counts } from '../support/runs/long.ts';
import { PASSWORD } from '../support/world/come-in.ts';
import { type House, openHouse } from './fuzz/house.ts';

const ADDRESSES = 50;
/** Guesses that each address has on their way at a time. */
const EACH = counts(2, 8);

describe('while fifty addresses guess passwords, hashed at what they really cost', () => {
  let house: House;
  let isAttacked = false;
  let guesses: Promise<unknown>;
  let refused = 0;
  beforeEach(async () => {
    house = await openHouse({ hasher: createSecretHasher() });
  });
  afterEach(async () => {
    isAttacked = false;
    await guesses;
    await house.close();
  });

  const post = (path: string, body: object, more: { localAddress?: string; token?: string } = {}): Promise<number> =>
    new Promise((answered, failed) => {
      const { localAddress = '127.0.0.1', token } = more;
      const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
      const options = { host: '127.0.0.1', port: house.port, path, method: 'POST', localAddress, headers };
      const call = http.request(options, (answer) => {
        answer.resume();
        answer.on('end', () => answered(answer.statusCode ?? 0));
      });
      call.on('error', failed);
      call.end(JSON.stringify(body));
    });
  const timed = async (work: () => Promise<number>): Promise<{ status: number; ms: number }> => {
    const began = performance.now();
    const status = await work();
    return { status, ms: performance.now() - began };
  };

  /** Guesses without a pause, at the logins of known people and of nobody, until the test ends. */
  const attack = async (): Promise<void> => {
    isAttacked = true;
    const logins = [house.hall.loginOf('valerie'), house.hall.loginOf('thomas'), 'M-NOBODY'];
    const guesser = async (place: number): Promise<void> => {
      const localAddress = `127.0.0.${2 + (place % ADDRESSES)}`;
      for (let at = place; isAttacked; at += 1) {
        const login = (at % 8 === 0 && logins[(at / 8) % logins.length]) || `M-${place}-${at}`;
        await post('/api/v1/sessions', { login, password: `a wrong guess ${at}` }, { localAddress });
        refused += 1;
      }
    };
    guesses = Promise.all(Array.from({ length: ADDRESSES * EACH }, (_, place) => guesser(place)));
    while (refused < ADDRESSES) await new Promise((later) => setTimeout(later, 50));
  };

  it('a revocation by code answers within a second, and a known person signs in within two', async () => {
    const { hall } = house;
    const lost: { tokenId: string; code: string | null }[] = [];
    for (const [holder, machine] of [[hall.alice, 'PN-1'] as const, [hall.bruno, 'PN-2'] as const]) {
      const { tokenId } = await hall.activeToken(holder, machine);
      const letter = hall.printed.filter((paper) => paper.kind === 'pin').at(-1);
      lost.push({ tokenId, code: letter && 'revocationCode' in letter ? letter.revocationCode : null });
    }
    const { token } = await hall.identity.signIn(
      { login: hall.loginOf('thomas'), password: PASSWORD },
      { address: '127.0.0.1' },
    );
    const mine = { login: hall.loginOf('valerie'), password: PASSWORD };
    expect(await post('/api/v1/sessions', mine)).toBe(201);
    await attack();
    const revoked: { status: number; ms: number }[] = [];
    const signedIn: { status: number; ms: number }[] = [];
    for (const { tokenId, code } of lost) {
      revoked.push(await timed(() => post(`/api/v1/tokens/${tokenId}/revoke-by-code`, { code }, { token })));
      signedIn.push(await timed(() => post('/api/v1/sessions', mine)));
    }
    expect([...revoked, ...signedIn].map(({ status }) => status)).toEqual([200, 200, 201, 201]);
    // a pause of the machine meets one of two; guesses that stand before them meet both
    expect(Math.min(...revoked.map(({ ms }) => ms))).toBeLessThan(1_000);
    expect(Math.min(...signedIn.map(({ ms }) => ms))).toBeLessThan(2_000);
  });
});
