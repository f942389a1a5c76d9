import type { Chance, Clock, Unit } from '../flow/ports.ts';
import type { IdentityWrites } from '../identity/records.ts';
import { createRecorder } from './append.ts';
import { type BesideWrites, createBesideWrites } from './beside.ts';
import { createDirectoryWrites } from './directory.ts';
import { createIdentityWrites } from './identity.ts';
import { createOutboxWrites } from './outbox.ts';
import { createReads } from './rows.ts';
import type { Db } from './tables.ts';

/** The flow's unit of work, and what must be committed with a journal entry although the journal does not hold it. */
export interface StoreUnit extends Unit, BesideWrites, IdentityWrites {}
export type Transact = <R>(work: (unit: StoreUnit) => Promise<R>) => Promise<R>;

interface UnitDeps {
  clock: Clock;
  chance: Chance;
  /** Whether e-mails are queued. */
  mails: boolean;
}

function createUnit(db: Db, deps: UnitDeps): { unit: StoreUnit; failure(): Error | undefined } {
  let failure: Error | undefined;
  const record = createRecorder(db, deps);
  const unit: StoreUnit = {
    ...createReads(db),
    ...createBesideWrites(db),
    ...createIdentityWrites(db),
    ...createDirectoryWrites(db),
    ...createOutboxWrites(db, { now: deps.clock.now, id: deps.chance.id, open: deps.mails }),
    record: (entry) =>
      record(entry).catch((error: Error) => {
        failure ??= error;
        throw error;
      }),
  };
  return { unit, failure: () => failure };
}

/**
 * Runs `work` as one transaction in a shared commit and answers when it is durable. A refused `record` may have
 * applied half of its changes, so the unit is lost with it even when the error is swallowed.
 */
export function createTransact(db: Db, deps: UnitDeps): Transact {
  return (work) =>
    db.transaction().execute(async (transaction) => {
      const { unit, failure } = createUnit(transaction, deps);
      const result = await work(unit);
      const failed = failure();
      if (failed) throw failed;
      return result;
    });
}
