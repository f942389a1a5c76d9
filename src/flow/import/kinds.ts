import type { Caller } from '../../book/rights/roles.ts';
import type { Right } from '../../book/rights/sentences.ts';
import type { ImportKind } from '../../book/tables/codes.ts';
import { isAppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import type { PersonInput } from '../inputs.ts';
import { importPerson, whoIsMeant } from '../people/import-person.ts';
import type { PrefetchReads } from '../ports/store.ts';
import { checkPeople } from './check-people.ts';
import type { Turn } from './checks.ts';
import { type PlannedChange, prefetchPlanned, takePlanned } from './planned.ts';

/** What is known of a row once it was dealt with. */
export type Outcome = 'added' | 'updated' | 'unchanged';
/** A kind of file: what its rows are, who may bring them in, and how. */
export interface Kind<R> {
  right: Right;
  /** Refuses what could not come in as things stand: then nothing does. A plan was compared when it was made. */
  check?(deps: Pick<Deps, 'store'>, rows: readonly R[], turn: Turn): Promise<void>;
  /** Reads what taking these rows will look for. */
  prefetch(reads: PrefetchReads, rows: readonly R[]): Promise<unknown>;
  /** Throws `conflict`, `duplicate` or `changed_since` before anything is recorded where the row cannot come in any more. */
  take(deps: Pick<Deps, 'chance'>, a: Act, caller: Caller, row: R): Promise<Outcome>;
}

/** Whoever takes the row finds the same. */
const refusedLater = (error: unknown): void => {
  if (!isAppError(error)) throw error;
};

const people: Kind<PersonInput> = {
  right: 'person.import',
  check: checkPeople,
  prefetch: (reads, rows) => Promise.all(rows.map((row) => whoIsMeant(reads, row).catch(refusedLater))),
  take: async (deps, a, _caller, row) => (await importPerson(deps, a, row)).outcome,
};
const workstations: Kind<PlannedChange> = {
  right: 'workstation.import',
  prefetch: (reads, rows) => Promise.all(rows.map((row) => prefetchPlanned(reads, row).catch(refusedLater))),
  take: takePlanned,
};

/** The rows of each kind of file. */
export interface RowsOf {
  people: PersonInput;
  workstations: PlannedChange;
}
export const KINDS: { readonly [K in ImportKind]: Kind<RowsOf[K]> } = { people, workstations };
