import { may, reachOf } from '../../../book/rights/authorise.ts';
import { type Caller, hasEnded, OPERATOR_ROLES } from '../../../book/rights/roles.ts';
import type { GrantRow, PersonRow } from '../../../book/tables/rows/people.ts';
import { type AccountState, TOKEN_IN_USE, WORKSTATION_USABLE } from '../../../book/tables/states.ts';
import { type Deps, need } from '../../act.ts';
import { isOpenedAlone, soleOfficerNow } from '../../people/recovery.ts';
import { createLacks, type TeamLacks, type TeamMember, teamNow } from '../../people/team.ts';
import type { DirectoryStanding } from '../../ports/directory.ts';
import { guard, nameOf } from '../guard.ts';
import type { Lists } from '../lists.ts';
import type { Cursor, Paged, Total } from '../paging.ts';
import type { Sort } from '../sorting.ts';
import type { PeopleFilter } from './people-lists.ts';

/** Somebody as a list of accounts has them. */
export interface PersonWithAccount extends PersonRow {
  /** Null where the row of their account was edited: it is not believed. */
  state: AccountState | null;
  /** How the directory says that they have left; null where it does not. */
  left: Exclude<DirectoryStanding['state'], 'present'> | null;
}

/** A workstation that a token may be asked for, by somebody who asks for another. */
export interface AskedWorkstation {
  assetNumber: string;
  model: string;
  site: string;
  holderName: string;
}
/** Whom a correspondent may ask for, and on which workstations: what their form offers. */
export interface ToAskFor {
  people: PersonRow[];
  workstations: AskedWorkstation[];
  /** There are more people or workstations than are offered. */
  isCut: boolean;
}
/** People, and workstations of them, in a choice: beyond that a number is typed. */
const MOST = 200;

/** People, their accounts and roles. */
export function createPeopleReading(deps: Deps, lists: Lists) {
  const { reads } = deps.store;
  const now = () => deps.clock.now();
  const check = guard(deps);
  const lacks = createLacks();

  /** Of all people, or of the reader's own service alone. */
  const readable = <F extends PeopleFilter>(caller: Caller, filter: F): F => {
    if (may(caller, 'person.read', {}, now())) return filter;
    check(caller, 'person.read', { service: caller.service });
    return { ...filter, service: caller.service };
  };

  return {
    people: async (caller: Caller, filter: PeopleFilter & { sort?: Sort<'people'> }, page: Cursor) =>
      lists.people(readable(caller, filter), page),
    /** How many there are of them. */
    peopleTotal: async (caller: Caller, filter: PeopleFilter): Promise<Total | undefined> =>
      lists.totals.people(readable(caller, filter)),

    /** The same with the state of each account, for whoever may open accounts: two more reads a page. */
    peopleWithAccounts: async (
      caller: Caller,
      filter: PeopleFilter & { sort?: Sort<'people'> },
      page: Cursor,
    ): Promise<Paged<PersonWithAccount>> => {
      check(caller, 'account.read');
      const { items, next } = await lists.people(readable(caller, filter), page);
      const ids = items.map(({ id }) => id);
      const [accounts, standings] = await Promise.all([
        reads.find('account', { id: ids }, { leaveOut: true }),
        deps.store.standings(ids),
      ]);
      const stateOf = new Map(accounts.map(({ id, state }) => [id, state]));
      const leftOf = new Map(standings.flatMap((s) => (s.state === 'present' ? [] : [[s.personId, s.state] as const])));
      const named = items.map((person) => ({
        ...person,
        state: stateOf.get(person.id) ?? null,
        left: leftOf.get(person.id) ?? null,
      }));
      return { items: named, next };
    },

    /**
     * People of the services for which the reader may ask as their correspondent, and their workstations: given to them, or those
     * that a token of theirs in use is for. Of each machine what its label says and who has it: serial number and image are no
     * business of who asks for a token. Throws `forbidden` where the reader may read no people.
     */
    toAskFor: async (caller: Caller): Promise<ToAskFor> => {
      check(caller, 'person.read', { service: caller.service });
      const services = reachOf(caller, ['request.submit'], now());
      if (services.length === 0) return { people: [], workstations: [], isCut: false };
      const { items: people, next } = await lists.people(services === 'all' ? {} : { service: services }, {
        limit: MOST,
      });
      const names = new Map(people.map((person) => [person.id, nameOf(person)]));
      const holderId = [...names.keys()];
      const [given, tokens] = await Promise.all([
        reads.find('workstation', { holderId }, { orderBy: 'assetNumber', limit: MOST + 1 }),
        reads.find('token', { holderId, state: TOKEN_IN_USE }, { orderBy: 'id', limit: MOST + 1 }),
      ]);
      const users = new Map(
        tokens.flatMap(({ workstationId, holderId: user }) => (workstationId ? [[workstationId, user]] : [])),
      );
      const others = await reads.find('workstation', { id: [...users.keys()], holderId: null });
      const workstations = [...given.slice(0, MOST), ...others]
        .filter(({ state }) => WORKSTATION_USABLE.includes(state))
        .map(({ id, assetNumber, model, site, holderId: own }) => {
          return { assetNumber, model, site, holderName: names.get(own ?? users.get(id) ?? '') ?? '' };
        })
        .toSorted((a, b) => (a.assetNumber < b.assetNumber ? -1 : 1));
      return { people, workstations, isCut: next !== null || given.length > MOST || tokens.length > MOST };
    },

    /** Who works here now, and what these people cannot do: a site is told before it stands still. */
    team: async (caller: Caller): Promise<{ members: TeamMember[]; lacks: TeamLacks[] }> => {
      check(caller, 'team.read');
      const members = await teamNow(reads, now());
      return { members, lacks: lacks(members) };
    },

    /** A person with account and roles, for the administrator. */
    person: async (
      caller: Caller,
      personId: string,
    ): Promise<{
      person: PersonRow;
      state: string;
      openedAlone: boolean;
      reopenedByTwo: boolean;
      grants: GrantRow[];
      soleOfficer: boolean;
    }> => {
      check(caller, 'account.read');
      const [person, account, grants, sole] = await Promise.all([
        need(reads.get('person', personId), 'person'),
        reads.get('account', personId),
        reads.find('grant', { personId, revokedAt: null }),
        soleOfficerNow(reads, now()),
      ]);
      const state = account?.state ?? 'invited';
      // one that begins later is there to be taken back; one whose days are over is held no more
      const held = grants.filter((grant) => !hasEnded(grant, now()));
      return {
        person,
        state,
        openedAlone: isOpenedAlone(account),
        // as `account.invite` refuses it (src/book/acts/people/accounts.ts)
        reopenedByTwo: state !== 'invited' && held.some(({ role }) => OPERATOR_ROLES.includes(role)),
        grants: held,
        soleOfficer: sole === personId,
      };
    },
  };
}
