import type { WorkstationState } from '../../../book/tables/states.ts';
import type { Sort } from '../sorting.ts';

/** What many machines have in common, in an order that an index has. */
export const WORKSTATION_CHOICES = ['image', 'model', 'site'] as const;

export interface WorkstationFilter {
  /** Who has them: the list of those who read no others. */
  holderId?: string;
  text?: string | undefined;
  state?: readonly WorkstationState[] | undefined;
  image?: string | undefined;
  model?: string | undefined;
  site?: string | undefined;
  /** With those below it. */
  service?: string | undefined;
}

/** A machine whose own certificate ends. */
export interface MachineEnd {
  assetNumber: string;
  site: string;
  service: string;
  state: WorkstationState;
  /** Epoch milliseconds. */
  notAfter: number;
}

/** Which of them are asked for, and in which order: the soonest first where nothing is said. */
export interface MachineEndsFilter extends Pick<WorkstationFilter, 'text' | 'service' | 'site'> {
  /** Those whose number begins so. */
  number?: string | undefined;
  /** Those in this state; of one that is lost, blocked or retired there are none. */
  state?: WorkstationState | undefined;
  sort?: Sort<'machineEnds'> | undefined;
}
