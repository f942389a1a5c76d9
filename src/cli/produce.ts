import { OPERATIONS } from '../api/operations.ts';
import { AppError, isAppError, settingsRefused } from '../errors.ts';
import { type Followed, followSteps, type Result, secondsOf } from './follow-steps.ts';
import { createProgress } from './progress.ts';
import type { Shell } from './shell.ts';

type Item = Awaited<ReturnType<typeof OPERATIONS.produceNext.call>>['items'][number];

/** Runs production while a line for each slot on stderr says how far it is; `told` ends the lines. */
async function watched<R>(
  shell: Shell,
  produce: () => Promise<R>,
  told: (result: R, followed: Followed) => void,
): Promise<R> {
  const progress = createProgress(shell.world.stderr, (name) => shell.t`slot ${name}`);
  const followed = followSteps(shell, progress);
  try {
    const result = await produce();
    await followed.stop();
    told(result, followed);
    return result;
  } finally {
    await followed.stop();
    progress.settle();
  }
}

function resultOf(shell: Shell, item: Item): Result {
  const { slot, number, serial } = item;
  if (item.outcome === 'done') {
    const { certificateId, startedAt, endedAt } = item;
    return { slot, number, serial, outcome: 'produced', seconds: secondsOf(startedAt, endedAt), certificateId };
  }
  const error = new AppError(item.code, item.detail, { detail: item.context ?? {} });
  return { slot, number, serial, outcome: 'failed', code: item.code, detail: shell.refusal(error) };
}

/** The request that the technician names, in the slot that they name or on the one blank: a renewal on its own token goes this way. */
export async function produceNamed(shell: Shell, number: string, slots: readonly string[] = []): Promise<Result[]> {
  const [slot, ...more] = slots;
  if (more.length > 0) {
    const fr = '--request attend un seul --slot, ou aucun';
    throw settingsRefused({ en: '--request needs one --slot, or none', fr });
  }
  const began = performance.now();
  const made = (done: { tokenId: string; certificateId: string }, where: string): Result => ({
    slot: where,
    number,
    serial: done.tokenId,
    outcome: 'produced',
    seconds: secondsOf(began, performance.now()),
    certificateId: done.certificateId,
  });
  const at = slot === undefined ? {} : { slot };
  let result: Result | undefined;
  await watched(
    shell,
    () => shell.call(OPERATIONS.produceToken, { requestId: number, ...at }),
    (done, followed) => {
      result = made(done, slot ?? followed.slotOf(number) ?? '');
      followed.end(result);
    },
  );
  return result ? [result] : [];
}

/**
 * The queue's next requests on the blanks that are plugged in, side by side; then the next ones where fresh tokens
 * were plugged meanwhile, until `count` were tried or no token or request is left. Throws `config_invalid` for a count
 * that is none.
 */
export async function produceNext(
  shell: Shell,
  { count, slots }: { count: number; slots: string[] | undefined },
): Promise<Result[]> {
  if (!Number.isInteger(count) || count < 1) {
    throw settingsRefused({ en: '--next is a number from 1', fr: '--next est un nombre à partir de 1' });
  }
  const results: Result[] = [];
  const round = (): Promise<Result[]> =>
    watched(
      shell,
      async () => {
        const input = { count: Math.min(count - results.length, 64), ...(slots ? { slots } : {}) };
        const { items } = await shell.call(OPERATIONS.produceNext, input);
        return items.map((item) => resultOf(shell, item));
      },
      (made, followed) => made.forEach(followed.end),
    );
  try {
    while (results.length < count) results.push(...(await round()));
  } catch (error) {
    if (!isAppError(error, 'token_wrong', 'not_found') || error.detail['why'] === 'no-slot') throw error;
    shell.say(whatIsLeft(shell, error, results.length));
  }
  return results;
}

/** Why there is no next one. */
function whatIsLeft(shell: Shell, { code }: AppError, made: number): string {
  if (code === 'not_found') return shell.t`the queue has no request that you may produce\n`;
  return made === 0
    ? shell.t`no token in stock is plugged in\nhint: jeton bench slots\n`
    : shell.t`no more tokens in stock are plugged in\n`;
}
