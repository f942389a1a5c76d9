import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { TokenStates } from '../../../api/shapes/states.ts';
import { readDelivery } from '../../../book/rules/stock/delivery-list.ts';
import type { TokenState } from '../../../book/tables/states.ts';
import { sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { readTextFile } from '../workstations/imports.ts';
import { addExpected } from './expected.ts';
import { addStockPlaces } from './locations.ts';
import { addTokenLife, tokenState } from './token-life.ts';

const CHANGES = {
  scrap: 'it is broken',
  miss: 'it is missing',
  find: 'it was missing and is there again',
  return: 'it came back from its holder',
} as const;

interface Note {
  reference: string;
  model: string;
  firmware?: string;
  batch?: string;
  location?: string;
  expected?: string;
  unannounced?: boolean;
}

interface Listed {
  text?: string;
  state?: TokenState[];
  model?: string;
  firmware?: string;
  batch?: string;
  delivery?: string;
  location?: string;
  limit: string;
  cursor?: string;
}

/** What came, by what the notes said of it. */
function addDeliveries(group: Command, shell: Shell): void {
  group
    .command('deliveries')
    .description('deliveries that came, the newest first')
    .option('--text <text>', 'part of the note, the model, the firmware or the batch')
    .option('--model <model>')
    .option('--firmware <version>')
    .option('--batch <number>')
    .option('--location <code>')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(
      async (options: Pick<Listed, 'text' | 'model' | 'firmware' | 'batch' | 'location' | 'limit' | 'cursor'>) => {
        const found = await shell.call(OPERATIONS.listDeliveries, options);
        const rows = found.items.map((one) => [
          ...[one.id, one.reference, one.model, one.firmware, one.batch, one.count, one.locationId],
          ...[one.receiverName, when(one.receivedAt)],
        ]);
        sayNext(shell, found);
        const head = [
          ...['delivery', 'reference', 'model', 'firmware', 'batch', 'tokens', 'location'],
          ...['received by', 'received'],
        ];
        shell.show(found, shell.table(head, rows));
      },
    );
}

/** Adds `stock`: deliveries, and what became of each token. */
export function addStock(program: Command, shell: Shell): void {
  const group = program.command('stock').description('blank tokens and what became of them');
  group
    .command('receive')
    .description('take in a delivery: a file of "serial;soPin" lines; headed "serial;soPin;firmware" also with that')
    .argument('<file.csv>')
    .requiredOption('--reference <note>', "the supplier's delivery note")
    .requiredOption('--model <model>')
    .option('--firmware <version>', 'of all its tokens, as the note says it')
    .option('--batch <number>', 'as the note says it')
    .option('--location <code>', 'where they are put; left out: the first location of your site, else of all')
    .option('--expected <id>', 'the expected delivery that they are of')
    .addOption(
      new Option('--unannounced', 'it was not announced: to be said where one of the model is expected').conflicts(
        'expected',
      ),
    )
    .action(async (file: string, { unannounced, ...note }: Note) => {
      const tokens = readDelivery(readTextFile(file));
      const input = { ...note, ...(unannounced && { expected: null }), tokens };
      const delivery = await shell.call(OPERATIONS.receiveDelivery, input);
      shell.show(delivery, shell.t`${delivery.count} tokens received\n`);
    });
  group
    .command('list')
    .description('tokens of the stock, and those in use')
    .option('--text <text>', 'part of a serial number or label')
    .addOption(new Option('--state <state...>').choices(TokenStates.options))
    .option('--model <model>')
    .option('--firmware <version>')
    .option('--batch <number>')
    .option('--delivery <id>')
    .option('--location <code>')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async (options: Listed) => {
      const { items, next } = await shell.call(OPERATIONS.listTokens, options);
      const rows = items.map((t) => [
        ...[t.id, tokenState(shell, t), t.model, t.firmware, t.batch, t.locationId, t.label, t.cycle],
      ]);
      const head = ['serial', 'state', 'model', 'firmware', 'batch', 'location', 'label', 'holders'];
      sayNext(shell, { next });
      shell.show({ items, next }, shell.table(head, rows));
    });
  group
    .command('equation')
    .description('the stock equation')
    .action(async () => {
      const stock = await shell.call(OPERATIONS.countStock, {});
      const rows = Object.entries(stock.byState).map(([state, count]) => [shell.word('state.token', state), count]);
      const balance = stock.balanced
        ? shell.t`received ${stock.received}: balanced\n`
        : shell.t`received ${stock.received}: NOT BALANCED, count again\n`;
      if (!stock.balanced) shell.end(1);
      shell.show(stock, shell.table(['state', 'tokens'], rows) + balance);
    });
  addDeliveries(group, shell);
  addTokenLife(group, shell);
  addStockPlaces(group, shell);
  addExpected(group, shell);
  for (const [action, description] of Object.entries(CHANGES) as [keyof typeof CHANGES, string][]) {
    group
      .command(action)
      .description(description)
      .argument('<serial>')
      .option('--location <code>', 'where a token that came back is put')
      .action(async (serial: string, { location }: { location?: string }) => {
        await shell.call(OPERATIONS.changeStock, { serial, action, ...(location && { location }) });
        shell.show({}, shell.t`done\n`);
      });
  }
}
