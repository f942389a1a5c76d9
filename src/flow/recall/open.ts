import type { ArgsOf } from '../../book/rules/decisions.ts';
import { create } from '../../book/tables/lifecycle.ts';
import type { RecallRow } from '../../book/tables/rows/stock.ts';
import { AppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import { notThere } from '../visibility.ts';
import { type Criterion, whereOf } from './hits.ts';

type Args = ArgsOf<'recall.open'>;

/** What the arguments of a decision name. */
export const criterionOf = ({ kind, model, value }: Args): Criterion => ({
  kind,
  model: model ?? null,
  value: value ?? null,
});

/** Checks that there is something of this kind and that it is not recalled already. Throws `not_found`, `already_done`, `invalid_input`. */
export async function checkRecall({ unit, now }: Act, args: Args): Promise<void> {
  const criterion = criterionOf(args);
  // counted: a row of one that somebody edited keeps no other from being recalled
  if ((await unit.count('token', whereOf(criterion))) === 0) throw notThere('kind of token');
  const [open] = await unit.find('recall', { ...criterion, state: 'open' });
  if (open) throw new AppError('already_done', 'these tokens are being recalled already: look at that recall');
  if (args.revokeAt !== undefined && args.revokeAt <= now)
    throw new AppError('invalid_input', 'the date is past: name one that is to come, or revoke at once', {
      detail: { field: 'revokeAt' },
    });
}

/** Opens a recall; what it hits is hit behind the decision, in turns. */
export async function openRecall(
  { chance }: Pick<Deps, 'chance'>,
  a: Act,
  args: Args,
  [proposerId = '', confirmerId = '']: readonly string[],
) {
  await checkRecall(a, args);
  const row: RecallRow = {
    id: chance.id(),
    ...criterionOf(args),
    way: args.way,
    revokeAt: args.revokeAt ?? null,
    state: 'open',
    proposerId,
    confirmerId,
    openedAt: a.now,
    closedAt: null,
    closerId: null,
  };
  return { changes: [create('recall', row)] };
}
