import type { Right } from '../../book/rights/sentences.ts';
import { type Action, nextState } from '../../book/tables/lifecycle.ts';
import type { RequestState } from '../../book/tables/states.ts';

/** Whether a right is the reader's to use and, where a step is named, whether the lifecycle has it from here. */
export type Possible = (right: Right, step?: Action<'request'>) => boolean;

/** What is possible on a request in this state, for somebody who may use these rights on it. */
export function possibleOn(state: RequestState, rights: readonly Right[]): Possible {
  return (right, step) =>
    rights.includes(right) && (step === undefined || nextState('request', state, step) !== undefined);
}
