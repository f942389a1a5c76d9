import type { ImportRow } from '../../book/tables/rows/service.ts';
import { AppError, type ErrorCode, type PassingFault } from '../../errors.ts';
import { paceOf } from '../../journal/long-reading.ts';

/** A node takes a piece within seconds, and the database frees what a dead one held within half a minute. */
const STALLED_MS = 60_000;

/** Why nothing comes in of a file that runs. */
type Stall = Extract<ErrorCode, 'locked'> | PassingFault;

/**
 * Sees that a file does not go on: nothing of it came in for a minute, and this node does not take it in. Then another session of
 * the database holds its lock: a node that hangs, or a stranger, who could else keep an import from its end unseen.
 */
export function createStallWatch() {
  /** How far each was when this node first saw it there. */
  const seen = new Map<string, { taken: number; since: number }>();
  /** The fault that each waits to pass, and how far it was when this node met it: nobody holds its lock meanwhile. */
  const waiting = new Map<string, { taken: number; fault: PassingFault }>();

  const isHeld = ({ id, taken }: ImportRow, now: number): boolean => {
    const before = seen.get(id);
    if (before?.taken === taken) return now - before.since >= STALLED_MS;
    seen.set(id, { taken, since: now });
    return false;
  };
  return {
    of: (row: ImportRow, now: number, isOurs: boolean): Stall | null => {
      const waits = waiting.get(row.id);
      const isWaiting = row.state === 'running' && waits?.taken === row.taken;
      if (!isWaiting) waiting.delete(row.id);
      if (row.state === 'running' && !isOurs && !isWaiting) return isHeld(row, now) ? 'locked' : null;
      seen.delete(row.id);
      return isWaiting ? waits.fault : null;
    },
    /** It waits for a fault to pass. Answers whether that is news. */
    waits: ({ id, taken }: ImportRow, fault: PassingFault): boolean => {
      const isNews = waiting.get(id)?.fault !== fault;
      waiting.set(id, { taken, fault });
      return isNews;
    },
  };
}

type Refusal = [place: number, code: ErrorCode, assetNumber?: string];

/** How far a file is. */
export type ImportStanding = Omit<ImportRow, 'refusals'> & {
  /**
   * The first 50 rows that were refused, the first row of the file being 1. What a file leaves out has no row in it (0): its machine is
   * named.
   */
  refusals: { row: number; code: ErrorCode; assetNumber: string | null }[];
  /** Rows a second and milliseconds that are left, at the pace so far; null before anything was taken in, and after the end. */
  perSecond: number | null;
  leftMs: number | null;
  /** `locked`: nothing came in for a minute. Else the fault that it waits to pass. Null while it goes on, and after the end. */
  stalled: Stall | null;
};

/** As its row has them. */
export const refusalsOf = ({ refusals }: Pick<ImportRow, 'refusals'>): Refusal[] => JSON.parse(refusals);

/** What people are told of a row. */
export function standingOf(row: ImportRow, now: number, stalled: Stall | null): ImportStanding {
  const { taken, rows, begunAt } = row;
  const isPaced = row.state === 'running' && !stalled;
  const pace = isPaced ? paceOf({ done: taken, total: rows, took: now - begunAt }) : { perSecond: null, leftMs: null };
  const refusals = refusalsOf(row).map(([place, code, assetNumber = null]) => ({ row: place, code, assetNumber }));
  return { ...row, refusals, ...pace, stalled };
}

/** What the log says of one that is held. */
export const held = (id: string): AppError =>
  new AppError('locked', `nothing came in of the import ${id} for a minute: find who holds its lock, or stop it`, {
    detail: {
      import: id,
      fr: `rien n’est entré de l’import ${id} depuis une minute : cherchez qui tient son verrou, ou arrêtez-le`,
    },
  });
