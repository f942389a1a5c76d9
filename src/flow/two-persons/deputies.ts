import { z } from 'zod';
import { type Caller, scopesOf } from '../../book/rights/roles.ts';
import { NameDeputy } from '../../book/rules/decision-args.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { DirectoryId } from '../inputs.ts';
import { personUnknown } from '../visibility.ts';
import type { createDualControl } from './proposals.ts';

/**
 * Who stands in, by the directory's id: an approver does not search people. `scope` left out: all that the approver has;
 * `validFrom` left out: from now. Epoch milliseconds.
 */
export const NamedDeputy = z.strictObject({
  deputy: DirectoryId,
  // without what a grant takes where none is named: it would be everybody's requests
  scope: NameDeputy.shape.scope.unwrap().optional(),
  validFrom: z.int().optional(),
  validUntil: z.int(),
});

/** All that an approver may name a deputy for: the one of it is meant where no scope is named, and of several one has to be. */
export const deputyScopes = (caller: Caller, now: number): string[] => [...new Set(scopesOf(caller, 'approver', now))];

/** An approver who will be away names who stands in; a security officer confirms it. */
export function createDeputies(deps: Deps, dualControl: Pick<ReturnType<typeof createDualControl>, 'propose'>) {
  return {
    /** Proposes the deputy. Throws `not_found`, `out_of_scope`, `invalid_input` for dates, and what a grant throws. */
    name: async (caller: Caller, input: z.output<typeof NamedDeputy>): Promise<ProposalRow> => {
      // rights first, so that nobody else tries out who is in the directory
      const args = await act(deps, caller, 'deputy.name', `person:${caller.personId}`, async (a) => {
        a.allow();
        return argumentsOf(a, caller, input);
      });
      return dualControl.propose(caller, { act: 'deputy.name', args });
    },
  };
}

async function argumentsOf(
  { unit, now }: Act,
  caller: Caller,
  input: z.output<typeof NamedDeputy>,
): Promise<NameDeputy> {
  const { deputy: directoryId, validUntil, validFrom = now } = input;
  const scopes = deputyScopes(caller, now);
  const scope = input.scope ?? (scopes.length === 1 ? scopes[0] : undefined);
  if (scope === undefined) {
    const detail = { field: 'scope', rule: 'missing', why: 'deputy-scope' };
    throw new AppError('invalid_input', 'you approve for several services: name the one', { detail });
  }
  const { success, data } = NameDeputy.safeParse({ personId: caller.personId, scope, validFrom, validUntil });
  if (!success) {
    const detail = { field: 'validUntil', why: 'deputy-dates' };
    const message = 'a deputy stands in for 90 days at most, from a day to a later one';
    throw new AppError('invalid_input', message, { detail });
  }
  // last: an id that is tried leaves an entry, whether it is somebody's or not
  const [found] = await unit.find('person', { directoryId });
  if (!found) throw personUnknown('deputy');
  if (found.id === caller.personId) {
    throw new AppError('same_person', 'nobody is their own deputy', { detail: { why: 'deputy-self' } });
  }
  return { ...data, personId: found.id };
}
