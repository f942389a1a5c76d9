import { z } from 'zod';

/** An id, a number or a serial that a person or a scanner gives. */
export const Ref = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[\w.:-]+$/);
