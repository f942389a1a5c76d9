import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createWorld, type World } from '../evaluation.ts';

describe('the CRL folder', () => {
  let world: World;
  let dir: string;
  beforeEach(async () => {
    dir = join(mkdtempSync(join(tmpdir(), 'jeton-crl-')), 'published');
    world = await createWorld({ crlDirs: [dir] });
  });
  afterEach(() => {
    rmSync(dirname(dir), { recursive: true, force: true });
    world.remove();
  });
  const alarm = () => world.ca.freshness().find(({ what }) => what === 'crl-folder')!.alarm;

  it('holds what is served, readable by any web server, and nothing half written', async () => {
    const files = ['issuing-nomade.cer', 'issuing-nomade.crl', 'issuing.cer', 'issuing.crl', 'root.cer', 'root.crl'];
    expect(readdirSync(dir).sort()).toEqual(files);
    for (const name of readdirSync(dir)) {
      expect(readFileSync(join(dir, name)).equals(world.ca.document(`/${name}`)!.body)).toBe(true);
      expect(statSync(join(dir, name)).mode & 0o777).toBe(0o644);
    }
    const { serialNumber } = await world.issue();
    world.revoke(serialNumber);
    const before = statSync(join(dir, 'root.crl')).ino;
    await world.ca.publisher.publish();
    expect(readFileSync(join(dir, 'issuing.crl')).equals(world.ca.crl('issuing')!.der)).toBe(true);
    expect(statSync(join(dir, 'root.crl')).ino).toBe(before); // what did not change is not written
    expect(alarm()).toBe(false);
  });

  it('is no way for another account that may write there to have a file of the service overwritten', async () => {
    const own = join(dirname(dir), 'jeton.db');
    writeFileSync(own, 'records');
    symlinkSync(own, join(dir, 'issuing.crl.new'));
    const { serialNumber } = await world.issue();
    world.revoke(serialNumber);
    await world.ca.publisher.publish();
    expect(readFileSync(own, 'utf8')).toBe('records');
    expect(lstatSync(join(dir, 'issuing.crl')).isFile()).toBe(true);
    expect(readFileSync(join(dir, 'issuing.crl')).equals(world.ca.crl('issuing')!.der)).toBe(true);
    expect(alarm()).toBe(false);
  });

  it('is no way to keep the service from starting: what is no file is no copy', async () => {
    rmSync(join(dir, 'issuing.crl'));
    execFileSync('mkfifo', [join(dir, 'issuing.crl')]); // reading it waits for a writer that never comes
    rmSync(join(dir, 'root.crl'));
    symlinkSync('/dev/zero', join(dir, 'root.crl'));
    expect(await world.ca.copies()).toMatchObject({ ahead: [], complete: false });
  });

  it('raises readiness when it cannot be written, keeps on serving, and mends itself', async () => {
    rmSync(dir, { recursive: true });
    writeFileSync(dir, 'a file where the folder should be');
    const { serialNumber } = await world.issue();
    world.revoke(serialNumber);
    const before = world.ca.crl('issuing')!.number;
    await world.ca.publisher.publish();
    expect([alarm(), world.faults.length, world.ca.crl('issuing')!.number]).toEqual([true, 1, before + 1]);
    rmSync(dir);
    await world.ca.ensureFresh();
    expect(alarm()).toBe(false);
    expect(readFileSync(join(dir, 'issuing.crl')).equals(world.ca.crl('issuing')!.der)).toBe(true);
  });
});

describe('a publication that fails', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(() => world.remove());

  it('raises readiness at once, a day before anybody is refused, and is tried again each minute', async () => {
    const { keepCrl } = world.records.status;
    const before = world.ca.crl('issuing')!.number;
    world.records.status.keepCrl = () => Promise.reject(new Error('disk full'));
    await expect(world.ca.publisher.publish()).rejects.toMatchObject({ code: 'crl_failed' });
    const raised = () => world.ca.freshness().find(({ what }) => what === 'issuing.crl')!;
    expect(raised().alarm).toBe(true);
    expect(raised().endsAt - world.clock.now()).toBeGreaterThan(25 * 3_600_000);
    await expect(world.ca.ensureFresh()).rejects.toMatchObject({ code: 'crl_failed' });
    world.records.status.keepCrl = keepCrl;
    await world.ca.ensureFresh();
    expect(raised().alarm).toBe(false);
    expect(world.ca.crl('issuing')!.number).toBe(before + 1);
  });

  it('is caught up at the next start when the service died between a revocation and its CRL', async () => {
    const { serialNumber } = await world.issue();
    const before = world.ca.crl('issuing')!.number;
    world.clock.advance(3000);
    world.revoke(serialNumber);
    const { createCa } = await import('../../../src/ca/ca.ts');
    const ca = await createCa(world.deps);
    await ca.ensureFresh();
    expect(ca.crl('issuing')!.number).toBe(before + 3);
  });
});
