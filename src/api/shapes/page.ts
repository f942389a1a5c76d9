import { z } from 'zod';

/** A cursor of the page before and how many rows: `{items, next}` comes back. */
export const PageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** The schema of a page of a list: its items, and the cursor of the next page, null on the last one. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** One value or several (`?state=a&state=b`). */
export function several<T extends z.ZodType>(item: T) {
  return z.union([item.transform((one) => [one]), z.array(item)]).optional();
}
