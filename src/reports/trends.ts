import { z } from 'zod';
import { DaysSum } from './sums.ts';

/** The times of which a trend tells what was done for whom. */
export const SPANS = ['month', 'last-month', 'year'] as const;
export type Span = (typeof SPANS)[number];

/** How production goes: day by day, month by month, and by place, profile and service in a chosen time. It holds no technician. */
export const Trends = z.object({
  today: z.string(),
  timeZone: z.string(),
  /** The last thirty days, today among them. */
  days: DaysSum.shape.days,
  /** The last twelve months, this one among them, the oldest first; `days`: how many were counted. */
  months: z.array(
    z.object({
      first: z.string(),
      last: z.string(),
      days: z.int(),
      ...DaysSum.pick({ produced: true, made: true }).shape,
    }),
  ),
  span: z.enum(SPANS),
  chosen: DaysSum,
  /** Days of all these that are to be counted anew. */
  missing: z.array(z.string()),
});
export type Trends = z.infer<typeof Trends>;
