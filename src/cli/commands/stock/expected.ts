import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { MOST_OPEN_DELIVERIES } from '../../../book/rules/stock/expected-deliveries.ts';
import { DELIVERY_REASONS, type DeliveryReason } from '../../../book/tables/codes.ts';
import { EXPECTED_PAST } from '../../../book/tables/states.ts';
import { type PageAsked, sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';

interface Order {
  reference: string;
  model: string;
  on: string;
}
interface Move {
  reason: DeliveryReason;
}
const why = () => new Option('--reason <reason>').choices(DELIVERY_REASONS).makeOptionMandatory();

/** Adds `stock expected`, `expect`, `postpone` and `cancel-expected`: blank tokens that are to come. */
export function addExpected(group: Command, shell: Shell): void {
  group
    .command('expected')
    .description('deliveries that are to come, and the last that came; ends with 1 where one is late')
    .option('--text <text>', 'part of the order or the model')
    .option('--limit <n>', 'of past ones, at most', '20')
    .option('--cursor <cursor>', 'the page of past ones that goes on there')
    .action(async ({ limit, cursor, ...asked }: { text?: string } & PageAsked) => {
      // all of them, so that none that is late is missed
      const open = { ...asked, state: 'expected' as const, limit: String(MOST_OPEN_DELIVERIES) };
      const { items: coming } = await shell.call(OPERATIONS.listExpected, open);
      const pastOnes = { ...asked, state: [...EXPECTED_PAST], limit, ...(cursor && { cursor }) };
      const past = await shell.call(OPERATIONS.listExpected, pastOnes);
      const items = [...coming.reverse(), ...past.items];
      sayNext(shell, past);
      if (items.some(({ late }) => late)) shell.end(1);
      const rows = items.map((one) => [
        ...[one.on, one.late ? shell.text('late') : shell.word('state.expectedDelivery', one.state)],
        ...[one.model, one.count, one.came, one.reference, one.id],
      ]);
      const head = ['day', 'state', 'model', 'tokens', 'came', 'order', 'id'];
      shell.show({ items, next: past.next }, shell.table(head, rows));
    });
  group
    .command('expect')
    .description('say that blank tokens are to come: forecasts take them into account')
    .argument('<count>')
    .requiredOption('--on <date>', 'the day on which they come')
    .requiredOption('--model <model>')
    .requiredOption('--reference <code>', 'by which the supplier knows the order')
    .action(async (count: string, options: Order) => {
      const made = await shell.call(OPERATIONS.expectDelivery, { ...options, count: Number(count) });
      shell.show(made, shell.t`${made.count} tokens are expected on ${made.on}: ${made.id}\n`);
    });
  group
    .command('postpone')
    .description('an expected delivery comes on another day')
    .argument('<id>')
    .requiredOption('--on <date>', 'the day on which they come')
    .addOption(why())
    .action(async (expectedId: string, { on, reason }: Move & { on: string }) => {
      await shell.call(OPERATIONS.postponeDelivery, { expectedId, on, reason });
      shell.show({}, shell.t`done\n`);
    });
  group
    .command('cancel-expected')
    .description('expect a delivery no more, or what is left of it')
    .argument('<id>')
    .addOption(why())
    .action(async (expectedId: string, { reason }: Move) => {
      await shell.call(OPERATIONS.cancelDelivery, { expectedId, reason });
      shell.show({}, shell.t`done\n`);
    });
}
