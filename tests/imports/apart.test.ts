import { readInThread } from '../../src/imports/read-in-thread.ts';

const MB = 1_000_000;
const read = (text: string, sender = 'ADELE') => readInThread('people', Buffer.from(text), sender);

/** Somebody who may import fills the line of the thread that reads, or its memory. */
describe('a hostile file', () => {
  it.each([
    ['quotes alone', () => '"'.repeat(10 * MB)],
    ['columns that nobody knows', () => 'x;'.repeat(4.9 * MB)],
    ['one column, millions of times', () => 'nom;'.repeat(2.4 * MB)],
    ['lines that end too soon', () => `matricule;nom\n${'a\n'.repeat(4.9 * MB)}`],
    ['line feeds in one cell', () => `matricule;nom\n"${'\n'.repeat(9.8 * MB)}"`],
  ])(
    'of %s is refused with its faults',
    async (_, text) => {
      const { rows, problems } = await read(text());
      expect(rows).toEqual([]);
      expect(problems.length).toBeGreaterThan(0);
    },
    60_000,
  );

  it('is one at a time for each of those who send any, and keeps nobody else from theirs', async () => {
    const first = read('x;'.repeat(MB));
    await expect(read('matricule')).rejects.toMatchObject({ code: 'conflict', detail: { why: 'import-running' } });
    const other = read('matricule', 'ARMAND');
    await first;
    expect((await other).problems).not.toEqual([]);
    expect((await read('matricule')).problems).not.toEqual([]);
  }, 60_000);
});
