import { z } from 'zod';
import { authorise, mightEver } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { ImportKind } from '../../book/tables/codes.ts';
import { create, move } from '../../book/tables/lifecycle.ts';
import type { ImportRow } from '../../book/tables/rows/service.ts';
import { AppError, type ErrorCode, isAppError, PASSING_FAULTS } from '../../errors.ts';
import { type Act, act, type Deps, need, refused } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { createClaimedWork } from '../claimed-work.ts';
import { refusalOf } from '../each.ts';
import { Ref } from '../inputs.ts';
import type { Lists } from '../reading/lists.ts';
import type { Cursor, Paged } from '../reading/paging.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { nextTurn } from '../turn.ts';
import { notThere } from '../visibility.ts';
import { type FileChecks, oneAtATime } from './checks.ts';
import { createStallWatch, held, type ImportStanding, standingOf } from './import-standing.ts';
import { KINDS, type Kind, type RowsOf } from './kinds.ts';
import { createPace } from './pace.ts';
import { createPieces } from './pieces.ts';
import { createStaging } from './staging.ts';

export const ImportRef = z.strictObject({ importId: Ref });

type ImportDeps = Pick<Deps, 'store' | 'clock' | 'chance' | 'claims' | 'vault' | 'warn' | 'status'> & {
  lists: Pick<Lists, 'imports'>;
};

/**
 * Files of people and workstations. The whole file is checked first, and nothing comes in of one that has a fault. Then its
 * rows wait, sealed, and come in a piece at a time, so that nobody else waits for them; after a stop of the service they go on,
 * on any node that claims them.
 * What somebody changed meanwhile may refuse a row of its own; it is counted and told.
 */
