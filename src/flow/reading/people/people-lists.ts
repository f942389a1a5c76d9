import type { ProposalState } from '../../../book/tables/states.ts';

export interface PeopleFilter {
  text?: string;
  /** A service, or several, each with those below it. */
  service?: string | readonly string[];
}

/** Epoch milliseconds. */
export interface LastUse {
  actedAt: number | null;
  signedInAt: number | null;
}

/** Which proposals are asked for: in these states, of everybody where nobody is named. */
export interface ProposalFilter {
  states: readonly ProposalState[];
  proposerId?: string | undefined;
}
