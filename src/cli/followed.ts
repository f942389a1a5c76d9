import { isAppError } from '../errors.ts';
import { within } from '../within.ts';
import type { Shell } from './shell.ts';

/** Between two words on how far it is. */
const PACE_MS = 2000;

/** How far something is that reads entries. */
interface Standing {
  /** Entries read, of how many; of null while it waits for its turn. */
  done: number;
  total: number | null;
  perSecond: number | null;
  leftMs: number | null;
}

/**
 * Waits for what reads much of the journal, and says meanwhile how far it is; `look`: null where none is running. Interrupted, the
 * service hears of it.
 */
export async function followed<R>(
  shell: Shell,
  work: Promise<R>,
  look: () => Promise<Standing | null>,
  of: 'entries' | 'records' = 'entries',
): Promise<R> {
  const over = work.then(
    () => true,
    () => true,
  );
  const isOver = () => within(PACE_MS, over, () => false);
  while (!(await isOver())) {
    // who may begin one may look at it; a service that does not answer is told of by the work itself
    const standing = await look().catch(() => null);
    if (standing === null) continue;
    const { done, total, perSecond, leftMs } = standing;
    if (total === null) shell.say(shell.t`waiting for its turn\n`);
    else if (perSecond !== null && leftMs !== null) {
      const seconds = Math.ceil(leftMs / 1000);
      if (of === 'entries')
        shell.say(shell.t`${done} of ${total} entries, ${perSecond} a second, about ${seconds} s left\n`);
      else shell.say(shell.t`${done} of ${total} records, ${perSecond} a second, about ${seconds} s left\n`);
    }
  }
  return work;
}

const isCounting = (error: unknown): boolean => isAppError(error, 'conflict') && error.detail['why'] === 'days-counted';

/** Asks for a report until the days that it waits for are counted, and says meanwhile how far they are. */
export async function onceCounted<R>(
  shell: Shell,
  ask: () => Promise<R>,
  look: () => Promise<Standing | null>,
): Promise<R> {
  for (;;) {
    try {
      return await followed(shell, ask(), look);
    } catch (error) {
      if (!isCounting(error)) throw error;
    }
  }
}
