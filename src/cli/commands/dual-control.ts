import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import { AppError } from '../../errors.ts';
import { REQUEST_KINDS, type RequestKind } from '../../flow/model.ts';
import type { Shell } from '../shell.ts';
import { table, when } from '../table.ts';
import { type GrantOptions, grantInput, grantOptions } from './people.ts';

/** One person proposes an exact act, another confirms it within minutes. */
export function addDualControl(program: Command, shell: Shell): void {
  const propose = program.command('propose').description('propose an act that needs two persons');
  grantOptions(propose.command('grant').description('grant an operator role')).action(
    async (person: string, options: GrantOptions) => {
      const args = await grantInput(shell, person, options);
      const proposal = await shell.call(OPERATIONS.proposeAct, { act: 'role.grant', args });
      shell.show(proposal, `proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    },
  );
  propose
    .command('policy')
    .description('how many approvers a kind of request needs')
    .addOption(new Option('--kind <kind>').choices(REQUEST_KINDS).makeOptionMandatory())
    .requiredOption('--approvers <n>', '1 to 3')
    .action(async ({ kind, approvers }: { kind: RequestKind; approvers: string }) => {
      const args = { id: `approvals:${kind}` as const, value: Number(approvers) };
      const proposal = await shell.call(OPERATIONS.proposeAct, { act: 'policy.set', args });
      shell.show(proposal, `proposed as ${proposal.id}, until ${when(proposal.expiresAt)}\n`);
    });
  program
    .command('proposals')
    .description('what waits for a second person')
    .action(async () => {
      const { items } = await shell.call(OPERATIONS.listProposals, {});
      const rows = items.map((p) => [p.id, p.act, p.subjectName, p.args, p.proposerName, when(p.expiresAt)]);
      shell.show({ items }, table(['id', 'act', 'about', 'exactly', 'proposed by', 'until'], rows));
    });
  program
    .command('confirm')
    .description('confirm a proposal as the second person; it runs at once')
    .argument('<id>')
    .option('--hash <hash>', 'only if it still is the act with this hash, as "proposals --json" shows it')
    .action(async (proposalId: string, { hash }: { hash?: string }) => {
      const { items } = await shell.call(OPERATIONS.listProposals, {});
      const proposal = items.find((p) => p.id === proposalId);
      if (!proposal) throw new AppError('not_found', 'no such proposal: it has ended, was taken away or was confirmed');
      const exactly = `${proposal.act} ${proposal.args ?? ''} about ${proposal.subjectName ?? 'nobody'}`;
      await shell.call(OPERATIONS.confirmProposal, { proposalId, argsHash: hash ?? proposal.argsHash });
      shell.show({ id: proposalId, argsHash: proposal.argsHash }, `confirmed: ${exactly}\n`);
    });
  program
    .command('cancel')
    .description('take a proposal away')
    .argument('<id>')
    .action(async (proposalId: string) => {
      await shell.call(OPERATIONS.cancelProposal, { proposalId });
      shell.show({}, 'cancelled\n');
    });
}
