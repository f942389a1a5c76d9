import { createIds, createSteadyClock } from '../src/chance.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('ids', () => {
  it('are 26 characters of the alphabet, and none comes twice', () => {
    const id = createIds(() => Date.UTC(2026, 10, 26, 9));
    const ids = Array.from({ length: 1000 }, id);
    expect(new Set(ids).size).toBe(1000);
    for (const one of ids) expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it('of one millisecond begin alike, and stand before those of a later one', () => {
    let now = Date.UTC(2026, 10, 26, 9);
    const id = createIds(() => now);
    const early = Array.from({ length: 50 }, id);
    expect(new Set(early.map((one) => one.slice(0, 8))).size).toBe(1);
    now += 1;
    const late = Array.from({ length: 50 }, id);
    expect([...late, ...early].toSorted().slice(0, early.length)).toEqual(early.toSorted());
    expect(new Set([...early, ...late].map((one) => one.slice(8, 11))).size).toBeGreaterThan(50);
  });
});

describe('the clock of a process', () => {
  let [says, runs] = [0, 0];
  /** Time goes by; the machine's clock gains `leap` meanwhile. */
  const pass = (ms: number, leap = 0): void => {
    runs += ms;
    says += ms + leap;
  };
  const begin = () => {
    [says, runs] = [Date.UTC(2026, 10, 26, 9), 1234.5];
    return createSteadyClock(
      () => says,
      () => runs,
    );
  };

  it('says what the machine says, also where it is corrected by minutes', () => {
    const clock = begin();
    pass(3 * DAY);
    expect([clock.now(), clock.isHeld()]).toEqual([says, false]);
    pass(MINUTE, 4 * MINUTE);
    expect([clock.now(), clock.isHeld()]).toEqual([says, false]);
  });

  it('goes on as it went when the machine leaps two days ahead, and follows it again once it is back', () => {
    const clock = begin();
    const before = clock.now();
    pass(10_000, 2 * DAY);
    expect([clock.now(), clock.isHeld()]).toEqual([before + 10_000, true]);
    pass(7 * MINUTE);
    expect([clock.now(), clock.isHeld()]).toEqual([before + 7 * MINUTE + 10_000, true]);
    pass(1000, -2 * DAY);
    expect([clock.now(), clock.isHeld()]).toEqual([says, false]);
    expect(says).toBe(before + 7 * MINUTE + 11_000);
  });

  it('follows a clock that is set back, and gains no leave to leap by it', () => {
    const clock = begin();
    pass(1000, -DAY);
    expect([clock.now(), clock.isHeld()]).toEqual([says, false]);
    pass(1000, DAY);
    expect(clock.isHeld()).toBe(false); // not asked yet
    clock.now();
    expect(clock.isHeld()).toBe(true);
  });

  it('of a process that begins after the leap goes on from what it is told, until the machine is back', () => {
    const clock = begin();
    const truth = says - 2 * DAY;
    clock.follow(truth);
    pass(1000);
    expect([clock.now(), clock.isHeld()]).toEqual([truth + 1000, true]);
    pass(1000, -2 * DAY);
    expect([clock.now(), clock.isHeld()]).toEqual([truth + 2000, false]);
  });
});
