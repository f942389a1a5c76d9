import { AppError, isAppError } from '../errors.ts';

/** In which order an export is verified; where it failed stands in an error's `detail.step`. */
export type Step =
  | 'files'
  | 'signature'
  | 'root'
  | 'entry'
  | 'sequence'
  | 'size'
  | 'manifest'
  | 'policy'
  | 'consistency'
  | 'cosignatures'
  | 'openings'
  | 'rules';

/** What is broken; `seq` is the first entry that is, or can be, bad. */
export interface Fault {
  step: Step;
  seq: number | null;
  message: string;
}

/** `journal_broken` with {step, seq}. */
export function broken(step: Step, seq: number | null, message: string, cause?: unknown): AppError {
  return new AppError('journal_broken', message, { detail: { step, seq }, cause });
}

/** Gives a `journal_broken` that knows no step the one in which it came up. */
export function within<R>(step: Step, work: () => R): R {
  try {
    return work();
  } catch (error) {
    const bare = isAppError(error, 'journal_broken') && error.detail['step'] === undefined;
    throw bare ? broken(step, null, error.message, error) : error;
  }
}
