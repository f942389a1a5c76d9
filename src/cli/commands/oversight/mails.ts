import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { UNDELIVERED_STATES } from '../../../flow/ports/mail.ts';
import { ordersOf } from '../../../flow/reading/sorting.ts';
import { sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

/** Adds `mails`: those that did not leave. */
export function addMails(program: Command, shell: Shell): void {
  const group = program.command('mails').description('e-mails that did not leave');
  group
    .command('list')
    .description('those that have not left')
    .option('--text <text>')
    .addOption(new Option('--state <state>').choices(UNDELIVERED_STATES))
    .addOption(
      new Option('--sort <column>', 'a column, with - before it the other way round').choices(ordersOf('mails')),
    )
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(
      async (options: {
        text?: string;
        state?: (typeof UNDELIVERED_STATES)[number];
        sort?: string;
        limit: string;
        cursor?: string;
      }) => {
        const found = await shell.call(OPERATIONS.listUndelivered, options);
        const rows = found.items.map((m) => [
          ...[m.id, m.state, m.template, m.name, m.number, String(m.tries), m.failure, when(m.at)],
        ]);
        sayNext(shell, found);
        shell.show(found, shell.table(['id', 'state', 'tells of', 'to', 'request', 'tries', 'failure', 'at'], rows));
      },
    );
  group
    .command('again')
    .description('queue again one that was given up')
    .argument('<id>')
    .action(async (mailId: string) => {
      await shell.call(OPERATIONS.sendMailAgain, { mailId });
      shell.show({}, shell.t`queued\n`);
    });
  group
    .command('give-up')
    .description('drop one: nobody will be told')
    .argument('<id>')
    .action(async (mailId: string) => {
      await shell.call(OPERATIONS.giveMailUp, { mailId });
      shell.show({}, shell.t`given up\n`);
    });
}
