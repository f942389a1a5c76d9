import { AppError } from '../../errors.ts';
import { nextTurn } from '../turn.ts';

/** Gives everybody else their turn. Throws `wrong_state` once whoever sent the file has gone. */
export type Turn = () => Promise<void>;
/** One check of a file for a person; `gone` aborts once they wait no more. Throws `conflict` while another file of theirs is checked. */
export type FileChecks = <R>(
  personId: string,
  gone: AbortSignal | undefined,
  check: (turn: Turn) => Promise<R>,
) => Promise<R>;

export const oneAtATime = (doing: 'checked' | 'taken in'): AppError =>
  new AppError('conflict', `a file of yours is being ${doing}: wait for its end, then send the next one`, {
    detail: { why: 'import-running' },
  });

/**
 * A file is checked on the thread that everybody waits for, a piece at a time: a person has one check, so that nobody's files take the
 * turns of all others, and it ends with its asker, for whom else it would go on to the end of 100,000 rows.
 */
export function createFileChecks(): FileChecks {
  const checking = new Set<string>();
  return async (personId, gone, check) => {
    const assertThere = (): void => {
      if (gone?.aborted) throw new AppError('wrong_state', 'who sent this file has gone: it is not checked any more');
    };
    if (checking.has(personId)) throw oneAtATime('checked');
    checking.add(personId);
    try {
      const found = await check(async () => {
        await nextTurn();
        assertThere();
      });
      assertThere(); // nothing begins for nobody
      return found;
    } finally {
      checking.delete(personId);
    }
  };
}
