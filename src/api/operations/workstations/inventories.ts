import { hash } from 'node:crypto';
import { z } from 'zod';
import { may } from '../../../book/rights/authorise.ts';
import { ABSENCES, FINDING_KINDS } from '../../../flow/import/compare.ts';
import { ApplyPlan, PlanRef, ReadFindings } from '../../../flow/import/plans.ts';
import { said } from '../../../imports/problems.ts';
import { readInThread } from '../../../imports/read-in-thread.ts';
import { FILE_BYTES } from '../../../imports/size.ts';
import { Csv } from '../../csv.ts';
import { operation } from '../../operation.ts';
import { PageInput, page } from '../../shapes/page.ts';
import { Time } from '../../shapes/values.ts';
import { Import } from './imports.ts';

const Totals = z.object({
  new: z.int(),
  changed: z.int(),
  gone: z.int(),
  noted: z.int(),
  wrong: z.int(),
  unchanged: z.int(),
});
/** What would come of a file. */
const Plan = z.object({
  id: z.string(),
  /** SHA-256 (hex) of the file: it is given back when the plan is applied. */
  sha256: z.string(),
  /** Lines below the headings. */
  count: z.int(),
  encoding: z.string(),
  /** Headings that say nothing here. */
  ignored: z.array(z.string()),
  madeAt: Time,
  until: Time,
  totals: Totals,
  /**
   * How machines that the file leaves out were looked for: among those of its services; of its sites, where it names no service; not at
   * all where it names neither (`no-place`), or where not every line could be read, or one does not say which machine it is of (`unread`).
   */
  absence: z.enum(ABSENCES),
  /** Of those that are gone, how many may be retired for it. */
  retirable: z.int(),
});
const Finding = z.object({
  /** Of the file; 0 of what it leaves out. */
  line: z.int(),
  kind: z.enum(FINDING_KINDS),
  assetNumber: z.string().nullable(),
  changes: z.array(z.object({ column: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  problem: z
    .object({
      column: z.string().nullable(),
      code: z.string(),
      message: z.object({ fr: z.string(), en: z.string() }),
    })
    .nullable(),
});

/** An inventory is compared first, line by line, then done exactly as it was read. */
export const inventories = {
  compareInventory: operation({
    method: 'POST',
    path: '/v1/inventories',
    summary: 'Compare an inventory (CSV) with the workstations that are known: what would be new, changed, gone, wrong',
    acts: ['workstation.import'],
    created: true,
    consumes: 'text/csv',
    bodyLimit: FILE_BYTES,
    input: Csv,
    output: Plan,
    run: async ({ door, who, gone }, { csv }) => {
      // without the right nothing is read: the flow refuses whatever the file holds
      const mayImport = may(who.caller, 'workstation.import', {}, door.clock.now());
      const none = { rows: [], problems: [], faulty: [], isWhole: true, count: 0, encoding: 'utf-8', ignored: [] };
      const {
        rows: lines,
        problems: faults,
        ...read
      } = mayImport ? await readInThread('inventory', csv, who.caller.personId) : none;
      const sha256 = hash('sha256', csv);
      return door.flow.plans.make(who.caller, { lines, faults, ...read, sha256, say: said }, gone);
    },
  }),
  showInventory: operation({
    method: 'GET',
    path: '/v1/inventories/{planId}',
    summary: 'What would come of an inventory of one’s own, in numbers',
    acts: ['workstation.import'],
    input: PlanRef,
    output: Plan,
    run: ({ door, who }, input) => door.flow.plans.show(who.caller, input),
  }),
  listInventoryFindings: operation({
    method: 'GET',
    path: '/v1/inventories/{planId}/findings',
    summary: 'What would come of it, line by line',
    acts: ['workstation.import'],
    input: ReadFindings.extend(PageInput),
    output: page(Finding),
    run: ({ door, who }, { cursor, limit, ...input }) => door.flow.plans.findings(who.caller, input, { cursor, limit }),
  }),
  applyInventory: operation({
    method: 'POST',
    path: '/v1/inventories/{planId}/apply',
    summary:
      'Do what the plan says, a piece at a time; "retire": how many machines are retired because the file leaves them out',
    acts: ['workstation.import'],
    created: true,
    input: ApplyPlan,
    output: Import,
    run: ({ door, who }, input) => door.flow.plans.apply(who.caller, input),
  }),
};
