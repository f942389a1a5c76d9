import { z } from 'zod';

/** A sentence for people to read, in both languages. */
export const Sentence = z.object({ fr: z.string(), en: z.string() });
