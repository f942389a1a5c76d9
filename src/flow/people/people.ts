import { z } from 'zod';
import { type Caller, exclusive, hasEnded, OPERATOR_ROLES } from '../../book/rights/roles.ts';
import type { GrantRole, PersonRef } from '../../book/rules/decision-args.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { GrantRow, PersonRow } from '../../book/tables/rows/people.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import type { PersonInput } from '../inputs.ts';
import { PostalAddress, Ref } from '../inputs.ts';
import { checkRestored } from '../restore/restore.ts';
import { firstGrant, newPerson } from './import-person.ts';
import { checkNotLast } from './last-of-role.ts';

/** Where one's letters go; empty: to one's site. */
export const SetAddress = z.strictObject({
  postalAddress: z.union([z.literal('').transform(() => null), PostalAddress]).default(null),
});
export const GrantRef = z.strictObject({ grantId: Ref });

/** A grant that has ended, or ends before it begins, would be one in the records alone. Throws `invalid_input`. */
export function checkDates({ validFrom, validUntil }: Pick<GrantRole, 'validFrom' | 'validUntil'>, now: number): void {
  if (validUntil === undefined || validUntil > Math.max(now, validFrom ?? now)) return;
  throw new AppError('invalid_input', 'this grant has ended already, or ends before it begins: give it a later end', {
    detail: { field: 'validUntil', why: 'grant-dates' },
  });
}

/**
 * Changes that grant a role: exclusive roles are refused; an auditor's agent role ends with the grant. `by`: who gives it,
 * and the second person where there is one.
 */
export async function grantChanges(
  deps: Pick<Deps, 'chance'>,
  { unit, now }: Pick<Act, 'unit' | 'now'>,
  input: GrantRole,
  by: readonly string[],
): Promise<Change[]> {
  const person = await need(unit.get('person', input.personId), 'person');
  if (person.purgedAt !== null) throw new AppError('wrong_state', 'the data of this person were purged');
  const grants = await unit.find('grant', { personId: person.id, revokedAt: null });
  const held = grants.filter((g) => !hasEnded(g, now));
  const ends = input.role === 'auditor' ? held.filter((g) => g.role === 'agent') : [];
  const clash = held.find((g) => !ends.includes(g) && exclusive(g.role, input.role));
  if (clash) {
    throw new AppError('exclusive_role', `this person is ${clash.role}: nobody may be ${input.role} too`, {
      detail: { held: clash.role, role: input.role },
    });
  }
  if (held.some((g) => g.role === input.role && g.scope === input.scope)) {
    throw new AppError('already_done', `this person is ${input.role} for these services already, or will be`, {
      detail: { why: 'role-held', roles: input.role },
    });
  }
  const row: GrantRow = {
    id: deps.chance.id(),
    personId: person.id,
    role: input.role,
    scope: input.scope,
    grantedAt: now,
    granterId: by[0] ?? null,
    seconderId: by[1] ?? null,
    validFrom: input.validFrom ?? null,
    validUntil: input.validUntil ?? null,
    reviewedAt: null,
    reviewId: null,
    revokedAt: null,
  };
  return [...ends.map((g) => update('grant', g, { revokedAt: now }, { revokedAt: null })), create('grant', row)];
}

/** The verbs of people and their roles. People of a file come in by flow/import/import.ts. */
export function createPeople(deps: Deps) {
  return {
    /** Says where one's own letters go. Parcels go to a site, and a letter never goes where its parcel does. */
    setAddress: (caller: Caller, { postalAddress }: z.output<typeof SetAddress>): Promise<void> =>
      act(deps, caller, 'person.setAddress', `person:${caller.personId}`, async (a) => {
        const person = await need(a.unit.get('person', caller.personId), 'person');
        a.allow({ holderId: person.id });
        if (person.postalAddress === postalAddress) throw new AppError('already_done', 'this is your address already');
        await a.done([update('person', person, { postalAddress })]);
      }),

    /** The service's first two people, on an empty data folder: an administrator and a security officer, before anybody can sign in. */
    found: (people: readonly (PersonInput & { role: 'administrator' | 'security-officer' })[]): Promise<PersonRow[]> =>
      deps.store.transact(async (unit) => {
        if ((await unit.count('person', {})) > 0)
          throw new AppError('already_done', 'this data folder has its people already');
        const founded: PersonRow[] = [];
        for (const { role, ...input } of people) {
          const now = deps.clock.now();
          const { person, changes } = newPerson(deps, input, now, 'system');
          const all = [...changes, firstGrant(deps, person.id, role, now)];
          await unit.record({
            actor: 'system',
            role: 'system',
            action: 'person.found',
            subject: `person:${person.id}`,
            outcome: 'done',
            changes: all,
          });
          founded.push(person);
        }
        return founded;
      }),

    /** Grants a role that is no operator role; those need two persons (dual control). */
    grant: (caller: Caller, input: GrantRole): Promise<void> =>
      act(deps, caller, 'account.grant', `person:${input.personId}`, async (a) => {
        a.allow({ personId: input.personId });
        if (OPERATOR_ROLES.includes(input.role))
          throw new AppError('forbidden', `granting ${input.role} needs two persons: propose it for dual control`);
        await checkRestored(a.unit);
        checkDates(input, a.now);
        await a.done(await grantChanges(deps, a, input, [caller.personId]));
      }),

    /** Ends a grant. Throws `last_of_role`. */
    endGrant: (caller: Caller, input: z.output<typeof GrantRef>): Promise<void> =>
      act(deps, caller, 'account.endGrant', `grant:${input.grantId}`, async (a) => {
        const grant = await need(a.unit.get('grant', input.grantId), 'grant');
        a.allow({ personId: grant.personId });
        if (grant.revokedAt !== null) throw new AppError('already_done', 'this grant has ended already');
        await checkNotLast(a.unit, ({ id }) => id === grant.id, a.now);
        await a.done([update('grant', grant, { revokedAt: a.now }, { revokedAt: null })]);
      }),

    /** Disables an account; whoever watches sessions ends theirs at once. Throws `last_of_role`. */
    disable: (caller: Caller, input: z.output<typeof PersonRef>): Promise<void> =>
      act(deps, caller, 'account.disable', `account:${input.personId}`, async (a) => {
        a.allow({ personId: input.personId });
        const account = await need(a.unit.get('account', input.personId), 'account');
        await checkNotLast(a.unit, ({ personId }) => personId === account.id, a.now);
        await a.done([move('account', account, 'disable')]);
      }),
  };
}
