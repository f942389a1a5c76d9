import { z } from 'zod';
import { DIFFERENCE_KINDS } from '../../../book/rules/service/differences.ts';
import { ERROR_CODES } from '../../../errors.ts';
import { searchText } from '../../../flow/inputs.ts';
import { ExportJournal } from '../../../flow/reading/journal/audit.ts';
import { operation } from '../../operation.ts';
import { JournalEntry } from '../../shapes/journal.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { Time as Moment } from '../../shapes/values.ts';

const Time = z.coerce.number().int().min(0).optional();
const Text = searchText(100).optional();
const Search = z.strictObject({
  text: Text,
  action: Text,
  actor: Text,
  subject: Text,
  outcome: z.enum(['done', 'refused', 'failed']).optional(),
  from: Time,
  to: Time,
  ...PageInput,
});

/** How comparisons of the tables with the journal stand. */
const Comparison = z.object({
  /** Since when one is running; null for none. */
  runningSince: Moment.nullable(),
  /** Entries and rows that it has read, of about how many, a second, and milliseconds that are left. */
  progress: z
    .object({ done: z.int(), total: z.int(), perSecond: z.int().nullable(), leftMs: z.int().nullable() })
    .nullable(),
  /** The last one since the service started: when it ended, up to how many entries, over how many rows. */
  last: z.object({ at: Moment, size: z.int(), rows: z.int(), differences: z.int() }).nullable(),
  /** Whether the last try came to no end. */
  failed: z.boolean(),
  /** What differs and is refused. */
  known: z.array(z.object({ table: z.string(), id: z.string(), kind: z.enum(DIFFERENCE_KINDS), foundAt: Moment })),
});

const Verified = z.object({ size: z.int(), root: z.string(), signed: z.boolean(), consistentWith: z.int().nullable() });
const LongReading = z.object({
  reading: z
    .object({
      id: z.string(),
      kind: z.enum(['export', 'verification']),
      state: z.enum(['running', 'finished', 'stopped', 'failed']),
      /** Entries read, of how many; of null while it waits for its turn. */
      done: z.int(),
      total: z.int().nullable(),
      begunAt: Moment,
      endedAt: Moment.nullable(),
      /** Entries a second, and milliseconds that are left, at the pace so far. */
      perSecond: z.int().nullable(),
      leftMs: z.int().nullable(),
      code: z.enum(ERROR_CODES).nullable(),
    })
    .nullable(),
});

/** The auditor reads, exports, verifies. */
export const journal = {
  searchJournal: operation({
    method: 'GET',
    path: '/v1/journal/entries',
    summary: 'Search the journal, newest first; the search is an entry itself',
    acts: ['journal.read'],
    input: Search,
    output: page(JournalEntry),
    run: ({ door, who, gone }, { cursor, limit, ...given }) => {
      const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return door.flow.reading.entries(who.caller, filter, { cursor, limit }, gone);
    },
  }),
  exportJournal: operation({
    method: 'POST',
    path: '/v1/journal/exports',
    summary: 'The journal as a ZIP that can be verified without this service',
    acts: ['journal.export'],
    secret: true,
    produces: 'application/zip',
    input: ExportJournal,
    output: z.custom<{ name: string; content: NodeJS.ReadableStream }>(),
    run: async ({ door, who, gone }, input) => {
      const { name, stream } = await door.journal.exportZip(who.caller, input, gone);
      return { name, content: stream };
    },
  }),
  verifyJournal: operation({
    method: 'POST',
    path: '/v1/journal/verifications',
    summary: 'Recompute the root from every line and compare it with the newest signed checkpoint',
    acts: ['journal.verify'],
    input: z.strictObject({}),
    output: Verified,
    run: ({ door, who, gone }) => door.journal.verifyNow(who.caller, gone),
  }),
  readLongReading: operation({
    method: 'GET',
    path: '/v1/journal/reading',
    summary: 'How far one’s own export or verification is, while another call waits for it; null for none',
    acts: ['journal.verify'],
    input: z.strictObject({}),
    output: LongReading,
    run: async ({ door, who }) => ({ reading: (await door.journal.reading(who.caller)) ?? null }),
  }),
  stopLongReading: operation({
    method: 'POST',
    path: '/v1/journal/reading/stop',
    summary: 'Stop one’s own export or verification: nothing comes of it',
    acts: ['journal.verify'],
    input: z.strictObject({}),
    output: LongReading,
    run: async ({ door, who }) => {
      await door.journal.stop(who.caller);
      return { reading: (await door.journal.reading(who.caller)) ?? null };
    },
  }),
  compareJournal: operation({
    method: 'POST',
    path: '/v1/journal/comparisons',
    summary: 'Have the tables compared with the journal in the background; read how it stands until none is running',
    acts: ['journal.compare'],
    input: z.strictObject({}),
    output: Comparison,
    run: ({ door, who }) => door.journal.compare(who.caller),
  }),
  readComparison: operation({
    method: 'GET',
    path: '/v1/journal/comparisons',
    summary: 'What differs between the tables and the journal, and when they were compared last',
    acts: ['journal.compare'],
    input: z.strictObject({}),
    output: Comparison,
    run: ({ door, who }) => door.journal.comparison(who.caller),
  }),
  readCheckpoint: operation({
    method: 'GET',
    path: '/v1/journal/checkpoint',
    summary: 'The newest signed checkpoint and the key that verifies it: keep both elsewhere',
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({ note: z.string(), vkey: z.string() }),
    run: ({ door }) => door.journal.checkpoint(),
  }),
};
