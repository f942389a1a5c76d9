import type { Command } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import type { Shell } from '../shell.ts';

/** Adds `checklist`: what is signed before a workstation is in service. */
export function addChecklists(program: Command, shell: Shell): void {
  const group = program.command('checklist').description('checklists of commissioning and migration');
  group
    .command('list')
    .description('each in its newest version; "propose checklist" changes one')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listChecklists, {});
      const rows = items.map(({ purpose, model, image, version, items: points }) => [
        ...[purpose, model, image, String(version)],
        points.map(({ code, required }) => (required ? code : `(${code})`)).join(' '),
      ]);
      shell.show({ items }, shell.table(['purpose', 'model', 'image', 'version', 'items'], rows));
    });
}
