import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { readSerials } from '../../../book/rules/stock/typed-serials.ts';
import { STOCK_DIFFERENCE_REASONS, type StockDifferenceReason } from '../../../book/tables/codes.ts';
import { type PageAsked, sayNext } from '../../cut-lists.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';
import { readTextFile } from '../workstations/imports.ts';

function addLocations(group: Command, shell: Shell): void {
  group
    .command('locations')
    .description('the places where tokens are kept, and how many lie there')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listLocations, {});
      const rows = items.map(({ id, label, site, held, threshold }) => [id, label, site, held, threshold]);
      shell.show({ items }, shell.table(['location', 'name', 'site', 'tokens', 'low below'], rows));
    });
  group
    .command('levels')
    .description('each model in each location, and how many working days its blanks last')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listStockLevels, {});
      if (items.some(({ isLow }) => isLow)) shell.end(1);
      const rows = items.map((one) => [
        ...[one.location, one.model, one.received, one.moved, one.blanks, one.onTheWay, one.issued, one.missing],
        ...[one.threshold, one.isLow ? shell.text('low') : '', one.days === null ? '' : Math.floor(one.days)],
      ]);
      const head = ['location', 'model', 'received', 'net transfers', 'blanks', 'on the way', 'issued', 'missing'];
      shell.show({ items }, shell.table([...head, 'low below', 'stock', 'days'], rows));
    });
  group
    .command('add-location')
    .description('register a place where tokens are kept; the first of a site is where a delivery goes that names none')
    .argument('<code>', 'such as LYON-COFFRE-1')
    .requiredOption('--name <name>')
    .requiredOption('--site <site>')
    .option('--threshold <n>', 'below so many blanks of a model the stock is low')
    .action(async (code: string, { name, site, threshold }: { name: string; site: string; threshold?: string }) => {
      const low = threshold === undefined ? {} : { threshold: Number(threshold) };
      const location = await shell.call(OPERATIONS.addLocation, { code, label: name, site, ...low });
      shell.show(location, shell.t`location ${location.id} is registered\n`);
    });
  group
    .command('amend-location')
    .description('correct the name of a location, or its threshold')
    .argument('<code>')
    .option('--name <name>')
    .option('--threshold <n>', 'below so many blanks of a model the stock is low; 0: it is not watched')
    .action(async (code: string, { name, threshold }: { name?: string; threshold?: string }) => {
      const low = threshold === undefined ? {} : { threshold: threshold === '0' ? null : Number(threshold) };
      await shell.call(OPERATIONS.amendLocation, { location: code, ...(name && { label: name }), ...low });
      shell.show({}, shell.t`done\n`);
    });
}

function addTransfers(group: Command, shell: Shell): void {
  group
    .command('transfer')
    .description('put tokens into another location; to another site they are sent, and somebody else receives them')
    .argument('<serials...>')
    .requiredOption('--to <code>')
    .action(async (serials: string[], { to }: { to: string }) => {
      const done = await shell.call(OPERATIONS.transferTokens, { to, serials });
      const said = done.transfer
        ? shell.t`${done.moved} tokens are on the way: transfer ${done.transfer.id}\n`
        : shell.t`${done.moved} tokens are in ${to}\n`;
      shell.show(done, said);
    });
  group
    .command('transfers')
    .description('what is on the way between two sites')
    .option('--past', 'past ones')
    .option('--location <code>', 'that they left or go to')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async ({ past, ...asked }: { past?: boolean; location?: string } & PageAsked) => {
      const found = await shell.call(OPERATIONS.listTransfers, { state: past ? 'ended' : 'sent', ...asked });
      const rows = found.items.map((one) => [
        ...[one.id, one.fromId, one.toId, one.count, one.left, one.senderName, when(one.sentAt)],
      ]);
      sayNext(shell, found);
      shell.show(
        found,
        shell.table(['transfer', 'leaves', 'goes to', 'tokens', 'on the way', 'sent by', 'since'], rows),
      );
    });
  group
    .command('on-the-way')
    .description('one transfer, and which of its tokens are on the way still')
    .argument('<transfer>')
    .action(async (transferId: string) => {
      const found = await shell.call(OPERATIONS.getTransfer, { transferId });
      const { fromId, toId, senderName, sentAt } = found.transfer;
      const facts = { leaves: fromId, 'goes to': toId, 'sent by': senderName, since: when(sentAt) };
      shell.show(
        found,
        shell.facts(facts) +
          shell.table(
            ['on the way'],
            found.onTheWay.map((serial) => [serial]),
          ),
      );
    });
  for (const [name, call, description] of [
    ['arrive', OPERATIONS.arriveTransfer, 'receive the tokens of a transfer that are really there'],
    ['take-back', OPERATIONS.takeBackTransfer, 'put back tokens of a transfer that did not leave'],
  ] as const)
    group
      .command(name)
      .description(description)
      .argument('<transfer>')
      .argument('<serials...>')
      .action(async (transferId: string, serials: string[]) => {
        const done = await shell.call(call, { transferId, serials });
        shell.show(done, shell.t`still on the way: ${done.left}; "stock on-the-way" names them\n`);
      });
}

function addCounts(group: Command, shell: Shell): void {
  group
    .command('count')
    .description('count a location: a file of serial numbers, one a line, as they were scanned')
    .argument('<code>')
    .argument('<file>')
    .action(async (code: string, file: string) => {
      const done = await shell.call(OPERATIONS.countLocation, {
        location: code,
        serials: readSerials(readTextFile(file)),
      });
      const { count, differences, unknown } = done;
      if (differences.length + unknown.length > 0) shell.end(1);
      const rows = [
        ...differences.map(({ id, tokenId, kind }) => [tokenId, shell.word('stock.difference', kind), id]),
        ...unknown.map((serial) => [serial, shell.text('not ours: put it aside'), '']),
      ];
      const said = shell.t`expected ${count.expected}, seen ${count.seen}\n`;
      shell.show(done, said + shell.table(['serial', 'difference', 'id'], rows));
    });
  group
    .command('differences')
    .description('differences of a location that nobody explained yet, and what would explain each as it stands')
    .argument('<code>')
    .action(async (code: string) => {
      const found = await shell.call(OPERATIONS.getLocation, { location: code });
      const rows = found.differences.map((one) => [
        ...[one.tokenId, shell.word('stock.difference', one.kind), shell.word('state.token', one.token.state)],
        ...[one.token.locationId, one.explains, one.id],
      ]);
      shell.show(found, shell.table(['serial', 'difference', 'state', 'location', 'explained by', 'id'], rows));
    });
  group
    .command('explain')
    .description('explain a difference, once its token stands as the reason says')
    .argument('<difference>')
    .addOption(new Option('--reason <reason>').choices(STOCK_DIFFERENCE_REASONS).makeOptionMandatory())
    .action(async (differenceId: string, { reason }: { reason: StockDifferenceReason }) => {
      await shell.call(OPERATIONS.settleDifference, { differenceId, reason });
      shell.show({}, shell.t`done\n`);
    });
}

/** Adds what is done about the places of the stock: locations, transfers, counts. */
export function addStockPlaces(group: Command, shell: Shell): void {
  addLocations(group, shell);
  addTransfers(group, shell);
  addCounts(group, shell);
}
