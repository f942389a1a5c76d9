import { siftInventory } from './inventory.ts';
import { parsePeople } from './people.ts';
import { parseRequests } from './requests.ts';
import type { Parsed } from './rows.ts';
import { parseTakeOver } from './take-over.ts';

/** What a file may be, and how each is read. */
export const FILES = {
  people: parsePeople,
  takeOver: parseTakeOver,
  requests: parseRequests,
  inventory: siftInventory,
};
export type FileKind = keyof typeof FILES;
/** What a row of a kind of file is. */
export type RowOf<K extends FileKind> = ReturnType<(typeof FILES)[K]> extends Parsed<infer R> ? R : never;
/** What is read of a kind of file. */
export type ReadOf<K extends FileKind> = Parsed<RowOf<K>> & Omit<ReturnType<(typeof FILES)[K]>, keyof Parsed<never>>;
