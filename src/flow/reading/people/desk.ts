import { may } from '../../../book/rights/authorise.ts';
import { type Caller, type Held, rolesOf } from '../../../book/rights/roles.ts';
import { TakeOver } from '../../../book/rules/decision-args.ts';
import { confirmerNeeds, decisionsDone, isDecision, personsOf } from '../../../book/rules/decisions.ts';
import type { Role } from '../../../book/tables/codes.ts';
import type { ProposalRow } from '../../../book/tables/rows/people.ts';
import type { Deps } from '../../act.ts';
import { closesAccount } from '../../people/recovery.ts';
import type { QueueState } from '../../ports/paper.ts';
import { restoredIn } from '../../restore/restore.ts';
import { waitsFor } from '../../two-persons/waits-for.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import { createProposalEffects, type ProposalEffect } from './proposal-effects.ts';

/** A proposal, in words for people who read it. */
export interface WaitingAct extends ProposalRow {
  proposerName: string;
  /** Whom it is about, with the id that tells namesakes apart; several persons have theirs beside their names. */
  subjectName: string | null;
  subjectDirectoryId: string | null;
  /** The role that it grants closes the account first: its person has to come in anew. */
  closesAccount: boolean;
  /** Who has the machines that are taken over, as far as that is said: the two decide on people, and the act names ids. */
  holders: { assetNumber: string; name: string; directoryId: string | null }[];
  /** The role that whoever confirms it has to hold; null: any role that may confirm. */
  confirmerRole: Role | null;
  /** What it changes, which its arguments alone do not say. */
  effect: ProposalEffect | null;
}

/** What waits for somebody: proposals, and how the print queues stand. */
export function createDeskReading(deps: Deps, lists: Lists) {
  const effectOf = createProposalEffects(deps, lists);
  const { reads } = deps.store;
  const check = guard(deps);

  const rolesNow = async (personId: string): Promise<Role[]> =>
    rolesOf({ grants: await reads.find('grant', { personId, revokedAt: null }) }, deps.clock.now());

  /** What the proposals are found by that wait for the caller: first what was released to them alone. */
  const proposalsFor = (caller: Caller) => {
    const all = may(caller, 'dualControl.read', {}, deps.clock.now());
    if (!all) check(caller, 'dualControl.readOwn');
    const own = { proposerId: caller.personId };
    return [
      { act: decisionsDone('shown'), state: 'confirmed', ...own } as const,
      { state: 'proposed', ...(all ? {} : own) } as const,
    ];
  };

  return {
    /** How the print queues stand, by their own word. */
    printers: async (caller: Caller): Promise<{ label: QueueState; letter: QueueState }> => {
      check(caller, 'letter.read');
      return deps.printer.states();
    },

    /** How many of those that `proposals` answers wait for the caller: to be confirmed by them, or released to them alone. */
    proposalCount: async (caller: Caller): Promise<number> => {
      const found = await Promise.all(proposalsFor(caller).map((where) => reads.find('proposal', where)));
      const rows = found.flat();
      const now = deps.clock.now();
      // on every page of theirs: one question, however many have proposed something
      const personId = [...new Set(rows.map(({ proposerId }) => proposerId))];
      const grants = await reads.find('grant', { personId, revokedAt: null });
      const disabled = new Set((await reads.find('account', { id: personId, state: 'disabled' })).map(({ id }) => id));
      const proposerOf = (id: string): Held => ({
        grants: disabled.has(id) ? [] : grants.filter((one) => one.personId === id),
      });
      const restoreWaits = (await restoredIn(reads)) !== undefined;
      return rows.filter(
        (row) => row.state === 'confirmed' || waitsFor(caller, row, proposerOf(row.proposerId), { now, restoreWaits }),
      ).length;
    },

    /**
     * Proposals that wait for a second person, with the names of proposer and of whom they are about: nobody confirms an id.
     * Who may only propose sees their own; what was released for somebody to look at, that person alone sees.
     */
    proposals: async (caller: Caller): Promise<WaitingAct[]> => {
      const found = proposalsFor(caller).map((where) => reads.find('proposal', where));
      const named = async (row: ProposalRow): Promise<WaitingAct> => {
        const args: unknown = JSON.parse(row.args);
        const { personId, role } = args as { personId?: string; role?: Role };
        const given = row.act === 'deputy.name' ? 'approver' : role;
        const proposerName = nameOf(await reads.get('person', row.proposerId));
        const person = personId === undefined ? undefined : await reads.get('person', personId);
        return {
          ...row,
          proposerName,
          subjectName: personId === undefined ? await namesOf(row, args) : nameOf(person),
          subjectDirectoryId: person?.directoryId ?? null,
          closesAccount: given !== undefined && (await closesAccount(reads, personId ?? '', given)),
          holders: row.act === 'workstation.takeOver' ? await holdersOf(args) : [],
          confirmerRole: isDecision(row.act) ? confirmerNeeds(row.act, args, await rolesNow(row.proposerId)) : null,
          effect: await effectOf(row),
        };
      };
      /** Of several persons, each with the id that tells namesakes apart. */
      const namesOf = async ({ act }: ProposalRow, args: unknown): Promise<string | null> => {
        const ids = isDecision(act) ? [...new Set(personsOf(act, args))] : [];
        const people = await Promise.all(ids.map((id) => reads.get('person', id)));
        return people.map((one) => `${nameOf(one)} (${one?.directoryId ?? '—'})`).join(', ') || null;
      };
      const holdersOf = async (args: unknown): Promise<WaitingAct['holders']> => {
        const had = TakeOver.parse(args).workstations.filter(({ holderId }) => holderId !== undefined);
        const id = [...new Set(had.flatMap(({ holderId }) => holderId ?? []))];
        const people = new Map((await reads.find('person', { id })).map((one) => [one.id, one]));
        return had.map(({ assetNumber, holderId = '' }) => {
          const person = people.get(holderId);
          return { assetNumber, name: nameOf(person), directoryId: person?.directoryId ?? null };
        });
      };
      return Promise.all((await Promise.all(found)).flat().map(named));
    },
  };
}
