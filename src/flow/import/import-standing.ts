import type { ImportRow } from '../../book/tables/rows/service.ts';
import { AppError, type ErrorCode } from '../../errors.ts';

/** A node takes a piece within seconds, and the database frees what a dead one held within half a minute. */
const STALLED_MS = 60_000;

/** Why nothing comes in of a file that runs. */
type Stall = Extract<ErrorCode, 'locked'>;

/**
 * Sees that a file does not go on: nothing of it came in for a minute, and this node does not take it in. Then another session of
 * the database holds its lock: a node that hangs, or a stranger, who could else keep an import from its end unseen.
 */
export function createStallWatch(): (row: ImportRow, now: number, isOurs: boolean) => Stall | null {
  /** How far each was when this node first saw it there. */
  const seen = new Map<string, { taken: number; since: number }>();
  return ({ id, state, taken }, now, isOurs) => {
    if (state !== 'running' || isOurs) {
      seen.delete(id);
      return null;
    }
    const before = seen.get(id);
    if (before?.taken === taken) return now - before.since >= STALLED_MS ? 'locked' : null;
    seen.set(id, { taken, since: now });
    return null;
  };
}

type Refusal = [place: number, code: ErrorCode];

/** How far a file is. */
export type ImportStanding = Omit<ImportRow, 'refusals'> & {
  /** The first 50 rows that were refused, the first row of the file being 1. */
  refusals: { row: number; code: ErrorCode }[];
  /** Milliseconds that are left at the pace so far; null before anything was taken in, and after the end. */
  leftMs: number | null;
  /** Why nothing came in for a minute; null while it goes on, and after the end. */
  stalled: Stall | null;
};

/** As its row has them. */
export const refusalsOf = ({ refusals }: Pick<ImportRow, 'refusals'>): Refusal[] => JSON.parse(refusals);

/** What people are told of a row. */
export function standingOf(row: ImportRow, now: number, stalled: Stall | null): ImportStanding {
  const { taken, rows, begunAt } = row;
  const isPaced = row.state === 'running' && taken > 0 && !stalled;
  const leftMs = isPaced ? Math.round((Math.max(0, now - begunAt) * (rows - taken)) / taken) : null;
  return { ...row, refusals: refusalsOf(row).map(([place, code]) => ({ row: place, code })), leftMs, stalled };
}

/** What the log says of one that is held. */
export const held = (id: string): AppError =>
  new AppError('locked', `nothing came in of the import ${id} for a minute: find who holds its lock, or stop it`, {
    detail: {
      import: id,
      fr: `rien n’est entré de l’import ${id} depuis une minute : cherchez qui tient son verrou, ou arrêtez-le`,
    },
  });
