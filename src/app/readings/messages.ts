import { z } from 'zod';
import { JournalEntry } from '../../api/shapes/journal.ts';
import { page } from '../../api/shapes/page.ts';
import { DailyReport } from '../../api/shapes/reports.ts';
import { PROMISE_REACHES } from '../../book/tables/codes.ts';
import { ERROR_CODES } from '../../errors.ts';
import type { EntryFilter } from '../../flow/reading/journal/entry-lists.ts';
import { KeptDay } from '../../reports/shape.ts';
import { DaysSum } from '../../reports/sums.ts';
import { Place } from '../../store/place.ts';

const count = z.int().min(0);
const range = z.strictObject({ from: count, to: count });
const texts = z.array(z.string()).readonly().exactOptional();
const on = { place: Place };
/** Whatever the journal is searched by: a filter that is missing here would be refused by the process that searches. */
const Entries = {
  text: z.string().exactOptional(),
  action: z.string().exactOptional(),
  actor: z.string().exactOptional(),
  actors: texts,
  subject: z.string().exactOptional(),
  outcome: z.string().exactOptional(),
  from: z.number().exactOptional(),
  to: z.number().exactOptional(),
  fromEntry: count.exactOptional(),
  any: z.strictObject({ subjects: texts, actors: texts, actions: texts }).exactOptional(),
  without: texts,
} satisfies Record<keyof EntryFilter, z.ZodType>;
const SurgeDays = z.strictObject({ from: z.int(), until: z.int() });
const Workshop = {
  now: z.number(),
  timeZone: z.string(),
  within: count,
  leadDays: count,
  passing: z.strictObject({ continuity: count, crisis: count }),
  bench: z.strictObject({ slots: count, msPerToken: z.number().nullable() }),
  workDay: z.strictObject({
    endHour: z.strictObject({ usual: count, surge: count }),
    target: z.strictObject({ low: count, high: count, surge: count }),
    surge: SurgeDays.nullable(),
    longestSurge: SurgeDays,
  }),
  coming: z.array(z.strictObject({ day: z.int(), count })),
  roster: z.array(z.strictObject({ nth: count, firstDay: count, lastDay: count, technicians: count })),
};
const Weeks = z.strictObject({
  days: z.array(
    z.strictObject({
      day: z.int(),
      low: z.number(),
      mid: z.number(),
      high: z.number(),
      technicians: count.nullable(),
      reckoned: count,
    }),
  ),
  clear: z.strictObject({ mid: z.int(), by: z.int() }).nullable(),
  wait: z.number(),
  needed: z.number(),
  pace: z.number(),
  stockEnds: z.int().nullable(),
  benchMost: z.number().nullable(),
  short: z.strictObject({ day: z.int(), missing: z.number(), most: z.number(), mostDay: z.int() }).nullable(),
  next: z.strictObject({ from: z.int(), by: z.int() }),
});

/** What a process is told to read, as JSON over its channel. No key is ever among it: what had to be signed is signed. */
export const ReadingTask = z.discriminatedUnion('kind', [
  z.strictObject({
    ...on,
    kind: z.literal('export'),
    /** The folder that the export is made in, and its name: `<name>.zip` stands there at the end. */
    folder: z.string(),
    name: z.string(),
    task: z.strictObject({
      size: count,
      checkpoint: z.string(),
      vkey: z.string(),
      policy: z.string(),
      openings: z.boolean(),
      previous: z.string().optional(),
      range: range.optional(),
    }),
  }),
  z.strictObject({
    ...on,
    kind: z.literal('verification'),
    task: z.strictObject({
      checkpoint: z.string(),
      vkey: z.string(),
      before: z.strictObject({ size: count, root: z.base64() }).nullable(),
    }),
  }),
  z.strictObject({
    ...on,
    kind: z.literal('search'),
    filter: z.strictObject(Entries),
    page: z.strictObject({ cursor: z.string().optional(), limit: z.number() }),
  }),
  z.strictObject({
    ...on,
    kind: z.literal('dates'),
    task: z.strictObject(Workshop),
  }),
  z.strictObject({
    ...on,
    kind: z.literal('forecast'),
    task: z.strictObject({
      ...Workshop,
      tried: z
        .strictObject({
          technicians: z.int(),
          surge: z.boolean(),
          delivery: z.strictObject({ day: z.int(), count }).nullable(),
          slots: count.nullable(),
          campaign: count,
          plan: z.strictObject({ firstDay: z.int(), lastDay: z.int(), technicians: count }).nullable(),
        })
        .nullable(),
    }),
  }),
  z.strictObject({
    ...on,
    kind: z.literal('report'),
    task: z.strictObject({
      date: z.string(),
      timeZone: z.string(),
      now: z.number(),
      checkpoint: z.strictObject({ size: count, root: z.string(), note: z.string() }).nullable(),
    }),
  }),
  z.strictObject({
    ...on,
    kind: z.literal('sums'),
    task: z.strictObject({
      timeZone: z.string(),
      begins: z.string().nullable(),
      today: z.string(),
      periods: z.array(z.strictObject({ first: z.string(), last: z.string() })).readonly(),
      beside: z.array(KeptDay).readonly(),
    }),
  }),
]);
export type ReadingTask = z.infer<typeof ReadingTask>;

/** What it says, however often, and then once how it came out. */
export const ReadingReport = z.union([
  z.strictObject({ done: count, total: count }),
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ code: z.enum(ERROR_CODES), message: z.string(), detail: z.record(z.string(), z.unknown()) }),
]);
export type ReadingReport = z.infer<typeof ReadingReport>;

/** What comes out of each. It read what an attacker may have written, so nothing of another shape is believed. */
export const Results = {
  export: z.strictObject({ size: count, root: z.base64(), lines: count }),
  verification: z.strictObject({
    size: count,
    root: z.base64(),
    signed: z.boolean(),
    consistentWith: count.nullable(),
  }),
  search: page(JournalEntry).extend({ leftOut: count.optional() }),
  dates: z.array(
    z.strictObject({
      requestId: z.string(),
      fromDay: z.int(),
      midDay: z.int(),
      byDay: z.int(),
      reach: z.enum(PROMISE_REACHES),
      ahead: count,
      blankDay: z.int().nullable(),
    }),
  ),
  forecast: z.strictObject({
    waiting: count,
    blanks: count,
    within: count,
    measured: count,
    slots: count,
    endHour: count,
    surge: z.strictObject({ from: z.int(), until: z.int(), endHour: count, target: count }).nullable(),
    longestSurge: z.int(),
    usual: Weeks,
    tried: Weeks.nullable(),
  }),
  report: z.strictObject({
    report: DailyReport,
    took: KeptDay.shape.took,
    end: z.strictObject({ at: z.int(), open: z.string() }).nullable(),
  }),
  sums: z.array(DaysSum),
};
