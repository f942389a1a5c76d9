import type { Command } from 'commander';
import { OPERATIONS } from '../../api/operations.ts';
import type { Shell } from '../shell.ts';

type Decided = Awaited<ReturnType<typeof OPERATIONS.approveRequests.call>>;

/** What became of each request. The command ends with 1 where one was refused. */
function showDecided(shell: Shell, done: Decided): void {
  if (done.items.some((item) => item.outcome === 'refused')) shell.end(1);
  const rows = done.items.map((i) =>
    i.outcome === 'done' ? [i.requestId, i.state, ''] : [i.requestId, i.code, i.detail],
  );
  shell.show(done, shell.table(['number', 'result', ''], rows));
}

/** Adds `approve`, `reject`, `ask` and `take-back`: what an approver decides. */
export function addApprovals(program: Command, shell: Shell): void {
  program
    .command('approve')
    .description('approve requests as they stand now; each has its own result')
    .argument('<numbers...>')
    .option('--hash <hash>', 'of one request: only if it still has the content that "request show" said')
    .action(async (numbers: string[], { hash }: { hash?: string }) => {
      const seen = await Promise.all(numbers.map((requestId) => shell.call(OPERATIONS.getRequest, { requestId })));
      const only = numbers.length === 1 ? hash : undefined;
      const items = seen.map(({ request }) => ({
        requestId: request.number,
        contentHash: only ?? request.contentHash,
      }));
      const done = await shell.call(OPERATIONS.approveRequests, { items });
      showDecided(shell, done);
    });
  program
    .command('reject')
    .description('refuse requests for good; each has its own result')
    .argument('<numbers...>')
    .requiredOption('--reason <text>', 'their askers read it')
    .action(async (requestIds: string[], { reason }: { reason: string }) =>
      showDecided(shell, await shell.call(OPERATIONS.rejectRequests, { requestIds, text: reason })),
    );
  program
    .command('ask')
    .description('send requests back with a question; each has its own result')
    .argument('<numbers...>')
    .requiredOption('--question <text>', 'their askers read it')
    .action(async (requestIds: string[], { question }: { question: string }) =>
      showDecided(shell, await shell.call(OPERATIONS.askQuestions, { requestIds, text: question })),
    );
  program
    .command('take-back')
    .description('take approvals back before production starts; each has its own result')
    .argument('<numbers...>')
    .action(async (requestIds: string[]) =>
      showDecided(shell, await shell.call(OPERATIONS.takeBackApprovals, { requestIds })),
    );
}
