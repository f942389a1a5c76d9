import type { Role } from '../tables/codes.ts';
import { LIFECYCLE, nextState } from '../tables/lifecycle.ts';
import type { WorkstationState } from '../tables/states.ts';

/** States of a machine that can be blocked: one that is blocked, lost or retired stays so. */
export const BLOCKABLE = Object.keys(LIFECYCLE.workstation.block) as WorkstationState[];
/** Whether a machine in this state can be blocked. */
export const canBlock = (state: WorkstationState): boolean => nextState('workstation', state, 'block') !== undefined;

/**
 * Who may name any machine in a report. Everybody else names one that the person asked a token for, or that a token of theirs is bound
 * to: a report of a stranger's machine would have a security officer block it.
 */
export const NAMES_ANY_MACHINE: readonly Role[] = ['technician', 'security-officer'];
