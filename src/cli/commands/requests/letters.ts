import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { LETTER_ADDRESSES, type LetterAddress } from '../../../book/tables/codes.ts';
import { PLAIN_PAPERS } from '../../../flow/handover/papers.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

/** Adds `letters`. */
export function addLetters(program: Command, shell: Shell): void {
  const letters = program.command('letters').description('papers that print');
  const counted = ({ n, more }: { n: number; more: boolean }): string => (more ? shell.t`more than ${n}` : `${n}`);
  letters
    .command('list')
    .description('letters and labels that wait to be printed or confirmed')
    .action(async () => {
      const found = await shell.call(OPERATIONS.listLetters, {});
      const rows = found.items.map((l) => [
        l.id,
        shell.word('letter.kind', l.kind),
        shell.word('letter.state', l.state),
        l.number,
        when(l.printedAt),
        l.waitsFor === null ? '' : shell.word('letter.waits', l.waitsFor),
      ]);
      // those that can be printed come first, so that no word of their age is true of all
      if (found.more)
        shell.say(shell.t`only ${found.items.length} letters are shown: the others follow once these have gone\n`);
      const totals = { 'to print or to confirm': counted(found.ready), 'not to be printed yet': counted(found.early) };
      const table = shell.table(['id', 'paper', 'state', 'request', 'printed', 'waits for'], rows);
      shell.show(found, shell.facts(totals) + table);
    });
  letters
    .command('print')
    .description('print a letter or a label')
    .argument('<id>')
    .addOption(
      new Option('--to <where>', 'left out: the other address of its holder, or their site').choices(LETTER_ADDRESSES),
    )
    .action(async (letterId: string, { to }: { to?: LetterAddress }) => {
      await shell.call(OPERATIONS.printLetter, { letterId, ...(to ? { to } : {}) });
      shell.show({ letterId }, shell.t`sent to the printer: check it, then confirm it\n`);
    });
  letters
    .command('printers')
    .description('how the print queues stand')
    .action(async () => {
      const { label, letter } = await shell.call(OPERATIONS.listPrinters, {});
      const row = (what: string, queue: typeof label) => [
        shell.text(what),
        queue.name,
        shell.text(queue.state),
        queue.reason,
      ];
      if ([label, letter].some(({ state }) => state === 'stopped' || state === 'unreachable')) shell.end(1);
      shell.show(
        { label, letter },
        shell.table(['for', 'queue', 'state', ''], [row('labels', label), row('letters', letter)]),
      );
    });
  letters
    .command('paper')
    .description('print a paper without a secret, as often as needed')
    .argument('<number>')
    .addOption(new Option('--kind <kind>').choices(PLAIN_PAPERS).default('work-order'))
    .action(async (requestId: string, { kind }: { kind: (typeof PLAIN_PAPERS)[number] }) => {
      await shell.call(OPERATIONS.printPaper, { requestId, paper: kind });
      shell.show({}, shell.t`sent to the printer\n`);
    });
  letters
    .command('confirm')
    .description('it is readable: its secret is gone from the service')
    .argument('<id>')
    .action(async (letterId: string) => {
      await shell.call(OPERATIONS.confirmLetter, { letterId });
      shell.show({ letterId }, shell.t`confirmed\n`);
    });
}
