import type { z } from 'zod';
import type { Caller } from '../../book/rights/roles.ts';
import { canBlock } from '../../book/rules/workstation/incidents.ts';
import { AppError, isAppError } from '../../errors.ts';
import { type Act, act, type Deps } from '../act.ts';
import { each, type ResultOf } from '../each.ts';
import { fullName } from '../people/person-name.ts';
import { guard } from '../reading/guard.ts';
import type { Lists } from '../reading/lists.ts';
import { concludeRevocation } from '../revocation/conclude.ts';
import { notThere } from '../visibility.ts';
import { findWorkstation, workstationsCalled } from '../workstation/find-workstation.ts';
import { blockChanges, hitOf, isHit, type Target, targetOfMachine } from './blocking.ts';
import { markBlocked } from './mark-blocked.ts';
import { type BlockMany, createNamedMany, type HitMany, MOST_BLOCKED, type NamedPerson } from './named-many.ts';

/** What an act on many would take away. */
export interface HitCount {
  /** Asset numbers of the machines that would be blocked, or whose tokens would be revoked. */
  workstations: string[];
  /** How many of these would be blocked: the others are blocked, lost or retired already. */
  blocked: number;
  /** Numbers of the list that no machine has, or one of which there is nothing to take away. */
  left: string[];
  tokens: number;
  credentials: number;
  /** Nomade credentials whose making would be stopped: there is no certificate yet. */
  begun: number;
  /** All who are hit, with a machine or without. */
  people: number;
  /** Those of them whom none of these machines leads to. */
  peopleAlone: { person: string; name: string }[];
  /** Ids of the list that nobody has, or somebody of whom there is nothing to take away. */
  leftPeople: string[];
  /** The service has more machines or people than one act blocks. */
  more: boolean;
}
type Taken = ResultOf<{ tokens: number; credentials: number }>;
export type BlockedMachine = { workstation: string } & Taken;
export type BlockedPerson = { person: string } & Taken;
export interface BlockedMany {
  machines: BlockedMachine[];
  people: BlockedPerson[];
  published: boolean;
  /** The service has machines or people behind these, of which nothing was taken away yet: it is blocked by doing it again. */
  more: boolean;
}
type Reason = z.output<typeof BlockMany>['reason'];

