import { COLUMNS } from '../../tables/columns.ts';

/**
 * How what stands in the database may differ from what this service wrote. `missing`: the journal has it, the database has
 * not. `foreign`: the other way round. `different`: it is not as this service ever wrote it. `old`: it is as this service
 * wrote it once, and not last.
 */
export const DIFFERENCE_KINDS = ['missing', 'foreign', 'different', 'old'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Tables beside the journal whose rows let somebody in, or are answered in the place of an act. */
const UNJOURNALLED = [
  'password',
  'enrolment',
  'session',
  'passkey',
  'deviceCode',
  'foreignIdentity',
  'apiTokenHash',
  'revocationCode',
  'pickupHash',
  'idempotency',
];
/** Parts of the journal. */
export const JOURNAL_PARTS: readonly string[] = ['journalEntry', 'journalNode', 'journalTip', 'checkpoint'];

/** Everything of which a difference may be found, as its subject's first word: `grant:01J…`. */
export const COMPARED: readonly string[] = [
  ...Object.keys(COLUMNS),
  ...UNJOURNALLED,
  ...JOURNAL_PARTS,
  'revocation',
  'tokenCount',
  'trigger',
  'schema',
];

/** Why the tables were compared: the service started, a day is over, somebody asked, a row that was read differs. */
export const COMPARISON_CAUSES = ['start', 'day', 'asked', 'read'] as const;
export type ComparisonCause = (typeof COMPARISON_CAUSES)[number];
