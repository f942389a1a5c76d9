import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import type { Shell } from '../shell.ts';

/** RFC 8628 section 3.5. */
const INTERVAL_MS = 5_000;

/** Signs in where the person can use a passkey: in the console, by a code that is shown here. */
export function addSignInByCode(program: Command, shell: Shell): void {
  program
    .command('connect')
    .description('sign in, or confirm who you are, by a code that you type into the console (passkey, token)')
    .option('--interval <ms>', 'how often to ask whether it was confirmed', String(INTERVAL_MS))
    .action(async (options: { interval: string }) => {
      const client = shell.client();
      const { deviceCode, userCode } = await client.call(OPERATIONS.startDeviceSignIn, {});
      shell.say(shell.t`open ${shell.url()}/connexion/code and type ${userCode}\n`);
      let opened: { token?: string | undefined; expiresAt?: number | undefined } = {};
      // the service ends it with `expired` after ten minutes
      while (opened.token === undefined || opened.expiresAt === undefined) {
        await sleep(Math.max(100, Number(options.interval) || INTERVAL_MS));
        opened = await client.call(OPERATIONS.redeemDeviceSignIn, { deviceCode });
      }
      const { token, expiresAt } = opened;
      shell.saved.write({ url: shell.url(), token, expiresAt });
      shell.show({ expiresAt }, shell.t`signed in\n`);
    });
}
