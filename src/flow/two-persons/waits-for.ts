import { mightEver, offered } from '../../book/rights/authorise.ts';
import { type Caller, type Held, rolesOf } from '../../book/rights/roles.ts';
import { confirmableFrom, confirmerNeeds, DECISIONS, isDecision, personsOf } from '../../book/rules/decisions.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';

/**
 * Whether a proposal waits for the caller as its second person now, of what its `proposer` holds: nothing once their account is disabled.
 * The act asks anew: this only says what is counted for them.
 */
export function waitsFor(
  caller: Caller,
  row: ProposalRow,
  proposer: Held,
  { now, restoreWaits }: { now: number; restoreWaits: boolean },
): boolean {
  const { act, proposerId, expiresAt } = row;
  if (!isDecision(act) || !offered(caller, 'dualControl.confirm', { personId: proposerId }, now)) return false;
  if (expiresAt < now || (confirmableFrom(row) ?? 0) > now) return false;
  const { right, whileRestored, both, needs } = DECISIONS[act];
  if ((restoreWaits && !whileRestored) || !mightEver(proposer, right, now)) return false;
  const args: unknown = JSON.parse(row.args);
  if (personsOf(act, args).includes(caller.personId)) return false;
  const held = rolesOf(proposer, now);
  const needed = confirmerNeeds(act, args, held);
  return needed === null || (rolesOf(caller, now).includes(needed) && (!both || held.includes(needs)));
}
