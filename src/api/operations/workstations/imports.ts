import { z } from 'zod';
import { IMPORT_KINDS } from '../../../book/tables/codes.ts';
import { ERROR_CODES, PASSING_FAULTS } from '../../../errors.ts';
import { ImportRef } from '../../../flow/import/import.ts';
import { FILE_BYTES } from '../../../imports/size.ts';
import { within } from '../../../within.ts';
import { Csv, rowsOf } from '../../csv.ts';
import { operation } from '../../operation.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { ImportStates } from '../../shapes/states.ts';
import { Time } from '../../shapes/values.ts';

/** How far a file is. */
export const Import = z.object({
  id: z.string(),
  kind: z.enum(IMPORT_KINDS),
  state: ImportStates,
  rows: z.int(),
  taken: z.int(),
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /**
   * The first 50 rows that were refused because somebody changed something meanwhile; the first row of the file is 1. A workstation that
   * the file leaves out has no row in it (0), and is named.
   */
  refusals: z.array(z.object({ row: z.int(), code: z.enum(ERROR_CODES), assetNumber: z.string().nullable() })),
  begunAt: Time,
  endedAt: Time.nullable(),
  /** Why the service stopped it; null where whoever began it did. */
  stopCode: z.enum(ERROR_CODES).nullable(),
  /** Rows a second, and milliseconds that are left, at the pace so far. */
  perSecond: z.int().nullable(),
  leftMs: z.int().nullable(),
  /**
   * `locked`: nothing came in for a minute, for another session of the database holds its lock. Else the fault that it waits to
   * pass; then it goes on by itself. Whoever began it may stop it.
   */
  stalled: z.enum(['locked', ...PASSING_FAULTS]).nullable(),
});
/** `wait`: seconds to wait for the end at most. */
const ShowImport = ImportRef.extend({ wait: z.coerce.number().int().min(0).max(25).default(0) });
/** What every file that begins to come in has alike. */
const FILE = { created: true, consumes: 'text/csv', bodyLimit: FILE_BYTES, input: Csv, output: Import } as const;
const ACTS = ['person.import', 'workstation.import'] as const;

/** Files of people and workstations: all of a file is checked before the answer, and it comes in a piece at a time. */
export const imports = {
  importPeople: operation({
    method: 'POST',
    path: '/v1/people/import',
    summary: 'Import people of the directory from CSV, all or none; new ones become agents',
    acts: ['person.import'],
    ...FILE,
    run: async (context, { csv }) => {
      const rows = await rowsOf(context, { right: 'person.import', kind: 'people', csv });
      return context.door.flow.imports.begin(context.who.caller, 'people', rows, context.gone);
    },
  }),
  listImports: operation({
    method: 'GET',
    path: '/v1/imports',
    summary: 'Imports of people or of workstations, the newest first',
    acts: ACTS,
    input: z.strictObject({ kind: z.enum(IMPORT_KINDS), ...PageInput }),
    output: page(Import),
    run: ({ door, who }, { kind, cursor, limit }) => door.flow.imports.list(who.caller, kind, { cursor, limit }),
  }),
  showImport: operation({
    method: 'GET',
    path: '/v1/imports/{importId}',
    summary: 'How far an import is; with "wait", the answer comes when it has ended, or after so many seconds',
    acts: ACTS,
    input: ShowImport,
    output: Import,
    run: async ({ door, who }, { importId, wait }) => {
      const { imports: flow } = door.flow;
      const standing = await flow.show(who.caller, { importId });
      if (standing.state !== 'running' || wait === 0) return standing;
      await within(wait * 1000, flow.ended(importId), () => undefined);
      return flow.show(who.caller, { importId });
    },
  }),
  stopImport: operation({
    method: 'POST',
    path: '/v1/imports/{importId}/stop',
    summary: 'Stop an import of one’s own; what came in stays',
    acts: ACTS,
    input: ImportRef,
    output: Import,
    run: ({ door, who }, input) => door.flow.imports.stop(who.caller, input),
  }),
};
