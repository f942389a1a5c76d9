import type { Caller } from '../../book/rights/roles.ts';
import { REFUSALS_TOLD } from '../../book/rules/limits.ts';
import { move } from '../../book/tables/lifecycle.ts';
import type { ImportRow } from '../../book/tables/rows/service.ts';
import { type ErrorCode, isAppError } from '../../errors.ts';
import { act, type Deps, need } from '../act.ts';
import { refusalsOf } from './import-standing.ts';
import { KINDS, type Kind, type Outcome } from './kinds.ts';
import { ONE, type Pace } from './pace.ts';
import type { createStaging } from './staging.ts';

/** Refusals of a row for which the others need not wait. */
const OF_A_ROW: readonly ErrorCode[] = ['conflict', 'duplicate', 'changed_since'];
/** A plan's rows are named by their line in the file; those of other files by their place below the headings. */
const lineOf = (row: unknown): number | undefined =>
  typeof row === 'object' && row !== null && 'plan' in row && 'line' in row ? Number(row.line) : undefined;
/** What the file leaves out has no line in it: the machine itself is named. */
const leftOut = (row: unknown): [] | [assetNumber: string] =>
  typeof row === 'object' && row !== null && 'plan' in row && row.plan === 'gone' && 'assetNumber' in row
    ? [String(row.assetNumber)]
    : [];
const isRetirement = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'plan' in row && row.plan === 'gone';
/** Takes in the rows of files, piece by piece. `retires`: told of an import that has retired a machine. */
export function createPieces(
  deps: Pick<Deps, 'store' | 'clock' | 'chance' | 'warn' | 'status'>,
  staging: Pick<ReturnType<typeof createStaging>, 'read'>,
  retires: (importId: string) => void,
) {
  const { store, clock } = deps;
  /** Who began it, with the roles that they hold now. */
  const callerOf = async ({ askerId }: ImportRow): Promise<Caller> => {
    const [person, grants] = await Promise.all([
      need(store.reads.get('person', askerId), 'person'),
      store.reads.find('grant', { personId: askerId, revokedAt: null }),
    ]);
    // they gave their factor when they began it
    return { personId: askerId, service: person.service, grants, freshUntil: Number.MAX_SAFE_INTEGER };
  };

  /** Takes as many rows as the pace allows of the piece that is next, in one transaction; none where the file is not as `row` has it. */
  const takePiece = async <R>(row: ImportRow, kind: Kind<R>, pace: Pace): Promise<void> => {
    const [caller, piece] = await Promise.all([callerOf(row), staging.read<R>(row.id, row.taken)]);
    const rows = piece.rows.slice(0, pace.next(piece.rows.length));
    const isTaken = await act(deps, caller, kind.right, `import:${row.id}`, async (a) => {
      // a node that lost its claim while its piece was being committed: these rows came in, and the file is looked at again
      const { state, taken } = await need(a.unit.get('import', row.id), 'import');
      if (state !== 'running' || taken !== row.taken) return false;
      a.allow();
      const begun = clock.now();
      const counts = { added: row.added, updated: row.updated, unchanged: row.unchanged, refused: row.refused };
      const refusals = refusalsOf(row);
      await a.unit.prefetch((reads) => kind.prefetch(reads, rows));
      for (const [at, one] of rows.entries()) {
        const outcome: Outcome | 'refused' = await kind.take(deps, a, caller, one).catch((error: unknown) => {
          if (!isAppError(error, ...OF_A_ROW)) throw error;
          if (refusals.length < REFUSALS_TOLD)
            refusals.push([lineOf(one) ?? row.taken + at + 1, error.code, ...leftOut(one)]);
          return 'refused';
        });
        counts[outcome] += 1;
      }
      const set = { ...counts, taken: row.taken + rows.length, refusals: JSON.stringify(refusals) };
      const entry = { action: 'import.proceed', subject: `import:${row.id}`, detail: { kind: row.kind } };
      await a.done([move('import', row, 'proceed', set)], entry);
      if (rows.length === piece.rows.length) await a.unit.dropSecret(piece.id);
      pace.took(rows.length, clock.now() - begun);
      return true;
    });
    if (isTaken && rows.some(isRetirement)) retires(row.id);
  };

  /** A piece of which something was recorded before a row was refused is lost whole: then each row has a transaction of its own. */
  const takeNext = async (row: ImportRow, pace: Pace): Promise<void> => {
    const take = (at: Pace) =>
      row.kind === 'people' ? takePiece(row, KINDS.people, at) : takePiece(row, KINDS.workstations, at);
    await take(pace).catch((error: unknown) => {
      if (!isAppError(error, ...OF_A_ROW)) throw error;
      return take(ONE);
    });
  };

  return { takeNext };
}
