import { z } from 'zod';
import type { Act, Deps } from './act.ts';
import { DestroyToken, destroyChanges } from './destruction.ts';
import { type Change, create, update } from './lifecycle.ts';
import { REQUEST_KINDS, type Role } from './model.ts';
import { GrantRole, grantChanges, PersonRef } from './people.ts';
import { recoverChanges } from './recovery.ts';
import { UnblockToken } from './unblock.ts';

const SetPolicy = z.strictObject({
  id: z.enum(REQUEST_KINDS.map((k) => `approvals:${k}` as const)),
  value: z.int().min(1).max(3),
});

interface DualAct<S extends z.ZodType> {
  args: S;
  /** Roles of which one of the two persons must hold one. */
  needs: Role;
  /** The right to propose it. */
  right: string;
  /** Changes of the act, made in the confirming transaction: it runs once. Left out: a device does it afterwards. */
  run?(deps: Deps, a: Act, args: z.output<S>): Promise<Change[]>;
}
const dual = <S extends z.ZodType, D extends DualAct<S>>(spec: D & DualAct<S>): D => spec;

/** Acts that two persons do together (J1): one proposes it to the letter, another confirms it within minutes. */
export const DUAL_ACTS = {
  'role.grant': dual({
    args: GrantRole,
    needs: 'security-officer',
    right: 'dualControl.propose',
    run: (deps: Deps, a: Act, args: z.output<typeof GrantRole>) => grantChanges(deps, a.unit, args, a.now),
  }),
  'policy.set': dual({
    args: SetPolicy,
    needs: 'security-officer',
    right: 'dualControl.propose',
    run: async (_: Deps, a: Act, { id, value }: z.output<typeof SetPolicy>): Promise<Change[]> => {
      const standing = await a.unit.get('setting', id);
      return [
        standing
          ? update('setting', standing, { value: String(value) })
          : create('setting', { id, value: String(value) }),
      ];
    },
  }),
  'account.recover': dual({
    args: PersonRef,
    needs: 'security-officer',
    right: 'dualControl.propose',
    run: (_: Deps, a: Act, args: z.output<typeof PersonRef>) => recoverChanges(a.unit, args, a.now),
  }),
  'token.destroy': dual({
    args: DestroyToken,
    needs: 'security-officer',
    right: 'token.destroy',
    run: (_: Deps, a: Act, args: z.output<typeof DestroyToken>) => destroyChanges(a, args),
  }),
  'token.unblock': dual({ args: UnblockToken, needs: 'security-officer', right: 'token.unblock' }),
};
export type DualActName = keyof typeof DUAL_ACTS;

export const Propose = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('role.grant'), args: GrantRole }),
  z.strictObject({ act: z.literal('policy.set'), args: SetPolicy }),
  z.strictObject({ act: z.literal('account.recover'), args: PersonRef }),
  z.strictObject({ act: z.literal('token.destroy'), args: DestroyToken }),
  z.strictObject({ act: z.literal('token.unblock'), args: UnblockToken }),
]);
