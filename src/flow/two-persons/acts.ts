import { z } from 'zod';
import type { Change } from '../../book/lifecycle.ts';
import type { Right } from '../../book/rights.ts';
import type { Role } from '../../book/tables.ts';
import type { Act, Deps } from '../act.ts';
import { UnblockToken } from '../handover/unblock.ts';
import { checkDates, GrantRole, grantChanges, PersonRef } from '../people/people.ts';
import { checkPurge, PurgePeople, purgePeople } from '../people/purge.ts';
import { closeIfOpenedAlone, recoverChanges } from '../people/recovery.ts';
import { ConfirmRestore, checkRestore, confirmRestore } from '../restore/confirm-restore.ts';
import { DestroyToken, destroyChanges } from '../stock/destruction.ts';
import { RELEASE, ReleaseSoPin, releasable } from '../stock/release-so-pin.ts';
import { ConfirmConfiguration, confirmConfigurationChanges } from './confirm-configuration.ts';
import { ConfirmProfile, confirmProfileChanges, profileStandings } from './confirm-profiles.ts';
import { policyChanges, SetPolicy } from './limits.ts';
import { checkSurge, StartSurge, surgeChanges } from './surge.ts';

/** What an act did: the rows it changed, and what its entry says besides. */
interface Effect {
  changes: Change[];
  detail?: Record<string, unknown>;
}
interface Spec<S extends z.ZodType> {
  args: S;
  /** A role that one of the two persons must hold. */
  needs: Role;
  /** The right to propose it. */
  right: Right;
  /** Whether it could be done as things stand, so that nobody waits for a second person in vain. `by`: who decides. Throws the refusal. */
  check?(deps: Deps, a: Act, args: z.output<S>, by: readonly string[]): Promise<unknown>;
  /** Done in the confirming transaction, once. Left out: it is done after it, on a device or for somebody's eyes. */
  run?(deps: Deps, a: Act, args: z.output<S>, by: readonly string[]): Promise<Effect>;
}
export interface DualAct extends Pick<Spec<z.ZodType>, 'needs' | 'right'> {
  check(deps: Deps, a: Act, args: unknown, by: readonly string[]): Promise<void>;
  run?(deps: Deps, a: Act, args: unknown, by: readonly string[]): Promise<Effect>;
}

/** What was stored is parsed again: what was hashed is what runs. */
function dual<S extends z.ZodType>({ args, needs, right, check, run }: Spec<S>): DualAct {
  return {
    needs,
    right,
    check: async (deps, a, given, by) => void (await check?.(deps, a, args.parse(given), by)),
    ...(run && {
      run: (deps: Deps, a: Act, given: unknown, by: readonly string[]) => run(deps, a, args.parse(given), by),
    }),
  };
}
const only = async (changes: Promise<Change[]>): Promise<Effect> => ({ changes: await changes });

export const Propose = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('role.grant'), args: GrantRole }),
  z.strictObject({ act: z.literal('account.recover'), args: PersonRef }),
  z.strictObject({ act: z.literal('policy.set'), args: SetPolicy }),
  z.strictObject({ act: z.literal('profile.confirm'), args: ConfirmProfile }),
  z.strictObject({ act: z.literal('configuration.confirm'), args: ConfirmConfiguration }),
  z.strictObject({ act: z.literal('surge.start'), args: StartSurge }),
  z.strictObject({ act: z.literal('person.purge'), args: PurgePeople }),
  z.strictObject({ act: z.literal('restore.confirm'), args: ConfirmRestore }),
  z.strictObject({ act: z.literal('token.destroy'), args: DestroyToken }),
  z.strictObject({ act: z.literal('token.unblock'), args: UnblockToken }),
  z.strictObject({ act: z.literal(RELEASE), args: ReleaseSoPin }),
]);
export type DualActName = z.output<typeof Propose>['act'];
const officer = { needs: 'security-officer', right: 'dualControl.propose' } as const;

/** Acts that two persons do together (J1): one proposes it to the letter, another confirms it within minutes. */
export const DUAL_ACTS: Readonly<Record<DualActName, DualAct>> = {
  'role.grant': dual({
    ...officer,
    args: GrantRole,
    check: async (deps, a, args) => {
      checkDates(args, a.now);
      await grantChanges(deps, a.unit, args, a.now);
    },
    run: async (deps, a, args) => {
      checkDates(args, a.now); // its end may have come while it waited
      const changes = await grantChanges(deps, a.unit, args, a.now);
      await closeIfOpenedAlone(a, args);
      return { changes };
    },
  }),
  'account.recover': dual({
    ...officer,
    args: PersonRef,
    run: (_, a, args) => only(recoverChanges(a.unit, args, a.now)),
  }),
  'policy.set': dual({
    ...officer,
    args: SetPolicy,
    check: (_, a, args) => policyChanges(a.unit, args),
    run: (_, a, args) => policyChanges(a.unit, args),
  }),
  'profile.confirm': dual({
    ...officer,
    args: ConfirmProfile,
    check: (deps, a, args) => confirmProfileChanges(deps.ca, a.unit, args),
    run: async (deps, a, args) => {
      const standing = (await profileStandings(deps.ca, a.unit)).find(({ name }) => name === args.profile);
      const detail = { profile: args.profile, before: standing?.confirmedHash ?? null, after: args.hash };
      return { changes: await confirmProfileChanges(deps.ca, a.unit, args), detail };
    },
  }),
  'configuration.confirm': dual({
    ...officer,
    args: ConfirmConfiguration,
    check: confirmConfigurationChanges,
    run: confirmConfigurationChanges,
  }),
  'surge.start': dual({
    ...officer,
    args: StartSurge,
    check: (_, a, args) => checkSurge(a, args),
    run: (_, a, args) => surgeChanges(a, args),
  }),
  'person.purge': dual({
    ...officer,
    args: PurgePeople,
    check: (_, a, args) => checkPurge(a, args),
    run: (_, a, args) => purgePeople(a, args),
  }),
  'restore.confirm': dual({
    ...officer,
    args: ConfirmRestore,
    check: (_, a, args, by) => checkRestore(a, args, by),
    run: confirmRestore,
  }),
  'token.destroy': dual({
    ...officer,
    args: DestroyToken,
    right: 'token.destroy',
    run: (_, a, args) => only(destroyChanges(a, args)),
  }),
  'token.unblock': dual({ ...officer, args: UnblockToken, right: 'token.unblock' }),
  [RELEASE]: dual({
    ...officer,
    args: ReleaseSoPin,
    right: RELEASE,
    check: (_, a, args) => releasable(a.unit, args),
  }),
};
