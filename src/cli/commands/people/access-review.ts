import type { Command } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import type { AccessReview } from '../../../book/rules/decision-args.ts';
import { AppError } from '../../../errors.ts';
import type { Shell } from '../../shell.ts';
import { when } from '../../table.ts';

/** The lines of a review, from the grants that are confirmed and those that end. Throws `not_found` for any other id. */
async function linesOf(shell: Shell, confirmed: readonly string[], ended: readonly string[]) {
  const { items } = await shell.call(OPERATIONS.readAccessReview, {});
  const line = (id: string, outcome: 'confirmed' | 'ended') => {
    const grant = items.find((one) => one.id === id);
    if (!grant)
      throw new AppError('not_found', `no role that is reviewed has the id ${id}: "access-review" lists them`, {
        detail: { fr: `aucun rôle à revoir n’a l’identifiant ${id} : « access-review » les donne` },
      });
    return { grantId: id, personId: grant.personId, role: grant.role, outcome } as AccessReview['grants'][number];
  };
  return [...confirmed.map((id) => line(id, 'confirmed')), ...ended.map((id) => line(id, 'ended'))];
}

/** Adds `access-review`, and `propose review` to what two persons decide. */
export function addAccessReview(program: Command, propose: Command, shell: Shell): void {
  program
    .command('access-review')
    .description('who holds which role, who gave it, its last use, and when two persons review it')
    .option('--due', 'only what is due within 30 days, or overdue')
    .option('--csv', 'CSV on stdout')
    .action(async ({ due, csv }: { due?: boolean; csv?: boolean }) => {
      if (csv) {
        shell.world.stdout.write(await shell.client().text(OPERATIONS.accessReviewCsv, {}));
        return;
      }
      const { items: all } = await shell.call(OPERATIONS.readAccessReview, {});
      const items = due ? all.filter(({ standing }) => standing === 'due' || standing === 'overdue') : all;
      const rows = items.map((g) => [
        ...[g.id, `${g.name} (${g.directoryId ?? '–'})`, g.role, g.scope, when(g.grantedAt)],
        ...[g.granters.join(', ') || null, when(g.actedAt), when(g.signedInAt), when(g.reviewedAt)],
        g.standing === 'overdue' ? `${when(g.dueAt)} !` : when(g.dueAt),
      ]);
      shell.show(
        { items },
        shell.table(
          ['id', 'person', 'role', 'scope', 'granted', 'by', 'last act', 'last sign-in', 'reviewed', 'due'],
          rows,
        ),
      );
    });
  propose
    .command('review')
    .description('confirm or end roles, for the yearly review; "access-review" lists them')
    .option('--confirm <grants...>', 'ids of the roles that go on')
    .option('--end <grants...>', 'ids of the roles that end')
    .action(async ({ confirm = [], end = [] }: { confirm?: string[]; end?: string[] }) => {
      const grants = await linesOf(shell, confirm, end);
      const proposal = await shell.call(OPERATIONS.proposeAct, { act: 'access.review', args: { grants } });
      shell.show(proposal, shell.t`proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    });
}
