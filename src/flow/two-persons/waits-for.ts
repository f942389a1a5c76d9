import { offered } from '../../book/rights/authorise.ts';
import { type Caller, rolesOf } from '../../book/rights/roles.ts';
import { confirmableFrom, confirmerNeeds, isDecision, personsOf } from '../../book/rules/decisions.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';

/** Whether a proposal waits for the caller as its second person now. The act asks anew: this only says what is counted for them. */
export function waitsFor(caller: Caller, row: ProposalRow, proposerRoles: readonly Role[], now: number): boolean {
  const { act, proposerId, expiresAt } = row;
  if (!isDecision(act) || !offered(caller, 'dualControl.confirm', { personId: proposerId }, now)) return false;
  if (expiresAt < now || (confirmableFrom(row) ?? 0) > now) return false;
  const args: unknown = JSON.parse(row.args);
  const needed = confirmerNeeds(act, args, proposerRoles);
  return !personsOf(act, args).includes(caller.personId) && (needed === null || rolesOf(caller, now).includes(needed));
}
