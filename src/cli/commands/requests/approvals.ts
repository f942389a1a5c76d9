import { type Command, Option } from 'commander';
import { OPERATIONS } from '../../../api/operations.ts';
import { type Right, SENTENCES } from '../../../book/rights/sentences.ts';
import { priorityNow } from '../../../book/rules/waiting/priority.ts';
import { LOWERED_FOR, RAISED_FOR } from '../../../book/tables/codes.ts';
import { AppError, isAppError } from '../../../errors.ts';
import type { Shell } from '../../shell.ts';

/** Why a priority is raised or lowered. */
const WHYS = [...RAISED_FOR, ...LOWERED_FOR];
type Why = (typeof WHYS)[number];

interface Approved {
  hash?: string;
  priority?: string;
  why?: Why;
  seenPriority?: string;
}

/** Nothing urgent is confirmed by whoever did not say that they saw it. */
const unseen = (request: { number: string; priority: number; confirmedPriority: number | null }): AppError => {
  const [number, now] = [request.number, priorityNow(request)];
  return new AppError(
    'changed_since',
    `${number} has priority ${now}: read it with "jeton request show ${number}", then add --seen-priority ${now}`,
    {
      detail: {
        why: 'priority',
        fr: `${number} est de priorité ${now} : lisez-la par « jeton request show ${number} », puis ajoutez --seen-priority ${now}`,
      },
    },
  );
};

type Decided = Awaited<ReturnType<typeof OPERATIONS.approveRequests.call>>;

/** What became of each request. The command ends with 1 where one was refused. */
function showDecided(shell: Shell, done: Decided): void {
  if (done.items.some((item) => item.outcome === 'refused')) shell.end(1);
  const rows = done.items.map((i) =>
    i.outcome === 'done'
      ? [i.requestId, shell.word('state.request', i.state), '']
      : [i.requestId, shell.text('not done'), shell.refusedOne(i)],
  );
  shell.show(done, shell.table(['number', 'result', ''], rows));
}

/**
 * Whoever has no role that may ever do it learns that, and nothing of the request: for them a number that is not there, and one that
 * is not to be seen, are the same.
 */
export async function requestCalled(shell: Shell, right: Right, requestId: string) {
  try {
    return await shell.call(OPERATIONS.getRequest, { requestId });
  } catch (error) {
    if (!isAppError(error, 'not_found')) throw error;
    const { roles } = await shell.call(OPERATIONS.me, {});
    if (SENTENCES.some(({ act, role }) => act === right && roles.includes(role))) throw error;
    throw new AppError('forbidden', 'none of your roles may do this');
  }
}
const requestsCalled = (shell: Shell, right: Right, numbers: readonly string[]) =>
  Promise.all(numbers.map((number) => requestCalled(shell, right, number)));
/** What each request says now. */
async function asTheyStand(shell: Shell, right: Right, numbers: readonly string[]) {
  const found = await requestsCalled(shell, right, numbers);
  return found.map(({ request }) => ({ requestId: request.number, contentHash: request.contentHash }));
}

/** Adds `approve`, `reject`, `ask` and `take-back`: what an approver decides. */
export function addApprovals(program: Command, shell: Shell): void {
  program
    .command('approve')
    .description('approve requests as they stand now; each has its own result')
    .argument('<numbers...>')
    .option('--hash <hash>', 'of one request: only if it still has the content that "request show" said')
    .option('--priority <n>', 'what is confirmed: 0 normal, 1 continuity of service, 2 crisis; left out: as seen')
    .option('--seen-priority <n>', 'what counted of each when you read it; refused where another counts by now')
    .addOption(new Option('--why <code>', 'of another priority than seen').choices(WHYS))
    .action(async (numbers: string[], { hash, priority, why, seenPriority }: Approved) => {
      const seen = await requestsCalled(shell, 'request.approve', numbers);
      const urgent = seen.find(({ request }) => priorityNow(request) > 0);
      if (seenPriority === undefined && urgent) throw unseen(urgent.request);
      const only = numbers.length === 1 ? hash : undefined;
      const items = seen.map(({ request }) => ({
        requestId: request.number,
        contentHash: only ?? request.contentHash,
        seenPriority: Number(seenPriority ?? 0),
        ...(priority === undefined ? {} : { priority: Number(priority) }),
        ...(why === undefined ? {} : { priorityReason: why }),
      }));
      const done = await shell.call(OPERATIONS.approveRequests, { items });
      showDecided(shell, done);
    });
  program
    .command('prioritise')
    .description('confirm or change the priority of a request that waits, with a reason')
    .argument('<number>')
    .argument('<priority>', '0 normal, 1 continuity of service, 2 crisis')
    .option('--seen-priority <n>', 'what counted when you read it; refused where another counts by now')
    .addOption(new Option('--why <code>', 'of another priority than stands').choices(WHYS))
    .action(
      async (requestId: string, priority: string, { why, seenPriority }: Pick<Approved, 'why' | 'seenPriority'>) => {
        const reason = why === undefined ? {} : { priorityReason: why };
        const { request } = await requestCalled(shell, 'request.prioritise', requestId);
        if (seenPriority === undefined && priorityNow(request) > 0) throw unseen(request);
        const seen = { requestId, seenPriority: Number(seenPriority ?? 0) };
        const set = await shell.call(OPERATIONS.prioritiseRequest, { ...seen, priority: Number(priority), ...reason });
        shell.show(set, shell.t`the priority of ${requestId} is confirmed\n`);
      },
    );
  program
    .command('reject')
    .description('reject requests for good as they stand now; each has its own result')
    .argument('<numbers...>')
    .requiredOption('--reason <text>', 'their askers read it')
    .action(async (numbers: string[], { reason }: { reason: string }) => {
      const items = await asTheyStand(shell, 'request.reject', numbers);
      showDecided(shell, await shell.call(OPERATIONS.rejectRequests, { items, text: reason }));
    });
  program
    .command('ask')
    .description('send requests back with a question as they stand now; each has its own result')
    .argument('<numbers...>')
    .requiredOption('--question <text>', 'their askers read it')
    .action(async (numbers: string[], { question }: { question: string }) => {
      const items = await asTheyStand(shell, 'request.askInformation', numbers);
      showDecided(shell, await shell.call(OPERATIONS.askQuestions, { items, text: question }));
    });
  program
    .command('take-back')
    .description('take approvals back before production starts; each has its own result')
    .argument('<numbers...>')
    .action(async (requestIds: string[]) =>
      showDecided(shell, await shell.call(OPERATIONS.takeBackApprovals, { requestIds })),
    );
}