/** Machines and people of a list or a service are blocked at once. */
export function createManyBlocked(deps: Deps, lists: Pick<Lists, 'workstationsOfService' | 'peopleInUse'>) {
  const { reads } = deps.store;
  const check = guard(deps);
  const named = createNamedMany(reads, lists);

  const blockMachine = (caller: Caller, ref: string, reason: Reason) =>
    act(deps, caller, 'incident.block', `workstation:${ref}`, async (a) => {
      const workstation = await findWorkstation(a.unit, ref);
      a.allow();
      const subject = `workstation:${workstation.id}`;
      const entry = { action: 'incident.blockWorkstation', subject, detail: { reason } };
      const none = `workstation ${workstation.assetNumber} is ${workstation.state} already`;
      return take(a, caller, await targetOfMachine(a.unit, workstation), entry, none);
    });
  /** Why nobody is known under this id. The directory's id of an edited row is not believed: the refusal names the row, by whose own id they are blocked. */
  const nobodyCalled = (directoryId: string): Promise<AppError> =>
    deps.store
      .transact((unit) => unit.peopleWithIdentifiers({ directoryId }))
      .then(
        () => notThere('person'),
        (error: unknown) => {
          if (isAppError(error, 'record_tampered')) return error;
          throw error;
        },
      );
  const blockPerson = async (caller: Caller, { ref, id }: NamedPerson, reason: Reason) => {
    // before the act: what was typed for somebody is told to whoever typed it, and does not stand in the journal
    if (id === undefined) throw await nobodyCalled(ref);
    return act(deps, caller, 'incident.block', `person:${id}`, async (a) => {
      a.allow();
      const entry = { action: 'incident.blockPerson', detail: { reason } };
      return take(a, caller, targetOfPerson(id), entry, 'this person has nothing in use any more');
    });
  };

  return {
    /** What would be hit, to be read before it is done. Throws `invalid_input` where nobody knows the service. */
    hits: async (caller: Caller, input: z.output<typeof HitMany>): Promise<HitCount> => {
      check(caller, 'incident.read');
      await named.check(input);
      const [allNumbers, allPeople] = [await named.machines(input), await named.people(input)];
      const numbers = allNumbers.slice(0, MOST_BLOCKED);
      const called = await workstationsCalled(reads, numbers);
      // one that is retired is not blocked any more, and what is left in use of it is taken away all the same
      const looked = await Promise.all(
        [...new Set(called.values())].map(async (row) => looksAt(await targetOfMachine(reads, row))),
      );
      const machines = looked.filter(
        ({ workstation, hit }) => (workstation && canBlock(workstation.state)) || isHit(hit),
      );
      const found = new Set(machines.flatMap(({ workstation }) => workstation?.assetNumber ?? []));
      const people = allPeople.slice(0, MOST_BLOCKED);
      const theirs = await Promise.all(
        people.map(async (one) => ({ ...one, at: one.id && (await looksAt(targetOfPerson(one.id))) })),
      );
      const persons = theirs.flatMap(({ id, row, at }) => (id && at && isHit(at.hit) ? [{ id, row, at }] : []));
      const withMachine = new Set(machines.flatMap(({ personIds }) => personIds));
      const all = [...machines, ...persons.map(({ at }) => at)];
      const alone = persons.filter(({ id }) => !withMachine.has(id));
      const blockable = machines.flatMap(({ workstation }) => (workstation && canBlock(workstation.state) ? 1 : []));
      return {
        workstations: [...found].sort(),
        blocked: blockable.length,
        left: numbers.filter((number) => !found.has(called.get(number)?.assetNumber ?? '')),
        tokens: new Set(all.flatMap(({ hit }) => hit.tokens.map(({ id }) => id))).size,
        credentials: new Set(all.flatMap(({ hit }) => hit.credentials.map(({ id }) => id))).size,
        begun: new Set(all.flatMap(({ hit }) => hit.begun.map(({ id }) => id))).size,
        people: new Set(all.flatMap(({ personIds }) => personIds)).size,
        peopleAlone: alone.map(({ id, row }) => ({ person: row?.directoryId ?? id, name: fullName(row) })),
        leftPeople: theirs.flatMap(({ ref, at }) => (at && isHit(at.hit) ? [] : [ref])),
        more: allNumbers.length > MOST_BLOCKED || allPeople.length > MOST_BLOCKED,
      };
    },

    /** Blocks each, at once and before all other work. One that is refused keeps no other waiting; one CRL at the end. Throws as `hits`. */
    blockMany: async (caller: Caller, input: z.output<typeof BlockMany>): Promise<BlockedMany> => {
      await act(deps, caller, 'incident.block', 'workstation', async (a) => a.checkEver());
      await named.check(input);
      const { reason } = input;
      let more = false;
      const first = <T>(all: readonly T[]): T[] => {
        more ||= all.length > MOST_BLOCKED;
        return all.slice(0, MOST_BLOCKED);
      };
      const ofMachines = async (): Promise<BlockedMachine[]> => {
        const numbers = first(await named.machines(input));
        const results = await each(deps, numbers, (number) => blockMachine(caller, number, reason));
        return results.map((result, i) => ({ workstation: numbers[i] ?? '', ...result }));
      };
      const ofPeople = async (): Promise<BlockedPerson[]> => {
        const people = first(await named.people(input));
        const results = await each(deps, people, (person) => blockPerson(caller, person, reason));
        return results.map((result, i) => ({ person: people[i]?.ref ?? '', ...result }));
      };
      // who is named has a result of their own; of a service only those are left whom its machines did not lead to
      const listed = input.service === undefined ? await ofPeople() : [];
      const machines = await ofMachines();
      const people = input.service === undefined ? listed : await ofPeople();
      const isDone = [...machines, ...people].some(({ outcome }) => outcome === 'done');
      return { machines, people, published: isDone ? await concludeRevocation(deps) : true, more };
    },
  };

  async function looksAt(target: Target) {
    return { ...target, hit: await hitOf(reads, target) };
  }
}

const targetOfPerson = (id: string): Target => ({ workstation: undefined, personIds: [id] });

/** Takes away what a target has in use, with what is open of it. Throws `already_done` where there is nothing. */
async function take(a: Act, caller: Caller, target: Target, entry: Parameters<Act['done']>[1], none: string) {
  const { changes, hit } = await blockChanges(a.unit, target, a.now);
  if (changes.length === 0) throw new AppError('already_done', none);
  await a.done([...changes, ...(await markBlocked(a, caller, target))], entry);
  return { tokens: hit.tokens.length, credentials: hit.credentials.length };
}
