import { z } from 'zod';
import { type AppError, ERROR_CODES } from '../errors.ts';
import { problemOf } from './problem.ts';

/** One of several that was refused: what a problem (RFC 9457) would say of it, in its own result. */
export const REFUSED = {
  outcome: z.literal('refused'),
  code: z.enum(ERROR_CODES),
  detail: z.string(),
  /** The machine-readable part of the refusal. */
  context: z.record(z.string(), z.unknown()).optional(),
};

/** What a refusal says in a result; like a problem it reveals nothing of a fault of ours. */
export function refusedResult(error: AppError) {
  const { code, detail, context } = problemOf(error);
  return { outcome: 'refused' as const, code, detail, ...(context === undefined ? {} : { context }) };
}
