import { INDEXES, type IndexName, isNewest } from '../../book/tables/indexes.ts';
import { keyOf, SEALED_TABLES, type SealedTable } from '../seal/sealed-tables.ts';
import type { AllTables } from '../tables.ts';

/** The primary keys of tables without seals. */
const OTHERS: Readonly<Record<Exclude<keyof AllTables, SealedTable>, readonly string[]>> = {
  secret: ['id'],
  certificateBody: ['id'],
  revocation: ['issuerId', 'seq'],
  crlBody: ['issuerId'],
  crlPiece: ['issuerId', 'number'],
  series: ['id'],
  journalEntry: ['seq'],
  journalNode: ['level', 'place'],
  checkpoint: ['size'],
  siemCursor: ['origin'],
  confirmedText: ['hash'],
  dayEnd: ['at'],
  difference: ['table', 'id'],
  opening: ['seq', 'commitment'],
  directoryStanding: ['personId'],
  roleSuggestion: ['personId', 'role', 'scope', 'kind'],
  dismissedSuggestion: ['personId', 'role', 'scope', 'kind'],
  savedView: ['personId', 'list', 'name'],
  firstStep: ['personId', 'page'],
  outbox: ['id'],
  accessLog: ['id'],
};
/** Tables whose rows are read in the order in which they were put in: the newest of them is asked for. */
const ORDERED: ReadonlySet<string> = new Set(
  (Object.keys(INDEXES) as IndexName[]).filter(isNewest).map((index) => INDEXES[index].table),
);

export interface Copied {
  name: keyof AllTables;
  key: readonly string[];
  /** Whether the order of insertion goes with its rows. */
  ordered: boolean;
}
const sealed = SEALED_TABLES.map((name): Copied => ({ name, key: keyOf(name), ordered: ORDERED.has(name) }));
const others = Object.entries(OTHERS).map(([name, key]) => ({ name, key, ordered: false }) as Copied);

/**
 * All tables in the order in which they are copied: revocations come before the certificates that they are of, so that the
 * trigger which lists a revoked certificate finds it listed. Texts of searches are made anew.
 */
export const COPIED: readonly Copied[] = [
  ...others.filter(({ name }) => name === 'revocation'),
  ...sealed,
  ...others.filter(({ name }) => name !== 'revocation'),
];
