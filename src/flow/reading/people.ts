import { may } from '../../book/rights/authorise.ts';
import type { Caller } from '../../book/rights/roles.ts';
import type { GrantRow, PersonRow } from '../../book/tables/tables.ts';
import { type Deps, need } from '../act.ts';
import { isOpenedAlone, soleOfficerNow } from '../people/recovery.ts';
import { createLacks, type TeamLacks, type TeamMember, teamNow } from '../people/team.ts';
import { guard } from './guard.ts';
import type { Cursor, Lists, PeopleFilter, Sort, Total } from './lists.ts';

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
      grants: GrantRow[];
      soleOfficer: boolean;
    }> => {
      check(caller, 'account.read');
      const person = await need(reads.get('person', personId), 'person');
      const account = await reads.get('account', personId);
      return {
        person,
        state: account?.state ?? 'invited',
        openedAlone: isOpenedAlone(account),
        grants: await reads.find('grant', { personId, revokedAt: null }),
        soleOfficer: (await soleOfficerNow(reads, now())) === personId,
      };
    },
  };
}
