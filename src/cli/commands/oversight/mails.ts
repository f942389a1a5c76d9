import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

/** Adds `mails`: those that did not leave. */
export function addMails(program: Command, shell: Shell): void {
  const group = program.command('mails').description('e-mails that did not leave');
  group.command('list').action(async () => {
    const { items } = await shell.call(OPERATIONS.listUndelivered, {});
    const rows = items.map((m) => [
      m.id,
      m.state,
      m.template,
      m.name,
      m.number,
      String(m.tries),
      m.failure,
      when(m.at),
    ]);
    shell.show({ items }, shell.table(['id', 'state', 'tells of', 'to', 'request', 'tries', 'failure', 'at'], rows));
  });
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
