import { z } from 'zod';
import { AskToTakeOver, AskToUnblock } from '../../book/rules/decision-args.ts';
import { type ArgsOf, DECISIONS, type DecisionName } from '../../book/rules/decisions.ts';
import type { Change } from '../../book/tables/lifecycle.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import type { Act, Deps } from '../act.ts';
import { unblockable } from '../handover/unblock.ts';
import { reviewChanges } from '../people/access-review.ts';
import { deputyChanges } from '../people/deputies.ts';
import { checkDates, grantChanges } from '../people/people.ts';
import { checkPurge, purgePeople } from '../people/purge.ts';
import { closedFirst, onlyOfficer, recoverable, recoverChanges, reopen } from '../people/recovery.ts';
import { forgetSecrets } from '../production/job-secrets.ts';
import { checkRecall, openRecall } from '../recall/open.ts';
import { checkRestore, confirmRestore } from '../restore/confirm-restore.ts';
import { createDestruction, destroyable, destroyChanges } from '../stock/destruction.ts';
import { releasable } from '../stock/release-so-pin.ts';
import { checkChecklist, checklistChanges } from '../workstation/checklists.ts';
import { checkTakeOver, takeOver, withHolders } from '../workstation/take-over.ts';
import { confirmConfigurationChanges } from './confirm-configuration.ts';
import { confirmProfileChanges } from './confirm-profiles.ts';
import { checkAlone } from './few-proposals.ts';
import { policyChanges } from './limits.ts';
import { checkSurge, surgeChanges } from './surge.ts';

/** What an act did: the rows it changed, and what its entry says besides. */
interface Effect {
  changes: Change[];
  detail?: Record<string, unknown>;
  /** What is recorded behind the decision, in entries of its own. */
  after?(): Promise<void>;
}
type Does<A extends DecisionName, R> = (deps: Deps, a: Act, args: ArgsOf<A>, by: readonly string[]) => Promise<R>;
interface Spec<A extends DecisionName> {
  /**
   * Checks that the act could be done now, before a second person is asked to confirm it. `by`: who decides. Throws
   * the refusal.
   */
  check: Does<A, unknown>;
  /** Done in the confirming transaction, once. Left out: it is done after it, on a device or for somebody's eyes. */
  run?(...given: [...Parameters<Does<A, Effect>>, proposalId: string]): Promise<Effect>;
  /** After the commit. */
  conclude?(deps: Deps, executed: ProposalRow): Promise<void>;
}
const only = async (changes: Promise<Change[]>): Promise<Effect> => ({ changes: await changes });

