import { z } from 'zod';

/** What an entry is about: a word, and after it an id, a number or a serial. No text that somebody typed fits in here. */
export const SUBJECT = /^\w+(?::[\w.:-]{1,128})?$/;

/** An id, a number or a serial that a person or a scanner gives. */
export const Ref = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[\w.:-]+$/);
