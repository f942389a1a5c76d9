import { hash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { canonical } from '../journal/canonical.ts';
import { type Act, act, type Deps, need } from './act.ts';
import { SYSTEM } from './issuance.ts';
import { type Change, create, move, update } from './lifecycle.ts';
import { type ProposalRow, REQUEST_KINDS, type Role } from './model.ts';
import { GrantRole, grantChanges } from './people.ts';
import { type Caller, rolesOf } from './permissions.ts';
import { Ref } from './request.ts';

/** A proposal is confirmed within this, or it ends. */
const CONFIRM_WITHIN_MS = 15 * 60_000;

const SetPolicy = z.strictObject({
  id: z.enum(REQUEST_KINDS.map((k) => `approvals:${k}` as const)),
  value: z.int().min(1).max(3),
});

interface DualAct<S extends z.ZodType> {
  args: S;
  /** Roles of which one of the two persons must hold one. */
  needs: Role;
  /** Changes of the act, made in the confirming transaction: it runs once. */
  run(deps: Deps, a: Act, args: z.output<S>): Promise<Change[]>;
}
const dual = <S extends z.ZodType>(spec: DualAct<S>): DualAct<S> => spec;

/** Acts that two persons do together (J1): one proposes it to the letter, another confirms it within minutes. */
export const DUAL_ACTS = {
  'role.grant': dual({
    args: GrantRole,
    needs: 'security-officer',
    run: (deps, a, args) => grantChanges(deps, a.unit, args, a.now),
  }),
  'policy.set': dual({
    args: SetPolicy,
    needs: 'security-officer',
    run: async (_, a, { id, value }) => {
      const standing = await a.unit.get('setting', id);
      return [
        standing
          ? update('setting', standing, { value: String(value) })
          : create('setting', { id, value: String(value) }),
      ];
    },
  }),
};
export type DualActName = keyof typeof DUAL_ACTS;

export const Propose = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('role.grant'), args: GrantRole }),
  z.strictObject({ act: z.literal('policy.set'), args: SetPolicy }),
]);
/** The hash is what the confirming person saw. */
export const Confirm = z.strictObject({ proposalId: Ref, argsHash: z.string().length(64) });
export const ProposalRef = z.strictObject({ proposalId: Ref });

export function createDualControl(deps: Deps) {
  /** Parses the stored act again and runs it: what was hashed is what runs. */
  const run = (a: Act, row: ProposalRow): Promise<Change[]> => {
    const proposed = Propose.parse({ act: row.act, args: JSON.parse(row.args ?? 'null') });
    if (proposed.act === 'role.grant') return DUAL_ACTS['role.grant'].run(deps, a, proposed.args);
    return DUAL_ACTS['policy.set'].run(deps, a, proposed.args);
  };

  return {
    /** Proposes an exact act. */
    propose: (caller: Caller, input: z.output<typeof Propose>): Promise<ProposalRow> => {
      const id = deps.chance.id();
      return act(deps, caller, 'dualControl.propose', `proposal:${id}`, async (a) => {
        a.allow();
        if (input.act === 'role.grant' && input.args.personId === caller.personId) {
          throw new AppError('same_person', 'nobody proposes a right for themselves');
        }
        const args = canonical(input.args);
        const row: ProposalRow = {
          id,
          act: input.act,
          argsHash: hash('sha256', canonical({ act: input.act, args: input.args })),
          args,
          proposerId: caller.personId,
          confirmerId: null,
          state: 'proposed',
          proposedAt: a.now,
          expiresAt: a.now + CONFIRM_WITHIN_MS,
        };
        await a.done([create('proposal', row)], { detail: { act: input.act } });
        return row;
      });
    },

    /** A second person confirms what they saw; the act runs in the same transaction. */
    confirm: (caller: Caller, input: z.output<typeof Confirm>): Promise<void> =>
      act(deps, caller, 'dualControl.confirm', `proposal:${input.proposalId}`, async (a) => {
        const row = await need(a.unit.get('proposal', input.proposalId), 'proposal');
        const role = a.allow({ personId: row.proposerId });
        const execute = move('proposal', row, 'execute', { confirmerId: caller.personId });
        if (row.expiresAt < a.now)
          throw new AppError('expired', 'this proposal has ended: it has to be proposed again');
        if (row.argsHash !== input.argsHash)
          throw new AppError('changed_since', 'this is not the act you saw: read it again');
        const args = JSON.parse(row.args ?? 'null') as { personId?: string };
        if (args.personId === caller.personId)
          throw new AppError('same_person', 'nobody confirms a right for themselves');
        await checkNeeds(a, row, role, caller);
        await a.done([execute, ...(await run(a, row))], { detail: { act: row.act, argsHash: row.argsHash } });
      }),

    /** The proposer, or anybody who could confirm, takes it away. */
    cancel: (caller: Caller, input: z.output<typeof ProposalRef>): Promise<void> =>
      act(deps, caller, 'dualControl.propose', `proposal:${input.proposalId}`, async (a) => {
        const row = await need(a.unit.get('proposal', input.proposalId), 'proposal');
        a.allow();
        await a.done([move('proposal', row, 'cancel')], { action: 'dualControl.cancel' });
      }),

    /** Proposals past their time end. Answers how many. */
    expire: (): Promise<number> =>
      deps.store.transact(async (unit) => {
        const open = await unit.find('proposal', { state: 'proposed' });
        const over = open.filter((p) => p.expiresAt < deps.clock.now());
        for (const row of over) {
          const changes = [move('proposal', row, 'expire')];
          await unit.record({
            ...SYSTEM,
            action: 'dualControl.expire',
            subject: `proposal:${row.id}`,
            outcome: 'done',
            changes,
          });
        }
        return over.length;
      }),
  };

  /** One of the two must hold the role that the act needs: no two administrators make a puppet. */
  async function checkNeeds(a: Act, row: ProposalRow, role: Role, caller: Caller): Promise<void> {
    const needed = DUAL_ACTS[row.act as DualActName].needs;
    if (role === needed || rolesOf(caller, a.now).includes(needed)) return;
    const proposers = await a.unit.find('grant', { personId: row.proposerId, role: needed, revokedAt: null });
    if (proposers.length === 0) throw new AppError('forbidden', `one of the two persons has to be ${needed}`);
  }
}
