import { may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import { decisionsDone, isDecision, personsOf } from '../../book/rules/decisions.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { LetterRow } from '../../book/tables/rows/handovers.ts';
import type { ProposalRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import { LETTER_OPEN } from '../../book/tables/states.ts';
import type { Deps } from '../act.ts';
import { carriersOfLetter } from '../handover/letters.ts';
import { closesAccount } from '../people/recovery.ts';
import type { QueueState } from '../ports/paper.ts';
import { guard, nameOf } from './guard.ts';

/** A proposal, in words for who reads it. */
export interface WaitingAct extends ProposalRow {
  proposerName: string;
  /** Whom it is about, with the id that tells namesakes apart; several persons have theirs beside their names. */
  subjectName: string | null;
  subjectDirectoryId: string | null;
  /** The role that it grants closes the account first: its person has to come in anew. */
  closesAccount: boolean;
}

/** A paper with those who do not print it when it is secret. */
export interface WaitingLetter extends LetterRow {
  number: string;
  producerId: string | null;
  service: string;
  carrierIds: string[];
  /** Its holder has an address beside their site: whoever prints it may choose. */
  otherAddress: boolean;
}

/** What waits for somebody: papers, proposals. */
export function createDeskReading(deps: Deps) {
  const { reads } = deps.store;
  const check = guard(deps);

  /** Papers that wait for a printer or a confirmation, with their requests: of those that the caller may read. */
  const waitingLetters = async (caller: Caller): Promise<{ letter: LetterRow; request: RequestRow }[]> => {
    check(caller, 'letter.read');
    const letters = await reads.find('letter', { state: LETTER_OPEN });
    // a label that came out waits for nothing; a letter waits for somebody to say that it can be read
    const waiting = letters.filter((l) => l.state === 'waiting' || l.secretId !== null);
    if (waiting.length === 0) return [];
    const found = await reads.find('request', { id: [...new Set(waiting.map(({ requestId }) => requestId))] });
    const requests = new Map(found.map((request) => [request.id, request]));
    return waiting.flatMap((letter) => {
      const request = requests.get(letter.requestId);
      return request && may(caller, 'request.read', request, deps.clock.now()) ? [{ letter, request }] : [];
    });
  };

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

    /** Papers that wait for a printer or a confirmation, of requests that the caller may read. */
    letters: async (caller: Caller): Promise<WaitingLetter[]> => {
      const waiting = await waitingLetters(caller);
      const holders = new Map(
        (await reads.find('person', { id: [...new Set(waiting.map(({ request }) => request.holderId))] })).map(
          (one) => [one.id, one],
        ),
      );
      return Promise.all(
        waiting.map(async ({ letter, request: { number, producerId, service, holderId } }) => {
          const otherAddress = (holders.get(holderId)?.postalAddress ?? null) !== null;
          const carrierIds = await carriersOfLetter(reads, letter);
          return { ...letter, number, producerId, service, otherAddress, carrierIds };
        }),
      );
    },

    /** How many there are of them. */
    letterCount: async (caller: Caller): Promise<number> => (await waitingLetters(caller)).length,

    /** How many proposals there are of those that `proposals` answers. */
    proposalCount: async (caller: Caller): Promise<number> => {
      const counts = await Promise.all(proposalsFor(caller).map((where) => reads.count('proposal', where)));
      return counts.reduce((sum, n) => sum + n, 0);
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
        };
      };
      /** Of several persons, each with the id that tells namesakes apart. */
      const namesOf = async ({ act }: ProposalRow, args: unknown): Promise<string | null> => {
        const ids = isDecision(act) ? [...new Set(personsOf(act, args))] : [];
        const people = await Promise.all(ids.map((id) => reads.get('person', id)));
        return people.map((one) => `${nameOf(one)} (${one?.directoryId ?? '—'})`).join(', ') || null;
      };
      return Promise.all((await Promise.all(found)).flat().map(named));
    },
  };
}
