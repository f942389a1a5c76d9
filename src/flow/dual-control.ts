import { hash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { canonical } from '../journal/canonical.ts';
import { type Act, act, type Deps, need } from './act.ts';
import { createDestruction } from './destruction.ts';
import { DUAL_ACTS, type DualActName, Propose } from './dual-acts.ts';
import { SYSTEM } from './issuance.ts';
import { type Change, create, move } from './lifecycle.ts';
import type { ProposalRow, Role } from './model.ts';
import { type Caller, rolesOf, SENTENCES } from './permissions.ts';
import { onlyToken } from './plugged.ts';
import { Ref } from './request.ts';
import { createUnblock, UnblockToken } from './unblock.ts';

export { type DualActName, Propose } from './dual-acts.ts';

/** A proposal is confirmed within this, or it ends. */
const CONFIRM_WITHIN_MS = 15 * 60_000;

/** The hash is what the confirming person saw. */
export const Confirm = z.strictObject({ proposalId: Ref, argsHash: z.string().length(64) });
export const ProposalRef = z.strictObject({ proposalId: Ref });

/** Hash of an exact act: what is proposed, what is confirmed. */
export const hashOfAct = (proposed: z.output<typeof Propose>): string =>
  hash('sha256', canonical({ act: proposed.act, args: proposed.args }));

/** The roles that the proposer holds when it is confirmed: none once their account was disabled; an ended grant counts for nothing. */
async function proposerNow({ unit, now }: Act, personId: string): Promise<Role[]> {
  const account = await unit.get('account', personId);
  if (account?.state === 'disabled') return [];
  const grants = await unit.find('grant', { personId, revokedAt: null });
  return rolesOf({ personId, service: '', grants, freshUntil: 0 }, now);
}

export function createDualControl(deps: Deps) {
  const unblock = createUnblock(deps);
  const destruction = createDestruction(deps);

  /** Parses the stored act again and runs it: what was hashed is what runs. */
  const run = (a: Act, row: ProposalRow): Promise<Change[]> => {
    const proposed = Propose.parse({ act: row.act, args: JSON.parse(row.args ?? 'null') });
    if (proposed.act === 'role.grant') return DUAL_ACTS['role.grant'].run(deps, a, proposed.args);
    if (proposed.act === 'policy.set') return DUAL_ACTS['policy.set'].run(deps, a, proposed.args);
    if (proposed.act === 'account.recover') return DUAL_ACTS['account.recover'].run(deps, a, proposed.args);
    if (proposed.act === 'token.destroy') return DUAL_ACTS['token.destroy'].run(deps, a, proposed.args);
    throw new AppError('internal', `${row.act} is done by a device`);
  };

  /** The proposal, if the caller may confirm it as it was read. */
  const confirmable = async (a: Act, caller: Caller, input: z.output<typeof Confirm>): Promise<ProposalRow> => {
    const row = await need(a.unit.get('proposal', input.proposalId), 'proposal');
    const role = a.allow({ personId: row.proposerId });
    move('proposal', row, 'confirm'); // throws unless it still waits
    if (row.expiresAt < a.now) throw new AppError('expired', 'this proposal has ended: it has to be proposed again');
    if (row.argsHash !== input.argsHash)
      throw new AppError('changed_since', 'this is not the act you saw: read it again');
    const args = JSON.parse(row.args ?? 'null') as { personId?: string };
    if (args.personId === caller.personId) throw new AppError('same_person', 'nobody confirms a right for themselves');
    await checkNeeds(a, row, role, caller);
    return row;
  };
  const confirming = <R>(
    caller: Caller,
    input: z.output<typeof Confirm>,
    work: (a: Act, row: ProposalRow) => Promise<R>,
  ) =>
    act(deps, caller, 'dualControl.confirm', `proposal:${input.proposalId}`, async (a) =>
      work(a, await confirmable(a, caller, input)),
    );

  /** The device is looked at before the transaction, and touched after it. */
  const confirmOnDevice = async (
    caller: Caller,
    input: z.output<typeof Confirm>,
    waiting: ProposalRow,
  ): Promise<void> => {
    const { slot, serial } = UnblockToken.parse(JSON.parse(waiting.args ?? 'null'));
    const status = await deps.bench.slot(slot);
    const { confirmed, role } = await confirming(caller, input, async (a, row) => {
      await unblock.intend(a, row, onlyToken(slot, status, serial));
      const confirmerId = caller.personId;
      const detail = { act: row.act, argsHash: row.argsHash };
      await a.done([move('proposal', row, 'confirm', { confirmerId })], { detail });
      return {
        confirmed: { ...row, confirmerId, state: 'confirmed' as const },
        role: a.allow({ personId: row.proposerId }),
      };
    });
    await unblock.finish(confirmed, { actor: caller.personId, role });
  };

  return {
    /** Proposes an exact act. */
    propose: (caller: Caller, input: z.output<typeof Propose>): Promise<ProposalRow> => {
      const id = deps.chance.id();
      return act(deps, caller, DUAL_ACTS[input.act].right, `proposal:${id}`, async (a) => {
        a.allow();
        if ('personId' in input.args && input.args.personId === caller.personId) {
          throw new AppError('same_person', 'nobody proposes a right for themselves');
        }
        const args = canonical(input.args);
        const row: ProposalRow = {
          id,
          act: input.act,
          argsHash: hashOfAct(input),
          args,
          proposerId: caller.personId,
          confirmerId: null,
          state: 'proposed',
          proposedAt: a.now,
          expiresAt: a.now + CONFIRM_WITHIN_MS,
        };
        await a.done([create('proposal', row)], { action: 'dualControl.propose', detail: { act: input.act } });
        return row;
      });
    },

    /** A second person confirms what they saw; the act runs in the same transaction, or right after it on a device. */
    confirm: async (caller: Caller, input: z.output<typeof Confirm>): Promise<void> => {
      const waiting = await deps.store.reads.get('proposal', input.proposalId);
      if (waiting?.act === 'token.unblock') return confirmOnDevice(caller, input, waiting);
      const executed = await confirming(caller, input, async (a, row) => {
        const execute = move('proposal', row, 'execute', { confirmerId: caller.personId });
        await a.done([execute, ...(await run(a, row))], { detail: { act: row.act, argsHash: row.argsHash } });
        return { ...row, confirmerId: caller.personId };
      });
      if (executed.act === 'token.destroy') await destruction.conclude(executed);
    },

    /** At start: confirmed acts that a device had not done yet are done, or end as failed. Answers what became of each. */
    resume: async (): Promise<{ proposalId: string; outcome: 'executed' | 'failed' }[]> => {
      const outcomes: { proposalId: string; outcome: 'executed' | 'failed' }[] = [];
      for (const row of await deps.store.reads.find('proposal', { state: 'confirmed' })) {
        const outcome = await unblock.finish(row, SYSTEM).then(
          () => 'executed' as const,
          (error: unknown) => {
            deps.warn(`proposal ${row.id} was confirmed and could not be finished`, error);
            return 'failed' as const;
          },
        );
        outcomes.push({ proposalId: row.id, outcome });
      }
      return outcomes;
    },

    /** The proposer, or anybody who could confirm, takes it away. */
    cancel: async (caller: Caller, input: z.output<typeof ProposalRef>): Promise<void> => {
      const waiting = await deps.store.reads.get('proposal', input.proposalId);
      const own = waiting?.proposerId === caller.personId ? DUAL_ACTS[waiting.act as DualActName].right : undefined;
      await act(deps, caller, own ?? 'dualControl.propose', `proposal:${input.proposalId}`, async (a) => {
        const row = await need(a.unit.get('proposal', input.proposalId), 'proposal');
        a.allow();
        await a.done([move('proposal', row, 'cancel')], { action: 'dualControl.cancel' });
      });
    },

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
    const { needs: needed, right } = DUAL_ACTS[row.act as DualActName];
    const proposer = await proposerNow(a, row.proposerId);
    if (!SENTENCES.some((s) => s.act === right && proposer.includes(s.role)))
      throw new AppError('forbidden', 'who proposed this may not any more: it has to be proposed again');
    if (role === needed || rolesOf(caller, a.now).includes(needed) || proposer.includes(needed)) return;
    throw new AppError('forbidden', `one of the two persons has to be ${needed}`);
  }
}
