import { z } from 'zod';
import { hashOfAct } from '../../book/language/sources.ts';
import { mightEver } from '../../book/rights/authorise.ts';
import { type Caller, type Held, rolesOf } from '../../book/rights/roles.ts';
import { UnblockToken } from '../../book/rules/decision-args.ts';
import {
  confirmableFrom,
  confirmerNeeds,
  DECISIONS,
  type DecisionName,
  personsOf,
} from '../../book/rules/decisions.ts';
import { CONFIRM_DAY_MS } from '../../book/rules/limits.ts';
import type { Role } from '../../book/tables/codes.ts';
import { create, move } from '../../book/tables/lifecycle.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import { HOUR_MS, MINUTE_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import { canonical } from '../../journal/canonical.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import { SYSTEM } from '../actor.ts';
import { endEach } from '../end-each.ts';
import { confirmedUnblocks, createUnblock } from '../handover/unblock.ts';
import { Ref } from '../inputs.ts';
import type { Unit } from '../ports/store.ts';
import { onlyToken } from '../production/plugged.ts';
import type { Working } from '../production/working.ts';
import { checkRestored } from '../restore/restore.ts';
import { createRelease } from '../stock/release-so-pin.ts';
import { asDecided, type Propose, specOf } from './acts.ts';
import { checkFew } from './few-proposals.ts';
import { policyOf } from './limits.ts';

export { Propose } from './acts.ts';

/** The hash is what the confirming person saw. */
export const Confirm = z.strictObject({ proposalId: Ref, argsHash: z.string().length(64) });
export const ProposalRef = z.strictObject({ proposalId: Ref });

/** What the proposer holds when it is confirmed: nothing once their account was disabled (one that is given back takes its proposals along, see flow/people/recovery.ts); an ended grant counts for nothing. */
async function proposerNow({ unit }: Act, personId: string): Promise<Held> {
  const account = await unit.get('account', personId);
  return { grants: account?.state === 'disabled' ? [] : await unit.find('grant', { personId, revokedAt: null }) };
}

/** Neither of the two is a person whom the act is about, and nothing but what mends a restore is decided while one waits. */
async function checkDecides(a: Act, row: Pick<ProposalRow, 'act' | 'args'>, caller: Caller): Promise<void> {
  const { act: name, decision, args } = specOf(row);
  if (personsOf(name, args).includes(caller.personId))
    throw new AppError('same_person', 'nobody decides on what is about themselves');
  if (!decision.whileRestored) await checkRestored(a.unit);
}

/** How long a proposal of this act stands, in milliseconds: minutes, or its wait and a day. */
async function timeToConfirm(unit: Unit, name: DecisionName): Promise<number> {
  const { waits } = DECISIONS[name];
  if (waits === undefined) return (await policyOf(unit, 'dual.confirmMinutes')) * MINUTE_MS;
  return (await policyOf(unit, waits)) * HOUR_MS + CONFIRM_DAY_MS;
}
/** Throws `wrong_state` while whom it is about may still object. */
function checkWaited(row: Pick<ProposalRow, 'act' | 'expiresAt'>, now: number): void {
  const from = confirmableFrom(row);
  if (from === undefined || from <= now) return;
  throw new AppError('wrong_state', `this may be confirmed from ${new Date(from).toISOString()} on`, {
    detail: { why: 'waits', from },
  });
}

const pluggedElsewhere = (node: string): AppError =>
  new AppError('wrong_state', `confirm on node ${node}, where the token is plugged in`, {
    detail: { why: 'node', node },
  });

