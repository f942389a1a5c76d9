import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import { ROLES, type Role } from '../../flow/model.ts';
import type { Shell } from '../shell.ts';
import { table, when } from '../table.ts';

export function addApiTokens(program: Command, shell: Shell): void {
  const group = program.command('api-token').description('ways in for machines');
  group
    .command('create')
    .description('shown once')
    .argument('<name>', 'what uses it')
    .addOption(new Option('--role <role...>', 'of yours, in which it acts').choices(ROLES).makeOptionMandatory())
    .option('--days <n>', '1 to 90', '30')
    .action(async (name: string, { role, days }: { role: Role[]; days: string }) => {
      const made = await shell.call(OPERATIONS.createApiToken, { name, scopes: role, days: Number(days) });
      shell.show(made, `${made.token}\n`);
    });
  group.command('list').action(async () => {
    const { items } = await shell.call(OPERATIONS.listApiTokens, {});
    const rows = items.map((t) => [t.name, t.scopes, when(t.expiresAt), t.revokedAt === null ? '' : 'revoked', t.id]);
    shell.show({ items }, table(['name', 'roles', 'until', '', 'id'], rows));
  });
  group
    .command('revoke')
    .argument('<id>')
    .action(async (apiTokenId: string) => {
      await shell.call(OPERATIONS.revokeApiToken, { apiTokenId });
      shell.show({}, 'revoked\n');
    });
}
