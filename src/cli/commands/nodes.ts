import type { Command } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import type { Shell } from '../shell.ts';
import { when } from '../table.ts';

/** Adds `nodes`: those that ran on the service's records. */
export function addNodes(program: Command, shell: Shell): void {
  const group = program.command('nodes').description('the nodes on these records');
  group.command('list').action(async () => {
    const { items } = await shell.call(OPERATIONS.listNodes, {});
    const rows = items.map(({ name, site, state, version, startedAt, endedAt, heard }) => [
      ...[name, site, state, version, when(endedAt ?? startedAt)],
      ...[heard && String(Math.round(heard.silentMs / 1000)), heard?.behind == null ? null : String(heard.behind)],
      heard?.leads ? 'yes' : null,
      heard?.waiting.join(' ') ?? null,
    ]);
    const head = [
      'node',
      'site',
      'state',
      'version',
      'since',
      'heard of, s ago',
      'entries behind',
      'leads',
      'to look at',
    ];
    shell.show({ items }, shell.table(head, rows));
  });
}
