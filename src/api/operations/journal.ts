import { z } from 'zod';
import { ExportJournal } from '../../flow/reading/audit.ts';
import { operation } from '../operation.ts';
import { JournalEntry, PageInput, page } from '../shapes.ts';

const Time = z.coerce.number().int().min(0).optional();
const Text = z.string().max(100).optional();
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

/** The auditor reads, exports, verifies. */
export const journal = {
  searchJournal: operation({
    method: 'GET',
    path: '/v1/journal/entries',
    summary: 'Search the journal, newest first; the search is an entry itself',
    acts: ['journal.read'],
    input: Search,
    output: page(JournalEntry),
    run: ({ door, who }, { cursor, limit, ...given }) => {
      const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      return door.flow.reading.entries(who.caller, filter, { cursor, limit });
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
    run: async ({ door, who }, input) => {
      const { name, stream } = await door.journal.exportZip(who.caller, input);
      return { name, content: stream };
    },
  }),
  verifyJournal: operation({
    method: 'POST',
    path: '/v1/journal/verifications',
    summary: 'Recompute the root from every line and compare it with the newest signed checkpoint',
    acts: ['journal.verify'],
    input: z.strictObject({}),
    output: z.object({ size: z.int(), root: z.string(), signed: z.boolean(), consistentWith: z.int().nullable() }),
    run: ({ door, who }) => door.journal.verifyNow(who.caller),
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