export function createImports(deps: ImportDeps, checks: FileChecks) {
  const { store, chance, clock } = deps;
  const staging = createStaging(deps);
  const stall = createStallWatch();
  const show = (row: ImportRow): ImportStanding => {
    const now = clock.now();
    return standingOf(row, now, stall.of(row, now, work.isRunning(row.id)));
  };
  /** Imports that retired machines, whose certificates and tokens are revoked. */
  const retiring = new Set<string>();
  const pieces = createPieces(deps, staging, (importId) => retiring.add(importId));
  /** Imports whose stall was warned of. */
  const warned = new Set<string>();

  const standing = async (importId: string): Promise<ImportRow> => need(store.reads.get('import', importId), 'import');

  /** The service's own word on the end of a file, and no row of it is left behind. */
  const end = async (row: ImportRow, step: 'finish' | 'stop', code?: ErrorCode): Promise<void> => {
    const why = code === undefined ? {} : { stopCode: code };
    const entry = { action: `import.${step}`, ...(code === undefined ? {} : { detail: { code } }) } as const;
    await store.transact(async (unit) => {
      const fresh = await need(unit.get('import', row.id), 'import');
      const changes = [move('import', fresh, step, { endedAt: clock.now(), ...why })];
      await unit.record({ ...SYSTEM, subject: `import:${row.id}`, outcome: 'done', ...entry, changes });
    });
    await staging.drop(row.id);
    // one list of revoked certificates for all that the file retired
    if (retiring.delete(row.id)) await concludeRevocation(deps);
  };

  const takeAll = async (importId: string): Promise<void> => {
    const pace = createPace();
    for (;;) {
      const row = await standing(importId);
      if (row.state !== 'running' || !work.goesOn(importId)) return;
      try {
        if (row.taken === row.rows) return await end(row, 'finish');
        await pieces.takeNext(row, pace);
      } catch (error) {
        if (!work.goesOn(importId)) return;
        const fault = PASSING_FAULTS.find((code) => isAppError(error, code));
        if (fault !== undefined) {
          // the next `resume` takes it up again, some seconds later, here or on another node
          if (stall.waits(row, fault)) deps.warn('an import waits for a fault to pass', error);
          return;
        }
        const now = await standing(importId);
        // who asked for it has stopped it, or a node that lost its claim took this piece: it is looked at again
        if (now.state === 'running' && now.taken === row.taken)
          return await end(now, 'stop', refusalOf(deps, error).code);
      }
      await nextTurn();
    }
  };

  const work = createClaimedWork(deps, 'import', takeAll);

  /** Checks a file, keeps its rows and records that it comes in. Throws what refuses the file; then nothing did. */
  const record = async <K extends ImportKind>(
    caller: Caller,
    name: K,
    rows: readonly RowsOf[K][],
    gone?: AbortSignal,
  ): Promise<ImportRow> => {
    const kind: Kind<RowsOf[K]> = KINDS[name];
    const id = chance.id();
    const subject = `import:${id}`;
    const allow = async (a: Act): Promise<void> => {
      a.allow();
      const { personId } = caller;
      if ((await a.unit.count('import', { askerId: personId, state: 'running' })) > 0) throw oneAtATime('taken in');
    };
    await act(deps, caller, kind.right, subject, allow);
    try {
      await checks(caller.personId, gone, async (turn) => kind.check?.(deps, rows, turn));
    } catch (error) {
      if (isAppError(error) && !gone?.aborted) await refused(deps, caller, kind.right, subject, error);
      throw error;
    }
    // its rows are nobody's leftovers meanwhile
    if (!(await work.claim(id))) throw new AppError('internal', 'an import could not be claimed');
    try {
      await staging.keep(id, rows);
      return await act(deps, caller, kind.right, subject, async (a) => {
        await allow(a); // another of theirs may have begun while this one was kept
        const none = {
          taken: 0,
          added: 0,
          updated: 0,
          unchanged: 0,
          refused: 0,
          refusals: '[]',
          endedAt: null,
          stopCode: null,
        };
        const begun = { askerId: caller.personId, state: 'running', rows: rows.length, begunAt: a.now } as const;
        const row: ImportRow = { id, kind: name, ...begun, ...none };
        await a.done([create('import', row)], { action: 'import.begin', detail: { kind: name } });
        return row;
      });
    } catch (error) {
      try {
        // it may have begun where nobody could say so; rows of one that did not are dropped at the next look
        if (!isAppError(error, ...PASSING_FAULTS)) await staging.drop(id);
      } finally {
        await work.release(id);
      }
      throw error;
    }
  };

  /** Rows of a file that was never begun, or has ended, go; unless a node is at it, or began it before it lost its claim. */
  const dropLeftOver = async (open: readonly ImportRow[]): Promise<void> => {
    for (const id of await staging.ids()) {
      if (open.some((row) => row.id === id) || !(await work.claim(id))) continue;
      if ((await store.reads.get('import', id))?.state !== 'running') await staging.drop(id);
      await work.release(id);
    }
  };

  const tellStalled = (row: ImportRow): void => {
    if (show(row).stalled === null) warned.delete(row.id);
    else if (!warned.has(row.id)) {
      warned.add(row.id);
      deps.warn('an import does not go on: another session of the database holds it', held(row.id));
    }
  };

  return {
    /** Begins to take in a file, of which nothing comes in where one row cannot. It goes on by itself, once it was checked for people who are there. */
    begin: async <K extends ImportKind>(
      caller: Caller,
      kind: K,
      rows: readonly RowsOf[K][],
      gone?: AbortSignal,
    ): Promise<ImportStanding> => {
      const row = await record(caller, kind, rows, gone);
      work.run(row.id);
      return show(row);
    },
    /** The same, and answers once the file has ended, or waits for a fault to pass. */
    all: async <K extends ImportKind>(caller: Caller, kind: K, rows: readonly RowsOf[K][]): Promise<ImportStanding> => {
      const { id } = await record(caller, kind, rows);
      work.run(id);
      await work.ended(id);
      return show(await standing(id));
    },
    /** Stops one's own; what came in stays. Throws `wrong_state` once it has ended. */
    stop: async (caller: Caller, { importId }: z.output<typeof ImportRef>): Promise<ImportStanding> => {
      const { kind } = await standing(importId);
      await act(deps, caller, KINDS[kind].right, `import:${importId}`, async (a) => {
        const row = await need(a.unit.get('import', importId), 'import');
        if (!mightEver(caller, KINDS[kind].right, a.now)) throw notThere('import');
        a.allow();
        if (row.askerId !== caller.personId) throw new AppError('forbidden', 'only who began an import stops it');
        await a.done([move('import', row, 'stop', { endedAt: a.now })], { action: 'import.stop' });
      });
      await work.ended(importId);
      await staging.drop(importId);
      // what it retired, here or on another node
      retiring.delete(importId);
      if (kind === 'workstations') await concludeRevocation(deps);
      return show(await standing(importId));
    },
    /** How far one is. Throws `not_found` for people who may import nothing of its kind. */
    show: async (caller: Caller, { importId }: z.output<typeof ImportRef>): Promise<ImportStanding> => {
      const row = await store.reads.get('import', importId);
      if (!row || !mightEver(caller, KINDS[row.kind].right, clock.now())) throw notThere('import');
      return show(row);
    },
    /** Answers once none of this id runs here. */
    ended: (importId: string): Promise<void> => work.ended(importId),
    /** Those of a kind, the newest first, in pages. */
    list: async (caller: Caller, kind: ImportKind, page: Cursor): Promise<Paged<ImportStanding>> => {
      authorise(caller, KINDS[kind].right, {}, clock.now());
      const { items, next } = await deps.lists.imports(kind, page);
      return { items: items.map(show), next };
    },
    /** At start and now and then: what no node goes on with goes on here, and rows of files that were never begun go. */
    resume: async (): Promise<void> => {
      const open = await store.reads.find('import', { state: 'running' });
      await dropLeftOver(open);
      for (const row of open) {
        if (!(await work.claim(row.id))) tellStalled(row);
        else {
          // what it retired before the stop, or on another node, is not known here
          retiring.add(row.id);
          work.run(row.id);
        }
      }
    },
    /** Ends after the piece that is being taken: the rest goes on at the next start. */
    close: work.stop,
  };
}
