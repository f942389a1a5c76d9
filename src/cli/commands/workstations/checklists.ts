import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import type { Shell } from '../../shell.ts';

/** Adds `checklist`: what is signed before a workstation is in service. */
export function addChecklists(program: Command, shell: Shell): void {
  const group = program.command('checklist').description('checklists of commissioning and migration');
  group
    .command('list')
    .description('each in its newest version; "propose checklist" changes one')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listChecklists, {});
      const rows = items.map(({ id, purpose, model, image, version, items: points }) => [
        ...[purpose, model, image, String(version)],
        points.map(({ code, required }) => (required ? code : `(${code})`)).join(' '),
        id,
      ]);
      shell.show({ items }, shell.table(['purpose', 'model', 'image', 'version', 'items', 'id'], rows));
    });
  group
    .command('cards')
    .description('save the cards of its items, to be scanned at the bench (PDF, A4)')
    .argument('<id>')
    .requiredOption('--out <file.pdf>', 'a new file')
    .action(async (checklist: string, { out }: { out: string }) => {
      await shell.client().download(OPERATIONS.checklistCards, { checklist }, out);
      shell.show({ file: out }, `${out}\n`);
    });
}
