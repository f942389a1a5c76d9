import { isAppError } from '../errors.ts';
import { terminalLines } from '../words/terminal-lines.ts';

/**
 * Tells the person at the terminal what failed. Answers the exit status of the command: 2 for a wrong use, 1 for the rest.
 * Throws what is no error of ours.
 */
export function reportFailure(error: unknown, stderr: { write(text: string): unknown }): 1 | 2 {
  if (!isAppError(error)) throw error;
  stderr.write(terminalLines(error));
  return isAppError(error, 'invalid_input') ? 2 : 1;
}
