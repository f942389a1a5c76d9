import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFolderQueue } from '../../src/post/folder-queue.ts';
import { openQueues } from '../../src/post/open-queue.ts';
import type { PrintJob } from '../../src/post/queue.ts';

const job = (requestNumber: string, pdf = `pdf of ${requestNumber}`): PrintJob => ({
  kind: 'pin',
  requestNumber,
  pdf: Buffer.from(pdf),
});

describe('the folder queue', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'jeton-post-')), 'prints');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('writes one file a paper, numbered in order, for its owner only, and nothing else', async () => {
    const queue = createFolderQueue({ folder });
    await queue.put(job('DEM-2026-00471'));
    await queue.put({ ...job('DEM-2026-00472'), kind: 'label' });
    expect(readdirSync(folder)).toEqual(['0001-pin-DEM-2026-00471.pdf', '0002-label-DEM-2026-00472.pdf']);
    expect(statSync(join(folder, '0001-pin-DEM-2026-00471.pdf')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(folder, '0001-pin-DEM-2026-00471.pdf'), 'utf8')).toBe('pdf of DEM-2026-00471');
  });

  it('gives each its own number when many come at once', async () => {
    const queue = createFolderQueue({ folder });
    const numbers = Array.from({ length: 20 }, (_, place) => `DEM-2026-${String(place).padStart(5, '0')}`);
    await Promise.all(numbers.map((number) => queue.put(job(number))));
    expect(readdirSync(folder)).toEqual(
      numbers.map((number, place) => `${String(place + 1).padStart(4, '0')}-pin-${number}.pdf`),
    );
  });

  it('is one for labels and letters that are named the same folder, so that neither takes the other’s number', async () => {
    const { label, letter } = openQueues({ labels: `folder:${folder}`, letters: `folder:${folder}` });
    await Promise.all([label.put({ ...job('DEM-2026-00001'), kind: 'label' }), letter.put(job('DEM-2026-00002'))]);
    expect(readdirSync(folder)).toEqual(['0001-label-DEM-2026-00001.pdf', '0002-pin-DEM-2026-00002.pdf']);
  });

  it('goes on after the last number and clears what a crash left half written', async () => {
    await createFolderQueue({ folder }).put(job('DEM-2026-00001'));
    writeFileSync(join(folder, '.0002-pin-DEM-2026-00002.pdf.tmp'), 'half a secret');
    writeFileSync(join(folder, 'notes.txt'), 'not ours');
    await createFolderQueue({ folder }).put(job('DEM-2026-00003'));
    expect(readdirSync(folder).sort()).toEqual([
      '0001-pin-DEM-2026-00001.pdf',
      '0002-pin-DEM-2026-00003.pdf',
      'notes.txt',
    ]);
  });

  it('fails with print_failed where there is no folder to be had, and works again once there is', async () => {
    writeFileSync(folder, 'a file in the way');
    const queue = createFolderQueue({ folder });
    await expect(queue.put(job('DEM-2026-00001'))).rejects.toMatchObject({ code: 'print_failed' });
    rmSync(folder);
    await queue.put(job('DEM-2026-00002'));
    expect(readdirSync(folder)).toEqual(['0001-pin-DEM-2026-00002.pdf']);
  });

  it('never lets a request number name another place', async () => {
    const queue = createFolderQueue({ folder });
    await expect(queue.put(job('../../etc/passwd'))).rejects.toMatchObject({ code: 'print_failed' });
  });

  it('says whether it is there', async () => {
    expect((await createFolderQueue({ folder: join(folder, 'no', 'such') }).state()).state).toBe('unreachable');
    const queue = createFolderQueue({ folder });
    expect((await queue.state()).state).toBe('ready'); // made with the first paper
    await queue.put(job('DEM-2026-00001'));
    expect((await queue.state()).state).toBe('ready');
  });
});
