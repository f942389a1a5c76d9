import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { toldAs } from '../../../flow/production/bench-slots.ts';
import { produceNamed, produceNext } from '../../produce.ts';
import type { Shell } from '../../shell.ts';

/** Adds `bench`: slots and production. */
export function addBench(program: Command, shell: Shell): void {
  const group = program.command('bench').description('the production bench');
  group
    .command('slots')
    .description('what is plugged in')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listSlots, {});
      const rows = items.map((s) => {
        const { state, note } = shell.slot(toldAs(s));
        const serial = s.token?.serial ?? s.several?.join(' ');
        return [s.slot, s.position, state, serial, s.token?.model, s.token?.label, s.problem ?? note];
      });
      shell.show({ items }, shell.table(['slot', 'place', 'state', 'token', 'model', 'label', ''], rows));
    });
  group
    .command('produce')
    .description("produce the queue's next requests on the tokens in stock that are plugged in, side by side")
    .option('--next <n>', 'how many', '1')
    .option('--slot <slot...>', 'only in these')
    .option('--request <number>', 'this one, in the slot named or on the one blank that is plugged in')
    .action(async ({ next, slot, request }: { next: string; slot?: string[]; request?: string }) => {
      const results =
        request === undefined
          ? await produceNext(shell, { count: Number(next), slots: slot })
          : await produceNamed(shell, request, slot);
      const made = results.filter((r) => r.outcome === 'produced').length;
      if (made < Number(next)) shell.end(1);
      const rows = results.map((r) => [
        r.slot,
        r.number,
        r.serial,
        r.outcome === 'produced' ? shell.seconds(r.seconds) : r.code,
      ]);
      shell.show(
        { made, results },
        shell.table(['slot', 'request', 'token', 'result'], rows) + shell.t`${made} of ${next} produced\n`,
      );
    });
  group
    .command('put-back')
    .description('put a leased request back into the queue, in its place')
    .argument('<number>')
    .action(async (requestId: string) => {
      await shell.call(OPERATIONS.putBack, { requestId });
      shell.show({}, shell.t`put back\n`);
    });
  program
    .command('release')
    .description('make the Nomade credential of an approved request')
    .argument('<number>')
    .action(async (requestId: string) => {
      const done = await shell.call(OPERATIONS.releaseCredential, { requestId });
      shell.show(done, shell.t`${done.number} is produced\n`);
    });
}
