import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SoftBench, softBench, softHsm } from '../support/softhsm.ts';
import { twinBench } from '../support/world/twin-bench.ts';

const HOW = { newSoPin: '9051772634018855', pin: '48201937', label: 'DEM-1' };
const KEY = { pin: HOW.pin, keyId: '0a0b', commonName: 'Jean Petit' };

/** On a busy machine the worker may be gone, and another in its place, before its moment comes. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // an error of Node.js is no `instanceof Error` in here: jest has its own
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

describe('a worker that fails', () => {
  let soft: SoftBench;
  afterEach(() => soft.close());

  /** Two slots with a token each, initialised. */
  const bench = async (deadlines = {}) => {
    soft = await softBench({ slots: 2, blanks: 2, deadlines });
    const places = ['1', '2'].map((slot, index) => ({ slot, serial: soft.blanks[index]!.serial }));
    for (const [index, at] of places.entries()) {
      soft.plug(at.slot, soft.blanks[index]!);
      await soft.bench.initialise(at, { soPin: soft.blanks[index]!.soPin, ...HOW });
    }
    return places;
  };

  it.each(['SIGKILL', 'SIGSEGV'] as const)('by %s costs the call that runs, and nothing else', async (signal) => {
    const [first, second] = await bench();
    const pid = await soft.pid('1');
    // stopped, so that the signal surely meets it in the middle of a call
    process.kill(pid, 'SIGSTOP');
    const lost = soft.bench.generateKey(first!, KEY);
    const waiting = soft.bench.generateKey(first!, { ...KEY, keyId: '0c0d' });
    const elsewhere = soft.bench.generateKey(second!, KEY);
    process.kill(pid, signal);
    process.kill(pid, 'SIGCONT');
    await expect(lost).rejects.toMatchObject({
      code: 'device_failed',
      detail: { slot: '1', step: expect.any(String), problem: 'crashed' },
    });
    await expect(waiting).resolves.toMatchObject({ attributes: { local: true } });
    await expect(elsewhere).resolves.toMatchObject({ attributes: { local: true } });
    expect(await soft.pid('1')).not.toBe(pid);
    expect(soft.log).toContainEqual({
      level: 'warn',
      message: 'bench worker ended and is started again',
      fields: { slot: '1', pid, count: 1, ms: 0 },
    });
  });

  it('to start is tried again until it does', async () => {
    await bench();
    const stray = join(soft.slotDir('1'), 'tokens', 'stray');
    const pid = await soft.pid('1');
    writeFileSync(stray, 'no folder of a token');
    kill(pid);
    const told = () => soft.log.some(({ message }) => message.startsWith('bench worker could not be started'));
    while (!told()) await sleep(10);
    await expect(soft.bench.slot('1')).resolves.toMatchObject({ state: 'failed' });
    await expect(soft.bench.slot('2')).resolves.toMatchObject({ state: 'ready' });
    rmSync(stray);
    while ((await soft.bench.slot('1'))?.state !== 'ready') await sleep(10);
  });

  it('by hanging is killed at its deadline, while slots() still answers', async () => {
    const [first, second] = await bench({ scan: 600 }); // what it meets first; all else has its ordinary time
    const pid = await soft.pid('1');
    process.kill(pid, 'SIGSTOP');
    const hung = soft.bench.generateKey(first!, KEY);
    await expect(soft.bench.slots()).resolves.toMatchObject([
      { slot: '1', state: 'busy', token: { serial: first!.serial } },
      { slot: '2', state: 'ready', token: { serial: second!.serial } },
    ]);
    await expect(hung).rejects.toMatchObject({ code: 'device_failed', detail: { slot: '1', problem: 'deadline' } });
    await expect(soft.bench.generateKey(first!, KEY)).resolves.toBeDefined();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('while it is slow, is waited for by whoever works in its slot, and by nobody who only looks at all of them', async () => {
    const [first] = await bench();
    const pid = await soft.pid('1');
    process.kill(pid, 'SIGSTOP');
    const looked = soft.bench.slot('1');
    await expect(soft.bench.slots()).resolves.toMatchObject([{ slot: '1', state: 'busy' }, { state: 'ready' }]);
    process.kill(pid, 'SIGCONT');
    await expect(looked).resolves.toMatchObject({ state: 'ready', token: { serial: first!.serial } });
  });

  it('between calls is started again before the next', async () => {
    const [first] = await bench();
    const pid = await soft.pid('1');
    process.kill(pid, 'SIGKILL');
    while (stands(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(soft.bench.generateKey(first!, KEY)).resolves.toBeDefined();
  });

  it('at random moments leaves every call answered and the slot usable', async () => {
    const [first] = await bench();
    for (let round = 0; round < 6; round += 1) {
      const pid = await soft.pid('1');
      const timer = setTimeout(() => kill(pid), round * 3);
      // SoftHSM2 may lose a token that dies while it writes itself: then the bench says so, or the token does
      const outcome = soft.bench.initialise(first!, { ...HOW, soPin: HOW.newSoPin }).then(
        () => 'made',
        (error: { code: string }) => error.code,
      );
      expect(['made', 'device_failed', 'token_wrong']).toContain(await outcome);
      clearTimeout(timer);
    }
    const look = async () => (await soft.looked())[0]?.state;
    let state = await look();
    // the last kill may still be at work: the next start clears a torn token away
    while (state !== 'empty' && state !== 'ready') state = await look();
    if (state === 'empty') expect(JSON.stringify(soft.log)).toContain(`token ${first!.serial} was torn`);
    else soft.unplug('1');
    const fresh = soft.unplug('2');
    soft.plug('1', fresh);
    await soft.bench.initialise({ slot: '1', serial: fresh.serial }, { ...HOW, soPin: HOW.newSoPin });
  });

  it('is not left behind when the service is killed', async () => {
    await bench();
    const script = `
      import { createBench } from ${JSON.stringify(join(process.cwd(), 'dist/bench/bench.js'))};
      const log = { info: (_, { pid }) => console.log(pid), warn() {} };
      createBench({ log, slots: [{ slot: '3', position: 'Poste 3', module: ${JSON.stringify(softHsm())}, env: {} }] });
      setInterval(() => undefined, 1000);`;
    const service = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(service.stdout, 'data')) as [Buffer];
    service.kill('SIGKILL');
    await once(service, 'exit');
    const status = `/proc/${line.toString().trim()}/status`;
    // ended, if not yet reaped by init
    const alive = () => existsSync(status) && !/State:\s+Z/.test(readFileSync(status, 'utf8'));
    while (alive()) await new Promise((resolve) => setTimeout(resolve, 20)); // or the test's own time is over
    expect(alive()).toBe(false);
  });

  it('tells nobody a PIN: neither in its arguments, its environment nor the log', async () => {
    const [first] = await bench();
    await soft.bench.generateKey(first!, KEY);
    const pid = await soft.pid('1');
    const visible = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1')).join();
    expect(visible).toContain('softhsm2.conf');
    expect(visible).not.toContain('JETON_');
    for (const secret of [HOW.pin, HOW.newSoPin, soft.blanks[0]!.soPin]) {
      expect(visible).not.toContain(secret);
      expect(JSON.stringify(soft.log)).not.toContain(secret);
    }
  });
});

/** Whether a process stands; a dead child stops standing when its parent, this process, has taken note of its end. */
function stands(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('what is plugged in and pulled out', () => {
  it.each([true, false])('is seen within a second, with a module that tells of it (%s)', async (hotPlug) => {
    const twin = twinBench({ blanks: 2, scenario: { manners: { hotPlug } } });
    try {
      const look = async () => (await twin.bench.slots())[0];
      while ((await look())?.state === 'busy'); // the worker starts
      const seen = async (): Promise<{ serial: string | undefined; ms: number }> => {
        const since = performance.now();
        const status = await look();
        return { serial: status?.token?.serial, ms: performance.now() - since };
      };
      expect(await seen()).toMatchObject({ serial: undefined });
      twin.plug('1', twin.blanks[0]!);
      const plugged = await seen();
      expect(plugged.serial).toBe(twin.blanks[0]!.serial);
      twin.unplug('1');
      twin.plug('1', twin.blanks[1]!);
      const swapped = await seen();
      expect(swapped.serial).toBe(twin.blanks[1]!.serial);
      twin.unplug('1');
      const pulled = await seen();
      expect(pulled.serial).toBeUndefined();
      for (const { ms } of [plugged, swapped, pulled]) expect(ms).toBeLessThan(1_000);
    } finally {
      await twin.close();
    }
  });
});