/** What each decision does (book/rules/decisions.ts says which there are, and who takes them). */
const SPECS: { readonly [A in DecisionName]: Spec<A> } = {
  'role.grant': {
    check: async (deps, a, args, by) => {
      checkDates(args, a.now);
      await grantChanges(deps, a, args, by);
    },
    run: async (deps, a, args, by) => {
      checkDates(args, a.now); // its end may have come while it waited
      const granted = await grantChanges(deps, a, args, by);
      return { changes: [...(await closedFirst(a, [args])), ...granted] };
    },
  },
  'deputy.name': {
    check: deputyChanges,
    run: async (deps, a, args, by) => {
      const granted = await deputyChanges(deps, a, args, by);
      return { changes: [...(await closedFirst(a, [{ ...args, role: 'approver' }])), ...granted] };
    },
  },
  'access.review': {
    check: (_, a, args) => reviewChanges(a, args, ''),
    run: (_, a, args, __, proposalId) => reviewChanges(a, args, proposalId),
  },
  'account.recover': {
    check: (_, a, args) => recoverable(a.unit, args),
    run: (_, a, args) => only(recoverChanges(a.unit, args, a.now)),
  },
  'officer.bringBack': {
    check: async (_, a, args) => {
      await onlyOfficer(a, args);
      await checkAlone(a, 'officer.bringBack');
    },
    run: async (_, a, { personId, reason }) => {
      const officer = await onlyOfficer(a, { personId });
      return { changes: await reopen(a.unit, officer, a.now), detail: { officer: personId, reason } };
    },
  },
  'policy.set': {
    check: (_, a, args) => policyChanges(a.unit, args),
    run: (_, a, args) => policyChanges(a.unit, args),
  },
  'profile.confirm': {
    check: (deps, a, args) => confirmProfileChanges(deps.ca, a.unit, args),
    run: (deps, a, args) => confirmProfileChanges(deps.ca, a.unit, args),
  },
  'configuration.confirm': { check: confirmConfigurationChanges, run: confirmConfigurationChanges },
  'surge.start': { check: (_, a, args) => checkSurge(a, args), run: (_, a, args) => surgeChanges(a, args) },
  'person.purge': {
    check: (_, a, args) => checkPurge(a, args),
    run: (_, a, args) => purgePeople(a, args),
    conclude: forgetSecrets,
  },
  'restore.confirm': {
    check: (_, a, args, by) => checkRestore(a, args, by),
    run: confirmRestore,
    conclude: forgetSecrets,
  },
  'checklist.set': {
    check: (_, a, args) => checkChecklist(a, args),
    run: (deps, a, args, by) => only(checklistChanges(deps, a, args, by)),
  },
  'workstation.takeOver': {
    check: (_, a, args) => checkTakeOver(a, args),
    run: (deps, a, args, by, proposalId) => takeOver(deps, a, args, { proposalId, by }),
  },
  'recall.open': {
    check: (_, a, args) => checkRecall(a, args),
    run: (deps, a, args, by) => openRecall(deps, a, args, by),
  },
  'token.destroy': {
    check: (_, a, { serial }) => destroyable(a, serial),
    run: (_, a, args) => only(destroyChanges(a, args)),
    conclude: (deps, executed) => createDestruction(deps).conclude(executed),
  },
  'token.unblock': { check: (_, a, { serial }) => unblockable(a.unit, serial) },
  'token.releaseSoPin': { check: (_, a, args) => releasable(a.unit, args) },
};

/** The act of a proposal that stands, with its arguments, which are parsed again: what was hashed is what runs. */
export function specOf(row: Pick<ProposalRow, 'act' | 'args'>) {
  const act = row.act as DecisionName;
  const decision = DECISIONS[act];
  // one member of each table by the one name; TypeScript does not follow it through the union
  const spec = SPECS[act] as unknown as Spec<'role.grant'>;
  return { act, decision, args: decision.args.parse(JSON.parse(row.args)) as never, spec };
}

const of = <A extends DecisionName>(act: A) =>
  z.strictObject({ act: z.literal(act), args: DECISIONS[act].args as (typeof DECISIONS)[A]['args'] });
export const Propose = z.discriminatedUnion('act', [
  of('role.grant'),
  of('deputy.name'),
  of('access.review'),
  of('account.recover'),
  of('officer.bringBack'),
  of('policy.set'),
  of('profile.confirm'),
  of('configuration.confirm'),
  of('surge.start'),
  of('person.purge'),
  of('restore.confirm'),
  of('checklist.set'),
  z.strictObject({ act: z.literal('workstation.takeOver'), args: AskToTakeOver }),
  of('recall.open'),
  of('token.destroy'),
  z.strictObject({ act: z.literal('token.unblock'), args: AskToUnblock }),
  of('token.releaseSoPin'),
]);

/**
 * A proposal as it is decided: what a device does is done by the node that is asked, whose bench has the slot; who has a machine that
 * is taken over is named by their id. Throws the refusal of holders.
 */
export async function asDecided({ node }: Pick<Deps, 'node'>, reads: Act['unit'], asked: z.output<typeof Propose>) {
  if (asked.act === 'token.unblock') return { act: asked.act, args: { ...asked.args, node: node.name } };
  if (asked.act === 'workstation.takeOver') return { act: asked.act, args: await withHolders(reads, asked.args) };
  return asked;
}
