import { skeleton } from '../../book/rules/certificates/identifiers.ts';
import { CERTIFIED } from '../../book/rules/request/content.ts';
import type { Role } from '../../book/tables/codes.ts';
import { type Change, create, move, update } from '../../book/tables/lifecycle.ts';
import type { AccountRow, PersonRow } from '../../book/tables/rows/people.ts';
import { JOB_OPEN, REQUEST_TO_MAKE } from '../../book/tables/states.ts';
import { AppError } from '../../errors.ts';
import type { Act, Deps } from '../act.ts';
import type { PersonInput } from '../inputs.ts';
import type { Reads } from '../ports/store.ts';
import { bind } from '../request/bound-content.ts';
import { cancelApprovals } from '../request/request.ts';

/** An act as far as it records: somebody's, or the service's own. */
export type Recording = Pick<Act, 'unit' | 'now' | 'done'>;

/**
 * When an import changes the name of a holder before the certificate is made, their approved requests go back to be
 * approved again: otherwise an administrator alone could decide the name in a certificate.
 */
async function askAgain({ chance }: Pick<Deps, 'chance'>, a: Recording, holder: PersonRow): Promise<Change[]> {
  const { id: holderId } = holder;
  const changes: Change[] = [];
  for (const row of await a.unit.find('request', { holderId, state: REQUEST_TO_MAKE })) {
    const running = await a.unit.count('job', { requestId: row.id, state: JOB_OPEN });
    if (running > 0) throw new AppError('conflict', `request ${row.number} is being produced: import again after it`);
    // under a new hash: what an approver has open on the screen says what stood there before
    const set = { approvedAt: null, producerId: null, leaseUntil: null, ...bind(chance, row, holder) };
    changes.push(move('request', row, 'askAgain', set), ...(await cancelApprovals(a, row.id)));
  }
  return changes;
}

/** `opener`: who opens the account, where that is known as it is made. */
export function newPerson(
  deps: Pick<Deps, 'chance'>,
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

export function firstGrant(deps: Pick<Deps, 'chance'>, personId: string, role: Role, now: number): Change {
  const dates = { grantedAt: now, validFrom: null, validUntil: null, revokedAt: null };
  const nobody = { granterId: null, seconderId: null, reviewedAt: null, reviewId: null };
  return create('grant', { id: deps.chance.id(), personId, role, scope: '*', ...dates, ...nobody });
}

/** Whether two identifiers name one person, as an eye or a directory takes them. */
const isSameIdentifier = (one: string | null | undefined, other: string | null): boolean =>
  one !== null && one !== undefined && other !== null && skeleton(one) === skeleton(other);

/** People sign in by id or address: an id that is another's address, or the reverse, would shadow their sign-in. */
function checkOwnLogin({ directoryId, email }: PersonInput, others: readonly PersonRow[]): void {
  const field = others.some((p) => isSameIdentifier(directoryId, p.email))
    ? 'directoryId'
    : others.some((p) => isSameIdentifier(email, p.directoryId))
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
export async function whoIsMeant(
  unit: Pick<Reads, 'peopleWithIdentifiers'>,
  input: PersonInput,
): Promise<PersonRow | undefined> {
  const people = await unit.peopleWithIdentifiers(input);
  const meant = people.filter((p) => isSameIdentifier(input.directoryId, p.directoryId));
  const standing = meant.find((p) => p.directoryId === input.directoryId) ?? meant[0];
  const others = people.filter((p) => p.id !== standing?.id);
  checkOwnLogin(input, others);
  for (const field of ['userPrincipalName', 'securityIdentifier'] as const) {
    if (!others.some((p) => isSameIdentifier(input[field], p[field]))) continue;
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
  deps: Pick<Deps, 'chance'>,
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
