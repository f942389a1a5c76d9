import { AppError } from '../../errors.ts';
import type { Chance } from '../../flow/ports/chance.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Haste, NewEntry, Reads } from '../../flow/ports/store.ts';
import { isUrgent } from '../../flow/urgent.ts';
import type { IdentityUnit } from '../../identity/records.ts';
import { createDifferenceWrites } from '../differences.ts';
import { createDirectoryWrites } from '../directory.ts';
import { isFull } from '../faults.ts';
import { createFirstStepWrites } from '../first-steps.ts';
import { createIdentityWrites, createLinkReads } from '../identity/identity.ts';
import { createRecorder, type Recorder } from '../journal/append.ts';
import type { OpenDatabase } from '../open-database.ts';
import { createOutboxWrites } from '../outbox.ts';
import { createRewrites, type Rewrites } from '../rewrite.ts';
import { createReads } from '../rows.ts';
import type { Distrusted } from '../seal/distrusted.ts';
import type { Seals } from '../seal/seals.ts';
import { createUnitRows, keeping, type UnitRows } from '../seal/unit-rows.ts';
import type { DiskSpace } from '../sqlite/disk-space.ts';
import { keepConnection } from '../statements/texts.ts';
import type { Db } from '../tables.ts';
import { createViewWrites } from '../views.ts';
import { createPrefetch } from './prefetch.ts';
import type { Judge } from './unit-judge.ts';
import { createUnjournalledWrites, type UnjournalledWrites } from './unjournalled.ts';
import { joinGroups } from './verb-groups.ts';

/** The flow's unit of work, and what must be committed with a journal entry although the journal does not hold it. */
export interface StoreUnit extends IdentityUnit, UnjournalledWrites, Rewrites {}
export type Transact = <R>(work: (unit: StoreUnit) => Promise<R>, how?: Haste) => Promise<R>;

interface UnitDeps {
  clock: Clock;
  chance: Chance;
  /** Whether people are told by e-mail too. */
  mails: boolean;
  diskSpace: DiskSpace;
  seals: Seals;
  distrusted: Distrusted;
  /** What judges each entry before it is committed. */
  judge: Judge;
  /** Told of the last entry of each unit, once it is durable. */
  committed?(seq: number): void;
}

const HINT = 'revoking goes on, other work does not: ask the administrator to make room, then try again';

/** Refuses at once what can wait, so that what cannot still finds room. */
function checkDiskSpace(diskSpace: DiskSpace, entry: NewEntry): void {
  if (!isUrgent(entry) && diskSpace.isLow()) throw new AppError('disk_full', `the disk is nearly full: ${HINT}`);
}

/** Verbs that most units of work do not use. */
const otherVerbs = joinGroups<
  { db: Db; deps: UnitDeps } & Pick<Recorder, 'flush' | 'leave' | 'number'> & Pick<UnitRows, 'forget'>
>()(
  ({ db, deps, flush, number }) => createUnjournalledWrites(db, deps.seals, { flush, number }),
  ({ db, deps }) => createIdentityWrites(db, deps.seals),
  ({ db }) => createLinkReads(db),
  ({ db }) => createDirectoryWrites(db),
  ({ db }) => createViewWrites(db),
  ({ db }) => createFirstStepWrites(db),
  ({ db, deps }) => createDifferenceWrites(db, deps.seals, deps.distrusted),
  ({ db, deps, flush, forget }) => createRewrites(db, deps.seals, { flush, forget }),
  ({ db, deps, leave }) => createOutboxWrites(db, { now: deps.clock.now, id: deps.chance.id, open: deps.mails, leave }),
);

function createUnit(db: Db, deps: UnitDeps) {
  let failure: Error | undefined;
  let last: number | undefined;
  const rows = createUnitRows();
  const prefetched = createPrefetch(db, keeping(db, createReads(db, 'unit', deps.distrusted), rows));
  const { reads } = prefetched;
  const record = createRecorder(db, { ...deps, rows });
  const own: Reads & Pick<StoreUnit, 'record' | 'prefetch'> = {
    ...reads,
    prefetch: async (ask) => {
      await prefetched.prefetch((ahead) =>
        ask({
          ...ahead,
          find: async (table, where, page) => {
            const rows = await ahead.find(table, where, page);
            if (page === undefined) record.learnFound(table, where, rows);
            return rows;
          },
        }),
      );
      await record.gather(); // it does the same to many things
    },
    get: async (table, id) => {
      const row = await reads.get(table, id);
      record.learn(table, id, row);
      return row;
    },
    find: async (table, where, page) => {
      const rows = await reads.find(table, where, page);
      if (page === undefined) record.learnFound(table, where, rows);
      return rows;
    },
    record: async (entry) => {
      try {
        checkDiskSpace(deps.diskSpace, entry);
        last = await record(entry);
        prefetched.follow(entry.changes ?? []);
        return last;
      } catch (error) {
        failure ??= error instanceof Error ? error : new AppError('internal', 'an entry was not recorded');
        throw error;
      }
    },
  };
  const forget = (): void => {
    rows.forget();
    prefetched.forget();
  };
  const others = otherVerbs({ db, deps, flush: record.flush, leave: record.leave, number: record.number, forget });
  const end = async (): Promise<void> => {
    if (failure) throw failure;
    await record.flush();
  };
  const unit: StoreUnit = Object.assign(others, own);
  return { unit, end, fault: record.fault, last: () => last };
}

/**
 * Runs `work` as one transaction in a shared commit and answers when it is durable. A refused `record` may have
 * applied half of its changes, so the unit is lost with it even when the error is swallowed. A unit that finds the disk
 * full is run once more in the room that was held back, so `work` must not leave traces outside of its transaction.
 */
export function createTransact({ db, urgentDb }: Pick<OpenDatabase, 'db' | 'urgentDb'>, deps: UnitDeps): Transact {
  const once: Transact = async (work, { urgent = false, act } = {}) => {
    const done = await (urgent ? urgentDb : db).transaction().execute(async (transaction) => {
      await keepConnection(transaction, act);
      const { unit, end, fault, last } = createUnit(transaction, deps);
      try {
        const result = await work(unit);
        await end();
        return { result, seq: last() };
      } catch (error) {
        // a write that failed fails whatever is asked behind it
        throw (await fault()) ?? error;
      }
    });
    if (done.seq !== undefined) deps.committed?.(done.seq);
    return done.result;
  };
  return async (work, how) => {
    try {
      return await once(work, how);
    } catch (error) {
      if (!isFull(error)) throw error;
      deps.diskSpace.full();
    }
    return once(work, how).catch((error: unknown) => {
      throw isFull(error) ? new AppError('disk_full', `the disk is full: ${HINT}`, { cause: error }) : error;
    });
  };
}
