import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '../../../src/errors.ts';
import { createWorld, run, type World } from '../evaluation.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('publishing CRLs', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.remove());
  const issued = () => world.records.crls.filter((crl) => crl.issuerId === world.ca.issuing()!.id);
  /** Serial numbers in the CRL that is served, as openssl reads it. */
  function served(): string[] {
    const path = world.file('served.crl', world.ca.crl('issuing')!.der);
    const text = run('openssl', ['crl', '-inform', 'DER', '-in', path, '-noout', '-text']);
    return [...text.matchAll(/Serial Number: ([0-9A-F]+)/g)].map(([, serial]) => serial!.toLowerCase());
  }

  it('serves a revocation as soon as it is published, without a reason (R2)', async () => {
    const { serialNumber } = await world.issue();
    world.revoke(serialNumber);
    await world.ca.publisher.publish();
    expect(served()).toEqual([serialNumber]);
    const text = run('openssl', ['crl', '-inform', 'DER', '-in', `${world.folder}/served.crl`, '-noout', '-text']);
    expect(text).not.toContain('Reason');
  });

  it('makes a CRL of the CA alone whose certificate was revoked, and of all where nothing was', async () => {
    const { serialNumber } = await world.issue({ profile: 'nomade' });
    const made = () => ['token', 'nomade'].map((purpose) => countOf(purpose));
    const countOf = (purpose: string) =>
      world.records.crls.filter(({ issuerId }) => world.records.authorities.get(issuerId)?.purpose === purpose).length;
    world.revoke(serialNumber);
    await world.ca.publisher.publish();
    expect(made()).toEqual([1, 2]);
    await world.ca.publisher.publish();
    expect(made()).toEqual([2, 3]);
  });

  it('numbers one after another, at least a second apart, also within one second', async () => {
    for (let i = 0; i < 5; i++) await world.ca.publisher.publish();
    expect(issued().map(({ number, thisUpdate }) => number - thisUpdate / 1000)).toEqual([0, 0, 0, 0, 0, 0]);
    const times = issued().map(({ thisUpdate }) => thisUpdate);
    expect(times.every((at, i) => at % 1000 === 0 && (i === 0 || at - times[i - 1]! >= 1000))).toBe(true);
    expect(times.at(-1)).toBeLessThanOrEqual(world.clock.now());
  });

  it('shares one CRL among all who wait', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => world.issue()));
    const published = made.map(({ serialNumber }) => {
      world.revoke(serialNumber);
      return world.ca.publisher.publish();
    });
    await Promise.all(published);
    expect(served().toSorted()).toEqual(made.map(({ serialNumber }) => serialNumber).toSorted());
    // the one that was being made, and the one that the other nine waited for
    expect(issued()).toHaveLength(1 + 2);
  });

  it('never answers before what was revoked before the call is served', async () => {
    const [first, second] = [await world.issue(), await world.issue()];
    world.revoke(first.serialNumber);
    const one = world.ca.publisher.publish();
    await turn();
    world.revoke(second.serialNumber);
    await world.ca.publisher.publish();
    expect(served().toSorted()).toEqual([first.serialNumber, second.serialNumber].toSorted());
    await one;
  });

  it('is dated from now when the clock was set back, and its number goes up', async () => {
    world.clock.advance(2 * DAY);
    await world.ca.publisher.publish();
    const ahead = world.ca.crl('issuing')!;
    world.clock.advance(-2 * DAY);
    await world.ca.ensureFresh(); // nothing was revoked: one dated ahead is of no use to a gateway
    const crl = world.ca.crl('issuing')!;
    expect(crl.thisUpdate).toBeLessThanOrEqual(world.clock.now());
    expect(crl.thisUpdate).toBeGreaterThan(world.clock.now() - 2000);
    expect(crl.number).toBe(ahead.number + 1);
    await world.ca.publisher.publish();
    expect(world.ca.crl('issuing')).toMatchObject({ number: ahead.number + 2, thisUpdate: crl.thisUpdate + 1000 });
  });

  it('has a number above all that records knew which were lost', async () => {
    world.clock.advance(DAY);
    await world.ca.publisher.publish();
    const { number, thisUpdate } = world.ca.crl('issuing')!;
    expect(number).toBe(thisUpdate / 1000);
  });

  it('is made anew within 24 h without any revocation, and lasts 26 h at most (R1)', async () => {
    world.clock.advance(22 * HOUR);
    await world.ca.ensureFresh();
    expect(issued()).toHaveLength(1);
    world.clock.advance(HOUR + 1000);
    await world.ca.ensureFresh();
    const crl = world.ca.crl('issuing')!;
    expect(issued()).toHaveLength(2);
    expect(crl.nextUpdate - crl.thisUpdate).toBeLessThanOrEqual(26 * HOUR);
  });

  it('keeps an ended certificate for two more CRLs, then drops it', async () => {
    const { serialNumber } = await world.issue({ endsBy: world.clock.now() + DAY });
    world.revoke(serialNumber);
    await world.ca.publisher.publish();
    world.clock.advance(3 * DAY);
    await world.ca.publisher.publish();
    expect(served()).toEqual([serialNumber]);
    world.clock.advance(DAY);
    await world.ca.publisher.publish();
    expect(served()).toEqual([]);
  });

  it('takes up the CRL of another node that was faster, where it says all that this one would', async () => {
    const { keepCrl } = world.records.status;
    let others = 1;
    world.records.status.keepCrl = async (crl) => {
      if (crl.issuerId === world.ca.issuing()!.id && others-- > 0) await keepCrl({ ...crl, sha256: 'another' });
      return keepCrl(crl);
    };
    await world.ca.publisher.publish();
    expect(issued().map(({ sha256 }) => sha256 === 'another')).toEqual([false, true]);
    expect(world.ca.crl('issuing')!.number).toBe(issued()[1]!.number);
  });

  it('takes the next number when another node took its own, and says less', async () => {
    const { keepCrl } = world.records.status;
    let others = 1;
    world.records.status.keepCrl = async (crl) => {
      const isTheirs = crl.issuerId === world.ca.issuing()!.id && others-- > 0;
      if (isTheirs) await keepCrl({ ...crl, sha256: 'another', list: undefined });
      return keepCrl(crl);
    };
    await world.ca.publisher.publish();
    const from = issued()[0]!.number;
    expect(issued().map(({ number, sha256 }) => [number - from, sha256 === 'another'])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
  });

  it('tells everyone who waited when it fails, serves the old one, and works again', async () => {
    const { keepCrl } = world.records.status;
    const before = world.ca.crl('issuing')!.number;
    world.records.status.keepCrl = () => Promise.reject(new AppError('overloaded', 'disk full'));
    const failed = await Promise.allSettled([world.ca.publisher.publish(), world.ca.publisher.publish()]);
    expect(failed.map((it) => it.status === 'rejected' && it.reason.code)).toEqual(['crl_failed', 'crl_failed']);
    expect(world.ca.crl('issuing')!.number).toBe(before);
    world.records.status.keepCrl = keepCrl;
    await world.ca.publisher.publish();
    expect(world.ca.crl('issuing')!.number).toBe(before + 1);
  });
});

it('a publication that hangs raises readiness after a minute', async () => {
  const world = await createWorld();
  const { keepCrl } = world.records.status;
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.records.status.keepCrl = (crl) => held.then(() => keepCrl(crl));
  const publishing = world.ca.publisher.publish();
  await turn();
  const alarm = () => world.ca.freshness().find(({ what }) => what === 'issuing.crl')!.alarm;
  world.clock.advance(59_000);
  expect(alarm()).toBe(false);
  world.clock.advance(5_000);
  expect(alarm()).toBe(true);
  release();
  await publishing;
  expect(alarm()).toBe(false);
  world.remove();
});

it('the CRL is kept before it is served', async () => {
  const world = await createWorld();
  const { keepCrl } = world.records.status;
  const before = world.ca.crl('issuing')!.number;
  world.records.status.keepCrl = async (crl) => {
    const purpose = crl.issuerId === world.ca.issuing()!.id ? 'token' : 'nomade';
    expect(world.ca.crl('issuing', purpose)!.number).toBe(crl.number - 1);
    await keepCrl(crl);
  };
  await world.ca.publisher.publish();
  expect(world.ca.crl('issuing')!.number).toBe(before + 1);
  world.remove();
});
