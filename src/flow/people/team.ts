import { ROLE_WORDS } from '../../book/rights/role-words.ts';
import { isInForce, OPERATOR_ROLES } from '../../book/rights/roles.ts';
import { resetOf } from '../../book/rules/handover/carriers.ts';
import { LIMIT_NAMES, limitOf } from '../../book/rules/limits.ts';
import type { Member, Rows } from '../../book/staffing/play.ts';
import { waysLeft } from '../../book/staffing/remaining-steps.ts';
import { SCENARIOS } from '../../book/staffing/scenarios.ts';
import { staff } from '../../book/staffing/staffing.ts';
import { type Missing, missingFor } from '../../book/staffing/words.ts';
import type { Role } from '../../book/tables/codes.ts';
import type { Row } from '../../book/tables/row.ts';
import type { GrantRow } from '../../book/tables/rows/people.ts';
import type { RequestRow } from '../../book/tables/rows/requests.ts';
import type { TableName } from '../../book/tables/tables.ts';
import type { Reads } from '../ports/store.ts';
import { approvalsOf } from '../two-persons/limits.ts';
import { byFamilyName, fullName } from './person-name.ts';

const AGENT = { role: 'agent', scope: '*' } as const;
/** Somebody who works here now, with a name for people who read of them. */
export interface TeamMember extends Member {
  name: string;
  grants: GrantRow[];
}
/** What today's team cannot do, with everything that stands still for the same reason. */
export interface TeamLacks extends Pick<Missing, 'sentence'> {
  /** Roles of which one more person would be enough; none where more than one is missing. */
  helpers: Role[];
  scenarios: { fr: string; en: string }[];
}

/** Everybody who holds an operator's role now and can come in: a deputy while their dates run. */
export async function teamNow(reads: Pick<Reads, 'find'>, now: number): Promise<TeamMember[]> {
  const grants = await reads.find('grant', { role: OPERATOR_ROLES, revokedAt: null });
  const live = grants.filter((g) => isInForce(g, now));
  const ids = [...new Set(live.map(({ personId }) => personId))];
  const open = await reads.find('account', { id: ids, state: 'active' });
  const people = await reads.find('person', { id: open.map(({ id }) => id) });
  return people.toSorted(byFamilyName).map((person) => ({
    id: person.id,
    name: fullName(person),
    service: person.service,
    grants: live.filter((g) => g.personId === person.id),
  }));
}

/** Who somebody is, in a sentence about them: their name, and their role where that is what counts. */
const named =
  (team: readonly { id: string; name: string }[]) =>
  (person: string, role: Role, language: 'fr' | 'en'): string =>
    `${team.find(({ id }) => id === person)?.name ?? person} (${ROLE_WORDS[role][language]})`;

/** Each scope counts as all services: whether there is somebody for a service, the page of its request says. */
const everywhere = <M extends Member>(team: readonly M[]): M[] =>
  team.map((one) => ({ ...one, grants: one.grants.map(({ role }) => ({ role, scope: '*' })) }));

/** What this team cannot do of all that a site does, each reason once. */
function lacksOf(team: readonly TeamMember[]): TeamLacks[] {
  const lacks = new Map<string, TeamLacks>();
  const people = everywhere(team);
  for (const scenario of SCENARIOS.filter(({ applies }) => applies?.(people) !== false)) {
    const missing = missingFor(people, scenario, named(team));
    if (!missing) continue;
    const { sentence, helpers } = missing;
    const same = lacks.get(sentence.fr) ?? { sentence, helpers: [...helpers], scenarios: [] };
    same.scenarios.push({ fr: scenario.fr, en: scenario.en });
    lacks.set(sentence.fr, same);
  }
  return [...lacks.values()];
}

/** The same, worked out once for a team: every assignment that the book allows is tried, which takes tens of milliseconds. */
export function createLacks(): (team: readonly TeamMember[]) => TeamLacks[] {
  let last: { team: string; lacks: TeamLacks[] } | undefined;
  return (team) => {
    // an approver's scope and a grant's dates make no difference here: whoever is in the team has their roles now
    const key = JSON.stringify(
      team.map(({ id, name, service, grants }) => [id, name, service, grants.map((g) => g.role)]),
    );
    if (last?.team !== key) last = { team: key, lacks: lacksOf(team) };
    return last.lacks;
  };
}

