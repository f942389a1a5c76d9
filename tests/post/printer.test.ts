import { AppError } from '../../src/errors.ts';
import type { Paper } from '../../src/flow/ports/paper.ts';
import { createPrinter, drawPaper } from '../../src/post/printer.ts';
import type { PrintJob, PrintQueue } from '../../src/post/queue.ts';
import { drawSheet } from '../../src/post/sheet.ts';
import { AT, HOUSE, LABEL, NOTE, PIN_LETTER, pdftotext, SHEET } from './papers.ts';

function world(fault?: Error) {
  const taken: { queue: string; kind: string; text: string; pdf: Buffer }[] = [];
  const queue = (name: string): PrintQueue => ({
    async put(job: PrintJob) {
      if (fault) throw fault;
      taken.push({ queue: name, kind: job.kind, text: pdftotext(job.pdf), pdf: job.pdf });
    },
    state: async () => ({ name, state: 'ready', reason: '' }),
  });
  const printer = createPrinter({
    queues: { label: queue('labels'), letter: queue('letters') },
    house: HOUSE,
    clock: { now: () => AT },
  });
  return { printer, taken };
}

describe('the printer', () => {
  it('sends labels to their queue and every other paper to the letters’', async () => {
    const { printer, taken } = world();
    for (const paper of [LABEL, PIN_LETTER, NOTE, SHEET]) await printer.print(paper);
    expect(taken.map(({ queue, kind }) => [queue, kind])).toEqual([
      ['labels', 'label'],
      ['letters', 'pin'],
      ['letters', 'transport-note'],
      ['letters', 'handover-sheet'],
    ]);
  });
  it('draws a paper the same, octet by octet, whatever was drawn before it', async () => {
    const papers = [LABEL, PIN_LETTER, { ...PIN_LETTER, secret: '907735' }, NOTE, SHEET];
    const draw = (paper: Paper): Promise<Buffer> => drawPaper(paper, HOUSE, AT);
    const first: Buffer[] = [];
    for (const paper of papers) first.push(await draw(paper));
    for (const at of [2, 0, 4, 3, 1]) expect((await draw(papers[at]!)).equals(first[at]!)).toBe(true);
    const together = await Promise.all(papers.map(draw));
    expect(together.map((pdf, at) => pdf.equals(first[at]!))).toEqual(papers.map(() => true));
  });
  it('lets a letter be copied from the paper that was met inside another before', async () => {
    const page = { width: 60, height: 20, title: 'T', at: AT };
    const draw = (text: string) => drawSheet(page, (pen) => void pen.text(text, 2, 2, { face: 'italic' }));
    await draw('Ź');
    expect(pdftotext(await draw('Z'))).toContain('Z');
  });
  it('puts the PIN on the PIN letter only', async () => {
    const { printer, taken } = world();
    for (const paper of [LABEL, PIN_LETTER, NOTE, SHEET]) await printer.print(paper);
    expect(taken.filter(({ text }) => text.includes(PIN_LETTER.secret)).map(({ kind }) => kind)).toEqual(['pin']);
  });
  it('wipes the paper from memory once it is taken', async () => {
    const { printer, taken } = world();
    await printer.print(PIN_LETTER);
    expect(taken[0]!.pdf.every((octet) => octet === 0)).toBe(true);
  });
  it('passes a queue’s own refusal on and wraps any other fault, without the secret', async () => {
    const refusal = new AppError('print_failed', 'no paper');
    await expect(world(refusal).printer.print(PIN_LETTER)).rejects.toBe(refusal);
    await expect(world(new Error('EIO')).printer.print(PIN_LETTER)).rejects.toMatchObject({ code: 'print_failed' });
  });
  it('refuses a paper that cannot be drawn, without the secret', async () => {
    const { printer } = world();
    const error = await printer.print({ ...LABEL, code: 'X'.repeat(80) }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'print_failed' });
  });
  it('tells the state of both queues', async () => {
    expect(await world().printer.states()).toMatchObject({ label: { name: 'labels' }, letter: { state: 'ready' } });
  });
});