/** The verbs of dual control: propose, confirm, cancel, expire. */
export function createDualControl(deps: Deps, working: Working) {
  const unblock = createUnblock(deps);
  const release = createRelease(deps);

  /** What this node's devices were to do: confirmed, and neither done nor recorded as failed. */
  const openHere = async (): Promise<ProposalRow[]> =>
    (await confirmedUnblocks(deps.store.reads)).filter(
      ({ args }) => UnblockToken.parse(JSON.parse(args)).node === deps.node.name,
    );

  const finishLeft = (row: ProposalRow): Promise<'executed' | 'failed'> =>
    unblock.finish(row, SYSTEM).then(
      () => 'executed',
      (error: unknown) => {
        deps.warn(`proposal ${row.id} was confirmed and could not be finished`, error);
        return 'failed';
      },
    );

  /** The proposal, if the caller may confirm it as it was read. */
  const confirmable = async (a: Act, caller: Caller, input: z.output<typeof Confirm>): Promise<ProposalRow> => {
    const row = await need(a.unit.get('proposal', input.proposalId), 'proposal');
    const role = a.allow({ personId: row.proposerId });
    move('proposal', row, 'confirm'); // throws unless it still waits
    if (row.expiresAt < a.now) throw new AppError('expired', 'this proposal has ended: it has to be proposed again');
    if (row.argsHash !== input.argsHash)
      throw new AppError('changed_since', 'this is not the act you saw: read it again');
    checkWaited(row, a.now);
    await checkDecides(a, row, caller);
    await checkNeeds(a, row, role, caller);
    return row;
  };
  const confirming = <R>(
    caller: Caller,
    input: z.output<typeof Confirm>,
    work: (a: Act, row: ProposalRow) => Promise<R>,
    decides?: string,
  ) =>
    act(
      deps,
      caller,
      'dualControl.confirm',
      `proposal:${input.proposalId}`,
      async (a) => work(a, await confirmable(a, caller, input)),
      { decides },
    );

  /** The device is looked at before the transaction, and touched after it. */
  const confirmOnDevice = async (
    caller: Caller,
    input: z.output<typeof Confirm>,
    waiting: ProposalRow,
  ): Promise<void> => {
    const { slot, serial, node } = UnblockToken.parse(JSON.parse(waiting.args));
    const isHere = node === deps.node.name;
    const status = isHere ? await deps.bench.slot(slot) : undefined;
    const { confirmed, role } = await working.open((mine) =>
      confirming(caller, input, async (a, row) => {
        if (!isHere) throw pluggedElsewhere(node);
        await unblock.intend(a, row, onlyToken(slot, status, serial));
        const confirmerId = caller.personId;
        const detail = { act: row.act, argsHash: row.argsHash };
        await a.done([move('proposal', row, 'confirm', { confirmerId })], { detail });
        mine(row.id);
        return {
          confirmed: { ...row, confirmerId, state: 'confirmed' as const },
          role: a.allow({ personId: row.proposerId }),
        };
      }),
    );
    await working.until(confirmed.id, () => unblock.finish(confirmed, { actor: caller.personId, role }));
  };

  /** From here its proposer has minutes to look, once. */
  const confirmShown = (caller: Caller, input: z.output<typeof Confirm>): Promise<void> =>
    confirming(caller, input, async (a, row) => {
      const { spec, args } = specOf(row);
      await spec.check(deps, a, args, [row.proposerId, caller.personId]);
      const expiresAt = a.now + (await policyOf(a.unit, 'dual.revealMinutes')) * MINUTE_MS;
      const confirmed = move('proposal', row, 'confirm', { confirmerId: caller.personId, expiresAt });
      await a.done([confirmed], { detail: { act: row.act, argsHash: row.argsHash } });
    });

  /** The act and its confirmation in one transaction. */
  const confirmAtOnce = (caller: Caller, input: z.output<typeof Confirm>, decides?: string): Promise<ProposalRow> =>
    confirming(
      caller,
      input,
      async (a, row) => {
        const { spec, args } = specOf(row);
        if (!spec.run) throw new AppError('internal', `${row.act} is done after its confirmation`);
        const by = [row.proposerId, caller.personId];
        const { changes, detail = {}, after } = await spec.run(deps, a, args, by, row.id);
        const execute = move('proposal', row, 'execute', { confirmerId: caller.personId });
        await a.done([execute, ...changes], { detail: { act: row.act, argsHash: row.argsHash, ...detail } });
        await after?.();
        return { ...row, confirmerId: caller.personId };
      },
      decides,
    );

  return {
    /** Proposes an exact act. */
    propose: (caller: Caller, input: z.output<typeof Propose>): Promise<ProposalRow> => {
      const id = deps.chance.id();
      return act(deps, caller, DECISIONS[input.act].right, `proposal:${id}`, async (a) => {
        a.allow();
        const decided = await asDecided(deps, a.unit, input);
        const proposed = { act: decided.act, args: canonical(decided.args) };
        await checkDecides(a, proposed, caller);
        const { spec, args } = specOf(proposed);
        await checkFew(a, caller.personId);
        await spec.check(deps, a, args, [caller.personId]);
        const row: ProposalRow = {
          id,
          ...proposed,
          argsHash: hashOfAct(decided),
          proposerId: caller.personId,
          confirmerId: null,
          state: 'proposed',
          proposedAt: a.now,
          expiresAt: a.now + (await timeToConfirm(a.unit, input.act)),
        };
        await a.done([create('proposal', row)], { action: 'dualControl.propose', detail: { act: input.act } });
        return row;
      });
    },

    /** A second person confirms what they saw; the act runs in the same transaction, or right after it on a device. */
    confirm: async (caller: Caller, input: z.output<typeof Confirm>): Promise<void> => {
      const waiting = await deps.store.reads.get('proposal', input.proposalId);
      const done = waiting && DECISIONS[waiting.act as DecisionName].done;
      if (waiting && done === 'on-device') return confirmOnDevice(caller, input, waiting);
      if (done === 'shown') return confirmShown(caller, input);
      const executed = await confirmAtOnce(caller, input, waiting?.act);
      await specOf(executed).spec.conclude?.(deps, executed);
    },

    /** What two persons released, once, for the person who proposed it. */
    reveal: (caller: Caller, input: z.output<typeof ProposalRef>) => release.reveal(caller, input.proposalId),

    /** At start: confirmed acts that a device of this node had not done yet are done, or end as failed. Answers what became of each. */
    resume: async (): Promise<{ proposalId: string; outcome: 'executed' | 'failed' }[]> => {
      const outcomes: { proposalId: string; outcome: 'executed' | 'failed' }[] = [];
      for (const row of await openHere()) outcomes.push({ proposalId: row.id, outcome: await finishLeft(row) });
      return outcomes;
    },

    /** Now and then: the same of what nobody has in hand, since its outcome could not be recorded. */
    finishLeft: async (): Promise<void> => {
      for (const row of (await openHere()).filter(({ id }) => !working.has(id))) await finishLeft(row);
    },

    /** The proposer takes it away, or anybody who could confirm refuses it; answers which of the two it was. */
    cancel: async (caller: Caller, input: z.output<typeof ProposalRef>): Promise<{ refused: boolean }> => {
      const waiting = await deps.store.reads.get('proposal', input.proposalId);
      const own = waiting?.proposerId === caller.personId ? specOf(waiting).decision.right : undefined;
      return act(deps, caller, own ?? 'dualControl.propose', `proposal:${input.proposalId}`, async (a) => {
        const row = await need(a.unit.get('proposal', input.proposalId), 'proposal');
        a.allow({ proposerId: row.proposerId });
        const refused = row.proposerId !== caller.personId;
        const detail = { kind: refused ? 'refused' : 'withdrawn' };
        await a.done([move('proposal', row, 'cancel')], { action: 'dualControl.cancel', detail });
        return { refused };
      });
    },

    /** Proposals past their time end. Answers how many. */
    expire: async (): Promise<number> => {
      const unseen = await release.expire();
      const isOver = ({ state, expiresAt }: ProposalRow, now: number): boolean =>
        state === 'proposed' && expiresAt < now;
      const open = await deps.store.reads.find('proposal', { state: 'proposed' });
      const over = open.filter((row) => isOver(row, deps.clock.now()));
      const ended = await endEach(deps, 'proposal', over, async (_unit, row, now) => {
        if (!isOver(row, now)) return undefined;
        const changes = [move('proposal', row, 'expire')];
        return { ...SYSTEM, action: 'dualControl.expire', subject: `proposal:${row.id}`, outcome: 'done', changes };
      });
      return ended + unseen;
    },
  };

  /** One of the two must hold the role that the act needs: no two administrators make a puppet. */
  async function checkNeeds(a: Act, row: ProposalRow, role: Role, caller: Caller): Promise<void> {
    const { act: name, decision, args } = specOf(row);
    const { needs: needed, both, right } = decision;
    const proposer = await proposerNow(a, row.proposerId);
    if (!mightEver(proposer, right, a.now))
      throw new AppError('forbidden', 'who proposed this may not any more: it has to be proposed again');
    const held = rolesOf(proposer, a.now);
    const mine = confirmerNeeds(name, args, held);
    if (mine === null) return;
    const holds = role === mine || rolesOf(caller, a.now).includes(mine);
    if (both && !(holds && held.includes(needed))) throw new AppError('forbidden', `both persons have to be ${needed}`);
    if (!holds) throw new AppError('forbidden', `one of the two persons has to be ${needed}`);
  }
}
