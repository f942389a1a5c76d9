/** Rows of what the service keeps of itself. */
import type { ErrorCode } from '../../../errors.ts';
import type { ImportKind } from '../codes.ts';
import type { ImportState, NodeState } from '../states.ts';

/** One value under a name: what two persons set, and what the service says of itself. */
export interface SettingRow {
  id: string;
  value: string;
}

/** A file of people or workstations that is taken in, a piece at a time. */
export interface ImportRow {
  id: string;
  kind: ImportKind;
  /** Who imports it: what it brings in, they bring in. */
  askerId: string;
  state: ImportState;
  /** How many rows the file has. */
  rows: number;
  /** How many of them were dealt with, and what came of these. */
  taken: number;
  added: number;
  updated: number;
  unchanged: number;
  refused: number;
  /** The first that were refused, because somebody changed something meanwhile: `[place, code]` of each, the first row being 1; `[0, code, assetNumber]` of a machine that the file leaves out. */
  refusals: string;
  begunAt: number;
  /** Null while it runs. */
  endedAt: number | null;
  /** Why the service stopped it; null where its asker did, and of one that was not stopped. */
  stopCode: ErrorCode | null;
}

/** A process of the service, of several that run on one database. */
export interface NodeRow {
  /** Its name, as its machine's settings say it (book/rules/service/nodes.ts). */
  id: string;
  site: string;
  version: string;
  state: NodeState;
  /** How often it was started. */
  run: number;
  startedAt: number;
  /** When it stopped or was found to have gone; null while it runs. */
  endedAt: number | null;
}
