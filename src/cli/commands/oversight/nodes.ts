import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

/** Adds `nodes`: those that ran on the service's records. */
export function addNodes(program: Command, shell: Shell): void {
  const group = program.command('nodes').description('the nodes that share the records');
  group
    .command('list')
    .description('each node, and how it is')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listNodes, {});
      const rows = items.map(({ name, site, state, version, startedAt, endedAt, heard }) => [
        ...[name, site, shell.word('state.node', state), version, when(endedAt ?? startedAt)],
        ...[heard && String(Math.round(heard.silentMs / 1000)), heard?.behind == null ? null : String(heard.behind)],
        heard?.leads ? shell.text('yes') : null,
        heard?.waiting.join(', ') || null,
      ]);
      const head = [
        'node',
        'site',
        'state',
        'version',
        'since',
        'last sign, s ago',
        'entries behind',
        'leads',
        'to look at',
      ];
      shell.show({ items }, shell.table(head, rows));
    });
}
