import { z } from 'zod';

// the command line knows reports by the API alone
export { byDepartment, departmentWords } from '../../reports/departments.ts';
export { keptOf } from '../../reports/kept-dates.ts';
export { DailyReport, StockPlace, tokensMade } from '../../reports/shape.ts';
export { DaysSum, machineDays } from '../../reports/sums.ts';
export { Trends } from '../../reports/trends.ts';

const Count = z.int().min(0);

/** Ends of tokens by week, and the renewals that the service plans. */
export const EndsReport = z.object({
  today: z.iso.date(),
  policy: z.object({ first: Count, second: Count, last: Count, perDay: Count }),
  weeks: z.array(z.object({ week: z.iso.date(), ends: Count, asked: Count, planned: Count, capacity: Count })),
  above: z.array(z.object({ date: z.iso.date(), planned: Count })),
  services: z.array(z.object({ service: z.string(), ends: z.array(Count) })),
});
