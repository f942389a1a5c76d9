import { z } from 'zod';

/** What an entry is about: a word, and after it an id, a number or a serial. No text that somebody typed fits in here. */
export const SUBJECT = /^\w+(?::[\w.:-]{1,128})?$/;

/** A disk's recovery key has 48 digits, in groups; no id, number or serial has as many. */
const isRecoveryKey = (text: string): boolean => /\d{40}/.test(text.replace(/[.:_-]/g, ''));

/** An id, a number or a serial that a person or a scanner gives. What is refused under it stands in the journal: never a key. */
export const Ref = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[\w.:-]+$/)
  .refine((text) => !isRecoveryKey(text), { error: 'is a recovery key, which nothing here keeps: name the thing' });
