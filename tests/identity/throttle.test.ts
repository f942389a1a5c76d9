import { AppError } from '../../src/errors.ts';
import { createThrottle } from '../../src/identity/throttle.ts';
import { settableClock } from '../support/records/store.ts';
import { codeOf } from './house.ts';

const HOME = '192.0.2.7';

function throttle() {
  const clock = settableClock();
  const waits: number[] = [];
  const { attempt } = createThrottle({ clock, sleep: async (ms) => void waits.push(ms) });
  const fail = (login: string, address: string) => attempt(login, address, async () => undefined);
  const succeed = (login: string, address: string) => attempt(login, address, async () => true);
  /** What the next attempt waits, in seconds. */
  const next = async (login: string, address: string): Promise<number> => {
    waits.length = 0;
    await fail(login, address);
    return (waits[0] ?? 0) / 1000;
  };
  return { clock, attempt, fail, succeed, next, waits };
}

describe('guessing', () => {
  it('costs nothing for three typing errors, then 1, 2, 4 and at most 8 seconds', async () => {
    const t = throttle();
    const waited = [];
    for (let i = 0; i < 8; i += 1) waited.push(await t.next('alice', HOME));
    expect(waited).toEqual([0, 0, 0, 1, 2, 4, 8, 8]);
  });

  it('is forgotten after a success, and a quarter of an hour later', async () => {
    const t = throttle();
    for (let i = 0; i < 5; i += 1) await t.fail('alice', HOME);
    await t.succeed('alice', HOME);
    expect(await t.next('alice', HOME)).toBe(0);
    for (let i = 0; i < 5; i += 1) await t.fail('alice', HOME);
    t.clock.pass(15 * 60_000 + 1);
    expect(await t.next('alice', HOME)).toBe(0);
  });

  it('slows one login down from wherever it is tried, however it is written', async () => {
    const t = throttle();
    for (let i = 0; i < 12; i += 1) await t.fail(i % 2 ? 'ALICE ' : 'alice', `203.0.113.${i}`);
    expect(await t.next('alice', '198.51.100.1')).toBe(4);
  });

  it('slows one address down for every login, an IPv6 one by its /64', async () => {
    const t = throttle();
    for (let i = 0; i < 31; i += 1) await t.fail(`login-${i}`, `2001:db8:1:2::${i.toString(16)}`);
    expect(await t.next('someone', '2001:db8:1:2:ffff::1')).toBe(2);
    expect(await t.next('someone', '2001:db8:1:3::1')).toBe(0);
  });

  it('is as slow for a login that does not exist', async () => {
    const t = throttle();
    for (let i = 0; i < 4; i += 1) await t.fail('nobody', HOME);
    expect(await t.next('nobody', HOME)).toBe(2);
  });

  it('runs one attempt of a login after another, so that many at once are no faster', async () => {
    const t = throttle();
    let running = 0;
    let most = 0;
    const slow = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return undefined;
    };
    await Promise.all(Array.from({ length: 10 }, (_, i) => t.attempt('alice', `203.0.113.${i}`, slow)));
    expect(most).toBe(1);
  });

  it('is refused, without a lock, when more wait than people try', async () => {
    const t = throttle();
    let go = (): void => {};
    const held = t.attempt('alice', HOME, () => new Promise<undefined>((resolve) => (go = () => resolve(undefined))));
    const line = [1, 2, 3].map(() => codeOf(t.fail('alice', HOME)));
    expect((await line[2])!).toBe('too_many_requests');
    go();
    await held;
    expect(await Promise.all(line)).toEqual(['done', 'done', 'too_many_requests']);
    expect(await codeOf(t.succeed('alice', HOME))).toBe('done');
  });

  it('by others does not slow down who signed in from there before', async () => {
    const t = throttle();
    await t.succeed('alice', HOME);
    for (let i = 0; i < 40; i += 1) await t.fail('alice', `203.0.113.${i}`);
    expect(await t.next('alice', HOME)).toBe(0);
    expect(await t.next('alice', '198.51.100.1')).toBe(8);
  });

  it('ends its turn when the attempt itself fails', async () => {
    const t = throttle();
    const broken = t.attempt('alice', HOME, async () => {
      throw new AppError('internal', 'the database is gone');
    });
    expect(await codeOf(broken)).toBe('internal');
    expect(await codeOf(t.succeed('alice', HOME))).toBe('done');
  });
});
