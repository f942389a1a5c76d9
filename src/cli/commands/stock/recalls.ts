import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { RECALL_KINDS, RECALL_WAYS, type RecallKind, type RecallWay } from '../../../book/tables/codes.ts';
import { type PageAsked, sayNext } from '../../cut-lists.ts';
import { hitsText } from '../../proposal-effect.ts';
import type { Shell } from '../../shell.ts';
import { after, when } from '../../table.ts';
import { firstMomentOf } from '../people/people.ts';

interface Asked {
  kind: RecallKind;
  model?: string;
  value?: string;
  way: RecallWay;
  until?: string;
  count?: boolean;
}

/** Adds `recall`: a flaw in a model, a firmware, a batch or a delivery, from the count to the end. */
export function addRecalls(program: Command, shell: Shell): void {
  const group = program.command('recall').description('recall tokens of a model, a firmware, a batch or a delivery');
  group
    .command('propose')
    .description('name the tokens and the way; it begins once a second person confirms it')
    .addOption(new Option('--kind <kind>').choices(RECALL_KINDS).makeOptionMandatory())
    .option('--model <model>', 'of every kind but a delivery')
    .option('--value <value>', 'the firmware, the batch, or the id of the delivery')
    .addOption(new Option('--way <way>').choices(RECALL_WAYS).makeOptionMandatory())
    .option('--until <date>', 'day at whose beginning what was not replaced is revoked')
    .option('--count', 'say what would be hit, and do nothing')
    .action(async ({ count, until, ...asked }: Asked) => {
      const revokeAt = firstMomentOf(until);
      const args = { ...asked, ...(revokeAt === undefined ? {} : { revokeAt }) };
      if (count) {
        const hits = await shell.call(OPERATIONS.countRecall, args);
        return shell.show(hits, hitsText(shell, hits));
      }
      const proposal = await shell.call(OPERATIONS.proposeRecall, args);
      shell.show(proposal, shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    });
  group
    .command('list')
    .description('open recalls')
    .option('--closed', 'past ones')
    .addOption(new Option('--kind <kind>').choices(RECALL_KINDS))
    .option('--text <text>', 'part of the model, the firmware, the batch or the delivery note')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async ({ closed, ...asked }: { closed?: boolean; kind?: RecallKind; text?: string } & PageAsked) => {
      const found = await shell.call(OPERATIONS.listRecalls, { state: closed ? 'closed' : 'open', ...asked });
      const rows = found.items.map((one) => [
        ...[one.id, shell.word('recall.kind', one.kind), one.model ?? '', one.reference ?? one.value ?? ''],
        ...[shell.word('recall.way', one.way), when(one.openedAt)],
      ]);
      sayNext(shell, found);
      shell.show(found, shell.table(['recall', 'kind', 'model', 'value', 'way', 'since'], rows));
    });
  group
    .command('show')
    .description('how far it is: hit, revoked, told, queued, made again, replaced, waiting, left to deal with')
    .argument('<recall>')
    .action(async (recallId: string) => {
      const found = await shell.call(OPERATIONS.getRecall, { recallId });
      const { hit, blank, revoked, told, queued, again, replaced, waiting, open, left } = found.progress;
      const counts = Object.entries({
        ...{ hit, blank, revoked, told, queued },
        ...{ 'made again': again, replaced, 'waiting for it': waiting, open },
      });
      const without = Object.entries(left).map(([why, n]) => [shell.word('recall.left', why), n]);
      shell.show(
        found,
        shell.facts(Object.fromEntries(counts.map(([name, n]) => [name, `${n}`]))) +
          after(without, (rows) => shell.table(['without a replacement', 'tokens'], rows)),
      );
    });
  group
    .command('tokens')
    .description('the tokens that it hit, each with what takes its place')
    .argument('<recall>')
    .option('--limit <n>', 'at most', '50')
    .option('--cursor <cursor>', 'the page that goes on there')
    .action(async (recallId: string, { limit, cursor }: PageAsked) => {
      const page = await shell.call(OPERATIONS.listRecalledTokens, { recallId, limit, ...(cursor && { cursor }) });
      const rows = page.items.map((one) => [
        ...[one.serial, shell.word('state.token', one.found), shell.word('state.token', one.state)],
        ...[one.number ?? '', one.left ? shell.word('recall.left', one.left) : ''],
      ]);
      sayNext(shell, page);
      shell.show(page, shell.table(['serial', 'found', 'state', 'request', 'left'], rows));
    });
  group
    .command('close')
    .description('once nothing is left of it')
    .argument('<recall>')
    .action(async (recallId: string) => {
      await shell.call(OPERATIONS.closeRecall, { recallId });
      shell.show({ recallId }, shell.t`recall ${recallId} is closed\n`);
    });
}