const plain = (row: object): Row => Object.fromEntries(Object.entries(row));
const table = (name: TableName, ...rows: readonly object[]): [TableName, ReadonlyMap<string, Row>] => [
  name,
  new Map(rows.map(plain).map((row) => [String(row['id']), row])),
];
const inOrder = <R extends object>(rows: readonly R[], of: (row: R) => number): R[] =>
  rows.toSorted((a, b) => of(a) - of(b));

/** What the book looks at on the way of this request, each table's newest row last. */
async function rowsOf(reads: Pick<Reads, 'find' | 'get'>, request: RequestRow, now: number): Promise<Rows> {
  const requestId = request.id;
  const [approvals, handovers, tokens, letters, workstation, settings] = await Promise.all([
    reads.find('approval', { requestId, withdrawnAt: null }),
    reads.find('handover', { requestId }),
    reads.find('token', { requestId }),
    reads.find('letter', { requestId }),
    request.workstationId === null ? undefined : reads.get('workstation', request.workstationId),
    reads.find('setting', { id: [...LIMIT_NAMES] }),
  ]);
  const checks = await reads.find('identityCheck', { handoverId: handovers.map(({ id }) => id) });
  const resets = letters.flatMap(({ secretId }) => resetOf(secretId) ?? []);
  const proposals = await reads.find('proposal', { id: resets });
  const blank = { id: 'blank', state: 'in_stock', requestId: null, holderId: null };
  const isWaiting = ({ state }: { state: string }): number => Number(state === 'waiting');
  const bench = request.state === 'in_production';
  // what is on the bench is taken as made: the question is who goes on with it
  const made = bench ? { state: 'produced', producedAt: now } : {};
  const pin = {
    id: 'pin',
    kind: request.kind === 'nomade' ? 'pkcs12-password' : 'pin',
    requestId,
    tokenId: tokens[0]?.id ?? blank.id,
    state: 'waiting',
    secretId: 'pin',
  };
  return new Map([
    table('request', { ...request, ...made }),
    table('approval', ...approvals),
    table('handover', ...inOrder(handovers, ({ challengedAt }) => challengedAt ?? 0)),
    table(
      'token',
      ...(tokens.length === 0 ? [blank] : tokens.map((one) => (bench ? { ...one, state: 'produced' } : one))),
    ),
    table('letter', ...inOrder(letters, isWaiting), ...(bench ? [pin] : [])),
    table('workstation', ...(workstation ? [workstation] : [])),
    table('setting', ...settings),
    table('identityCheck', ...checks),
    table('proposal', ...proposals),
  ]);
}

/**
 * What this team lacks to bring the request to its end, whichever way is taken from here; undefined where somebody is left
 * for every act, or nothing is left to do.
 */
export async function lacksFor(
  reads: Pick<Reads, 'find' | 'get'>,
  request: RequestRow,
  now: number,
): Promise<Missing | undefined> {
  const [team, rows, person] = await Promise.all([
    teamNow(reads, now),
    rowsOf(reads, request, now),
    reads.get('person', request.holderId),
  ]);
  const settings = (id: string): string | undefined => {
    const value = rows.get('setting')?.get(id)?.['value'];
    return typeof value === 'string' ? value : undefined;
  };
  const given = rows.get('approval')?.size ?? 0;
  const approvals = Math.max(1, limitOf(settings, approvalsOf(request.kind)) - given);
  const ways = waysLeft(rows, { approvals, pinWays: limitOf(settings, 'pin.ways') });
  const holder = { id: request.holderId, service: person?.service ?? request.service, grants: [AGENT] };
  const scenarios = ways.map((steps) => ({ steps, rows, holder, begin: now }));
  const [first] = scenarios;
  if (first === undefined || scenarios.some((scenario) => staff(team, scenario).done)) return undefined;
  return missingFor(team, first, named([...team, { ...holder, name: fullName(person) }]));
}
