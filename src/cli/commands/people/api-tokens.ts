import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { ROLES, type Role } from '../../../book/tables/codes.ts';
import { AppError } from '../../../errors.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

function readCertificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('invalid_input', `${file} cannot be read: give the certificate's file`, {
      detail: { fr: `${file} ne peut pas être lu : donnez le fichier du certificat` },
      cause,
    });
  }
}

/** Adds `api-token`: make, list and revoke one's API tokens. */
export function addApiTokens(program: Command, shell: Shell): void {
  const group = program.command('api-token').description('ways in for machines');
  group
    .command('create')
    .description('shown once')
    .argument('<name>', 'what uses it')
    .addOption(new Option('--role <role...>', 'of yours, in which it acts').choices(ROLES).makeOptionMandatory())
    .option('--certificate <file>', "the machine's client certificate, PEM: the token works with it alone")
    .option('--days <n>', '1 to 90, and no longer than the certificate', '30')
    .action(async (name: string, options: { role: Role[]; days: string; certificate?: string }) => {
      const certificate = options.certificate === undefined ? undefined : readCertificate(options.certificate);
      const input = { name, scopes: options.role, days: Number(options.days), certificate };
      const made = await shell.call(OPERATIONS.createApiToken, input);
      shell.show(made, shell.t`${made.token}\n`);
    });
  group
    .command('list')
    .description('your own API tokens')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listApiTokens, {});
      const rows = items.map((t) => [
        t.name ?? '–',
        t.scopes,
        when(t.expiresAt),
        t.revokedAt === null ? '' : 'revoked',
        t.thumbprint ?? '',
        t.id,
      ]);
      shell.show({ items }, shell.table(['name', 'roles', 'until', '', 'bound to', 'id'], rows));
    });
  group
    .command('revoke')
    .description('revoke an API token: it opens nothing from now on')
    .argument('<id>')
    .action(async (apiTokenId: string) => {
      await shell.call(OPERATIONS.revokeApiToken, { apiTokenId });
      shell.show({}, shell.t`revoked\n`);
    });
}
