import { z } from 'zod';
import { CERTIFIED } from '../../book/content.ts';
import type { GrantRole, PersonRef } from '../../book/decisions.ts';
import { skeleton } from '../../book/identifiers.ts';
import { type Change, create, move, update } from '../../book/lifecycle.ts';
import { type Caller, exclusive, OPERATOR_ROLES } from '../../book/roles.ts';
import { JOB_OPEN } from '../../book/states.ts';
import type { AccountRow, GrantRow, PersonRow, Role } from '../../book/tables.ts';
import { AppError } from '../../errors.ts';
import { type Act, act, type Deps, need } from '../act.ts';
import type { PersonInput } from '../inputs.ts';
import { PostalAddress, Ref } from '../inputs.ts';
import type { Unit } from '../ports/store.ts';
import { bind } from '../request/bound-content.ts';
import { cancelApprovals } from '../request/request.ts';
import { checkRestored } from '../restore/restore.ts';
import { checkNotLast } from './last-of-role.ts';

/** Where one's letters go; empty: to one's site. */
export const SetAddress = z.strictObject({
  postalAddress: z.union([z.literal('').transform(() => null), PostalAddress]).default(null),
});
export const GrantRef = z.strictObject({ grantId: Ref });

const live = (grants: readonly GrantRow[], now: number) =>
  grants.filter((g) => g.revokedAt === null && (g.validUntil ?? now + 1) > now);

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
  const held = live(await unit.find('grant', { personId: person.id, revokedAt: null }), now);
  const ends = input.role === 'auditor' ? held.filter((g) => g.role === 'agent') : [];
  const clash = held.find((g) => !ends.includes(g) && exclusive(g.role, input.role));
  if (clash) {
    throw new AppError('exclusive_role', `this person is ${clash.role}: nobody may be ${input.role} too`, {
      detail: { held: clash.role, role: input.role },
    });
  }
  if (held.some((g) => g.role === input.role && g.scope === input.scope))
    throw new AppError('already_done', 'this person holds the role already');
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

/** An act as far as it records: somebody's, or the service's own. */
export type Recording = Pick<Act, 'unit' | 'now' | 'done'>;

/**
 * When an import changes the name of a holder before the certificate is made, their approved requests go back to be
 * approved again: otherwise an administrator alone could decide the name in a certificate.
 */
async function askAgain({ chance }: Pick<Deps, 'chance'>, a: Recording, holder: PersonRow): Promise<Change[]> {
  const { id: holderId } = holder;
  const changes: Change[] = [];
  const state = ['submitted', 'approved', 'in_production'] as const;
  for (const row of await a.unit.find('request', { holderId, state })) {
    const running = await a.unit.count('job', { requestId: row.id, state: JOB_OPEN });
    if (running > 0) throw new AppError('conflict', `request ${row.number} is being produced: import again after it`);
    // under a new hash: what an approver has open on the screen says what stood there before
    const set = { approvedAt: null, producerId: null, leaseUntil: null, ...bind(chance, row, holder) };
    changes.push(move('request', row, 'askAgain', set), ...(await cancelApprovals(a, row.id)));
  }
  return changes;
}

/** `opener`: who opens the account, where that is known as it is made. */
function newPerson(
  deps: Deps,
  input: PersonInput,
  now: number,
  opener: 'system' | null = null,
): { person: PersonRow; changes: Change[] } {
  const person: PersonRow = {
    id: deps.chance.id(),
    ...input,
    userPrincipalName: input.userPrincipalName ?? null,
    securityIdentifier: input.securityIdentifier ?? null,
    postalAddress: input.postalAddress ?? null,
    createdAt: now,
    purgedAt: null,
  };
  const account: AccountRow = {
    id: person.id,
    state: 'invited',
    createdAt: now,
    inviterId: opener,
    voucherId: opener,
  };
  return { person, changes: [create('person', person), create('account', account)] };
}

