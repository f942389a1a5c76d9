import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBench } from '../../src/bench/bench.ts';
import { backoff } from '../../src/bench/supervisor.ts';
import { compiled, softHsm } from '../support/softhsm.ts';

const quiet = { info: () => undefined, warn: () => undefined };
/** Before each further start of a worker, since the last bench was opened. */
let pauses: number[] = [];
const log = {
  info: () => undefined,
  warn: (_: string, fields: { ms?: unknown } = {}) => void pauses.push(Number(fields.ms)),
};

describe('a worker that cannot be trusted', () => {
  /** A bench whose worker is `script` instead of ours. */
  const benchWith = async (script: string, run: (bench: ReturnType<typeof createBench>) => Promise<void>) => {
    const dir = mkdtempSync(join(tmpdir(), 'jeton-distrust-'));
    const workerPath = join(dir, 'worker.mjs');
    writeFileSync(workerPath, script);
    pauses = [];
    const slot = { slot: '1', position: 'Poste 1', module: softHsm() };
    const bench = createBench({ slots: [slot], log, workerPath, deadlines: { default: 2_000 } });
    try {
      await run(bench);
    } finally {
      await bench.close();
      rmSync(dir, { recursive: true });
    }
  };
  const answering = (report: string) => `
    process.on('message', ({ id }) => process.send(${report}));
    process.on('disconnect', () => process.exit(0));
    process.send({ kind: 'ready' });`;

  it.each([
    ['says what is not in the protocol', `{ kind: 'gossip', id, text: 'hello' }`],
    ['answers another order', `{ kind: 'done', id: id + 1, result: null }`],
    ['answers with more than was asked', `{ kind: 'done', id, result: { tokens: [], more: 1 } }`],
    [
      'names a serial number with control characters',
      `{ kind: 'done', id, result: { tokens: [{ serial: '\\u001b[2J', model: '', label: '', initialised: true, pinLocked: false, soPinLocked: false }] } }`,
    ],
    ['sends bytes that are no base64', `{ kind: 'done', id, result: '<script>' }`],
    [
      'puts text where a return code belongs',
      `{ kind: 'failed', id, failure: { step: 'scan', rv: 'PIN 1234 is wrong' } }`,
    ],
    [
      'announces steps without end',
      `(Array.from({ length: 40 }, () => process.send({ kind: 'step', id, step: 'scan' })), { kind: 'step', id, step: 'scan' })`,
    ],
    ['is ready twice', `{ kind: 'ready' }`],
  ])('and %s is killed', (_, report) =>
    benchWith(answering(report), async (bench) => {
      const call = bench.readCertificate({ slot: '1', serial: 'ab' }, { keyId: '0a' });
      await expect(call).rejects.toMatchObject({ code: 'device_failed', detail: { problem: 'malformed' } });
    }),
  );

  it('and stays when it is let go is gone once the bench is closed', async () => {
    let pid = 0;
    const staying = `
      process.on('message', ({ id }) => process.send({ kind: 'done', id, result: Buffer.from(String(process.pid)).toString('base64') }));
      setInterval(() => undefined, 1_000);
      process.send({ kind: 'ready' });`;
    await benchWith(staying, async (bench) => {
      pid = Number(Buffer.from(await bench.readCertificate({ slot: '1', serial: 'ab' }, { keyId: '0a' })).toString());
      expect(process.kill(pid, 0)).toBe(true);
    });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('and ends at once is started ever more slowly, its callers answered without waiting', () =>
    benchWith('process.exit(1)', async (bench) => {
      await expect(bench.slot('1')).resolves.toMatchObject({ state: 'failed' });
      await expect(bench.readCertificate({ slot: '1', serial: 'ab' }, { keyId: '0a' })).rejects.toMatchObject({
        code: 'token_wrong',
        detail: { why: 'out-of-order' },
      });
      // the pauses that they sat through, whatever the machine took to start the programs in between
      expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(1_500);
      expect([1, 2, 3, 4, 5, 12, 40].map(backoff)).toEqual([0, 100, 200, 400, 800, 30_000, 30_000]);
    }));

  it('for want of a module says so', async () => {
    const slot = { slot: '1', position: 'Poste 1', module: '/nowhere/module.so' };
    const bench = createBench({ slots: [slot], log: quiet, workerPath: compiled('worker') });
    await expect(bench.slot('1')).resolves.toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('module cannot be used'),
    });
    await bench.close();
    const closed = bench.readCertificate({ slot: '1', serial: 'ab' }, { keyId: '0a' });
    await expect(closed).rejects.toMatchObject({ code: 'token_wrong', detail: { problem: 'stopped' } });
  });
});
