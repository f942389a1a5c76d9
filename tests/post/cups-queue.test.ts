import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCupsQueue, stateOf } from '../../src/post/cups-queue.ts';
import { openQueue } from '../../src/post/open-queue.ts';

const JOB = { kind: 'pin', requestNumber: 'DEM-2026-00471', pdf: Buffer.from('%PDF secret 482913') } as const;

describe('the CUPS queue', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-lp-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A queue whose programs are the shell scripts given. */
  const queueWith = (scripts: { lp?: string; lpstat?: string }, name = 'bureau-12') => {
    const program = (file: string, script = 'exit 9'): string => {
      writeFileSync(join(folder, file), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, file), 0o700);
      return join(folder, file);
    };
    const programs = { lp: program('lp', scripts.lp), lpstat: program('lpstat', scripts.lpstat) };
    // whoever answers is waited for on a busy machine too
    return createCupsQueue({ name, programs, patienceMs: scripts.lp?.includes('sleep') ? 500 : 20_000 });
  };

  it('gives lp the PDF on its standard input, the rest as arguments, and our environment to nobody', async () => {
    process.env['JETON_TEST_SECRET'] = 'x';
    const queue = queueWith({ lp: `printf '%s\\n' "$@" > ${folder}/args; env > ${folder}/env; cat > ${folder}/stdin` });
    await queue.put(JOB);
    delete process.env['JETON_TEST_SECRET'];
    expect(readFileSync(join(folder, 'args'), 'utf8').trim().split('\n')).toEqual([
      ...['-d', 'bureau-12', '-t', 'pin DEM-2026-00471'],
      ...['-o', 'media=A4', '-o', 'sides=one-sided', '-o', 'print-scaling=none'],
    ]);
    expect(readFileSync(join(folder, 'stdin'), 'utf8')).toBe('%PDF secret 482913');
    expect(readFileSync(join(folder, 'env'), 'utf8')).not.toContain('JETON');
    expect(readdirSync(folder).sort()).toEqual(['args', 'env', 'lp', 'lpstat', 'stdin']);
  });

  it('prints labels on their own medium', async () => {
    const queue = queueWith({ lp: `printf '%s\\n' "$@" > ${folder}/args; cat > /dev/null` });
    await queue.put({ ...JOB, kind: 'label' });
    expect(readFileSync(join(folder, 'args'), 'utf8')).toContain('media=Custom.62x29mm');
  });

  it.each([
    ['echo "lp: Error - The printer or class does not exist." >&2; exit 1', 'lpstat -e'],
    ['echo "lp: Destination \\"x\\" is not accepting jobs." >&2; exit 1', 'cupsaccept bureau-12'],
    ['echo "lp: Scheduler is not running." >&2; exit 1', 'systemctl start cups'],
    ['exit 3', 'lpstat -p bureau-12'],
    ['exec sleep 20', 'did not answer in time'],
  ])('turns "%s" into print_failed with a remedy, and never shows the paper', async (lp, hint) => {
    const queue = queueWith({ lp });
    const error = await queue.put(JOB).catch((thrown: unknown) => thrown as Error);
    expect(error).toMatchObject({ code: 'print_failed', message: expect.stringContaining(hint) });
    expect(JSON.stringify([error, (error as Error).cause, String((error as Error).cause)])).not.toContain('482913');
  });

  it('names the package when lp is missing', async () => {
    const queue = createCupsQueue({ name: 'x', programs: { lp: join(folder, 'none'), lpstat: join(folder, 'none') } });
    await expect(queue.put(JOB)).rejects.toMatchObject({
      code: 'print_failed',
      message: expect.stringContaining('cups-client'),
    });
    expect(await queue.state()).toMatchObject({ state: 'unreachable', reason: expect.stringContaining('cups-client') });
  });

  it('survives an lp that does not read', async () => {
    const queue = queueWith({ lp: 'exit 0' });
    await queue.put({ ...JOB, pdf: Buffer.alloc(2_000_000) });
  });

  it('asks lpstat for the state', async () => {
    const queue = queueWith({ lpstat: 'echo "printer $2 is idle.  enabled since Tue Nov 24 16:18:18 2026"' });
    expect(await queue.state()).toEqual({ name: 'bureau-12', state: 'ready', reason: '' });
  });

  it.each([
    ['printer jeton is idle.  enabled since Tue Nov 24 16:18:18 2026\n', 'ready', ''],
    ['printer jeton now printing jeton-4.  enabled since Tue Nov 24 16:18:18 2026\n', 'printing', ''],
    ['printer jeton disabled since Tue Nov 24 16:18:19 2026 -\n\tplus de papier\n', 'stopped', 'plus de papier'],
    ['', 'unreachable', 'lpstat does not know this queue'],
  ])('reads %j', (answer, state, reason) => {
    expect(stateOf('jeton', answer)).toEqual({ name: 'jeton', state, reason });
  });

  it.each(['-o', 'a b', 'x;rm', '$(id)', ''])('refuses the queue name %j', (name) => {
    expect(() => createCupsQueue({ name })).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});

describe('a queue’s setting', () => {
  it('is cups:NAME or folder:PATH', () => {
    expect(openQueue('cups:bureau-12')).toHaveProperty('put');
    expect(openQueue('folder:/tmp/x')).toHaveProperty('put');
    for (const wrong of ['', 'bureau', 'cups:', 'lpd:x']) {
      expect(() => openQueue(wrong)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    }
  });
});
