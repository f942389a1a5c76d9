import { standsFor } from '../../book/rights/deputies.ts';
import type { NameDeputy } from '../../book/rules/decision-args.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import { AppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import { checkDates, grantChanges } from './people.ts';

/**
 * The changes that make somebody an approver's deputy: approver of services of theirs, with dates. `by`: the approver
 * who names them, and who confirms it. Throws `out_of_scope` where the services or the dates are not the approver's own, and what a grant throws.
 */
export async function deputyChanges(
  deps: Deps,
  a: Pick<Act, 'unit' | 'now'>,
  args: NameDeputy,
  by: readonly string[],
): Promise<Change[]> {
  const own = await a.unit.find('grant', { personId: by[0] ?? '', revokedAt: null });
  if (!own.some((grant) => standsFor(grant, args))) {
    throw new AppError('out_of_scope', 'a deputy stands in for services of your own, as long as they are yours');
  }
  checkDates(args, a.now);
  return grantChanges(deps, a, { ...args, role: 'approver' }, by);
}
