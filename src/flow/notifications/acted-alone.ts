import type { Change } from '../../book/tables/lifecycle.ts';
import type { NewEntry, Unit } from '../ports/store.ts';
import { activeHolders } from './active-holders.ts';
import type { Notice, Template } from './templates.ts';

/** What one administrator may do alone to somebody's account, and what that person is told of it. */
const TOLD: Readonly<Record<string, Template>> = {
  'account.disable': 'account-disabled',
  'account.endSessions': 'sessions-ended',
  'account.endGrant': 'role-ended',
  'account.grant': 'role-given',
};

const ROLES_TOLD: ReadonlySet<string> = new Set(['account.endGrant', 'account.grant']);

/** A role beyond an agent's that somebody is given. */
export const isGiven = (change: Change): boolean =>
  change.table === 'grant' && 'insert' in change && change.insert.role !== 'agent';

/** The person whose account or role the entry is about; undefined for everybody's sessions. */
async function concerned(unit: Unit, { action, subject, changes = [] }: NewEntry): Promise<string | undefined> {
  const id = subject.slice(subject.indexOf(':') + 1);
  if (action === 'session.endAll') return undefined;
  if (action === 'account.grant') return changes.some((change) => isGiven(change)) ? id : undefined;
  if (action !== 'account.endGrant') return id;
  const grant = await unit.get('grant', id);
  return grant && grant.role !== 'agent' ? grant.personId : undefined;
}

/** An account that was open, or disabled, waits for a new link: whoever has that link is in. */
const reopens = ({ action, changes = [] }: NewEntry): boolean =>
  action === 'account.invite' &&
  changes.some((c) => c.table === 'account' && 'set' in c && c.expect.state !== 'invited' && c.set.state === 'invited');

/**
 * What an administrator does alone takes power from somebody, or could take it over: the security officers hear of it at
 * once, and so does the person (of a reopened account by another notice).
 */
export async function ofActsAlone(unit: Unit, entry: NewEntry, now: number): Promise<Notice[]> {
  const { action, actor, outcome } = entry;
  const isAlone = TOLD[action] !== undefined || action === 'session.endAll' || reopens(entry);
  if (outcome !== 'done' || !isAlone) return [];
  const person = await concerned(unit, entry);
  if (person === undefined && action !== 'session.endAll') return [];
  const template = TOLD[action];
  // of a role they read which one it is
  const grantId = entry.changes?.find(({ table }) => table === 'grant')?.id;
  const what = ROLES_TOLD.has(action) && grantId !== undefined ? `grant:${grantId}` : `account:${person}`;
  const own: Notice[] =
    template === undefined || person === undefined ? [] : [{ template, personId: person, about: what }];
  const officers = await activeHolders(unit, ['security-officer'], now);
  const whom = [...new Set(officers.map(({ personId }) => personId))].filter((id) => id !== actor && id !== person);
  const about = `account:${person ?? actor}`;
  return [...own, ...whom.map((personId): Notice => ({ template: 'acted-alone', personId, about }))];
}
