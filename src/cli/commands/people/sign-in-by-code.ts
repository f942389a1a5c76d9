import type { Command } from 'commander';
import { INTERVAL_MS } from '../../connect.ts';
import type { Shell } from '../../shell.ts';

/** Signs in where the person can use a passkey: in the console, by a code that is shown here. */
export function addSignInByCode(program: Command, shell: Shell): void {
  program
    .command('connect')
    .description('sign in, or confirm who you are, by a code that you type into the console (passkey, token)')
    .option('--interval <ms>', 'how often to ask whether it was confirmed', String(INTERVAL_MS))
    .action(async (options: { interval: string }) => {
      const { expiresAt } = await shell.connect(Number(options.interval) || INTERVAL_MS);
      shell.show({ expiresAt }, shell.t`signed in\n`);
    });
}
