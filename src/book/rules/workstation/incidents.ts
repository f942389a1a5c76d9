import type { Role } from '../../tables/codes.ts';
import { type Action, LIFECYCLE, nextState } from '../../tables/lifecycle.ts';
import { isOneOf } from '../../tables/one-of.ts';
import { REQUEST_WORK, TOKEN_USED, type TokenState, type WorkstationState } from '../../tables/states.ts';
import { usersOf } from './machine-users.ts';

/** States of a machine that can be blocked: one that is blocked, lost or retired stays so. */
export const BLOCKABLE = Object.keys(LIFECYCLE.workstation.block) as WorkstationState[];
/** Whether a machine in this state can be blocked. */
export const canBlock = (state: WorkstationState): boolean => nextState('workstation', state, 'block') !== undefined;

/** Whether a request in this state binds its holder to its machine: one that was withdrawn or rejected would let anybody name a stranger's. */
export const bindsToMachine = (state: unknown): boolean => isOneOf(REQUEST_WORK, state);

/**
 * Whether a machine may be this person's: it was given to them, they asked a token for it, or one of theirs is in use on it. `bound` are
 * their requests that `bindsToMachine`, and their tokens in use.
 */
export const mayBeTheirs = (
  machine: { readonly id: string; readonly holderId: string | null },
  personId: string,
  bound: readonly { readonly workstationId: string | null }[],
): boolean => machine.holderId === personId || bound.some(({ workstationId }) => workstationId === machine.id);

/**
 * Whose open incidents without a machine stand against this one: those of whoever has it, and of whoever used a token in it, which may
 * have ended since. It may be the one that was attacked. `tokens` are bound to it.
 */
export const mayBeAttackedWith = (
  machine: { readonly holderId?: unknown },
  tokens: readonly { readonly state: TokenState; readonly holderId: string | null }[],
): string[] =>
  usersOf(
    machine,
    tokens.filter(({ state }) => TOKEN_USED.includes(state)),
  );

/** Steps of a machine that wait while an open incident stands against it: it would come back, or what the incident concerns be wiped. */
export const HELD_BY_INCIDENT: readonly Action<'workstation'>[] = ['migrate', 'takeBackCleaned', 'takeBackFound'];

/** Who may name any machine in a report. Everybody else names one that may be the person's: a stranger's would be blocked by it. */
export const NAMES_ANY_MACHINE: readonly Role[] = ['technician', 'security-officer'];
