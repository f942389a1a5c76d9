import { type Action, nextState } from '../../book/lifecycle.ts';
import type { RequestState } from '../../book/tables.ts';

/** Whether an act is the reader's to do and, where a step is named, whether the lifecycle has it from here. */
export type Possible = (act: string, step?: Action<'request'>) => boolean;

export function possibleOn(state: RequestState, acts: readonly string[]): Possible {
  return (act, step) => acts.includes(act) && (step === undefined || nextState('request', state, step) !== undefined);
}