function firstGrant(deps: Deps, personId: string, role: Role, now: number): Change {
  const dates = { grantedAt: now, validFrom: null, validUntil: null, revokedAt: null };
  const nobody = { granterId: null, seconderId: null, reviewedAt: null, reviewId: null };
  return create('grant', { id: deps.chance.id(), personId, role, scope: '*', ...dates, ...nobody });
}

/** Whether two identifiers name one person, as an eye or a directory takes them. */
const alike = (one: string | null | undefined, other: string | null): boolean =>
  one !== null && one !== undefined && other !== null && skeleton(one) === skeleton(other);

/** People sign in by id or address: an id that is another's address, or the reverse, would shadow their sign-in. */
function checkOwnLogin({ directoryId, email }: PersonInput, others: readonly PersonRow[]): void {
  const field = others.some((p) => alike(directoryId, p.email))
    ? 'directoryId'
    : others.some((p) => alike(email, p.directoryId))
      ? 'email'
      : undefined;
  if (field === undefined) return;
  const what =
    field === 'email' ? 'the id of another person as their address' : 'the address of another person as their id';
  throw new AppError('conflict', `${directoryId} is given ${what}: have it corrected in the directory`, {
    detail: { field },
  });
}

/**
 * The person whom an import means: ids of the directory that differ only in case name one person. The Windows account
 * or SID of another person is refused: a token with it would open that person's session (smart-card logon).
 */
async function whoIsMeant(unit: Unit, input: PersonInput): Promise<PersonRow | undefined> {
  const people = await unit.peopleAlike(input);
  const meant = people.filter((p) => alike(input.directoryId, p.directoryId));
  const standing = meant.find((p) => p.directoryId === input.directoryId) ?? meant[0];
  const others = people.filter((p) => p.id !== standing?.id);
  checkOwnLogin(input, others);
  for (const field of ['userPrincipalName', 'securityIdentifier'] as const) {
    if (!others.some((p) => alike(input[field], p[field]))) continue;
    const message = `${input.directoryId} is given the ${field === 'userPrincipalName' ? 'Windows account' : 'SID'} of another person: have it corrected in the directory`;
    throw new AppError('conflict', message, { detail: { field } });
  }
  return standing;
}

/**
 * What an import does with one person: a new one becomes an agent, a known one is brought up to date. Answers what was
 * done and the person's id.
 */
export async function importPerson(
  deps: Deps,
  a: Recording,
  input: PersonInput,
): Promise<{ outcome: 'added' | 'updated' | 'unchanged'; personId: string }> {
  const standing = await whoIsMeant(a.unit, input);
  if (!standing) {
    const { person, changes } = newPerson(deps, input, a.now);
    const all = [...changes, firstGrant(deps, person.id, 'agent', a.now)];
    await a.done(all, { action: 'person.add', subject: `person:${person.id}` });
    return { outcome: 'added', personId: person.id };
  }
  const set = Object.fromEntries(
    Object.entries(input).filter(
      // the id stays as it was first written
      ([column, value]) =>
        column !== 'directoryId' && value !== undefined && standing[column as keyof PersonRow] !== value,
    ),
  );
  if (Object.keys(set).length === 0) return { outcome: 'unchanged', personId: standing.id };
  const again = CERTIFIED.some((column) => column in set) ? await askAgain(deps, a, { ...standing, ...set }) : [];
  const subject = `person:${standing.id}`;
  await a.done([update('person', standing, set), ...again], { action: 'person.update', subject });
  return { outcome: 'updated', personId: standing.id };
}

/** The verbs of people and their roles. */
export function createPeople(deps: Deps) {
  return {
    /** Imports people of the directory: new ones become agents, known ones are brought up to date. All of them or none. */
    import: (
      caller: Caller,
      rows: readonly PersonInput[],
    ): Promise<{ added: number; updated: number; unchanged: number }> =>
      act(deps, caller, 'person.import', 'person:import', async (a) => {
        a.allow();
        const counts = { added: 0, updated: 0, unchanged: 0 };
        for (const row of rows) counts[(await importPerson(deps, a, row)).outcome] += 1;
        return counts;
      }),

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
